"""`.gz`, `.zip` and `.tar`: the files within, bounded in size, ratio, number and depth. Nothing is written to disk."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO

from monitor.errors import Unreadable, UnreadableReason
from monitor.reading.report import broken

LARGEST = 100_000_000
"""Bytes that an archive may unpack to, all its files together."""
_RATIO = 200
_FREE = 1_000_000  # below this no ratio is a bomb
_MOST_FILES = 10_000
_CHUNK = 65_536
_TAR_MARK = slice(257, 262)
_OFFICE = ("word/", "xl/", "ppt/", "META-INF/", "[Content_Types].xml", "mimetype")


def is_archive(content: bytes) -> bool:
    """gzip, ZIP or tar, by its first bytes."""
    return content[:2] == b"\x1f\x8b" or content[:4] == b"PK\x03\x04" or content[_TAR_MARK] == b"ustar"


def members(content: bytes) -> Iterator[tuple[str, bytes | Unreadable]]:
    """The files within by name, in their order. Raises Unreadable where it ends too early or unpacks to too much."""
    budget = _Budget(len(content))
    try:
        if content[:2] == b"\x1f\x8b":
            with gzip.GzipFile(fileobj=io.BytesIO(content)) as stream:
                yield "", budget.read(stream)
        elif content[:2] == b"PK":
            yield from _zip(content, budget)
        else:
            yield from _tar(content, budget)
    except (OSError, EOFError, zlib.error, zipfile.BadZipFile, tarfile.TarError, ValueError, NotImplementedError,
            RuntimeError, IndexError, KeyError, UnicodeError, OverflowError) as error:  # fmt: skip
        raise broken(f"a damaged archive: {error}") from None


def _zip(content: bytes, budget: _Budget) -> Iterator[tuple[str, bytes | Unreadable]]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        if any(name.startswith(_OFFICE) for name in names):
            raise Unreadable(UnreadableReason.BINARY, "the content is an office document")
        for info in archive.infolist():
            if info.is_dir():
                continue
            budget.count()
            if info.flag_bits & 1:
                yield info.filename, broken("encrypted in its archive")
                continue
            with archive.open(info) as stream:
                yield info.filename, budget.read(stream)


def _tar(content: bytes, budget: _Budget) -> Iterator[tuple[str, bytes | Unreadable]]:
    with tarfile.open(fileobj=io.BytesIO(content), mode="r:") as archive:
        for info in archive:
            if not info.isreg():  # links and devices lead out of it
                continue
            budget.count()
            stream = archive.extractfile(info)
            if stream is not None:
                yield info.name, budget.read(stream)


class _Budget:
    """How much an archive may still unpack to."""

    def __init__(self, packed: int) -> None:
        self._left = min(LARGEST, max(_FREE, packed * _RATIO))
        self._files = 0

    def count(self) -> None:
        self._files += 1
        if self._files > _MOST_FILES:
            raise Unreadable(UnreadableReason.TOO_LARGE, f"an archive of more than {_MOST_FILES} files")

    def read(self, stream: IO[bytes] | gzip.GzipFile) -> bytes:
        parts = []
        while chunk := stream.read(_CHUNK):
            self._left -= len(chunk)
            if self._left < 0:
                raise Unreadable(UnreadableReason.TOO_LARGE, "an archive that unpacks to too much")
            parts.append(chunk)
        return b"".join(parts)

"""The list of feeds as a file: read as it is now, and changed without anybody ever seeing half of it. Blocking."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from monitor.model.article import Fingerprint
from monitor.sources.complete import fingerprint
from monitor.sources.feeds import opml
from monitor.sources.feeds.opml import Listed, NoList

_LARGEST = 20_000_000


@dataclass(frozen=True, slots=True)
class Unlisted:
    """The list cannot be read; or nobody has made it yet, or it is gone: then it is `missing`."""

    reason: str
    missing: bool = False


def state(file: Path) -> Fingerprint | None:
    """To tell whether the file was edited; None where there is none."""
    try:
        return fingerprint(file.stat())
    except OSError:
        return None


def load(file: Path) -> Listed | Unlisted:
    """The feeds in the file, or why they cannot be had."""
    try:
        with file.open("rb") as opened:
            text = opened.read(_LARGEST + 1)
    except FileNotFoundError:
        return Unlisted("there is no such file; `monitor feed add` makes it", missing=True)
    except OSError as error:
        return Unlisted(error.strerror or str(error))
    if len(text) > _LARGEST:
        return Unlisted(f"it is larger than {_LARGEST} bytes")
    try:
        return opml.read(text)
    except NoList as error:
        return Unlisted(str(error))


def edit(file: Path, change: Callable[[bytes | None], bytes | None]) -> bool:
    """Put what `change` makes of the file (None where there is none) in its place; answers whether it made anything.

    The owner and mode stay where that is permitted. Raises OSError and NoList.
    """
    before = file.read_bytes() if file.exists() else None
    after = change(before)
    if after is None or after == before:
        return False
    target = file.resolve()
    unfinished = target.with_name(f".{target.name}.tmp")
    unfinished.write_bytes(after)
    if before is not None:
        kept = target.stat()
        unfinished.chmod(kept.st_mode & 0o7777)
        with contextlib.suppress(PermissionError):
            os.chown(unfinished, kept.st_uid, kept.st_gid)
    unfinished.replace(target)
    return True

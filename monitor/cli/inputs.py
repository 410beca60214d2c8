"""Articles from the command line: files as the watched folder would take them, and JSONL with one article a line."""

from __future__ import annotations

import gzip
import hashlib
import os
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path

import click

from monitor.cli.matches import SOURCE
from monitor.config import MonitorSettings
from monitor.errors import Unreadable, UnreadableReason
from monitor.model.article import Article, ArticleId, Hints, RawArticle
from monitor.reading import read_all
from monitor.reading.given import Line, read_line
from monitor.sources import names
from monitor.sources.globs import fitting

Hinted = Callable[[Path], Hints]
_LINES = (".jsonl", ".jsonl.gz")


def articles(
    paths: Iterable[str], *, default_language: str, now: datetime, hinted: Hinted = lambda path: Hints()
) -> Iterator[Article | Unreadable]:
    """Every article of the files, in order; an Unreadable in the place of each that is none."""
    for given in opened(paths, now, hinted):
        if isinstance(given, Unreadable):
            yield given
        elif isinstance(given, Line):
            try:
                yield read_line(given, default_language=default_language, now=now)
            except Unreadable as error:
                yield error
        else:
            yield from _read(given, default_language)


def file(path: Path, default_language: str, now: datetime) -> Iterator[Article | Unreadable]:
    """The articles of one file: several of a feed, an mbox, an archive."""
    raw = _raw(path, now, Hints())
    return iter([raw]) if isinstance(raw, Unreadable) else _read(raw, default_language)


def hints_of(settings: MonitorSettings, root: Path) -> Hinted:
    """What the settings say of a file: those of the watched folder that it lies in, where its `glob` takes it."""
    folders = [((root / one.folder).resolve(), fitting(one.glob), one.hints) for one in settings.folders()]

    def hinted(path: Path) -> Hints:
        file = path.resolve()
        for folder, fits, hints in folders:
            if file.is_relative_to(folder) and fits(names.to_text(file.relative_to(folder).as_posix())):
                return hints
        return Hints()

    return hinted


def opened(
    paths: Iterable[str], now: datetime, hinted: Hinted = lambda path: Hints()
) -> Iterator[RawArticle | Line | Unreadable]:
    """The bytes of every file, and the lines of those that hold an article in each, in order. Of a folder, all files
    below it that a watched folder would take: no hidden and unfinished ones, no links, no pipes."""
    for path in chain.from_iterable(map(_files, paths)):
        if path == "-" or path.endswith(_LINES):
            yield from _lines(path)
        else:
            yield _raw(Path(path), now, hinted(Path(path)))


def _files(path: str) -> Iterator[str]:
    folder = Path(path)
    if path == "-" or not folder.is_dir():
        yield path
        return
    for at, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not names.ignored(name))
        found = (Path(at, name) for name in sorted(files) if not names.ignored(name))
        yield from (str(each) for each in found if each.is_file() and not each.is_symlink())


def _lines(path: str) -> Iterator[Line | Unreadable]:
    try:
        with _open(path) as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield Line(f"{path}:{number}", line, SOURCE)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        yield Unreadable(UnreadableReason.BROKEN, f"{path}: {error}")
    except OSError as error:
        yield _refused(path, error)


def _open(path: str) -> AbstractContextManager[Iterable[bytes]]:
    return gzip.open(path) if path.endswith(".gz") else click.open_file(path, "rb")


def _refused(path: str | Path, error: OSError) -> Unreadable:
    denied = isinstance(error, PermissionError)
    return Unreadable(
        UnreadableReason.NO_PERMISSION if denied else UnreadableReason.NO_FILE, f"{path}: {error.strerror}"
    )


def _raw(path: Path, now: datetime, hints: Hints) -> RawArticle | Unreadable:
    try:
        content, status = path.read_bytes(), path.stat()
    except OSError as error:
        return _refused(path, error)
    modified = datetime.fromtimestamp(status.st_mtime, UTC)
    digest = hashlib.sha256(content).hexdigest()
    return RawArticle(ArticleId(SOURCE, path.as_posix()), content, digest, now, modified, hints=hints)


def _read(raw: RawArticle, default_language: str) -> Iterator[Article | Unreadable]:
    for found in read_all(raw, default_language=default_language):
        if isinstance(found.outcome, Unreadable):
            yield Unreadable(found.outcome.reason, f"{found.id.path}: {found.outcome.detail}")
        else:
            yield found.outcome

"""The truth about a folder: what is in it now. Blocking; runs in a thread; 20,000 files in about 0.1 s."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field

from monitor.sources import complete, names
from monitor.sources.globs import Fits
from monitor.sources.ledger import Ledger


@dataclass(slots=True)
class Scan:
    """The files that are news, oldest first, and the folders that could not be read, with the reason."""

    news: list[str] = field(default_factory=list)
    troubles: list[tuple[str, str]] = field(default_factory=list)


def scan(root: str, below: str, ledger: Ledger, fits: Fits = lambda path: True) -> Scan:
    """Every file below the folder `below` (relative; empty for all of it) that `fits`, and that the ledger does not
    know as it is.

    Links are not followed, so there are no loops and nothing outside the root. A folder that is missing holds nothing.
    """
    found: list[tuple[int, str]] = []
    result = Scan()
    for entry, path in _files(root, below, result.troubles):
        if not fits(names.to_text(path)):
            continue
        try:
            status = entry.stat(follow_symlinks=False)
        except OSError:  # gone since it was listed
            continue
        if ledger.is_news(path, complete.fingerprint(status)):
            found.append((status.st_mtime_ns, path))
    result.news = [path for _, path in sorted(found)]
    return result


def _files(root: str, below: str, troubles: list[tuple[str, str]]) -> Iterator[tuple[os.DirEntry[str], str]]:
    open_folders = [below]
    while open_folders:
        folder = open_folders.pop()
        try:
            with os.scandir(os.path.join(root, folder)) as entries:  # noqa: PTH118
                for entry in entries:
                    if names.ignored(entry.name):
                        continue
                    path = f"{folder}/{entry.name}" if folder else entry.name
                    if entry.is_dir(follow_symlinks=False):
                        open_folders.append(path)
                    elif entry.is_file(follow_symlinks=False):
                        yield entry, path
        except (FileNotFoundError, NotADirectoryError):
            continue
        except OSError as error:
            troubles.append((folder, error.strerror or str(error)))

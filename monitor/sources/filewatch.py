"""Hints that something changed in a folder, by watchfiles, made to recover: from a folder that is missing, removed,
moved away, replaced or mounted over, from names that are no UTF-8, from a process that was stopped.

Only hints: watchfiles loses files when its queue overflows, in folders that just appeared, and in other cases without a
word. Whoever listens must scan at each `Anew`, and now and then besides. Blocking; runs in a thread of its own.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from watchfiles import Change, watch
from watchfiles._rust_notify import WatchfilesRustInternalError

# 8 ms from a rename to its event, at 1.2 % of a core when idle; the library's defaults make that 99 ms.
_DEBOUNCE_MS, _STEP_MS, _TICK_MS = 50, 5, 200
_RETRY_SECONDS = _TICK_MS / 1000
_BLIND_SECONDS = 30.0
_STOPPED_SECONDS = 1.0
_MANY = 4_000


@dataclass(frozen=True, slots=True)
class Changed:
    """Something happened at these absolute paths: files or folders, there or gone."""

    paths: frozenset[str]


@dataclass(frozen=True, slots=True)
class Anew:
    """The folder is watched from now on (`replaced`: it may be another one), or events may have been lost: what it
    holds must be looked up."""

    replaced: bool


@dataclass(frozen=True, slots=True)
class Blind:
    """The folder cannot be watched, or is not there. Said again at each attempt."""

    reason: str


Hint = Changed | Anew | Blind


def hints(folder: str, stop: threading.Event) -> Iterator[Hint]:
    """What happens in the folder and below it, until `stop` is set (seen within 5 ms, 200 while it is missing)."""
    while not stop.is_set():
        pause = _RETRY_SECONDS
        try:
            yield from _one_watch(folder, stop)
        except FileNotFoundError:
            yield Blind("is missing")
        except WatchfilesRustInternalError:
            pass  # a name that is no UTF-8 ends the watch; a new one starts with a scan, which finds the file
        except OSError as error:  # no more inotify watches or instances
            yield Blind(f"cannot be watched: {error}")
            pause = _BLIND_SECONDS
        stop.wait(pause)


def _one_watch(folder: str, stop: threading.Event) -> Iterator[Hint]:
    """One watch's life: it ends when the folder at this path is no longer the one that is watched."""
    watched = _identity(folder)
    stream = watch(
        folder,
        watch_filter=None,
        debounce=_DEBOUNCE_MS,
        step=_STEP_MS,
        rust_timeout=_TICK_MS,
        yield_on_timeout=True,
        stop_event=stop,
        raise_interrupt=False,
        ignore_permission_denied=True,
    )
    last = 0.0
    with closing(stream):
        for changes in stream:
            now, before = time.monotonic(), last
            last = now
            if not before:  # the first answer says that the watch is set
                yield Anew(replaced=True)
            elif now - before > _STOPPED_SECONDS or len(changes) > _MANY:
                yield Anew(replaced=False)
            if changes:
                yield Changed(frozenset(path for _, path in changes))
            # An inode's number is soon given again: the event tells of a folder removed and made at once.
            if (Change.deleted, folder) in changes or _identity(folder) != watched:
                return


def _identity(folder: str) -> tuple[int, int]:
    status = Path(folder).stat()
    return status.st_dev, status.st_ino

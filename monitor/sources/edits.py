"""Which files of the configuration were edited: settings, rules, lists, templates.

Five times a second every file's (inode, size, time) is compared with what it was. For some hundred small files that is
cheaper than a watcher (0.3 % of a core), and it cannot go deaf: not by an editor that replaces files, a folder that is
made anew, a mount without events. An edit is told of one look after it was first seen, 0.2 to 0.4 s after the save, so
that a save in progress is rarely met; a file that was met half is told of again when it is whole.
"""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import AsyncGenerator, Callable, Iterable, Iterator, Mapping
from pathlib import Path

from monitor.clock import Clock
from monitor.model.article import Fingerprint
from monitor.sources import complete, names

_LOOK_SECONDS = 0.2
_SHARE = 20  # with many files: looking takes at most a twentieth of the time

Snapshot = Mapping[Path, Fingerprint]


def snapshot(paths: Iterable[Path]) -> Snapshot:
    """The state of these files, and of all files below these folders, but for hidden and unfinished ones. Files that
    are links count as what they point to; folders that are links are not entered. Blocking."""
    return dict(_states(paths))


def edited(known: Snapshot, before: Snapshot, now: Snapshot) -> frozenset[Path]:
    """The files that are not as they are known, and were not already at the look before: made, changed or removed."""
    differing = {path for path in known.keys() | before.keys() if known.get(path) != before.get(path)}
    return frozenset(path for path in differing if known.get(path) != now.get(path))


async def edits(
    paths: Callable[[], Iterable[Path]], known: Snapshot, clock: Clock, stop: asyncio.Event
) -> AsyncGenerator[frozenset[Path], None]:
    """Sets of edited files, until `stop` is set. `known` is the snapshot taken *before* the files were loaded, so that
    no edit falls between; `paths` is asked at each look, since an edit of the settings may change it."""
    before, pause = known, _LOOK_SECONDS
    while not stop.is_set():
        await clock.wait(stop, pause)
        started = time.monotonic()
        now = await asyncio.to_thread(snapshot, tuple(paths()))
        pause = max(_LOOK_SECONDS, _SHARE * (time.monotonic() - started))
        changed = edited(known, before, now)
        if changed and not stop.is_set():
            yield changed
            kept = {path: state for path, state in known.items() if path not in changed}
            known = kept | {path: now[path] for path in changed if path in now}
        before = now


def _states(paths: Iterable[Path]) -> Iterator[tuple[Path, Fingerprint]]:
    for path in paths:
        if path.is_dir():
            yield from _below(path)
        elif (state := _state(path)) is not None:
            yield path, state


def _below(folder: Path) -> Iterator[tuple[Path, Fingerprint]]:
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if names.ignored(entry.name):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    yield from _below(Path(entry.path))
                elif (state := _state(entry)) is not None:
                    yield Path(entry.path), state
    except OSError:  # gone, or not to be entered: its files are not there, and whoever loads them says so
        return


def _state(file: Path | os.DirEntry[str]) -> Fingerprint | None:
    try:
        return complete.fingerprint(file.stat())
    except OSError:
        return None

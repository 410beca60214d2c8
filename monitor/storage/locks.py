"""Locks between processes on one SQLite state. The kernel gives them back when a process ends, also by kill -9."""

from __future__ import annotations

import asyncio
import fcntl
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from monitor.errors import StateLocked


class DaemonLock:
    """Held by the one daemon of a SQLite state, from `take` to `release`."""

    def __init__(self, path: Path) -> None:
        """Raises StateLocked where another daemon holds it."""
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            holder = os.read(self._file, 20).decode(errors="replace").strip()
            os.close(self._file)
            raise StateLocked(f"another daemon (process {holder or 'unknown'}) runs on this state: {path}") from error
        os.ftruncate(self._file, 0)
        os.pwrite(self._file, str(os.getpid()).encode(), 0)

    def release(self) -> None:
        os.close(self._file)


def held(path: Path) -> bool:
    """Whether a daemon holds the lock now."""
    try:
        file = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)  # shared: two who ask do not see each other
    except BlockingIOError:
        return True
    else:
        return False
    finally:
        os.close(file)


@asynccontextmanager
async def migrating(path: Path) -> AsyncIterator[None]:
    """One process at a time creates or changes the schema; the others wait here."""
    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        await asyncio.to_thread(fcntl.flock, file, fcntl.LOCK_EX)
        yield
    finally:
        os.close(file)

"""The store: opened once by each process, then one transaction after the other."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Self

from sqlalchemy.exc import DBAPIError, IntegrityError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from monitor.errors import StoreConflict, StoreUnavailable
from monitor.storage.database import BUSY_SECONDS, Database, connect
from monitor.storage.locks import DaemonLock, held
from monitor.storage.migrate import migrate
from monitor.storage.rows import DaemonRow
from monitor.storage.transaction import Transaction

_TRY_AGAIN = frozenset({"40001", "40P01"})
"""PostgreSQL's codes for a serialization failure and a deadlock."""


class Store:
    """Use `Store.open`. Several tasks may share one store: SQLite's writers wait for one another in the order in which
    they came."""

    def __init__(self, database: Database, lock: DaemonLock | None) -> None:
        self._database = database
        self._lock = lock
        self._writing = asyncio.Lock()

    @classmethod
    async def open(cls, url: str, *, daemon: bool = False) -> Self:
        """Open `sqlite:///PATH` (its folder is made where missing) or `postgresql://…`, and migrate its schema.

        `daemon=True` raises StateLocked where another daemon runs on the same SQLite file; PostgreSQL takes several.
        Raises StoreUnavailable where the database cannot be used.
        """
        with _translated(OSError, ValueError):
            database = connect(url)
            lock = _prepare(database.file, daemon=daemon)
            store = cls(database, lock)
            try:
                await migrate(database)
                if lock is not None:
                    await store._end_leases()
            except BaseException:
                await store.close()
                raise
            return store

    @property
    def folder(self) -> Path | None:
        """Where the state is kept; None where that is another machine's care."""
        return self._database.file.parent if self._database.file else None

    async def close(self) -> None:
        """Let go of every connection and of the daemon's lock. No transaction may be under way."""
        await self._database.dispose()
        if self._lock is not None:
            self._lock.release()

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[Transaction]:
        """A transaction: on disk as a whole when the block ends, or gone as a whole when it raises.

        Raises StoreConflict where another process was first, so that the block is worth doing again, and
        StoreUnavailable where the database cannot be used.
        """
        if self._database.file is None:
            async with _transaction(self._database.writer) as transaction:
                yield transaction
        else:
            async with self._writing, _transaction(self._database.writer) as transaction:
                yield transaction

    @asynccontextmanager
    async def read(self) -> AsyncIterator[Transaction]:
        """A transaction that only reads, and waits for nobody. Writing in it raises StoreUnavailable."""
        async with _transaction(self._database.reader) as transaction:
            yield transaction

    async def daemons(self, now: datetime) -> list[DaemonRow]:
        """The daemons that run now. On SQLite one that was killed is known at once by its lock; on PostgreSQL only by
        its heartbeat, within a minute."""
        async with self.read() as transaction:
            rows = await transaction.daemon.running(now)
        file = self._database.file
        return rows if file is None or held(_lock_of(file)) else []

    async def backup(self, target: Path) -> None:
        """Copy the whole state to a file, as of one moment, while a daemon goes on writing. A file that is there is
        replaced once the copy is complete. SQLite only."""
        file = self._database.file
        if file is None:
            raise StoreUnavailable("this state is on PostgreSQL: back it up with pg_dump")
        with _translated():
            await asyncio.to_thread(_copy, file, target)

    async def _end_leases(self) -> None:
        """No worker but ours can be alive, so whatever is leased was left behind by a daemon that was killed."""
        async with self.begin() as transaction:
            await transaction.queue.release_others([])


@asynccontextmanager
async def _transaction(engine: AsyncEngine) -> AsyncIterator[Transaction]:
    with _translated():
        async with AsyncExitStack() as stack:
            with _translated(OSError):
                connection = await stack.enter_async_context(engine.connect())
            async with connection.begin():
                yield Transaction(connection)


@contextmanager
def _translated(*others: type[Exception]) -> Iterator[None]:
    """Nobody outside of this package knows SQLAlchemy's errors. `others` are those that mean the same just here."""
    # UnicodeEncodeError: a key with a lone surrogate, which SQLite's driver refuses in its own way
    ours: tuple[type[Exception], ...] = (SQLAlchemyError, sqlite3.Error, UnicodeEncodeError, *others)
    try:
        yield
    except IntegrityError as error:
        raise StoreConflict(str(error.orig)) from error
    except DBAPIError as error:
        again = getattr(error.orig, "sqlstate", None) in _TRY_AGAIN
        raise (StoreConflict if again else StoreUnavailable)(str(error.orig)) from error
    except ours as error:
        raise StoreUnavailable(str(error)) from error


def _prepare(file: Path | None, *, daemon: bool) -> DaemonLock | None:
    if file is None:
        return None
    file.parent.mkdir(parents=True, exist_ok=True)
    return DaemonLock(_lock_of(file)) if daemon else None


def _lock_of(file: Path) -> Path:
    return file.with_name(f"{file.name}.lock")


def _copy(source: Path, target: Path) -> None:
    """All pages in one step: in WAL mode that keeps no writer waiting, and no writer makes it start anew."""
    if target.absolute() == source:
        raise StoreUnavailable(f"{target} is the state itself")
    partial = target.with_name(f"{target.name}.partial")
    partial.unlink(missing_ok=True)
    with closing(sqlite3.connect(source, timeout=BUSY_SECONDS)) as state, closing(sqlite3.connect(partial)) as copy:
        state.backup(copy)
    partial.replace(target)

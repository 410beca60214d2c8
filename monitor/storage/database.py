"""Engines: how a connection to each database is made and begins its transactions."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, event, make_url
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

BUSY_SECONDS = 30
"""How long one process waits for another's transaction before it gives up."""

_COMPACT = partial(json.dumps, separators=(",", ":"))
"""Escapes all but ASCII: NUL and lone surrogates pass through both databases so."""


@dataclass(frozen=True, slots=True)
class Database:
    """Where the state is: `file` for SQLite, None for PostgreSQL. `writer` and `reader` begin the transactions."""

    file: Path | None
    writer: AsyncEngine
    reader: AsyncEngine

    async def dispose(self) -> None:
        await self.writer.dispose()
        await self.reader.dispose()


def connect(address: str) -> Database:
    """Engines for `sqlite:///PATH` or `postgresql://…`. Opens no connection yet."""
    url = make_url(address)
    if url.get_backend_name() == "sqlite":
        return _sqlite(url)
    return _postgresql(url)


def _sqlite(url: URL) -> Database:
    """One connection writes, so that writers queue in the process and never meet SQLITE_BUSY; readers go beside it."""
    if not url.database or url.database == ":memory:":
        raise ValueError("the state must be a file: sqlite:///PATH")
    file = Path(url.database).absolute()
    target = url.set(drivername="sqlite+aiosqlite", database=str(file))
    timeout = {"timeout": BUSY_SECONDS}
    writer = create_async_engine(
        target, json_serializer=_COMPACT, connect_args=timeout, pool_size=1, max_overflow=0, pool_timeout=BUSY_SECONDS
    )
    reader = create_async_engine(target, json_serializer=_COMPACT, connect_args=timeout, pool_size=4)
    _prepare(writer, "BEGIN IMMEDIATE", query_only=False)
    _prepare(reader, "BEGIN", query_only=True)
    return Database(file, writer, reader)


def _prepare(engine: AsyncEngine, begin: str, *, query_only: bool) -> None:
    """Take the driver's own idea of transactions away, and give ours: durable, foreign keys held, begun at once."""

    @event.listens_for(engine.sync_engine, "connect")
    def on_connect(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in ("synchronous=FULL", "foreign_keys=ON", f"query_only={int(query_only)}", "temp_store=MEMORY"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def on_begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)


def _postgresql(url: URL) -> Database:
    query = dict(url.query)
    if "sslmode" in query:
        query["ssl"] = query.pop("sslmode")
    target = url.set(drivername="postgresql+asyncpg", query=query)
    engine = create_async_engine(target, json_serializer=_COMPACT, pool_pre_ping=True, pool_size=10)
    return Database(None, engine, engine.execution_options(postgresql_readonly=True))

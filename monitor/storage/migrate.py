"""Bringing the schema up to date, by one process at a time."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from importlib import import_module
from pathlib import Path

from sqlalchemy import Connection, column, func, inspect, select, table

from monitor.storage.database import BUSY_SECONDS, Database
from monitor.storage.locks import migrating
from monitor.storage.schema import HEAD

_LOCK = 0x6D6F6E69746F72
"""PostgreSQL's advisory locks are numbers: this one is "monitor"."""


async def migrate(database: Database) -> None:
    """Raise the schema to HEAD in one transaction. A schema newer than this program raises StoreUnavailable."""
    if database.file is None:
        await _upgrade(database)
    elif not await _is_current(database):
        async with migrating(database.file.with_name(f"{database.file.name}.migrating")):
            await asyncio.to_thread(_use_wal, database.file)
            await _upgrade(database)


async def _is_current(database: Database) -> bool:
    if database.file is not None and not database.file.exists():
        return False
    async with database.reader.begin() as connection:
        return await connection.run_sync(_revision) == HEAD


def _use_wal(file: Path) -> None:
    """The file remembers its journal mode. Set here since changing it needs the file for oneself."""
    with closing(sqlite3.connect(file, timeout=BUSY_SECONDS)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")


async def _upgrade(database: Database) -> None:
    async with database.writer.begin() as connection:
        if database.file is None:
            await connection.execute(select(func.pg_advisory_xact_lock(_LOCK)))
        if await connection.run_sync(_revision) != HEAD:
            await connection.run_sync(import_module("monitor.storage.upgrade").upgrade)


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    version = table("alembic_version", column("version_num"))
    return connection.execute(select(version.c.version_num)).scalar_one_or_none()

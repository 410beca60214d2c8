"""The few things that SQLAlchemy leaves to each database."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Table, tuple_
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

Row = TypeVar("Row")
CHUNK = 500
"""Keys in one statement: far below SQLite's 32,766 and PostgreSQL's 32,767 parameters."""


def insert(connection: AsyncConnection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """INSERT with ON CONFLICT, which both databases write alike."""
    return sqlite.insert(table) if connection.dialect.name == "sqlite" else postgresql.insert(table)


def chunks(rows: Iterable[Row]) -> Iterable[list[Row]]:
    """Rows in lists that fit one statement."""
    remaining = iter(rows)
    while chunk := list(islice(remaining, CHUNK)):
        yield chunk


def one_of(columns: Sequence[ColumnElement[Any]], keys: Sequence[tuple[Any, ...]]) -> ColumnElement[bool]:
    """Rows whose columns equal one of the keys."""
    return tuple_(*columns).in_(keys)

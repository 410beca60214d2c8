"""Column types that mean the same on both databases."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, BindParameter, Dialect, Integer, Text, literal
from sqlalchemy.types import TypeDecorator

from monitor.model.article import Fingerprint

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")

RowNumber = BigInteger().with_variant(Integer(), "sqlite")
"""The type of a row's own number: SQLite counts only in a column of exactly INTEGER."""


class Moment(TypeDecorator[datetime]):
    """An aware time, kept as microseconds since 1970 in UTC: exact, ordered and the same on both databases."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        return None if value is None else (value - _EPOCH) // _MICROSECOND

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        return None if value is None else _EPOCH + timedelta(microseconds=value)


def moment(value: datetime) -> BindParameter[datetime]:
    """A time inside an expression, where SQLAlchemy cannot see from a column that it is a `Moment`."""
    return literal(value, Moment())


class FreeText(TypeDecorator[str]):
    """Text from outside (a headline, a server's words): NUL and lone surrogates, which a database refuses, are
    replaced, so that no article can make a transaction fail. Not for keys."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else _UNSTORABLE.sub("\ufffd", value)


class FingerprintText(TypeDecorator[Fingerprint]):
    """A file's fingerprint as text: an inode may need all of 64 bits, one more than a database's integers have."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Fingerprint | None, dialect: Dialect) -> str | None:
        return None if value is None else ":".join(map(str, value))

    def process_result_value(self, value: Any | None, dialect: Dialect) -> Fingerprint | None:
        return None if value is None else Fingerprint(*map(int, value.split(":")))

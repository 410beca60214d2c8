"""Quarantine: files that cannot be read as an article, each with its reason; at most one open row for each."""

from __future__ import annotations

import json
import zlib
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from monitor.model.article import Article, ArticleId, RawArticle
from monitor.model.kept import from_json, to_json
from monitor.storage import sql
from monitor.storage.rows import QuarantineRow
from monitor.storage.schema import NOT_RESOLVED, quarantine

_SHOWN = tuple(column for column in quarantine.c if column.name != "held")


class Quarantine:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(
        self, raw: RawArticle, reason: str, detail: str, *, until: datetime | None = None, held: Article | None = None
    ) -> None:
        """Note why a file cannot be read, in place of what was noted of it before. Answers a retry. What is `held` was
        read, and waits for its time."""
        values = {
            "source": raw.id.source,
            "path": raw.id.path,
            "content_hash": raw.content_hash,
            "reason": reason,
            "detail": detail,
            "since": raw.received,
            "retry": False,
            "until": until,
            "held": zlib.compress(json.dumps(to_json(held)).encode()) if held else None,
        }
        insert = sql.insert(self._connection, quarantine)
        upsert = insert.on_conflict_do_update(index_elements=["source", "path"], index_where=NOT_RESOLVED, set_=values)
        await self._connection.execute(upsert, [values])

    async def resolve(self, ids: Iterable[ArticleId], now: datetime) -> None:
        """These could be read (or are gone). Ids without an open row are passed over, so all may be given."""
        for chunk in sql.chunks(ids):
            keys = sql.one_of((quarantine.c.source, quarantine.c.path), [tuple(key) for key in chunk])
            await self._connection.execute(
                update(quarantine).where(NOT_RESOLVED, keys).values(resolved=now, retry=False, held=None)
            )

    async def of(self, article: ArticleId) -> list[QuarantineRow]:
        """All that was ever noted of one file."""
        return await self._select(quarantine.c.source == article.source, quarantine.c.path == article.path)

    async def get(self, row_id: int) -> QuarantineRow | None:
        found = await self._select(quarantine.c.id == row_id)
        return found[0] if found else None

    async def request_retry(self, row_id: int | None = None, *, but_not: Collection[str] = ()) -> int:
        """Ask the daemon to read an open row's file again, or all of them; answers how many. What is held waits for its
        time, and sources that keep nothing (`but_not`) cannot give it."""
        which = NOT_RESOLVED & quarantine.c.held.is_(None) & quarantine.c.source.not_in(but_not)
        which = which if row_id is None else which & (quarantine.c.id == row_id)
        return (await self._connection.execute(update(quarantine).where(which).values(retry=True))).rowcount

    async def retries(self, now: datetime) -> list[ArticleId]:
        """The files to read again: asked for, or their time has come and they were not held. Both stand until `add` or
        `resolve` answers, so no crash forgets one."""
        asked = quarantine.c.retry | (quarantine.c.held.is_(None) & (quarantine.c.until <= now))
        return [row.article for row in await self._select(NOT_RESOLVED, asked)]

    async def due(self, now: datetime, limit: int) -> list[Article]:
        """Of the articles that are held, those whose time has come, the longest due first, each as it was read. They
        stand until `resolve`."""
        held = select(quarantine.c.held).where(NOT_RESOLVED, quarantine.c.held.is_not(None), quarantine.c.until <= now)
        rows = await self._connection.execute(held.order_by(quarantine.c.until, quarantine.c.id).limit(limit))
        return [from_json(json.loads(zlib.decompress(row.held))) for row in rows]

    async def counts(self) -> tuple[int, int]:
        """How many open rows wait for somebody, and how many for the end of their embargo."""
        held = quarantine.c.until.is_not(None)
        rows = await self._connection.execute(
            select(held.label("held"), func.count().label("many")).where(NOT_RESOLVED).group_by(held)
        )
        many = {bool(row.held): row.many for row in rows}
        return many.get(False, 0), many.get(True, 0)

    async def _select(self, *conditions: ColumnElement[bool]) -> list[QuarantineRow]:
        rows = await self._connection.execute(select(*_SHOWN).where(*conditions).order_by(quarantine.c.id))
        return [_row_of(row) for row in rows]

    async def list(self, *, resolved: bool = False) -> list[QuarantineRow]:
        """The open rows, or with `resolved` all, oldest first."""
        return await self._select() if resolved else await self._select(NOT_RESOLVED)


def _row_of(row: Row[Any]) -> QuarantineRow:
    return QuarantineRow(
        id=row.id,
        article=ArticleId(row.source, row.path),
        content_hash=row.content_hash,
        reason=row.reason,
        detail=row.detail,
        since=row.since,
        resolved=row.resolved,
        retry=row.retry,
        until=row.until,
    )

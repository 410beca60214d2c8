"""How asking each feed went. One that was never asked has no row."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from sqlalchemy import Row, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from monitor.model.feed import FeedState
from monitor.storage import sql
from monitor.storage.schema import feeds


class Feeds:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def of(self, source: str) -> dict[str, FeedState]:
        """A source's feeds, by their address in its list."""
        rows = await self._connection.execute(select(feeds).where(feeds.c.source == source).order_by(feeds.c.url))
        return {row.url: _state(row) for row in rows}

    async def all(self) -> list[FeedState]:
        """Every feed, by source and address."""
        rows = await self._connection.execute(select(feeds).order_by(feeds.c.source, feeds.c.url))
        return [_state(row) for row in rows]

    async def sources(self, url: str) -> list[str]:
        """Those that have asked this feed; one that is renamed is remembered under both names."""
        return list((await self._connection.execute(select(feeds.c.source).where(feeds.c.url == url))).scalars())

    async def troubled(self) -> list[FeedState]:
        """Those that did not answer when they were asked last."""
        rows = await self._connection.execute(
            select(feeds).where(feeds.c.failures > 0).order_by(feeds.c.source, feeds.c.url)
        )
        return [_state(row) for row in rows]

    async def save(self, state: FeedState) -> None:
        insert = sql.insert(self._connection, feeds)
        values = asdict(state)
        changed = {name: value for name, value in values.items() if name not in ("source", "url")}
        keys = ["source", "url"]
        await self._connection.execute(insert.on_conflict_do_update(index_elements=keys, set_=changed), [values])

    async def forget(self, source: str, urls: Iterable[str]) -> None:
        """These are in the list no more. What was taken of them stays in the ledger."""
        for chunk in sql.chunks(urls):
            await self._connection.execute(delete(feeds).where(feeds.c.source == source, feeds.c.url.in_(chunk)))


def _state(row: Row[Any]) -> FeedState:
    return FeedState(**row._mapping)

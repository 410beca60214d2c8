"""The archive: the articles that are kept, read back in the order in which they came."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime

from sqlalchemy import select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from monitor.model.article import Article
from monitor.storage.articles import complete
from monitor.storage.columns import moment
from monitor.storage.schema import articles

_BATCH = 200
"""Articles read at once: some megabytes at most, whatever the archive holds."""
_ORDER = (articles.c.received, articles.c.source, articles.c.path, articles.c.number)


class Archive:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def between(self, since: datetime, until: datetime) -> AsyncIterator[Article]:
        """Every version that was received from `since` until before `until`, in the order of reception, each as it was
        read. Holds a batch at a time; a purge meanwhile leaves out what it takes away."""
        query = select(articles).where(articles.c.received >= since, articles.c.received < until)
        query = query.order_by(*_ORDER).limit(_BATCH)
        batch = (await self._connection.execute(query)).all()
        while batch:
            for row in batch:
                yield complete(row)
            last = batch[-1]
            after = tuple_(*_ORDER) > tuple_(moment(last.received), last.source, last.path, last.number)
            batch = (await self._connection.execute(query.where(after))).all()

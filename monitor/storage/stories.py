"""Stories, found by the fingerprint of the text that told them first."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from monitor.model.article import ArticleId
from monitor.storage import sql
from monitor.storage.rows import StoryRow
from monitor.storage.schema import stories


class Stories:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, rows: Sequence[StoryRow]) -> None:
        """Open stories. Several may have one fingerprint: the same text under headlines that do not fit together."""
        if rows:
            await self._connection.execute(
                insert(stories),
                [
                    {
                        "id": row.id,
                        "fingerprint": row.fingerprint,
                        "headline": row.headline,
                        "source": row.article.source,
                        "path": row.article.path,
                        "created": row.created,
                    }
                    for row in rows
                ],
            )

    async def find(self, fingerprints: Sequence[str]) -> dict[str, list[StoryRow]]:
        """The stories with one of the fingerprints, oldest first; a fingerprint that none has is left out."""
        found: dict[str, list[StoryRow]] = {}
        for chunk in sql.chunks(dict.fromkeys(fingerprints)):
            query = select(stories).where(stories.c.fingerprint.in_(chunk)).order_by(stories.c.created, stories.c.id)
            for row in await self._connection.execute(query):
                story = StoryRow(row.id, row.fingerprint, row.headline, ArticleId(row.source, row.path), row.created)
                found.setdefault(row.fingerprint, []).append(story)
        return found

"""Stories, and the sketches of the articles that new ones are compared with."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from monitor.model.article import ArticleId
from monitor.storage.articles import copy_of
from monitor.storage.rows import PlacedRow, SketchRow, StoryRow
from monitor.storage.schema import articles, sketches, stories

_TURN = 0x73746F72696573
"""PostgreSQL's advisory locks are numbers: this one is "stories"."""


class Stories:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, rows: Sequence[StoryRow]) -> None:
        """Open stories."""
        values = [
            {
                "id": row.id,
                "headline": row.headline,
                "source": row.article.source,
                "path": row.article.path,
                "created": row.created,
            }
            for row in rows
        ]
        if values:
            await self._connection.execute(insert(stories), values)

    async def get(self, story: str) -> StoryRow | None:
        """A story, as long as an article of it is kept."""
        row = (await self._connection.execute(select(stories).where(stories.c.id == story))).one_or_none()
        return None if row is None else StoryRow(row.id, row.headline, ArticleId(row.source, row.path), row.created)

    async def take_turn(self) -> None:
        """Wait until no other daemon is placing articles; until this transaction ends, none will."""
        if self._connection.dialect.name == "postgresql":
            await self._connection.execute(select(func.pg_advisory_xact_lock(_TURN)))

    async def placed(self, after: int, since: datetime, most: int) -> list[PlacedRow]:
        """The sketches after that `seq`, in their order: at most the last `most`, from the first on that was placed
        `since` that moment."""
        first = select(func.min(sketches.c.seq)).where(sketches.c.placed >= since).scalar_subquery()
        same = [sketches.c[name] == articles.c[name] for name in ("source", "path", "number")]
        named = ("story_id", "language", "published", "publisher", "credits", "copy_source", "copy_path")
        query = (
            select(sketches, *(articles.c[name] for name in named), stories.c.created)
            .join_from(sketches, articles, same[0] & same[1] & same[2])
            .join(stories, stories.c.id == articles.c.story_id)
            .where(sketches.c.seq > after, sketches.c.seq >= first)
            .order_by(sketches.c.seq.desc())
            .limit(most)
        )
        rows = (await self._connection.execute(query)).all()
        return [_placed(row) for row in reversed(rows)]

    async def keep(self, rows: Sequence[SketchRow]) -> None:
        """Keep the sketches of articles that are in the store. Raises a conflict where another daemon took the turn."""
        values = [
            {
                "seq": row.seq,
                "source": row.article.source,
                "path": row.article.path,
                "number": row.number,
                "placed": row.placed,
                "sketch": row.sketch,
            }
            for row in rows
        ]
        if values:
            await self._connection.execute(insert(sketches), values)

    async def last(self) -> int:
        """The highest `seq` there is; 0 before the first."""
        return int((await self._connection.execute(select(func.max(sketches.c.seq)))).scalar() or 0)


def _placed(row: Row[Any]) -> PlacedRow:
    return PlacedRow(
        seq=row.seq,
        article=ArticleId(row.source, row.path),
        number=row.number,
        story_id=row.story_id,
        language=row.language,
        published=row.published,
        placed=row.placed,
        began=row.created,
        publisher=row.publisher,
        credits=tuple(row.credits),
        copy_of=copy_of(row),
        sketch=row.sketch,
    )

"""Articles as they were read, every version, with their text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, insert, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from monitor.model.article import Article, ArticleId, PublishedFrom, Span
from monitor.storage import layout, sql
from monitor.storage.rows import ArticleRow, NewArticle
from monitor.storage.schema import articles
from monitor.storage.words import ArticleWords, Worded, words_of

OVERVIEW = tuple(column for column in articles.c if column.name != "body")


class Articles:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, rows: Sequence[NewArticle]) -> None:
        """Keep new versions, and put them into the index of words. A version number that exists is a conflict: nothing
        is overwritten; so is a number in the archive that another daemon was quicker to take."""
        if not rows:
            return
        last = await self._connection.scalar(select(func.max(articles.c.seq))) or 0
        numbered = list(enumerate(sorted(rows, key=lambda row: row.article.received), start=last + 1))
        await self._connection.execute(insert(articles), [_values(row, seq) for seq, row in numbered])
        await ArticleWords(self._connection).put(Worded(seq, words_of(row.article)) for seq, row in numbered)

    async def find(self, words: str, limit: int = 20) -> list[ArticleRow]:
        """The latest versions, newest first, whose `source:path` or headline contains the words, in any case."""
        named = (articles.c.source + ":" + articles.c.path).icontains(words, autoescape=True)
        found = or_(named, articles.c.headline.icontains(words, autoescape=True))
        query = select(*OVERVIEW).where(found, is_latest()).order_by(articles.c.received.desc()).limit(limit)
        return [overview(row) for row in await self._connection.execute(query)]

    async def latest(self, ids: Sequence[ArticleId]) -> dict[ArticleId, Article]:
        """The latest version of each article that is kept, complete."""
        found = {}
        for chunk in sql.chunks(ids):
            keys = sql.one_of((articles.c.source, articles.c.path), [tuple(key) for key in chunk])
            for row in await self._connection.execute(select(articles).where(keys, is_latest())):
                found[ArticleId(row.source, row.path)] = complete(row)
        return found

    async def get(self, article: ArticleId, number: int) -> Article | None:
        """One version, complete."""
        query = select(articles).where(
            articles.c.source == article.source, articles.c.path == article.path, articles.c.number == number
        )
        row = (await self._connection.execute(query)).one_or_none()
        return None if row is None else complete(row)

    async def last_received(self, sources: Sequence[str]) -> dict[str, datetime]:
        """When the last article came from each of these, of those that had one."""
        found = {}
        for source in sources:
            latest = select(func.max(articles.c.received)).where(articles.c.source == source)
            moment = await self._connection.scalar(latest)
            if moment is not None:
                found[source] = moment
        return found

    async def by_source(self) -> dict[str, tuple[int, datetime]]:
        """How many versions are kept of each source, and when its last one came."""
        query = select(articles.c.source, func.count().label("many"), func.max(articles.c.received).label("last"))
        rows = await self._connection.execute(query.group_by(articles.c.source))
        return {row.source: (row.many, row.last) for row in rows}

    async def versions(self, article: ArticleId) -> list[ArticleRow]:
        """All kept versions, oldest first."""
        same = (articles.c.source == article.source, articles.c.path == article.path)
        query = select(*OVERVIEW).where(*same).order_by(articles.c.number)
        return [overview(row) for row in await self._connection.execute(query)]


def is_latest() -> Any:
    """Whether a row is the latest version of its article."""
    other = articles.alias()
    same = (other.c.source == articles.c.source, other.c.path == articles.c.path)
    return articles.c.number == select(func.max(other.c.number)).where(*same).scalar_subquery()


def _values(row: NewArticle, seq: int) -> dict[str, object]:
    article, body = row.article, layout.pack(row.article)
    return {
        "source": article.id.source,
        "path": article.id.path,
        "number": row.number,
        "version": article.version,
        "headline": article.headline,
        "publisher": article.source,
        "language": article.language,
        "published": article.published,
        "published_from": article.published_from.value,
        "received": article.received,
        "story_id": row.story_id,
        "copy_source": row.copy_of.source if row.copy_of else None,
        "copy_path": row.copy_of.path if row.copy_of else None,
        "credits": list(row.credits),
        "take_source": row.take_of[0].source if row.take_of else None,
        "take_path": row.take_of[0].path if row.take_of else None,
        "take_number": row.take_of[1] if row.take_of else None,
        "news": [list(span) for span in row.news] if row.take_of else None,
        "url": article.url,
        "place": article.place,
        "correction": article.correction,
        "withdrawn": article.withdrawn,
        "body": body,
        "seq": seq,
        "bytes": len(body),
        "indexed": True,
        "by_passage": True,
    }


def overview(row: Row[Any]) -> ArticleRow:
    """A row of OVERVIEW as callers see it."""
    return ArticleRow(
        id=ArticleId(row.source, row.path),
        number=row.number,
        version=row.version,
        headline=row.headline,
        source=row.publisher,
        language=row.language,
        published=row.published,
        received=row.received,
        story_id=row.story_id,
        copy_of=copy_of(row),
        url=row.url,
        correction=row.correction,
        credits=tuple(row.credits),
        take_of=(ArticleId(row.take_source, row.take_path), row.take_number) if row.take_source is not None else None,
        news=tuple(Span(*span) for span in row.news or ()),
    )


def copy_of(row: Row[Any]) -> ArticleId | None:
    """The article whose text a row's article repeats."""
    return ArticleId(row.copy_source, row.copy_path) if row.copy_source is not None else None


def complete(row: Row[Any]) -> Article:
    """A row with all its columns as the article that it was."""
    return Article(
        id=ArticleId(row.source, row.path),
        version=row.version,
        language=row.language,
        published=row.published,
        published_from=PublishedFrom(row.published_from),
        received=row.received,
        source=row.publisher,
        url=row.url,
        place=row.place,
        correction=row.correction,
        withdrawn=row.withdrawn,
        **layout.unpack(row.body),
    )

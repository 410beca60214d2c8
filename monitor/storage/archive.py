"""The archive: the articles that are kept, read back in the order in which they came, and found by their words."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import (
    ColumnElement,
    TextualSelect,
    Tuple,
    and_,
    bindparam,
    delete,
    func,
    select,
    text,
    true,
    tuple_,
    union_all,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from monitor.model.article import Article, ArticleId
from monitor.model.sought import Sought
from monitor.storage import sql
from monitor.storage.articles import Articles, complete, is_latest
from monitor.storage.columns import Moment, moment
from monitor.storage.rows import ArchivedArticle, ArchivePlace, ArchiveStatus, NewArticle, StoryRow
from monitor.storage.schema import NOT_BY_PASSAGE, NOT_INDEXED, articles, originals
from monitor.storage.stories import Stories
from monitor.storage.words import ArticleWords, Worded, words_of

_BATCH = 200
"""Articles read at once: some megabytes at most, whatever the archive holds."""
_FIRST_LOOK = 16
"""Articles read at once by a search at first, then always twice as many: most are satisfied with the newest."""
WINDOWS = (4_096, 65_536)
"""So many of the newest articles are asked of the index first, then so many, then all others: a common word is found
among the newest, and nobody waits for the list of all that have it."""
_ORDER = (articles.c.received, articles.c.seq)
_NEWEST_FIRST = tuple(each.desc() for each in _ORDER)
_FIRST = ArchivePlace(datetime(1970, 1, 1, tzinfo=UTC), 0)
_LAST = ArchivePlace(datetime(9999, 1, 1, tzinfo=UTC), 0)
_TICK = timedelta(microseconds=1)
_BROUGHT = -(1 << 30)
"""The numbers of versions that an import brings begin after this one."""
_ANY_SEQ = (0, 1 << 48)

_WAITING = {"sqlite": "indexed = 0", "postgresql": "indexed = false"}
_JOINED = {"sqlite": "CROSS JOIN", "postgresql": "JOIN"}
"""SQLite starts with what stands before CROSS: never with all articles of a window."""


def _candidates(dialect: str, asked: str) -> TextualSelect:
    """The places of what the index gives, and of what is not in it yet, newest first."""
    place = "(articles.received, articles.seq)"
    inside = f"{place} >= (:oldest, :oldest_seq) AND {place} < (:newest, :newest_seq)"
    return (
        text(
            f"SELECT received, articles.seq FROM ({asked}) AS found {_JOINED[dialect]} articles"
            f" ON articles.seq = found.seq WHERE {inside}"
            f" UNION SELECT received, seq FROM articles WHERE {_WAITING[dialect]} AND {inside} ORDER BY 1 DESC, 2 DESC"
        )
        .bindparams(*(bindparam(name, type_=Moment()) for name in ("oldest", "newest")))
        .columns(received=Moment(), seq=articles.c.seq.type)
    )


class Archive:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        self._words = ArticleWords(connection)

    async def between(self, since: datetime, until: datetime) -> AsyncIterator[Article]:
        """Every version that was received from `since` until before `until`, in the order of reception, each as it was
        read. Holds a batch at a time; a purge meanwhile leaves out what it takes away."""
        query = select(articles).where(articles.c.received >= since, articles.c.received < until)
        query = query.order_by(*_ORDER).limit(_BATCH)
        batch = (await self._connection.execute(query)).all()
        while batch:
            for row in batch:
                yield complete(row)
            batch = (await self._connection.execute(query.where(_after(_place(batch[-1]))))).all()

    async def languages(self) -> list[str]:
        """The languages of the articles that are kept. One look-up each."""
        found: list[str] = []
        while True:
            later = articles.c.language > found[-1] if found else true()
            language = await self._connection.scalar(select(func.min(articles.c.language)).where(later))
            if language is None:
                return found
            found.append(language)

    async def candidates(
        self,
        sought: Sought,
        *,
        since: datetime | None = None,
        before: ArchivePlace | None = None,
        versions: bool = False,
    ) -> AsyncIterator[ArchivedArticle]:
        """What may hold what is sought, newest first, from what was received since then and stands `before` that place:
        the latest version of each article, or, with `versions`, all of them. Read as far as it is asked for."""
        oldest = ArchivePlace(since, 0) if since else _FIRST
        newest, sizes = before or _LAST, list(WINDOWS)
        while True:
            size = sizes[0] if sizes else None if sought else WINDOWS[-1]
            edge = await self._edge(oldest, newest, size)
            found = await self._found(sought, edge or oldest, newest, size=size, whole=edge is None)
            async for each in self._read(found, versions=versions):
                yield each
            if edge is None:
                return
            newest, sizes = edge, sizes[1:]

    async def _edge(self, oldest: ArchivePlace, newest: ArchivePlace, size: int | None) -> ArchivePlace | None:
        """The place of the last of so many articles; None where there are fewer, or none are counted."""
        if size is None:
            return None
        query = select(*_ORDER).where(_inside(oldest, newest)).order_by(*_NEWEST_FIRST).offset(size - 1).limit(1)
        row = (await self._connection.execute(query)).one_or_none()
        return None if row is None else _place(row)

    async def _found(
        self, sought: Sought, oldest: ArchivePlace, newest: ArchivePlace, *, size: int | None, whole: bool
    ) -> Sequence[ArchivePlace]:
        """The places of candidates between two, newest first: among so many articles at most. `whole`: as far back as
        the archive goes."""
        if not sought:
            query = select(*_ORDER).where(_inside(oldest, newest)).order_by(*_NEWEST_FIRST)
            return [_place(row) for row in await self._connection.execute(query)]
        low, high = _ANY_SEQ
        if not whole:
            ends = select(func.min(articles.c.seq), func.max(articles.c.seq)).where(_inside(oldest, newest))
            low, high = (await self._connection.execute(ends)).one()
        among_many = size != WINDOWS[0]
        asked = self._words.asked(
            sought, among_many=among_many, by_passage=not await self._lacks_passages(oldest, newest)
        )
        values = {
            **asked.values,
            "low": low,
            "high": high,
            "oldest": oldest.received,
            "oldest_seq": oldest.seq,
            "newest": newest.received,
            "newest_seq": newest.seq,
        }
        if among_many:
            await self._words.prefer_index()
        rows = await self._connection.execute(_candidates(self._words.dialect, asked.query), values)
        return [_place(row) for row in rows]

    async def _lacks_passages(self, oldest: ArchivePlace, newest: ArchivePlace) -> bool:
        """Whether the index has articles between two places by their words only."""
        lacking = select(articles.c.seq).where(articles.c.indexed, NOT_BY_PASSAGE, _inside(oldest, newest)).limit(1)
        return await self._connection.scalar(lacking) is not None

    async def _read(self, places: Sequence[ArchivePlace], *, versions: bool) -> AsyncIterator[ArchivedArticle]:
        remaining, size = iter(places), _FIRST_LOOK
        while chunk := [place.seq for place in islice(remaining, size)]:
            query = select(articles).where(articles.c.seq.in_(chunk))
            if not versions:
                query = query.where(is_latest())
            for row in await self._connection.execute(query.order_by(*_NEWEST_FIRST)):
                number = row.number if row.number > 0 else row.number - _BROUGHT
                yield ArchivedArticle(_place(row), number, row.story_id, complete(row))
            size = min(2 * size, _BATCH)

    async def status(self) -> ArchiveStatus:
        """How much is kept, and since when."""
        counted = select(func.count(), func.coalesce(func.sum(articles.c.bytes), 0), func.min(articles.c.received))
        number, size, oldest = (await self._connection.execute(counted)).one()
        files = select(func.count(), func.coalesce(func.sum(originals.c.bytes), 0))
        kept, of_originals = (await self._connection.execute(files)).one()
        waiting = select(func.count()).where(NOT_INDEXED)
        return ArchiveStatus(
            number, int(size), oldest, kept, int(of_originals), (await self._connection.execute(waiting)).scalar_one()
        )

    async def beyond(self, size: int) -> datetime:
        """The time of reception up to which articles go, so that those after it, with their originals, are not more
        than so many bytes: long ago where all are fewer."""
        kept = union_all(
            select(articles.c.received, articles.c.bytes), select(originals.c.received, originals.c.bytes)
        ).subquery()
        total = await self._connection.execute(select(func.coalesce(func.sum(kept.c.bytes), 0)))
        excess = int(total.scalar_one()) - size
        if excess <= 0:
            return _FIRST.received
        so_far = func.sum(kept.c.bytes).over(order_by=kept.c.received).label("so_far")
        rows = select(kept.c.received, so_far).subquery()
        enough = select(func.min(rows.c.received)).where(rows.c.so_far >= excess)
        last: datetime = (await self._connection.execute(enough)).scalar_one()
        return last + _TICK

    async def forget(self, gone: ColumnElement[bool], most: int) -> int:
        """Delete such articles, the oldest first, and take them out of the index; how many it were."""
        query = select(articles).where(gone).order_by(*_ORDER).limit(most)
        rows = (await self._connection.execute(query)).all()
        await self._words.take(_worded(row) for row in rows)
        for chunk in sql.chunks([row.seq for row in rows]):
            await self._connection.execute(delete(articles).where(articles.c.seq.in_(chunk)))
        return len(rows)

    async def reindex(self) -> None:
        """Empty the index, to be made anew: for a migration, where the words of articles have become others."""
        await self._words.clear()
        await self._connection.execute(update(articles).values(indexed=False, by_passage=False))

    async def bring(self, read: Sequence[Article]) -> int:
        """Keep articles of another archive, each version once; how many were new.

        Their numbers stand before all that the ledger gives, so that what a source delivers later is no conflict, and
        is the later version. Each begins a story of its own: no new article is compared with it.
        """
        stories = Stories(self._connection)
        await stories.take_turn()
        seen, last = await self._known({article.id for article in read})
        rows: list[NewArticle] = []
        for article in read:
            if (article.id, article.version) not in seen:
                seen.add((article.id, article.version))
                number = last[article.id] = last.get(article.id, _BROUGHT) + 1
                rows.append(NewArticle(article, number, f"{article.id}@{number}"))
        await Articles(self._connection).add(rows)
        await stories.add(
            [StoryRow(row.story_id, row.article.headline, row.article.id, row.article.received) for row in rows]
        )
        return len(rows)

    async def _known(self, ids: Iterable[ArticleId]) -> tuple[set[tuple[ArticleId, str]], dict[ArticleId, int]]:
        """The versions that are kept of these articles, and the last number of those that were brought."""
        seen: set[tuple[ArticleId, str]] = set()
        last: dict[ArticleId, int] = {}
        columns = (articles.c.source, articles.c.path, articles.c.number, articles.c.version)
        for chunk in sql.chunks(ids):
            keys = sql.one_of(columns[:2], [tuple(key) for key in chunk])
            for row in await self._connection.execute(select(*columns).where(keys)):
                id = ArticleId(row.source, row.path)
                seen.add((id, row.version))
                if row.number < 0:
                    last[id] = max(last.get(id, _BROUGHT), row.number)
        return seen, last

    async def index(self, most: int) -> int:
        """Put articles into the index that are not in it yet, or by their words only, the newest first; how many it
        were."""
        for lacking in (NOT_INDEXED, NOT_BY_PASSAGE):
            query = select(articles).where(lacking).order_by(*_NEWEST_FIRST).limit(most)
            if rows := (await self._connection.execute(query)).all():
                await self._words.put(map(_worded, rows))
                these = articles.c.seq.in_([row.seq for row in rows])
                await self._connection.execute(update(articles).where(these).values(indexed=True, by_passage=True))
                return len(rows)
        return 0


def _worded(row: Any) -> Worded:
    return Worded(row.seq, words_of(complete(row)), row.indexed, row.by_passage)


def _place(row: Any) -> ArchivePlace:
    return ArchivePlace(row.received, row.seq)


def _bound(place: ArchivePlace) -> Tuple:
    return tuple_(moment(place.received), place.seq)


def _after(place: ArchivePlace) -> ColumnElement[bool]:
    return tuple_(*_ORDER) > _bound(place)


def _inside(oldest: ArchivePlace, newest: ArchivePlace) -> ColumnElement[bool]:
    """From the oldest until before the newest."""
    here = tuple_(*_ORDER)
    return and_(here >= _bound(oldest), here < _bound(newest))

"""What rules with `when` count, and since when they do. A row is there as long as a late article may need it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Row, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from monitor.model.article import ArticleId
from monitor.model.report import Occurrence, Watch
from monitor.storage import sql
from monitor.storage.schema import occurrences, watches

_IDENTITY = ("rule_id", "part", "source", "path", "story_id", "happening")
_REPLACED = ("number", "key", "at", "expires", "voice", "facts")
_LIGHT: tuple[Column[Any], ...] = tuple(column for column in occurrences.c if column.name not in ("facts", "expires"))
_IDENTITY_COLUMNS = tuple(occurrences.c[name] for name in _IDENTITY)


class Windows:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def record(self, row: Occurrence, expires: datetime) -> None:
        """Count a match. A further version of its article takes its place, and was counted for what that was."""
        new = sql.insert(self._connection, occurrences).values(**_values(row, expires))
        replaced = {name: new.excluded[name] for name in _REPLACED}
        await self._connection.execute(new.on_conflict_do_update(index_elements=list(_IDENTITY), set_=replaced))

    async def within(self, rule_id: str, part: int, key: str, start: datetime, end: datetime) -> list[Occurrence]:
        """What was counted under a key within `[start, end]`, by time, without facts."""
        query = select(*_LIGHT).where(
            occurrences.c.rule_id == rule_id,
            occurrences.c.part == part,
            occurrences.c.key == key,
            occurrences.c.at.between(start, end),
        )
        rows = await self._connection.execute(query.order_by(occurrences.c.at, *_IDENTITY_COLUMNS))
        return [_occurrence_of(row, {}) for row in rows.all()]

    async def with_facts(self, rows: Sequence[Occurrence]) -> list[Occurrence]:
        """These, with what a message says of them."""
        found: dict[tuple[object, ...], Occurrence] = {}
        for chunk in sql.chunks([_identity(row) for row in rows]):
            query = select(*_LIGHT, occurrences.c.facts).where(sql.one_of(_IDENTITY_COLUMNS, chunk))
            for row in await self._connection.execute(query):
                one = _occurrence_of(row, row.facts)
                found[_identity(one)] = one
        return [found.get(_identity(row), row) for row in rows]

    async def spend(self, rows: Sequence[Occurrence], alert_id: str) -> None:
        """These were counted for an alert, and count for no other."""
        for chunk in sql.chunks([_identity(row) for row in rows]):
            spent = update(occurrences).where(sql.one_of(_IDENTITY_COLUMNS, chunk))
            await self._connection.execute(spent.values(spent=alert_id))

    async def forget(
        self, articles: Collection[ArticleId], story_id: str | None, *, but: Collection[Occurrence] = ()
    ) -> None:
        """What these articles said in a story (None: in any) counts no more, but for what a new version says again."""
        kept = {_identity(row) for row in but}
        for chunk in sql.chunks(sorted(articles)):
            same = sql.one_of((occurrences.c.source, occurrences.c.path), [tuple(id) for id in chunk])
            query = select(*_LIGHT).where(same)
            if story_id is not None:
                query = query.where(occurrences.c.story_id == story_id)
            rows = [_occurrence_of(row, {}) for row in (await self._connection.execute(query)).all()]
            await self._delete([row for row in rows if _identity(row) not in kept])

    async def forget_said(
        self, voice: str, story_id: str, *, but: ArticleId, named: Mapping[tuple[str, int], Collection[str]]
    ) -> None:
        """What a source said in a story counts no more, but for what it says in this article. Of a (rule id, part) that
        is `named`, only what was counted under these keys."""
        query = select(*_LIGHT).where(occurrences.c.story_id == story_id)
        rows = [_occurrence_of(row, {}) for row in (await self._connection.execute(query)).all()]
        said = (row for row in rows if row.voice.casefold() == voice.casefold() and row.article != but)
        await self._delete([row for row in said if row.key in named.get((row.rule_id, row.part), (row.key,))])

    async def _delete(self, rows: Sequence[Occurrence]) -> None:
        for chunk in sql.chunks([_identity(row) for row in rows]):
            await self._connection.execute(delete(occurrences).where(sql.one_of(_IDENTITY_COLUMNS, chunk)))

    async def watches(self, rule_ids: Collection[str], now: datetime) -> dict[str, Watch]:
        """Since when each rule watches, kept from others until this transaction ends; one that is new begins now."""
        for chunk in sql.chunks(sorted(rule_ids)):
            begun = sql.insert(self._connection, watches).on_conflict_do_nothing()
            rows = [{"rule_id": id, "since": now, "quiet_since": now, "watched": now} for id in chunk]
            await self._connection.execute(begun, rows)
        found = {}
        for chunk in sql.chunks(sorted(rule_ids)):
            query = select(watches).where(watches.c.rule_id.in_(chunk)).order_by(watches.c.rule_id).with_for_update()
            for row in await self._connection.execute(query):
                found[row.rule_id] = _watch_of(row)
        return found

    async def save_watch(self, watch: Watch) -> None:
        await self._connection.execute(
            update(watches)
            .where(watches.c.rule_id == watch.rule_id)
            .values(quiet_since=watch.quiet_since, watched=watch.watched, alert_id=watch.alert_id)
        )

    async def end_watches(self, but: Collection[str]) -> None:
        """Rules that are gone watch no more; if they come again, they begin anew."""
        await self._connection.execute(delete(watches).where(watches.c.rule_id.not_in(but)))


def _values(row: Occurrence, expires: datetime) -> dict[str, object]:
    return {
        **dict(zip(_IDENTITY, _identity(row), strict=True)),
        "number": row.number,
        "key": row.key,
        "at": row.at,
        "expires": expires,
        "voice": row.voice,
        "spent": row.spent,
        "facts": dict(row.facts),
    }


def _identity(row: Occurrence) -> tuple[object, ...]:
    return row.rule_id, row.part, row.article.source, row.article.path, row.story_id, row.happening


def _occurrence_of(row: Any, facts: dict[str, Any]) -> Occurrence:
    return Occurrence(
        rule_id=row.rule_id,
        part=row.part,
        key=row.key,
        article=ArticleId(row.source, row.path),
        number=row.number,
        story_id=row.story_id,
        happening=row.happening,
        at=row.at,
        voice=row.voice,
        facts=facts,
        spent=row.spent,
    )


def _watch_of(row: Row[Any]) -> Watch:
    return Watch(row.rule_id, row.since, row.quiet_since, row.watched, row.alert_id)

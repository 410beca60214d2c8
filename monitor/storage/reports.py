"""What articles say of alerts: the latest version of each, as far as it was not taken back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from monitor.model.article import ArticleId
from monitor.model.match import Status
from monitor.model.report import Report
from monitor.storage import sql
from monitor.storage.schema import articles, matches

_OF_MATCH = and_(*(matches.c[name] == articles.c[name] for name in ("source", "path", "number")))
_COLUMNS = (
    *(matches.c[name] for name in ("alert_id", "source", "path", "number", "voice", "status", "disputed")),
    *(articles.c[name] for name in ("story_id", "published", "received")),
)


class Reports:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def of(self, alert_ids: Sequence[str]) -> dict[str, tuple[Report, ...]]:
        """The reports that each alert rests on, in the order in which they came. Copies are none."""
        found: dict[str, dict[ArticleId, Report]] = {id: {} for id in alert_ids}
        for chunk in sql.chunks(alert_ids):
            query = select(*_COLUMNS).join_from(matches, articles, _OF_MATCH)
            query = query.where(
                matches.c.alert_id.in_(chunk), matches.c.voice.is_not(None), matches.c.withdrawn.is_(None)
            )
            for row in await self._connection.execute(query.order_by(matches.c.id)):
                report = report_of(row)
                found[row.alert_id][report.article] = report
        return {id: tuple(reports.values()) for id, reports in found.items()}

    async def resting_on(self, ids: Iterable[ArticleId]) -> set[str]:
        """The alerts, open or closed, that rest on a version of one of these articles."""
        same = [tuple(id) for id in ids]
        found: set[str] = set()
        for chunk in sql.chunks(same):
            found |= await self._alerts(sql.one_of((matches.c.source, matches.c.path), chunk))
        return found

    async def resting_on_story(self, story_id: str) -> set[str]:
        """The same for the articles of a story."""
        return await self._alerts(articles.c.story_id == story_id)

    async def withdraw(self, alert_id: str, ids: Iterable[ArticleId], at: datetime) -> None:
        """These articles no longer speak for the alert. Their matches stay, for `why`."""
        for chunk in sql.chunks([tuple(id) for id in ids]):
            taken = update(matches).where(
                matches.c.alert_id == alert_id,
                matches.c.withdrawn.is_(None),
                sql.one_of((matches.c.source, matches.c.path), chunk),
            )
            await self._connection.execute(taken.values(withdrawn=at))

    async def _alerts(self, which: ColumnElement[bool]) -> set[str]:
        query = select(matches.c.alert_id).join_from(matches, articles, _OF_MATCH).distinct()
        query = query.where(which, matches.c.alert_id.is_not(None), matches.c.withdrawn.is_(None))
        return set((await self._connection.execute(query)).scalars())


def report_of(row: Row[Any]) -> Report:
    """A row of the query above as the model's noun."""
    return Report(
        article=ArticleId(row.source, row.path),
        number=row.number,
        story_id=row.story_id,
        voice=row.voice,
        status=Status(row.status),
        published=row.published,
        received=row.received,
        disputed=row.disputed,
    )

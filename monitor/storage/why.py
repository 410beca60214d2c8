"""What came of an article, and what is behind an alert: all that `monitor why` says."""

from __future__ import annotations

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncConnection

from monitor.model.alert import AlertChange
from monitor.model.article import ArticleId
from monitor.storage.alerts import Alerts
from monitor.storage.articles import OVERVIEW, Articles, overview
from monitor.storage.changes import Changes
from monitor.storage.matches import match_of
from monitor.storage.notifications import with_attempts
from monitor.storage.quarantine import Quarantine
from monitor.storage.rows import AlertHistory, ArticleHistory, ArticleRow, MatchHistory, MatchRow, NotificationHistory
from monitor.storage.schema import digest_items, matches, notifications


class Why:
    """Reads only. Nothing here decides: the reasons were stored when the decisions were made."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        self._alerts = Alerts(connection)

    async def article(self, article: ArticleId, receiver: str | None = None) -> ArticleHistory | None:
        """Every match of every version with its alert, notifications and attempts; with a receiver, only what was
        addressed to that one. None: the store never saw the article."""
        versions = await Articles(self._connection).versions(article)
        refused = await Quarantine(self._connection).of(article)
        if not versions and not refused:
            return None
        same = (matches.c.source == article.source) & (matches.c.path == article.path)
        return ArticleHistory(tuple(versions), await self._matches(same, receiver), tuple(refused))

    async def alert(self, alert_id: str) -> AlertHistory | None:
        """An alert's life, the matches that it rests on, whom it was sent to, and the digests that collected it."""
        alert = await self._alerts.get(alert_id)
        if alert is None:
            return None
        changes = tuple((await Changes(self._connection).of([alert_id]))[alert_id])
        resting = await self._matches(matches.c.alert_id == alert_id, None)
        return AlertHistory(alert, changes, resting, await self._sent(alert_id, None), await self._digests(alert_id))

    async def _matches(self, which: ColumnElement[bool], receiver: str | None) -> tuple[MatchHistory, ...]:
        query = select(matches).where(which).order_by(matches.c.id)
        found = [match_of(row) for row in await self._connection.execute(query)]
        query = select(*OVERVIEW).join(matches).where(which).order_by(matches.c.id)
        holders = [overview(row) for row in await self._connection.execute(query)]
        return tuple([await self._history(*pair, receiver) for pair in zip(found, holders, strict=True)])

    async def _history(self, match: MatchRow, article: ArticleRow, receiver: str | None) -> MatchHistory:
        if match.alert_id is None:
            return MatchHistory(match, article, None, (), ())
        return MatchHistory(
            match,
            article,
            await self._alerts.get(match.alert_id),
            await self._sent(match.alert_id, receiver),
            await self._digests(match.alert_id),
            await self._brought(match.alert_id, article),
        )

    async def _brought(self, alert_id: str, article: ArticleRow) -> tuple[AlertChange, ...]:
        life = (await Changes(self._connection).of([alert_id]))[alert_id]
        return tuple(step for step in life if (step.article, step.number) == (article.id, article.number))

    async def _sent(self, alert_id: str, receiver: str | None) -> tuple[NotificationHistory, ...]:
        which = notifications.c.alert_id == alert_id
        if receiver is not None:
            which &= notifications.c.receiver == receiver
        return tuple(await with_attempts(self._connection, which))

    async def _digests(self, alert_id: str) -> tuple[str, ...]:
        query = select(digest_items.c.digest).where(digest_items.c.alert_id == alert_id)
        return tuple((await self._connection.execute(query.order_by(digest_items.c.digest))).scalars())

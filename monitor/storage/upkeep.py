"""Retention: old rows go, but nothing that something pending or open still needs."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, CompoundSelect, Delete, and_, delete, exists, select, union
from sqlalchemy.ext.asyncio import AsyncConnection

from monitor.config import RetentionSettings
from monitor.model.alert import AlertState
from monitor.storage.archive import Archive
from monitor.storage.rows import Purged
from monitor.storage.schema import (
    IS_OPEN,
    IS_PENDING,
    alerts,
    articles,
    daemons,
    digest_items,
    digest_windows,
    matches,
    notifications,
    occurrences,
    originals,
    quarantine,
    requests,
    silences,
    sketches,
    stories,
)
from monitor.stories import SPAN

MOST = 1_000
"""Articles that go at once: some tenths of a second in which nothing else is written."""


class Upkeep:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def purge(self, now: datetime, retention: RetentionSettings) -> Purged:
        """Delete what is older, or more, than it must be kept; of articles the oldest, not more than `MOST` at once.

        An alert is needed while it is open, has a notification pending, or waits in a digest whose window is not
        closed; its matches, their articles and its notifications stay as long. The ledger stays: without it, every
        file would come again.
        """
        archive = Archive(self._connection)
        news = now - timedelta(days=retention.articles_days)
        if retention.articles_size is not None:
            news = max(news, await archive.beyond(retention.articles_size))
        sent = now - timedelta(days=retention.deliveries_days)
        purged = Purged(
            matches=await self._delete(_old_matches(news)),
            articles=await archive.forget(_old_articles(news), MOST),
            notifications=await self._delete(_old_notifications(sent)),
            alerts=await self._alerts(sent),
        )
        await self._delete(delete(originals).where(originals.c.received < news))
        await self._rest(news, sent)
        await self._delete(delete(occurrences).where(occurrences.c.expires < now))
        await self._delete(delete(sketches).where(sketches.c.placed < now - SPAN))
        return purged

    async def _alerts(self, cutoff: datetime) -> int:
        """Alerts of which nothing is left but themselves, and where digests collected them."""
        gone = and_(
            alerts.c.state == AlertState.CLOSED.value,
            alerts.c.last_match < cutoff,
            ~exists().where(notifications.c.alert_id == alerts.c.id),
            ~exists().where(matches.c.alert_id == alerts.c.id),
            alerts.c.id.not_in(_needed()),
        )
        await self._delete(delete(digest_items).where(digest_items.c.alert_id.in_(select(alerts.c.id).where(gone))))
        return await self._delete(delete(alerts).where(gone))

    async def _rest(self, news: datetime, sent: datetime) -> None:
        """Rows of their own, which nothing refers to."""
        last = digest_windows.alias()
        later = exists().where(last.c.digest == digest_windows.c.digest, last.c.start > digest_windows.c.start)
        await self._delete(delete(stories).where(stories.c.created < news, ~_told()))
        await self._delete(delete(quarantine).where(quarantine.c.resolved < news))
        await self._delete(delete(silences).where(silences.c.ends < sent))
        await self._delete(delete(digest_windows).where(digest_windows.c.closed < sent, later))
        await self._delete(delete(requests).where(requests.c.asked < sent))
        await self._delete(delete(daemons).where(daemons.c.heartbeat < sent))

    async def _delete(self, statement: Delete) -> int:
        return (await self._connection.execute(statement)).rowcount


def _old_matches(cutoff: datetime) -> Delete:
    needed = and_(matches.c.alert_id.is_not(None), matches.c.alert_id.in_(_needed()))
    return delete(matches).where(matches.c.matched < cutoff, ~needed)


def _old_articles(cutoff: datetime) -> ColumnElement[bool]:
    same = [matches.c[name] == articles.c[name] for name in ("source", "path", "number")]
    return and_(articles.c.received < cutoff, ~exists().where(*same))


def _old_notifications(cutoff: datetime) -> Delete:
    """Settled ones; those of an alert that is needed stay, since its thread may go on."""
    needed = and_(notifications.c.alert_id.is_not(None), notifications.c.alert_id.in_(_needed()))
    return delete(notifications).where(notifications.c.created < cutoff, ~IS_PENDING, ~needed)


def _told() -> ColumnElement[bool]:
    """Stories that a kept article belongs to."""
    return exists().where(articles.c.story_id == stories.c.id)


def _needed() -> CompoundSelect[str]:
    other = notifications.alias()
    pending = select(other.c.alert_id).where(other.c.state == "pending", other.c.alert_id.is_not(None))
    closed = exists().where(
        digest_windows.c.digest == digest_items.c.digest,
        digest_windows.c.start <= digest_items.c.added,
        digest_windows.c.end > digest_items.c.added,
        digest_windows.c.closed.is_not(None),
    )
    collected = select(digest_items.c.alert_id).where(~closed)
    return union(select(alerts.c.id).where(IS_OPEN), pending, collected)

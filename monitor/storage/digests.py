"""Digests: the alerts that each collects, and its windows.

A digest has at most one window that is not closed, and one for each start: both are constraints, so that a window
missed, doubled by a clock step or seen by two daemons is still sent exactly once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import Row, and_, exists, func, literal, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from monitor.model.alert import ChangeKind, DigestWindow, HeldBy, KeptBack, NotificationState
from monitor.model.match import Status
from monitor.storage import sql
from monitor.storage.alerts import alert_of
from monitor.storage.changes import Changes
from monitor.storage.rows import DigestItem, Recipient, ReportRow
from monitor.storage.schema import (
    NOT_CLOSED,
    alert_changes,
    alerts,
    articles,
    digest_items,
    digest_windows,
    matches,
    notifications,
)

LOOK_BACK = timedelta(days=30)
"""So long a digest tells what became of an alert that an earlier window had."""

_NO_NEWS = (ChangeKind.RAISED.value, ChangeKind.CLOSED.value)
_LIGHT = [column for column in alerts.c if column.name != "facts"] + [
    literal({}, alerts.c.facts.type).label("facts"),
    alerts.c.facts["rule"]["title"].as_string().label("title"),
]

_V = TypeVar("_V")
_ByRecipient = dict[Recipient, _V]


class Digests:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add_item(self, digest: str, alert_id: str, added: datetime, *, late: bool) -> None:
        """Collect an alert; a digest takes each once. Never before the window that is open: what a slow transaction or
        a clock that was set back would put into a closed one is in the next.

        The window is not closed by another before this transaction ends: closing it would miss what is not committed.
        """
        last = await self._latest(digest, shared=True)
        if last is not None:
            added = max(added, last.start if last.closed is None else last.end)
        insert = sql.insert(self._connection, digest_items).on_conflict_do_nothing()
        values = {"digest": digest, "alert_id": alert_id, "added": added, "late": late}
        await self._connection.execute(insert, [values])

    async def items(self, digest: str, start: datetime, end: datetime) -> list[DigestItem]:
        """What was collected within `[start, end)`, in that order, with who had it at once already; and what an earlier
        window had, where something was matched or changed since: whether that is worth saying is for the caller. The
        alerts are without their `facts`."""
        here = select(digest_items.c.alert_id, digest_items.c.added, digest_items.c.late, literal(False).label("again"))
        here = here.where(digest_items.c.digest == digest, digest_items.c.added >= start, digest_items.c.added < end)
        before = select(digest_items.c.alert_id, digest_items.c.added, digest_items.c.late, literal(True))
        before = before.where(
            digest_items.c.digest == digest,
            digest_items.c.added >= start - LOOK_BACK,
            digest_items.c.added < start,
            or_(
                exists().where(
                    matches.c.alert_id == digest_items.c.alert_id, matches.c.matched >= start, matches.c.matched < end
                ),
                exists().where(
                    alert_changes.c.alert_id == digest_items.c.alert_id,
                    alert_changes.c.kind.not_in(_NO_NEWS),
                    alert_changes.c.at >= start,
                    alert_changes.c.at < end,
                ),
            ),
        )
        rows = (await self._connection.execute(here.union_all(before))).all()
        known = await self._known([row.alert_id for row in rows], end)
        items = [replace(known[row.alert_id], added=row.added, late=row.late, again=row.again) for row in rows]
        return sorted(items, key=lambda item: (item.added, item.alert.id))

    async def facts(self, ids: Sequence[str]) -> dict[str, Mapping[str, Any]]:
        """What templates see of these alerts: much, so it is only fetched for those that a message lists."""
        found: dict[str, Mapping[str, Any]] = {}
        for chunk in sql.chunks(ids):
            query = select(alerts.c.id, alerts.c.facts).where(alerts.c.id.in_(chunk))
            found.update({row.id: row.facts for row in await self._connection.execute(query)})
        return found

    async def of_notifications(self, ids: Sequence[str], now: datetime) -> list[DigestItem]:
        """The alerts that these notifications are about, as items of a digest that is made now."""
        found: dict[str, None] = {}
        for chunk in sql.chunks(ids):
            query = select(notifications.c.alert_id).where(notifications.c.id.in_(chunk))
            found.update(dict.fromkeys((await self._connection.execute(query.distinct())).scalars()))
        return list((await self._known(list(found), now)).values())

    async def first_added(self, digest: str) -> datetime | None:
        """When the digest's first alert was collected."""
        first = select(func.min(digest_items.c.added)).where(digest_items.c.digest == digest)
        added: datetime | None = (await self._connection.execute(first)).scalar_one()
        return added

    async def open_window(self, window: DigestWindow) -> bool:
        """Open a window; False where the digest has one open, or had one with this start."""
        insert = sql.insert(self._connection, digest_windows).on_conflict_do_nothing()
        values = {"digest": window.digest, "start": window.start, "end": window.end}
        return (await self._connection.execute(insert.values(**values))).rowcount == 1

    async def move_end(self, digest: str, start: datetime, end: datetime) -> bool:
        """Move the end of a window that is not closed, when the digest's times were edited."""
        return await self._update(digest, start, end=end)

    async def close_window(self, digest: str, start: datetime, closed: datetime) -> bool:
        """Close a window; False where it is closed already: then its notifications are written, leave them be."""
        return await self._update(digest, start, closed=closed)

    async def last_window(self, digest: str) -> DigestWindow | None:
        """The digest's latest window, open or closed."""
        return await self._latest(digest, shared=False)

    async def _latest(self, digest: str, *, shared: bool) -> DigestWindow | None:
        """`shared` locks the row against changes, not against others who share it; SQLite has one writer anyway."""
        query = select(digest_windows).where(digest_windows.c.digest == digest)
        query = query.order_by(digest_windows.c.start.desc()).limit(1)
        if shared:
            query = query.with_for_update(read=True)
        row = (await self._connection.execute(query)).one_or_none()
        return None if row is None else _window_of(row)

    async def _update(self, digest: str, start: datetime, **values: datetime) -> bool:
        this = (digest_windows.c.digest == digest, digest_windows.c.start == start, NOT_CLOSED)
        return (await self._connection.execute(update(digest_windows).where(*this).values(**values))).rowcount == 1

    async def _known(self, ids: Sequence[str], until: datetime) -> dict[str, DigestItem]:
        """What is known of these alerts, by id; of articles, those that matched before `until`."""
        found: dict[str, DigestItem] = {}
        for chunk in sql.chunks(ids):
            reports = await self._reports(chunk, until)
            changes = await Changes(self._connection).of(chunk)
            mailed, told, held = await self._sent(chunk)
            for row in await self._connection.execute(select(*_LIGHT).where(alerts.c.id.in_(chunk))):
                alert = alert_of(row)
                found[alert.id] = DigestItem(
                    alert,
                    alert.opened,
                    alert.late,
                    row.title or alert.rule_id,
                    tuple(reports.get(alert.id, ())),
                    tuple(one for one in changes[alert.id] if one.at < until),
                    mailed=mailed.get(alert.id, {}),
                    told=told.get(alert.id, {}),
                    held=held.get(alert.id, {}),
                )
        return found

    async def _reports(self, ids: Sequence[str], until: datetime) -> dict[str, list[ReportRow]]:
        same = [matches.c[name] == articles.c[name] for name in ("source", "path", "number")]
        columns = [articles.c[name] for name in ("publisher", "headline", "url", "published")]
        columns += [matches.c[name] for name in ("alert_id", "matched", "voice", "status", "withdrawn")]
        query = select(*columns).join_from(matches, articles, and_(*same))
        says_so = or_(matches.c.kept_back.is_(None), matches.c.kept_back != KeptBack.WEAKER.value)
        query = query.where(
            matches.c.alert_id.in_(ids), matches.c.matched < until, says_so, articles.c.withdrawn.is_(False)
        )
        found: dict[str, list[ReportRow]] = {}
        for row in await self._connection.execute(query.order_by(articles.c.published, matches.c.id)):
            report = ReportRow(
                publisher=row.voice or row.publisher,
                headline=row.headline,
                url=row.url,
                published=row.published,
                matched=row.matched,
                status=Status(row.status),
                copy=row.voice is None,
                withdrawn=row.withdrawn is not None,
            )
            found.setdefault(row.alert_id, []).append(report)
        return found

    async def _sent(
        self, ids: Sequence[str]
    ) -> tuple[dict[str, _ByRecipient[datetime]], dict[str, _ByRecipient[datetime]], dict[str, _ByRecipient[HeldBy]]]:
        """When each alert reached whom on its own, for the first time and for the last; from whom it is held back."""
        names = ("alert_id", "receiver", "recipient", "state", "sent", "held")
        query = select(*(notifications.c[name] for name in names)).where(notifications.c.alert_id.in_(ids))
        mailed: dict[str, _ByRecipient[datetime]] = {}
        told: dict[str, _ByRecipient[datetime]] = {}
        held: dict[str, _ByRecipient[HeldBy]] = {}
        for row in await self._connection.execute(query.order_by(notifications.c.seq)):
            recipient = (row.receiver, row.recipient)
            if row.state == NotificationState.SENT.value:
                mailed.setdefault(row.alert_id, {}).setdefault(recipient, row.sent)
                told.setdefault(row.alert_id, {})[recipient] = row.sent
            elif row.state == NotificationState.PENDING.value and row.held:
                held.setdefault(row.alert_id, {})[recipient] = HeldBy(row.held)
        return mailed, told, held


def _window_of(row: Row[Any]) -> DigestWindow:
    return DigestWindow(row.digest, row.start, row.end, row.closed)

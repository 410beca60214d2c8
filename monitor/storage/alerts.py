"""Alerts: at most one open for each (rule, happening)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Column, ColumnElement, Row, case, func, insert, literal, select, union, update
from sqlalchemy.ext.asyncio import AsyncConnection

from monitor.model.alert import (
    Alert,
    AlertChange,
    AlertSeverity,
    AlertState,
    Cause,
    ChangeKind,
    NotificationKind,
    NotificationState,
    Standing,
    Told,
)
from monitor.model.entries import Entry
from monitor.model.match import Status
from monitor.storage import sql
from monitor.storage.changes import Changes
from monitor.storage.columns import moment
from monitor.storage.schema import IS_OPEN, alerts, digest_items, notifications

_LATEST = 200
"""Of a rule's open alerts: what a match that names no entry is compared with."""


class Alerts:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def open_for(self, keys: Sequence[tuple[str, str]], now: datetime) -> dict[tuple[str, str], Alert]:
        """The open alerts of these (rule id, happening), kept from others until this transaction ends. One whose hold
        has ended is closed first, so that a new one can be added in its place."""
        found = {}
        for chunk in sql.chunks(sorted(set(keys))):
            wanted = sql.one_of((alerts.c.rule_id, alerts.c.happening), chunk)
            await self._close(wanted, now)
            query = select(alerts).where(IS_OPEN, wanted).order_by(alerts.c.id).with_for_update()
            for row in await self._connection.execute(query):
                found[row.rule_id, row.happening] = alert_of(row)
        return found

    async def open_in_story(self, rule_id: str, story_id: str) -> Alert | None:
        """The latest open alert of a rule that was raised in a story, kept from others likewise."""
        query = select(alerts).where(IS_OPEN, alerts.c.rule_id == rule_id, alerts.c.story_id == story_id)
        query = query.order_by(alerts.c.opened.desc(), alerts.c.id).limit(1).with_for_update()
        row = (await self._connection.execute(query)).one_or_none()
        return None if row is None else alert_of(row)

    async def open_of(self, rule_id: str, now: datetime) -> list[Alert]:
        """The latest open alerts of a rule, at most `_LATEST`, kept from nobody: to change one, ask `open_for`."""
        return await self._latest(IS_OPEN, alerts.c.rule_id == rule_id, alerts.c.hold_until >= now)

    async def closed_of(self, rule_id: str, since: datetime, *, happening: str | None = None) -> list[Alert]:
        """The latest alerts of a rule, of one happening or any, that have closed and were opened `since`, at most
        `_LATEST`."""
        of_one = [] if happening is None else [alerts.c.happening == happening]
        return await self._latest(~IS_OPEN, alerts.c.rule_id == rule_id, alerts.c.opened >= since, *of_one)

    async def _latest(self, *wanted: ColumnElement[bool]) -> list[Alert]:
        query = select(alerts).where(*wanted).order_by(alerts.c.opened.desc(), alerts.c.id).limit(_LATEST)
        return [alert_of(row) for row in await self._connection.execute(query)]

    async def with_ids(self, ids: Sequence[str]) -> dict[str, Alert]:
        """These alerts, open or closed, kept from others until this transaction ends."""
        found = {}
        for chunk in sql.chunks(sorted(ids)):
            query = select(alerts).where(alerts.c.id.in_(chunk)).order_by(alerts.c.id).with_for_update()
            for row in await self._connection.execute(query):
                found[row.id] = alert_of(row)
        return found

    async def told(self, ids: Sequence[str]) -> dict[str, Told]:
        """How far each of these alerts has got."""
        found = dict.fromkeys(ids, Told.NOBODY)
        suppressed = NotificationState.SUPPRESSED.value
        for chunk in sql.chunks(ids):
            at_once = select(notifications.c.alert_id, literal(int(Told.AT_ONCE)).label("told")).where(
                notifications.c.alert_id.in_(chunk), notifications.c.state != suppressed
            )
            collected = select(digest_items.c.alert_id, literal(int(Told.DIGEST))).where(
                digest_items.c.alert_id.in_(chunk)
            )
            for row in await self._connection.execute(union(at_once, collected)):
                found[row.alert_id] = max(found[row.alert_id], Told(row.told))
        return found

    async def heard(self, ids: Sequence[str]) -> dict[str, list[tuple[str, str, str]]]:
        """Who had each of these alerts at once, or is about to: (receiver, recipient, route), the first first."""
        found: dict[str, dict[tuple[str, str], str]] = {id: {} for id in ids}
        columns = (notifications.c[name] for name in ("alert_id", "receiver", "recipient", "route"))
        had = (NotificationState.PENDING.value, NotificationState.SENT.value)
        query = select(*columns).where(
            notifications.c.kind == NotificationKind.ALERT.value, notifications.c.state.in_(had)
        )
        for chunk in sql.chunks(ids):
            rows = await self._connection.execute(
                query.where(notifications.c.alert_id.in_(chunk)).order_by(notifications.c.seq)
            )
            for row in rows:
                found[row.alert_id].setdefault((row.receiver, row.recipient), row.route)
        return {id: [(*to, route) for to, route in each.items()] for id, each in found.items()}

    async def add(self, raised: Sequence[Alert]) -> None:
        """Raise alerts. A second open one for the same happening is a `StoreConflict`: do the transaction again, and
        `open_for` gives the first."""
        if raised:
            await self._connection.execute(insert(alerts), [_values(alert) for alert in raised])

    async def extend(self, alert_id: str, last_match: datetime, hold_until: datetime) -> None:
        """A further match that changes nothing else: both times only ever move forward."""
        await self._connection.execute(
            update(alerts)
            .where(alerts.c.id == alert_id)
            .values(
                last_match=_later(alerts.c.last_match, last_match),
                hold_until=_later(alerts.c.hold_until, hold_until),
            )
        )

    async def save(self, changed: Sequence[Alert]) -> None:
        """Alerts as they are now; `last_match` and `hold_until` only ever move forward."""
        for alert in changed:
            values = _values(alert)
            for name in ("last_match", "hold_until"):
                values[name] = _later(alerts.c[name], values[name])
            await self._connection.execute(update(alerts).where(alerts.c.id == values.pop("id")).values(**values))

    async def close_expired(self, now: datetime) -> int:
        """Close every alert whose hold has ended."""
        return await self._close(IS_OPEN, now)

    async def get(self, alert_id: str) -> Alert | None:
        row = (await self._connection.execute(select(alerts).where(alerts.c.id == alert_id))).one_or_none()
        return None if row is None else alert_of(row)

    async def list(
        self,
        *,
        state: AlertState | None = None,
        rule_id: str | None = None,
        since: datetime | None = None,
        limit: int = 100,
    ) -> list[Alert]:
        """Alerts, newest first."""
        query = select(alerts).order_by(alerts.c.opened.desc(), alerts.c.id).limit(limit)
        if state is not None:
            query = query.where(alerts.c.state == state.value)
        if rule_id is not None:
            query = query.where(alerts.c.rule_id == rule_id)
        if since is not None:
            query = query.where(alerts.c.opened >= since)
        return [alert_of(row) for row in await self._connection.execute(query)]

    async def opened_since(self, moment: datetime) -> dict[str, int]:
        """How many alerts of each severity were opened since."""
        query = select(alerts.c.severity, func.count().label("many")).where(alerts.c.opened >= moment)
        rows = await self._connection.execute(query.group_by(alerts.c.severity))
        return {row.severity: row.many for row in rows}

    async def _close(self, which: ColumnElement[bool], now: datetime) -> int:
        ended = update(alerts).where(IS_OPEN, which, alerts.c.hold_until < now).values(state=AlertState.CLOSED.value)
        closed = (await self._connection.execute(ended.returning(alerts.c.id))).scalars().all()
        steps = [AlertChange(id, ChangeKind.CLOSED, (Cause.HOLD_ENDED,), now) for id in sorted(closed)]
        await Changes(self._connection).add(steps)
        return len(closed)


def _later(column: Column[datetime], other: datetime) -> ColumnElement[datetime]:
    return case((column < other, moment(other)), else_=column)


def _values(alert: Alert) -> dict[str, Any]:
    return {
        "id": alert.id,
        "rule_id": alert.rule_id,
        "happening": alert.happening,
        "state": alert.state.value,
        "severity": alert.severity.value,
        "headline": alert.headline,
        "late": alert.late,
        "opened": alert.opened,
        "last_match": alert.last_match,
        "hold_until": alert.hold_until,
        "story_id": alert.story_id,
        "facts": dict(alert.facts),
        "standing": alert.standing.value,
        "status": alert.status.value,
        "sources": alert.sources,
        "entries": {slot: list(entries) for slot, entries in alert.entries.items()},
    }


def alert_of(row: Row[Any]) -> Alert:
    """A row of the table as the model's noun."""
    return Alert(
        id=row.id,
        rule_id=row.rule_id,
        happening=row.happening,
        state=AlertState(row.state),
        severity=AlertSeverity(row.severity),
        headline=row.headline,
        late=row.late,
        opened=row.opened,
        last_match=row.last_match,
        hold_until=row.hold_until,
        story_id=row.story_id,
        facts=row.facts,
        standing=Standing(row.standing),
        status=Status(row.status),
        sources=row.sources,
        entries={slot: tuple(map(_entry, entries)) for slot, entries in row.entries.items()},
    )


def _entry(stored: str | Sequence[str | None]) -> Entry:
    """A name alone is how an earlier version kept it."""
    name, *more = (stored, None, None) if isinstance(stored, str) else stored
    return Entry(str(name), *more)

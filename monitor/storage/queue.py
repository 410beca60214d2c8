"""The queue: which notifications could leave now, what is decided over them, and the leases of those on their way.

A claim is a lease: until it ends no other worker gets the row, and when it ends without a settlement, because the
worker was killed, the row can be claimed anew. Every attempt has a row before it starts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, Select, bindparam, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from monitor.model.alert import (
    DeliveryOutcome,
    Held,
    HeldBy,
    Notification,
    NotificationKind,
    NotificationState,
    ReceiverState,
)
from monitor.storage import claims, sql
from monitor.storage.columns import moment
from monitor.storage.notifications import notification_of
from monitor.storage.rows import Past, Waiting
from monitor.storage.schema import IS_PENDING, deliveries, holds, notifications

_FREE = {"leased_by": None, "leased_until": None}
_LATEST_ATTEMPT = (
    select(func.max(deliveries.c.id)).where(deliveries.c.notification_id == notifications.c.id).scalar_subquery()
)
_HOLD = (
    update(notifications)
    .where(notifications.c.id == bindparam("id_"), IS_PENDING)
    .values(due=bindparam("until_"), held=bindparam("by_"), group=bindparam("group_"))
)


class Queue:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def willing(self, now: datetime, limit: int, *, but_not: Collection[str] = ()) -> list[tuple[str, bool]]:
        """Receivers that something could be sent to now, who waits longest first, each with whether it is failing: then
        one notification may be tried. No other worker decides over them before this transaction ends. `but_not` names
        receivers that the worker has no room for."""
        rows = await self._connection.execute(claims.willing_receivers(now, but_not, limit))
        return [(row.name, row.state == ReceiverState.FAILING.value) for row in rows]

    async def probe(self, receiver: str, now: datetime) -> list[Waiting]:
        """One notification to try a failing receiver with."""
        return await self._found(claims.probe(receiver, now))

    async def heads(self, receiver: str, now: datetime, limit: int) -> list[Waiting]:
        """What is ready to be sent to a receiver, of each thread the first, at most `limit`; in the order of `seq`."""
        return sorted(await self._found(claims.heads(receiver, now, limit)), key=_in_order)

    async def ready(self, receiver: str, now: datetime, limit: int) -> list[Waiting]:
        """All that is ready to be sent to a receiver, in the order of `seq`; and what is held back before such a one in
        its thread (`due` in the future), which may be taken along. Of more than `limit` the first of each thread are
        there in any case, so that something can always leave."""
        found = {one.id: one for one in await self._found(claims.ready(receiver, now, limit))}
        if len(found) == limit:
            found.update((one.id, one) for one in await self._found(claims.heads(receiver, now, limit)))
        threads = sorted({one.thread for one in found.values() if one.behind})
        for chunk in sql.chunks(threads):
            found.update((one.id, one) for one in await self._found(claims.held_of(receiver, chunk, now)))
        return sorted(found.values(), key=_in_order)

    async def _found(self, query: Select[Any]) -> list[Waiting]:
        return [_waiting_of(row) for row in await self._connection.execute(query)]

    async def past(self, receiver: str, since: datetime, now: datetime, *, groups: bool) -> Past:
        """What left to the receiver's recipients within `(since, now]`, alerts alone or several in one message; and
        with `groups` for which of their groups something waits."""
        tried = (
            notifications.c.receiver == receiver,
            notifications.c.first_attempt > since,
            notifications.c.first_attempt <= now,
            notifications.c.carried_by.is_(None),
            notifications.c.kind.not_in([NotificationKind.NOTICE.value, NotificationKind.DRILL.value]),
        )
        columns = (notifications.c.recipient, notifications.c.group, notifications.c.first_attempt)
        query = select(*columns).where(*tried).order_by(notifications.c.first_attempt)
        left: dict[str, list[datetime]] = defaultdict(list)
        of_group: dict[tuple[str, str], datetime] = {}
        for row in await self._connection.execute(query):
            left[row.recipient].append(row.first_attempt)
            if row.group:
                of_group[row.recipient, row.group] = row.first_attempt
        return Past(left, of_group, await self._group_waits(receiver, now) if groups else {})

    async def lease(self, ids: Sequence[str], worker: str, now: datetime, period: timedelta) -> list[Notification]:
        """Lease those of them that are still to be sent, in their order."""
        leased: list[Notification] = []
        for chunk in sql.chunks(ids):
            rows = await self._connection.execute(claims.lease(chunk, worker, now, period))
            leased.extend(notification_of(row) for row in rows)
        return sorted(leased, key=lambda one: one.seq)

    async def carry(self, ids: Sequence[str], carrier: str, now: datetime) -> list[str]:
        """Let these leave in another message; answers those that could, in their order. They are settled with it."""
        carried: list[tuple[int, str]] = []
        for chunk in sql.chunks(ids):
            rows = await self._connection.execute(claims.carry(chunk, carrier, now))
            carried.extend((row.seq, row.id) for row in rows)
        return [id for _, id in sorted(carried)]

    async def assign(self, ids: Sequence[str], group: str) -> None:
        """Note the group that these leave with."""
        for chunk in sql.chunks(ids):
            await self._connection.execute(
                update(notifications).where(notifications.c.id.in_(chunk)).values(group=group)
            )

    async def hold(self, decided: Sequence[tuple[Waiting, Held]], now: datetime) -> None:
        """Put pending notifications off, and write down why."""
        if not decided:
            return
        values = [
            {"id_": one.id, "until_": held.until, "by_": held.by.value, "group_": one.group} for one, held in decided
        ]
        await self._connection.execute(_HOLD, values)
        rows = [
            {
                "notification_id": one.id,
                "held_by": held.by.value,
                "detail": held.detail,
                "since": now,
                "until": held.until,
            }
            for one, held in decided
        ]
        await self._connection.execute(insert(holds), rows)

    async def suppress(self, reasons: Mapping[str, str]) -> None:
        """Never send these pending notifications (id → why), nor what they carry."""
        by_reason: dict[str, list[str]] = defaultdict(list)
        for id, reason in reasons.items():
            by_reason[reason].append(id)
        for reason, ids in by_reason.items():
            values = {"state": NotificationState.SUPPRESSED.value, "reason": reason, **_FREE}
            for chunk in sql.chunks(ids):
                which = or_(notifications.c.id.in_(chunk), notifications.c.carried_by.in_(chunk))
                await self._connection.execute(update(notifications).where(which, IS_PENDING).values(**values))

    async def stranded(self, receiver: str, now: datetime, limit: int) -> list[Notification]:
        """What a receiver that cannot be told should have, in its order: not what is on its way, nor what is held for
        later, nor what stands behind such a one."""
        rows = await self._connection.execute(claims.stranded(receiver, now, limit))
        return [notification_of(row) for row in rows]

    async def look_again(self, now: datetime, longest: timedelta) -> None:
        """Decide anew over all that is held back, and over what no delay of ours explains: settings were edited, or the
        clock was set. What waits for its group counts as new: its time has not come by this."""
        held = notifications.c.held.is_not(None) & (notifications.c.attempts == 0)
        later = or_(held & (notifications.c.due > now), notifications.c.due > now + longest)
        await self._connection.execute(
            update(notifications)
            .where(IS_PENDING, notifications.c.carried_by.is_(None), later)
            .values(due=now, held=func.nullif(notifications.c.held, HeldBy.GROUPED.value))
        )

    async def next_due(self, now: datetime, *, but_not: Collection[str] = ()) -> datetime | None:
        """The earliest moment at which a look can find something, at the earliest `now`; None: not before something is
        added, settled, resumed or retried."""
        times = [claims.next_time(row) for row in await self._connection.execute(claims.waiting_times(but_not))]
        return max(now, min(times)) if times else None

    async def start_attempts(self, worker: str, ids: Sequence[str], now: datetime, lease: timedelta) -> dict[str, int]:
        """Write a delivery row for each attempt that is about to start, and renew its lease; answers their ids.

        What the worker no longer holds (its lease ended, or a person dropped it) is missing from the answer and must
        not be sent.
        """
        if not ids:
            return {}
        held = select(notifications.c.id).where(
            notifications.c.id.in_(ids),
            IS_PENDING,
            notifications.c.leased_by == worker,
            notifications.c.leased_until > now,
        )
        rows = await self._connection.execute(held.order_by(notifications.c.seq).with_for_update())
        started = await self._write_attempts(rows.scalars().all(), now)
        await self._connection.execute(
            update(notifications)
            .where(notifications.c.id.in_(started))
            .values(
                attempt=_LATEST_ATTEMPT,
                attempts=notifications.c.attempts + 1,
                first_attempt=func.coalesce(notifications.c.first_attempt, moment(now)),
                leased_until=now + lease,
            )
        )
        return started

    async def release(self, worker: str) -> int:
        """Give all leases of a worker back, at an orderly stop."""
        given = update(notifications).where(IS_PENDING, notifications.c.leased_by == worker).values(**_FREE)
        return (await self._connection.execute(given)).rowcount

    async def release_others(self, alive: Collection[str]) -> int:
        """Give the leases of all workers but these back: those of daemons that were killed."""
        left = (notifications.c.leased_by.is_not(None), notifications.c.leased_by.not_in(alive))
        given = update(notifications).where(IS_PENDING, *left).values(**_FREE)
        return (await self._connection.execute(given)).rowcount

    async def _group_waits(self, receiver: str, now: datetime) -> dict[tuple[str, str], datetime]:
        waits = (
            notifications.c.receiver == receiver,
            IS_PENDING,
            notifications.c.carried_by.is_(None),
            notifications.c.held == HeldBy.GROUPED.value,
            notifications.c.due > now,
        )
        columns = (notifications.c.recipient, notifications.c.group)
        query = select(*columns, func.min(notifications.c.due).label("until")).where(*waits).group_by(*columns)
        return {(row.recipient, row.group): row.until for row in await self._connection.execute(query)}

    async def _write_attempts(self, ids: Iterable[str], now: datetime) -> dict[str, int]:
        attempt = {"started": now, "outcome": DeliveryOutcome.STARTED.value, "reason": "", "detail": ""}
        values = [{"notification_id": name, **attempt} for name in ids]
        if not values:
            return {}
        new = insert(deliveries).returning(deliveries.c.notification_id, deliveries.c.id)
        rows = await self._connection.execute(new, values)
        return {row.notification_id: row.id for row in rows}


def _in_order(one: Waiting) -> int:
    return one.seq


def _waiting_of(row: Row[Any]) -> Waiting:
    return Waiting(
        id=row.id,
        seq=row.seq,
        kind=NotificationKind(row.kind),
        receiver=row.receiver,
        recipient=row.recipient,
        thread=row.thread,
        route=row.route,
        due=row.due,
        created=row.created,
        about=row.about,
        story=row.story_id or "",
        group=row.group,
        held=HeldBy(row.held) if row.held else None,
        tried=bool(row.tried),
        behind=row.behind,
    )

"""The outbox: notifications that wait, are on their way, or are settled. Nothing leaves it but by `purge`.

A claim is a lease: until it ends no other worker gets the row, and when it ends without a settlement, because the
worker was killed, the row can be claimed anew. Every attempt has a row before it starts.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, bindparam, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from monitor.model.alert import DeliveryOutcome, Notification, NotificationState
from monitor.storage import claims, sql
from monitor.storage.columns import Moment, moment
from monitor.storage.notifications import notification_of, values_of, with_attempts
from monitor.storage.receivers import unknown
from monitor.storage.rows import NotificationHistory, Settlement
from monitor.storage.schema import IS_PENDING, deliveries, notifications, receivers

_FREE = {"leased_by": None, "leased_until": None}
_UNTRIED = {"attempts": 0, "first_attempt": None}
_MADE_ANEW = ("content", "due", "created", "route", "template", "state", "reason")

_LATEST_ATTEMPT = (
    select(func.max(deliveries.c.id)).where(deliveries.c.notification_id == notifications.c.id).scalar_subquery()
)
_CLOSE_DELIVERY = (
    update(deliveries)
    .where(deliveries.c.id == bindparam("delivery_id"), deliveries.c.ended.is_(None))
    .values(
        ended=bindparam("ended_"),
        outcome=bindparam("outcome_"),
        reason=bindparam("reason_"),
        detail=bindparam("detail_"),
    )
)
_SETTLE = (
    update(notifications)
    .where(notifications.c.id == bindparam("notification_id"))
    .values(state=bindparam("state_"), reason=bindparam("reason_"), **_FREE)
)
_SETTLE_SENT = _SETTLE.where(notifications.c.state != NotificationState.SENT.value).values(sent=bindparam("ended_"))
_SETTLE_OTHERWISE = _SETTLE.where(IS_PENDING, notifications.c.attempt == bindparam("delivery_id")).values(
    due=func.coalesce(bindparam("due_", type_=Moment()), notifications.c.due)
)


class Outbox:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, new: Sequence[Notification]) -> None:
        """Put notifications in, in this order. One whose id is there already is left as it is, but for a suppressed one
        that is now to be sent: it becomes this one. Bytes that an attempt may have sent stay what they are."""
        if not new:
            return
        first = {one.receiver: one.created for one in reversed(new)}
        known = sql.insert(self._connection, receivers).on_conflict_do_nothing()
        await self._connection.execute(known, [unknown(name, first[name]) for name in sorted(first)])
        added = sql.insert(self._connection, notifications)
        added = added.on_conflict_do_update(
            index_elements=["id"],
            set_={**{name: added.excluded[name] for name in _MADE_ANEW}, **_UNTRIED},
            where=and_(
                notifications.c.state == NotificationState.SUPPRESSED.value,
                added.excluded.state == NotificationState.PENDING.value,
            ),
        )
        await self._connection.execute(added, [values_of(one) for one in new])

    async def claim(
        self, worker: str, now: datetime, lease: timedelta, limit: int, *, but_not: Collection[str] = ()
    ) -> list[Notification]:
        """Lease up to `limit` notifications that may be sent now, in the order in which to send them.

        Only the earliest pending one of a (receiver, recipient, thread); none of a paused receiver; of a failing one a
        single one, once its `next_probe` has passed. Receivers share the limit, so that the backlog of one does not
        keep the others waiting. `but_not` names receivers that the worker has no room for.
        """
        willing = (await self._connection.execute(claims.willing_receivers(now, but_not))).all()
        claimed: list[Notification] = []
        for place, receiver in enumerate(willing[:limit]):
            share = max(1, (limit - len(claimed)) // (min(len(willing), limit) - place))
            rows = await self._connection.execute(claims.lease(receiver, worker, now, lease, share))
            claimed.extend(notification_of(row) for row in rows)
        return sorted(claimed, key=lambda one: one.seq)

    async def next_due(self, now: datetime, *, but_not: Collection[str] = ()) -> datetime | None:
        """The earliest moment at which `claim` can give something, at the earliest `now`; None: not before something
        is added, settled, resumed or retried."""
        times = [claims.next_time(row) for row in await self._connection.execute(claims.waiting_times(but_not))]
        return max(now, min(times)) if times else None

    async def save_rendered(self, notification_id: str, rendered: bytes) -> bytes:
        """Keep the bytes to send; answers the bytes in force: once there are some, they never change."""
        kept = update(notifications).where(notifications.c.id == notification_id)
        kept = kept.values(rendered=func.coalesce(notifications.c.rendered, rendered))
        rows = await self._connection.execute(kept.returning(notifications.c.rendered))
        return bytes(rows.scalar_one())

    async def start_attempts(self, worker: str, ids: Sequence[str], now: datetime, lease: timedelta) -> dict[str, int]:
        """Write a delivery row for each attempt that is about to start, and renew its lease; answers their ids.

        What the worker no longer holds (its lease ended, or a person dropped it) is missing from the answer and must
        not be sent.
        """
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

    async def settle(self, settlements: Sequence[Settlement]) -> None:
        """Close delivery rows, and give their notifications the state that follows; the lease ends.

        SENT always counts. Any other outcome changes a notification only while it is pending and this is its latest
        attempt: a worker that was away too long cannot undo what another did since.
        """
        if not settlements:
            return
        values = [_settled(one) for one in settlements]
        await self._connection.execute(_CLOSE_DELIVERY, values)
        for statement, is_sent in ((_SETTLE_SENT, True), (_SETTLE_OTHERWISE, False)):
            if some := [one for one in values if (one["state_"] == NotificationState.SENT.value) is is_sent]:
                await self._connection.execute(statement, some)

    async def release(self, worker: str) -> int:
        """Give all leases of a worker back, at an orderly stop."""
        given = update(notifications).where(IS_PENDING, notifications.c.leased_by == worker).values(**_FREE)
        return (await self._connection.execute(given)).rowcount

    async def release_others(self, alive: Collection[str]) -> int:
        """Give the leases of all workers but these back: those of daemons that were killed."""
        left = (notifications.c.leased_by.is_not(None), notifications.c.leased_by.not_in(alive))
        given = update(notifications).where(IS_PENDING, *left).values(**_FREE)
        return (await self._connection.execute(given)).rowcount

    async def suppress(self, notification_id: str, reason: str) -> bool:
        """Never send a pending notification, and say why."""
        return await self._change(notification_id, IS_PENDING, state=NotificationState.SUPPRESSED.value, reason=reason)

    async def drop(self, notification_id: str, reason: str) -> bool:
        """Give up a pending notification: it is dead, and can be retried."""
        return await self._change(notification_id, IS_PENDING, state=NotificationState.DEAD.value, reason=reason)

    async def retry(self, notification_id: str, now: datetime) -> bool:
        """Send a dead or suppressed notification after all: as if new, with its old id and its place in the thread."""
        final = notifications.c.state.in_([NotificationState.DEAD.value, NotificationState.SUPPRESSED.value])
        pending = NotificationState.PENDING.value
        return await self._change(notification_id, final, state=pending, reason="", due=now, **_UNTRIED)

    async def first_in_thread(self, receiver: str, recipient: str, thread: str) -> str | None:
        """The id of the first notification of the thread that this recipient got: what later ones refer to."""
        same = (
            notifications.c.receiver == receiver,
            notifications.c.recipient == recipient,
            notifications.c.thread == thread,
            notifications.c.state == NotificationState.SENT.value,
        )
        query = select(notifications.c.id).where(*same).order_by(notifications.c.seq).limit(1)
        return (await self._connection.execute(query)).scalar_one_or_none()

    async def get(self, notification_id: str) -> NotificationHistory | None:
        """One notification with every attempt to send it."""
        found = await with_attempts(self._connection, notifications.c.id == notification_id)
        return found[0] if found else None

    async def list(
        self,
        *,
        state: NotificationState | None = None,
        receiver: str | None = None,
        alert_id: str | None = None,
        limit: int = 100,
    ) -> list[Notification]:
        """Notifications, newest first."""
        query = select(notifications).order_by(notifications.c.seq.desc()).limit(limit)
        if state is not None:
            query = query.where(notifications.c.state == state.value)
        if receiver is not None:
            query = query.where(notifications.c.receiver == receiver)
        if alert_id is not None:
            query = query.where(notifications.c.alert_id == alert_id)
        return [notification_of(row) for row in await self._connection.execute(query)]

    async def counts(self) -> dict[tuple[str, NotificationState], int]:
        """How many notifications each receiver has in each state."""
        columns = (notifications.c.receiver, notifications.c.state)
        rows = await self._connection.execute(select(*columns, func.count().label("many")).group_by(*columns))
        return {(row.receiver, NotificationState(row.state)): row.many for row in rows}

    async def _write_attempts(self, ids: Sequence[str], now: datetime) -> dict[str, int]:
        if not ids:
            return {}
        attempt = {"started": now, "outcome": DeliveryOutcome.STARTED.value, "reason": "", "detail": ""}
        new = insert(deliveries).returning(deliveries.c.notification_id, deliveries.c.id)
        rows = await self._connection.execute(new, [{"notification_id": name, **attempt} for name in ids])
        return {row.notification_id: row.id for row in rows}

    async def _change(self, notification_id: str, condition: ColumnElement[bool], **values: object) -> bool:
        changed = update(notifications).where(notifications.c.id == notification_id, condition)
        return (await self._connection.execute(changed.values(**values, **_FREE))).rowcount == 1


def _settled(one: Settlement) -> dict[str, object]:
    """The parameters of the statements above; SQLAlchemy keeps the columns' own names for itself."""
    return {
        "delivery_id": one.delivery_id,
        "notification_id": one.notification_id,
        "ended_": one.ended,
        "outcome_": one.outcome.value,
        "state_": one.state.value,
        "due_": one.due,
        "reason_": one.reason,
        "detail_": one.detail,
    }

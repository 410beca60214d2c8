"""The outbox: notifications that wait, are on their way, or are settled. Nothing leaves it but by `purge`.

What leaves in another message (`carried_by`) is settled with that one. `queue` says what can leave.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, bindparam, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from monitor.model.alert import Notification, NotificationState
from monitor.storage import sql
from monitor.storage.columns import Moment
from monitor.storage.notifications import notification_of, values_of, with_attempts
from monitor.storage.receivers import unknown
from monitor.storage.rows import NotificationHistory, Settlement
from monitor.storage.schema import IS_PENDING, deliveries, notifications, receivers

_FREE = {"leased_by": None, "leased_until": None}
_UNTRIED = {"attempts": 0, "first_attempt": None}
_MADE_ANEW = ("content", "due", "created", "route", "template", "state", "reason", "about", "held", "counted")

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

    async def save_rendered(self, notification_id: str, rendered: bytes) -> bytes:
        """Keep the bytes to send; answers the bytes in force: once there are some, they never change."""
        kept = update(notifications).where(notifications.c.id == notification_id)
        kept = kept.values(rendered=func.coalesce(notifications.c.rendered, rendered))
        rows = await self._connection.execute(kept.returning(notifications.c.rendered))
        return bytes(rows.scalar_one())

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
        await self._settle_carried([one.notification_id for one in settlements])

    async def drop(self, notification_id: str, reason: str) -> bool:
        """Give up a pending notification and what it carries: dead, and can be retried. One that leaves in another
        message is that one's to drop: False."""
        free = and_(IS_PENDING, notifications.c.carried_by.is_(None))
        dropped = await self._change(notification_id, free, state=NotificationState.DEAD.value, reason=reason)
        await self._settle_carried([notification_id])
        return dropped

    async def retry(self, notification_id: str, now: datetime) -> bool:
        """Send a dead or suppressed notification after all: as if new, with its old id and its place in the thread.
        What it carries goes with it; one that was to leave in another message leaves by itself."""
        final = notifications.c.state.in_([NotificationState.DEAD.value, NotificationState.SUPPRESSED.value])
        anew = {"state": NotificationState.PENDING.value, "reason": "", "held": None, "counted": False}
        again = await self._change(notification_id, final, due=now, carried_by=None, **anew, **_UNTRIED)
        if again:
            carried = notifications.c.carried_by == notification_id
            await self._connection.execute(update(notifications).where(carried, final).values(**anew))
        return again

    async def first_in_thread(self, one: Notification) -> str | None:
        """The id of the first message of the notification's thread that its recipient got, or where there is none, of
        its group: what it refers to."""
        same = [notifications.c.receiver == one.receiver, notifications.c.recipient == one.recipient]
        same.append(notifications.c.state == NotificationState.SENT.value)
        message = func.coalesce(notifications.c.carried_by, notifications.c.id)
        query = select(message).where(*same).order_by(notifications.c.seq).limit(1)
        found = await self._connection.scalar(query.where(notifications.c.thread == one.thread))
        if found is None and one.group:
            found = await self._connection.scalar(query.where(notifications.c.group == one.group))
        return None if found is None else str(found)

    async def addressed(self, alert_ids: Sequence[str]) -> set[tuple[str, str, datetime, str]]:
        """Who is told of these alerts, by message: alert, kind, when it was made, and the recipient (in small letters;
        a receiver without recipients by its name after a NUL)."""
        names = ("alert_id", "kind", "created", "recipient", "receiver")
        found = set()
        for chunk in sql.chunks(sorted(set(alert_ids))):
            query = select(*(notifications.c[name] for name in names)).where(
                notifications.c.alert_id.in_(chunk), notifications.c.state != NotificationState.SUPPRESSED.value
            )
            for row in await self._connection.execute(query):
                whose = row.recipient.casefold() or f"\0{row.receiver}"
                found.add((row.alert_id, row.kind, row.created, whose))
        return found

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

    async def waiting_since(self) -> datetime | None:
        """When the oldest was made that could leave now: pending, not held, and not part of another message."""
        free = (IS_PENDING, notifications.c.held.is_(None), notifications.c.carried_by.is_(None))
        found: datetime | None = await self._connection.scalar(select(func.min(notifications.c.created)).where(*free))
        return found

    async def _settle_carried(self, carriers: Sequence[str]) -> None:
        """Give what these messages carry their own state, where that is final."""
        carrier = notifications.alias("carrier")
        for chunk in sql.chunks(carriers):
            final = select(carrier.c.id).where(
                carrier.c.id.in_(chunk), carrier.c.state != NotificationState.PENDING.value
            )
            of = carrier.c.id == notifications.c.carried_by
            await self._connection.execute(
                update(notifications)
                .where(IS_PENDING, notifications.c.carried_by.in_(final))
                .values(
                    {name: select(carrier.c[name]).where(of).scalar_subquery() for name in ("state", "reason", "sent")}
                )
            )

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

"""The health of receivers. One that was never heard of is well."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from monitor.model.alert import ReceiverHealth, ReceiverState
from monitor.storage import sql
from monitor.storage.notifications import health_of
from monitor.storage.schema import IS_PENDING, notifications, receivers


class Receivers:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def health(self, name: str, now: datetime) -> ReceiverHealth:
        row = (await self._connection.execute(select(receivers).where(receivers.c.name == name))).one_or_none()
        return ReceiverHealth(name, ReceiverState.OK, now) if row is None else health_of(row)

    async def all(self) -> dict[str, ReceiverHealth]:
        """Every receiver that something was ever addressed to or known of, by name."""
        rows = await self._connection.execute(select(receivers).order_by(receivers.c.name))
        return {row.name: health_of(row) for row in rows}

    async def set(self, health: ReceiverHealth) -> None:
        """Put a receiver into a state. Back to OK goes by `recovered` or `resume`, which also wake what waits."""
        insert = sql.insert(self._connection, receivers)
        values = _values(health)
        await self._connection.execute(insert.on_conflict_do_update(index_elements=["name"], set_=values), [values])

    async def recovered(self, name: str, now: datetime) -> bool:
        """A send succeeded: a failing receiver is well again, and all that was tried in vain is due now, in its order.

        Answers whether it was failing. A paused receiver stays paused: that is a person's to end.
        """
        return await self._back(name, now, receivers.c.state == ReceiverState.FAILING.value)

    async def resume(self, name: str, now: datetime) -> bool:
        """A person says that a paused or failing receiver works; answers whether it was either."""
        return await self._back(name, now, receivers.c.state != ReceiverState.OK.value)

    async def _back(self, name: str, now: datetime, condition: ColumnElement[bool]) -> bool:
        well = unknown(name, now)
        changed = await self._connection.execute(
            update(receivers).where(receivers.c.name == name, condition).values(**well, next_probe=None)
        )
        if changed.rowcount == 0:
            return False
        tried = (IS_PENDING, notifications.c.receiver == name, notifications.c.attempts > 0, notifications.c.due > now)
        await self._connection.execute(update(notifications).where(*tried).values(due=now))
        return True


def unknown(name: str, now: datetime) -> dict[str, object]:
    """The row of a receiver that nothing bad is known of."""
    return {"name": name, "state": ReceiverState.OK.value, "since": now, "reason": "", "detail": ""}


def _values(health: ReceiverHealth) -> dict[str, object]:
    return {
        "name": health.name,
        "state": health.state.value,
        "since": health.since,
        "reason": health.reason,
        "detail": health.detail,
        "next_probe": health.next_probe,
    }

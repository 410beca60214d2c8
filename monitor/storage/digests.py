"""Digests: the alerts that each collects, and its windows.

A digest has at most one window that is not closed, and one for each start: both are constraints, so that a window
missed, doubled by a clock step or seen by two daemons is still sent exactly once.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from monitor.model.alert import DigestWindow, NotificationKind, NotificationState
from monitor.storage import sql
from monitor.storage.alerts import alert_of
from monitor.storage.rows import DigestItem
from monitor.storage.schema import NOT_CLOSED, alerts, digest_items, digest_windows, notifications


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
        """What was collected within `[start, end)`, in that order, with who had it at once already."""
        within = (digest_items.c.digest == digest, digest_items.c.added >= start, digest_items.c.added < end)
        mailed = await self._mailed(*within)
        query = select(alerts, digest_items.c.added, digest_items.c.late.label("collected_late"))
        query = query.join(digest_items).where(*within).order_by(digest_items.c.added, alerts.c.id)
        return [
            DigestItem(alert_of(row), row.added, row.collected_late, mailed.get(row.id, {}))
            for row in await self._connection.execute(query)
        ]

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

    async def _mailed(self, *within: Any) -> dict[str, dict[tuple[str, str], datetime]]:
        """When whom each collected alert reached on its own; the first time counts."""
        columns = (notifications.c.alert_id, notifications.c.receiver, notifications.c.recipient, notifications.c.sent)
        query = (
            select(*columns)
            .join(digest_items, digest_items.c.alert_id == notifications.c.alert_id)
            .where(
                *within,
                notifications.c.kind == NotificationKind.ALERT.value,
                notifications.c.state == NotificationState.SENT.value,
            )
        )
        found: dict[str, dict[tuple[str, str], datetime]] = {}
        for row in await self._connection.execute(query.order_by(notifications.c.seq)):
            found.setdefault(row.alert_id, {}).setdefault((row.receiver, row.recipient), row.sent)
        return found


def _window_of(row: Row[Any]) -> DigestWindow:
    return DigestWindow(row.digest, row.start, row.end, row.closed)

"""Where the daemon and the command line meet: heartbeats one way, requests the other."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from monitor.storage import sql
from monitor.storage.rows import DaemonRow
from monitor.storage.schema import daemons, requests

ALIVE = timedelta(seconds=60)
"""A daemon without a heartbeat for so long is taken for dead."""


class Daemon:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def heartbeat(self, row: DaemonRow) -> None:
        """Say that a daemon lives. Its first heartbeat begins its hearing of requests: earlier ones are past."""
        values = {
            "id": row.id,
            "pid": row.pid,
            "host": row.host,
            "started": row.started,
            "heartbeat": row.heartbeat,
            "summary": dict(row.summary),
        }
        latest = select(func.coalesce(func.max(requests.c.id), 0)).scalar_subquery()
        beat = sql.insert(self._connection, daemons).values(**values, heard=latest)
        await self._connection.execute(beat.on_conflict_do_update(index_elements=["id"], set_=values))

    async def stopped(self, daemon_id: str) -> None:
        """A daemon stopped in order."""
        await self._connection.execute(delete(daemons).where(daemons.c.id == daemon_id))

    async def running(self, now: datetime) -> list[DaemonRow]:
        """The daemons that gave a heartbeat lately; on SQLite at most one."""
        query = select(daemons).where(daemons.c.heartbeat > now - ALIVE).order_by(daemons.c.started)
        return [
            DaemonRow(row.id, row.pid, row.host, row.started, row.heartbeat, row.summary)
            for row in await self._connection.execute(query)
        ]

    async def request(self, kind: str, now: datetime) -> None:
        """Ask every running daemon for something, such as `reload` or `rescan`."""
        await self._connection.execute(insert(requests).values(kind=kind, asked=now))

    async def take_requests(self, daemon_id: str) -> list[str]:
        """What was asked since this daemon last looked, in order; each daemon hears each request once."""
        heard = select(daemons.c.heard).where(daemons.c.id == daemon_id).scalar_subquery()
        rows = (
            await self._connection.execute(select(requests).where(requests.c.id > heard).order_by(requests.c.id))
        ).all()
        if rows:
            latest = update(daemons).where(daemons.c.id == daemon_id).values(heard=rows[-1].id)
            await self._connection.execute(latest)
        return [row.kind for row in rows]

"""Silences: who muted what, why, and until when. They end by time or by a person, and are never deleted."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from monitor.model.alert import Silence
from monitor.storage.schema import silences


class Silences:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, scope: str, owner: str, reason: str, starts: datetime, ends: datetime) -> Silence:
        values = {"scope": scope, "owner": owner, "reason": reason, "starts": starts, "ends": ends}
        row = (await self._connection.execute(insert(silences).values(**values).returning(silences))).one()
        return _silence_of(row)

    async def active(self, now: datetime) -> list[Silence]:
        """Those that mute now: begun, and not ended."""
        return await self._select(silences.c.starts <= now, silences.c.ends > now)

    async def expire(self, silence_id: int, now: datetime) -> bool:
        """End a silence now; False where there is none that has not ended."""
        ended = update(silences).where(silences.c.id == silence_id, silences.c.ends > now).values(ends=now)
        return (await self._connection.execute(ended)).rowcount == 1

    async def _select(self, *conditions: ColumnElement[bool]) -> list[Silence]:
        rows = await self._connection.execute(select(silences).where(*conditions).order_by(silences.c.id))
        return [_silence_of(row) for row in rows]

    async def list(self) -> list[Silence]:
        """All there ever were, oldest first."""
        return await self._select()


def _silence_of(row: Row[Any]) -> Silence:
    return Silence(row.id, row.scope, row.owner, row.reason, row.starts, row.ends)

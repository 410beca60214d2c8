"""What was kept back from a recipient since the last message that said so."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import exists, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from monitor.model.alert import KeptBack
from monitor.storage import sql
from monitor.storage.rows import KeptBackCount
from monitor.storage.schema import IS_KEPT_BACK, IS_UNCOUNTED, matches, notifications, tallies

_TOLD_OF = (KeptBack.COPY, KeptBack.ALREADY_ALERTED, KeptBack.BY_THE_WAY)


class Tallies:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def take(self, receiver: str, recipient: str) -> tuple[KeptBackCount, ...]:
        """Count what was kept back from this recipient and is in no message yet; it is counted by this. Articles that
        brought nothing new about an alert that he has, and alerts that were never sent to him."""
        matched = await self._matches(receiver, recipient)
        return (*matched, *await self._suppressed(receiver, recipient))

    async def _matches(self, receiver: str, recipient: str) -> list[KeptBackCount]:
        whose = (tallies.c.receiver == receiver, tallies.c.recipient == recipient)
        counted = (await self._connection.execute(select(tallies.c.matches).where(*whose))).scalar_one_or_none()
        latest = (await self._connection.execute(select(func.max(matches.c.id)))).scalar_one() or 0
        await self._connection.execute(
            sql.insert(self._connection, tallies).on_conflict_do_update(
                index_elements=["receiver", "recipient"], set_={"matches": latest}
            ),
            [{"receiver": receiver, "recipient": recipient, "matches": latest}],
        )
        if counted is None:  # the first message to him: what came before was about alerts that he does not have
            return []
        his = exists().where(
            notifications.c.alert_id == matches.c.alert_id,
            notifications.c.receiver == receiver,
            notifications.c.recipient == recipient,
        )
        query = select(matches.c.kept_back, func.count().label("many")).where(
            IS_KEPT_BACK, matches.c.id > counted, matches.c.kept_back.in_([str(word) for word in _TOLD_OF]), his
        )
        rows = await self._connection.execute(query.group_by(matches.c.kept_back).order_by(matches.c.kept_back))
        return [KeptBackCount(row.kept_back, "", row.many) for row in rows]

    async def _suppressed(self, receiver: str, recipient: str) -> list[KeptBackCount]:
        which = (IS_UNCOUNTED, notifications.c.receiver == receiver, notifications.c.recipient == recipient)
        query = select(notifications.c.reason, func.count().label("many")).where(*which)
        rows = await self._connection.execute(query.group_by(notifications.c.reason).order_by(notifications.c.reason))
        found = _by_reason([(row.reason, row.many) for row in rows])
        await self._connection.execute(update(notifications).where(*which).values(counted=True))
        return found


def _by_reason(rows: Sequence[tuple[str, int]]) -> list[KeptBackCount]:
    """A stored reason is a word, and for some what follows a colon."""
    parts = [(reason.partition(": "), many) for reason, many in rows]
    return [KeptBackCount(word, detail, many) for (word, _, detail), many in parts]

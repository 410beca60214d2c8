"""The steps of alerts' lives, in the order in which they were taken. Only ever added to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from monitor.model.alert import AlertChange, Cause, ChangeKind, Difference
from monitor.model.article import ArticleId
from monitor.storage import sql
from monitor.storage.schema import alert_changes


class Changes:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, changes: Sequence[AlertChange]) -> None:
        if changes:
            await self._connection.execute(insert(alert_changes), [_values(change) for change in changes])

    async def after(self, number: int, most: int) -> list[tuple[int, AlertChange]]:
        """The steps of all alerts after that number, each with its own: at most so many."""
        query = select(alert_changes).where(alert_changes.c.id > number).order_by(alert_changes.c.id).limit(most)
        return [(row.id, _change_of(row)) for row in await self._connection.execute(query)]

    async def of(self, ids: Sequence[str]) -> dict[str, list[AlertChange]]:
        """The lives of alerts from the beginning."""
        found: dict[str, list[AlertChange]] = {id: [] for id in ids}
        for chunk in sql.chunks(ids):
            query = select(alert_changes).where(alert_changes.c.alert_id.in_(chunk)).order_by(alert_changes.c.id)
            for row in await self._connection.execute(query):
                found[row.alert_id].append(_change_of(row))
        return found


def _values(change: AlertChange) -> dict[str, object]:
    return {
        "alert_id": change.alert_id,
        "kind": change.kind.value,
        "causes": [cause.value for cause in change.causes],
        "at": change.at,
        "differences": [list(difference) for difference in change.differences],
        "source": change.article.source if change.article else None,
        "path": change.article.path if change.article else None,
        "number": change.number,
        "told": change.told,
        "kept_back": change.kept_back,
    }


def _change_of(row: Row[Any]) -> AlertChange:
    return AlertChange(
        alert_id=row.alert_id,
        kind=ChangeKind(row.kind),
        causes=tuple(map(Cause, row.causes)),
        at=row.at,
        differences=tuple(Difference(*difference) for difference in row.differences),
        article=ArticleId(row.source, row.path) if row.source is not None else None,
        number=row.number,
        told=row.told,
        kept_back=row.kept_back,
    )

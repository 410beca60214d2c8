"""Matches: which rule held in which article, with the proof, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from monitor.model.article import ArticleId
from monitor.model.match import Status
from monitor.model.report import Occurrence
from monitor.storage.rows import MatchRow
from monitor.storage.schema import matches


class Matches:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, rows: Sequence[MatchRow]) -> None:
        """Keep matches; their articles and alerts are added before. `why` reads them."""
        if rows:
            await self._connection.execute(
                insert(matches),
                [
                    {
                        "source": row.article.source,
                        "path": row.article.path,
                        "number": row.number,
                        "rule_id": row.rule_id,
                        "happening": row.happening,
                        "matched": row.matched,
                        "alert_id": row.alert_id,
                        "kept_back": row.kept_back,
                        "facts": dict(row.facts),
                        "status": row.status.value,
                        "voice": row.voice,
                        "disputed": row.disputed,
                        "withdrawn": row.withdrawn,
                    }
                    for row in rows
                ],
            )

    async def join(self, alert_id: str, counted: Occurrence) -> None:
        """An alert rests on a match that was only counted so far."""
        same = (
            matches.c.source == counted.article.source,
            matches.c.path == counted.article.path,
            matches.c.number == counted.number,
            matches.c.rule_id == counted.rule_id,
            matches.c.happening == counted.happening,
        )
        joined = update(matches).where(*same, matches.c.alert_id.is_(None)).values(alert_id=alert_id)
        await self._connection.execute(joined)

    async def has(self, article: ArticleId, number: int, rule_id: str, happening: str) -> bool:
        """Whether this match is kept."""
        query = select(matches.c.id).where(
            matches.c.source == article.source,
            matches.c.path == article.path,
            matches.c.number == number,
            matches.c.rule_id == rule_id,
            matches.c.happening == happening,
        )
        return (await self._connection.execute(query)).one_or_none() is not None


def match_of(row: Row[Any]) -> MatchRow:
    """A row of the table as callers see it."""
    return MatchRow(
        article=ArticleId(row.source, row.path),
        number=row.number,
        rule_id=row.rule_id,
        happening=row.happening,
        matched=row.matched,
        alert_id=row.alert_id,
        kept_back=row.kept_back,
        facts=row.facts,
        status=Status(row.status),
        voice=row.voice,
        disputed=row.disputed,
        withdrawn=row.withdrawn,
    )

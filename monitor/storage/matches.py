"""Matches: which rule held in which article, with the proof, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, insert
from sqlalchemy.ext.asyncio import AsyncConnection

from monitor.model.article import ArticleId
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
                    }
                    for row in rows
                ],
            )


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
    )

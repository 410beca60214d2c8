"""A search of the archive: the index says which articles to look at, the exact evaluator says which of them match."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import datetime

from monitor.matching import Engine
from monitor.model.match import Match
from monitor.rules.compiled import Rule
from monitor.storage import Transaction
from monitor.storage.rows import ArchivedArticle, ArchivePlace


@dataclass(frozen=True, slots=True)
class Hit:
    """A kept article that matches: one match for each happening in it."""

    kept: ArchivedArticle
    matches: tuple[Match, ...]


async def search(
    tx: Transaction,
    engine: Engine,
    rule: Rule,
    *,
    since: datetime | None = None,
    before: ArchivePlace | None = None,
    versions: bool = False,
    looked: Callable[[], None] = lambda: None,
) -> AsyncIterator[Hit]:
    """What matches `rule`, one of the engine's, newest first; read as far as it is asked for. `looked` is called for
    each article that is looked at closely."""
    sought = engine.sought(rule, await tx.archive.languages())
    async for kept in tx.archive.candidates(sought, since=since, before=before, versions=versions):
        looked()
        found = engine.match(kept.article, now=kept.article.published)
        matches = tuple(match for match in found if match.rule_id == rule.id)
        if matches:
            yield Hit(kept, matches)

"""The ledger: which content of which article was dealt with last. What it does not know comes again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from monitor.model.article import ArticleId, LedgerEntry, RawArticle, Touched
from monitor.storage import sql
from monitor.storage.rows import LedgerState, LedgerVersion, Taken
from monitor.storage.schema import articles, ledger


class Ledger:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def entries(self, source: str) -> dict[str, LedgerEntry]:
        """What a folder's source must know of its files, by path."""
        columns = (ledger.c.path, ledger.c.content_hash, ledger.c.fingerprint)
        rows = await self._connection.execute(
            select(*columns).where(ledger.c.source == source, ledger.c.fingerprint.is_not(None))
        )
        return {row.path: LedgerEntry(row.fingerprint, row.content_hash) for row in rows}

    async def content_hash(self, article: ArticleId) -> str | None:
        """Of the content that was dealt with last; None for what never came."""
        same = (ledger.c.source == article.source, ledger.c.path == article.path)
        found: str | None = await self._connection.scalar(select(ledger.c.content_hash).where(*same))
        return found

    async def versions(self, articles: Sequence[ArticleId]) -> dict[ArticleId, tuple[str, LedgerState]]:
        """The latest content of each of these that was dealt with, and how."""
        found = {}
        columns = (ledger.c.source, ledger.c.path, ledger.c.content_hash, ledger.c.state)
        for chunk in sql.chunks(articles):
            keys = sql.one_of((ledger.c.source, ledger.c.path), [tuple(key) for key in chunk])
            for row in await self._connection.execute(select(*columns).where(keys)):
                found[ArticleId(row.source, row.path)] = (row.content_hash, LedgerState(row.state))
        return found

    async def touch(self, touched: Sequence[Touched]) -> None:
        """Files saved again with the content they had: only what the file system says of them has changed."""
        for one in touched:
            same = update(ledger).where(
                ledger.c.source == one.id.source,
                ledger.c.path == one.id.path,
                ledger.c.content_hash == one.content_hash,
            )
            await self._connection.execute(same.values(fingerprint=one.fingerprint))

    async def record(self, taken: Sequence[Taken]) -> list[int | None]:
        """Note each article's content; answers, in the same order, its new version's number, or None where exactly
        this was dealt with before.

        Who gets None leaves the article out of the transaction: so two daemons that read the same file take it once.
        Content that was met earlier but is not the latest (A → B → A) is a new version: a file may be set back. Of a
        message that may come twice it is none: whoever sent it has only heard no answer.
        """
        known = await self._known(sorted({one.raw.id for one in taken}))
        repeated = await self._repeated([one.raw for one in taken if one.raw.named_within])
        numbers: list[int | None] = []
        for one in taken:
            if (one.raw.id, one.raw.content_hash) in repeated:
                numbers.append(None)
                continue
            entry, number = self._next(known.get(one.raw.id), one)
            known[one.raw.id] = entry
            numbers.append(number)
        await self._write({one.raw.id: known[one.raw.id] for one in taken if one.raw.id in known})
        return numbers

    async def _repeated(self, messages: Sequence[RawArticle]) -> set[tuple[ArticleId, str]]:
        """Those that were kept before, as the latest version or an earlier one."""
        found = set()
        version = (articles.c.source, articles.c.path, articles.c.version)
        for chunk in sql.chunks(messages):
            keys = sql.one_of(version, [(*one.id, one.content_hash) for one in chunk])
            for row in await self._connection.execute(select(*version).where(keys)):
                found.add((ArticleId(row.source, row.path), row.version))
        return found

    @staticmethod
    def _next(before: LedgerVersion | None, one: Taken) -> tuple[LedgerVersion, int | None]:
        raw = one.raw
        if before is not None and (before.content_hash, before.state) == (raw.content_hash, one.state):
            return LedgerVersion(raw.content_hash, raw.fingerprint, one.state, before.number), None
        number = before.number + 1 if before else 1
        return LedgerVersion(raw.content_hash, raw.fingerprint, one.state, number), number

    async def _known(self, ids: Sequence[ArticleId]) -> dict[ArticleId, LedgerVersion]:
        await self._lock({key.source for key in ids})
        known = {}
        for chunk in sql.chunks(ids):
            keys = sql.one_of((ledger.c.source, ledger.c.path), [tuple(key) for key in chunk])
            for row in await self._connection.execute(select(ledger).where(keys)):
                entry = LedgerVersion(row.content_hash, row.fingerprint, LedgerState(row.state), row.number)
                known[ArticleId(row.source, row.path)] = entry
        return known

    async def _lock(self, sources: Iterable[str]) -> None:
        """PostgreSQL: one daemon at a time records a source's articles, until its commit. A row that does not exist
        yet cannot be locked, hence a lock by name. SQLite has one writer anyway."""
        if self._connection.dialect.name != "postgresql":
            return
        for source in sorted(sources):
            await self._connection.execute(select(func.pg_advisory_xact_lock(func.hashtext(f"ledger:{source}"))))

    async def _write(self, entries: dict[ArticleId, LedgerVersion]) -> None:
        if not entries:
            return
        insert = sql.insert(self._connection, ledger)
        changed = {name: insert.excluded[name] for name in ("content_hash", "fingerprint", "state", "number")}
        await self._connection.execute(
            insert.on_conflict_do_update(index_elements=["source", "path"], set_=changed),
            [
                {
                    "source": key.source,
                    "path": key.path,
                    "content_hash": entry.content_hash,
                    "fingerprint": entry.fingerprint,
                    "state": entry.state.value,
                    "number": entry.number,
                }
                for key, entry in entries.items()
            ],
        )

"""What a source of feeds must know after a restart, in the store: how asking each went, and what was taken of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from monitor.model.article import ArticleId
from monitor.model.feed import FeedState
from monitor.storage import Store
from monitor.storage.rows import LedgerState


class FeedMemory:
    """One transaction for each call. Everything raises StoreUnavailable."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def states(self, source: str) -> Mapping[str, FeedState]:
        """By the feed's address in the list."""
        async with self._store.read() as tx:
            return await tx.feeds.of(source)

    async def sources(self, url: str) -> Collection[str]:
        """Those in whose list that feed is, or was when the source was called otherwise."""
        async with self._store.read() as tx:
            return await tx.feeds.sources(url)

    async def save(self, state: FeedState) -> None:
        async with self._store.begin() as tx:
            await tx.feeds.save(state)

    async def forget(self, source: str, urls: Sequence[str]) -> None:
        if urls:
            async with self._store.begin() as tx:
                await tx.feeds.forget(source, urls)

    async def versions(self, articles: Sequence[ArticleId], *, read: bool) -> Mapping[ArticleId, str]:
        """The latest version of each that was dealt with; with `read`, of those that could be read."""
        async with self._store.read() as tx:
            found = await tx.ledger.versions(articles)
        return {id: version for id, (version, state) in found.items() if not read or state is LedgerState.TAKEN}

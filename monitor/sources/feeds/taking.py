"""What is new in a document: told by the ledger entry by entry, and handed over until it is stored."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import replace

from monitor.clock import Clock
from monitor.model.article import ArticleId, Hints, RawArticle, Touched
from monitor.reading import Document, Entry
from monitor.reading.members import path
from monitor.sources.contract import Put
from monitor.sources.feeds.answers import Page
from monitor.sources.feeds.documents import article_path, raw_article
from monitor.sources.feeds.needs import AGAIN_SECONDS, Memory, insist
from monitor.sources.feeds.opml import Feed
from monitor.sources.feeds.pages import Pages


class Taking:
    """Of one source. A document is under way until its news are committed, however long that takes."""

    def __init__(self, source: str, hints: Hints, memory: Memory, clock: Clock, pages: Pages) -> None:
        self._source = source
        self._hints = hints
        self._memory = memory
        self._clock = clock
        self._pages = pages
        self._in_flight: dict[str, asyncio.Future[bool]] = {}

    @property
    def waiting(self) -> int:
        """How many documents with news are on their way."""
        return len(self._in_flight)

    async def take(self, feed: Feed, page: Page, found: Document, put: Put, *, forced: bool) -> bool:
        """Hand the news of a document over until they are stored; whether there were any."""
        news = await self._news(feed.url, found.entries, forced=forced)
        if not news:
            return False
        names = [one.name for one in news]
        raw = raw_article(self._source, feed.url, page, names, hints=self._hints, now=self._clock.now())
        if feed.pages:
            raw = replace(raw, pages=await self._pages.behind(news))
        while not await self._hand_over(raw, put):
            await self._clock.wait(asyncio.Event(), AGAIN_SECONDS)
        return True

    def settle(self, articles: Iterable[RawArticle | Touched], *, stored: bool) -> None:
        """These documents' news are committed, or were not: then they are put again in a second."""
        for article in articles:
            settled = self._in_flight.get(article.id.path)
            if settled is not None and not settled.done():
                settled.set_result(stored)

    async def _news(self, url: str, entries: Sequence[Entry], *, forced: bool) -> list[Entry]:
        """The entries that the ledger does not know as they are; what it does not know at all is looked for under the
        names that this source had before."""
        file = article_path(url)
        paths = {one.name: path(file, (one.name,)) for one in entries}
        names = [*await insist(lambda: self._memory.sources(url), self._clock), self._source]
        ids = [ArticleId(name, each) for name in names for each in paths.values()]
        known = await insist(lambda: self._memory.versions(ids, read=forced), self._clock)
        latest = {id.path: known[id] for id in ids if id in known}  # by its own name where it has one: that is the last
        return [one for one in entries if latest.get(paths[one.name]) != one.version]

    async def _hand_over(self, raw: RawArticle, put: Put) -> bool:
        settled = asyncio.get_running_loop().create_future()
        self._in_flight[raw.id.path] = settled
        try:
            await put(raw)
            return bool(await settled)
        finally:
            self._in_flight.pop(raw.id.path, None)

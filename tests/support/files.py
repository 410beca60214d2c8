"""A running folder source in a test, and what it put: conditions are awaited, never slept for."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from monitor.clock import SystemClock
from monitor.config import FolderSettings
from monitor.model.article import LedgerEntry, RawArticle, Touched
from monitor.sources.folder import FolderSource


class Intake:
    """Takes what a source puts, in order, and (unless `storing` is off) tells it at once that it is stored."""

    def __init__(self, source: FolderSource) -> None:
        self.source = source
        self.taken: list[RawArticle] = []
        self.touched: list[Touched] = []
        self.storing = True
        self.ledger: dict[str, LedgerEntry] = {}
        self._news = asyncio.Condition()
        self._dropped = 0

    async def put(self, article: RawArticle | Touched) -> None:
        async with self._news:
            if isinstance(article, RawArticle):
                self.taken.append(article)
            else:
                self.touched.append(article)
            self._news.notify_all()
        if self.storing:
            self.store(article)

    def store(self, article: RawArticle | Touched) -> None:
        if article.fingerprint is not None:
            self.ledger[article.id.path] = LedgerEntry(article.fingerprint, article.content_hash)
        self.source.stored([article])

    async def until(self, holds: Callable[[Intake], bool], seconds: float = 20.0) -> None:
        """Wait until `holds` of what came so far; a TimeoutError fails the test."""
        async with asyncio.timeout(seconds), self._news:
            await self._news.wait_for(lambda: holds(self))

    async def articles(self, count: int, seconds: float = 20.0) -> list[RawArticle]:
        """The articles so far, once there are `count`; more than that fails the test."""
        await self.until(lambda intake: len(intake.taken) >= count, seconds)
        assert len(self.taken) == count, Counter(article.id.path for article in self.taken).most_common(3)
        return self.taken

    async def settled(self) -> None:
        """Everything that is in the folder now has been seen, and the folder is watched: one file dropped last has come
        by a scan, and then another by its event alone."""
        self.source.wake()
        await self._drop("marker-scan.txt")
        await self._drop("marker-event.txt")

    async def _drop(self, name: str) -> None:
        marker = Path(self.source.root) / name
        self._dropped += 1
        marker.write_text(f"marker {self._dropped}")
        await self.until(lambda intake: any(article.id.path == name for article in intake.taken))
        self.taken[:] = [article for article in self.taken if article.id.path != name]

    async def trouble(self, troubles: Mapping[str, str]) -> None:
        """Wait until these are the source's troubles; it has no event for that, and needs none."""
        async with asyncio.timeout(10):
            while self.source.troubles != troubles:  # noqa: ASYNC110
                await asyncio.sleep(0.01)

    @property
    def contents(self) -> dict[str, bytes]:
        """The last content of each path."""
        return {article.id.path: article.content for article in self.taken}


@asynccontextmanager
async def watching(
    root: Path, ledger: Mapping[str, LedgerEntry] | None = None, *, storing: bool = True, **settings: float | str
) -> AsyncIterator[Intake]:
    """A source over `root` that runs until the block ends, with a rescan only after an hour unless said otherwise."""
    shape = FolderSettings.model_validate({"folder": str(root), "rescan_seconds": 3600, **settings})
    source = FolderSource("wire", root, shape, ledger or {}, SystemClock())
    intake = Intake(source)
    intake.storing = storing
    stop = asyncio.Event()
    async with asyncio.timeout(600), asyncio.TaskGroup() as group:
        group.create_task(source.run(intake.put, stop))
        try:
            yield intake
        finally:
            stop.set()

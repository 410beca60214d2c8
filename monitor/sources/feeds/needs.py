"""What the asking of feeds needs from outside: a memory, and somebody who makes requests."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol, TypeVar

import structlog

from monitor.clock import Clock
from monitor.errors import StoreUnavailable
from monitor.model.article import ArticleId
from monitor.model.feed import FeedState
from monitor.sources.feeds.answers import Answer

AGAIN_SECONDS = 1.0
"""Between two tries of what must succeed in the end."""

T = TypeVar("T")

log: structlog.stdlib.BoundLogger = structlog.get_logger()


class Memory(Protocol):
    """What must survive a restart. Everything raises StoreUnavailable."""

    async def states(self, source: str) -> Mapping[str, FeedState]:
        """By the feed's address in the list."""

    async def sources(self, url: str) -> Collection[str]:
        """Those in whose list that feed is, or was when the source was called otherwise."""

    async def save(self, state: FeedState) -> None: ...

    async def forget(self, source: str, urls: Sequence[str]) -> None: ...

    async def versions(self, articles: Sequence[ArticleId], *, read: bool) -> Mapping[ArticleId, str]:
        """The latest version of each that was dealt with; with `read`, of those that could be read."""


class Requests(Protocol):
    """How an address is asked."""

    async def get(self, url: str, etag: str | None, modified: str | None, now: datetime) -> Answer: ...

    async def close(self) -> None: ...


async def insist(work: Callable[[], Awaitable[T]], clock: Clock) -> T:
    """Until the store answers."""
    while True:
        try:
            return await work()
        except StoreUnavailable as error:
            log.warning("store unavailable", detail=str(error))
            await clock.wait(asyncio.Event(), AGAIN_SECONDS)

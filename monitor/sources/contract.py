"""What every source is to the rest of the monitor, whatever it reads from."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Protocol

from monitor.model.article import RawArticle, Touched

Put = Callable[[RawArticle | Touched], Awaitable[None]]


class Source(Protocol):
    """Yields raw articles, and is told when one is safely stored, or was not: then it gives it again.

    Methods are for the event loop's thread; all but `run` return at once.
    """

    @property
    def name(self) -> str: ...

    @property
    def place(self) -> str:
        """Where it reads from, in words for people."""

    @property
    def troubles(self) -> Mapping[str, str]:
        """What cannot be read now, and why, by path; the empty path is the whole source. Empty when all is well."""

    @property
    def waiting(self) -> int:
        """How many articles are known to wait, to be read or to be stored."""

    async def run(self, put: Put, stop: asyncio.Event) -> None:
        """Put articles until `stop` is set; waits as long as `put` does."""

    def stored(self, articles: Iterable[RawArticle | Touched]) -> None:
        """These are committed: they don't come again until they change."""

    def failed(self, articles: Iterable[RawArticle | Touched]) -> None:
        """These were not committed: they come again."""

    def retry(self, paths: Iterable[str]) -> None:
        """Take these (paths as in their articles' ids) once more, though they have not changed."""

    def exists(self, path: str) -> bool:
        """Whether there still is such an article at its place, so that it can be taken once more."""

    def wake(self) -> None:
        """Look for news now."""

"""Articles that somebody hands over and waits for: what `POST /articles` gives to the pipeline.

Nothing is kept here: who gave an article hears what became of it after the commit, or that it was not stored, and then
gives it again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from monitor.model.article import Dealt, RawArticle, Touched
from monitor.sources.contract import Put


class Closed(Exception):
    """The source takes nothing: it has not begun, or it stops."""


class NotStored(Exception):
    """The store took nothing; the article may be given again."""


class OtherContent(Exception):
    """An article of the same id and other content is on its way."""


@dataclass(frozen=True, slots=True)
class _Given:
    content_hash: str
    outcome: asyncio.Future[Sequence[Dealt] | None]


class PushSource:
    """Puts what it is given; the same article given twice at once is put once, and both hear of it."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._put: Put | None = None
        self._given: dict[str, _Given] = {}
        self._putting = 0
        self._all_put = asyncio.Event()

    @property
    def place(self) -> str:
        """Where senders reach it."""
        return f"POST /articles, with the token of {self.name}"

    @property
    def troubles(self) -> Mapping[str, str]:
        """None: who gives an article hears what is wrong with it."""
        return {}

    @property
    def waiting(self) -> int:
        """How many articles wait to be stored."""
        return len(self._given)

    async def give(self, raw: RawArticle) -> Sequence[Dealt]:
        """Put the article, and wait until it is stored; what became of each article in it.

        Raises Closed, NotStored, OtherContent. Who is cancelled while it waits does not know whether it is stored.
        """
        put = self._put
        if put is None:
            raise Closed
        path = raw.id.path
        given = self._given.get(path)
        if given is None:
            given = self._given[path] = _Given(raw.content_hash, asyncio.get_running_loop().create_future())
            await self._hand_over(raw, put)
        elif given.content_hash != raw.content_hash:
            raise OtherContent
        outcome = await asyncio.shield(given.outcome)
        if outcome is None:
            raise NotStored
        return outcome

    async def _hand_over(self, raw: RawArticle, put: Put) -> None:
        self._putting += 1
        self._all_put.clear()
        try:
            await put(raw)
        except BaseException:
            self._settle(raw.id.path, None)
            raise
        finally:
            self._putting -= 1
            if not self._putting:
                self._all_put.set()

    async def run(self, put: Put, stop: asyncio.Event) -> None:
        """Take articles until `stop`; ends when all that were taken are put."""
        self._put = put
        await stop.wait()
        self._put = None
        if self._putting:
            await self._all_put.wait()

    def give_up(self) -> None:
        """Nothing more is stored before the end: whoever waits hears so."""
        for path in list(self._given):
            self._settle(path, None)

    def dealt(self, raw: RawArticle, outcome: Sequence[Dealt]) -> None:
        """The article is committed: this became of it."""
        self._settle(raw.id.path, outcome)

    def stored(self, articles: Iterable[RawArticle | Touched]) -> None:
        """`dealt` has said so."""

    def failed(self, articles: Iterable[RawArticle | Touched]) -> None:
        """Who gave them hears of it, and gives them again."""
        for article in articles:
            self._settle(article.id.path, None)

    def retry(self, paths: Iterable[str]) -> None:
        """Nothing is kept here to be taken again."""

    def exists(self, path: str) -> bool:
        """Never: only its sender has it."""
        return False

    def wake(self) -> None:
        """Senders come by themselves."""

    def _settle(self, path: str, outcome: Sequence[Dealt] | None) -> None:
        given = self._given.pop(path, None)
        if given is not None and not given.outcome.done():
            given.outcome.set_result(outcome)

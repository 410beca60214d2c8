"""Feeds as a source: whoever is due is asked, what is new is put, and once that is stored the feed counts as answered.

What was taken is in the ledger, entry by entry: a document that brings nothing new puts nothing. One that brings news
is held until they are committed, however long that takes; killed before, it is asked for anew at the next start.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Protocol, TypeVar

import structlog

from monitor.clock import Clock
from monitor.config import FeedsSettings
from monitor.errors import StoreUnavailable
from monitor.model.article import ArticleId, Fingerprint, RawArticle, Touched
from monitor.model.feed import FeedState
from monitor.reading import Document, Entry
from monitor.reading.members import path
from monitor.sources.contract import Put
from monitor.sources.feeds import documents, listing, polling
from monitor.sources.feeds.agenda import Agenda, Ask, Hosts
from monitor.sources.feeds.answers import Answer, Elsewhere, Failed, Gone, Page, Reason, Unchanged
from monitor.sources.feeds.documents import article_path, raw_article
from monitor.sources.feeds.listing import Unlisted
from monitor.sources.feeds.opml import Feed
from monitor.sources.feeds.polling import Pace, Turn
from monitor.sources.troubles import Seen, Troubles

AT_ONCE = 16
"""Requests under way at most, and so documents in memory."""
_AGAIN_SECONDS = 1.0
_REST_SECONDS = 3600.0

T = TypeVar("T")

log: structlog.stdlib.BoundLogger = structlog.get_logger()


class Memory(Protocol):
    """What must survive a restart. Everything raises StoreUnavailable."""

    async def states(self, source: str) -> Mapping[str, FeedState]:
        """By the feed's address in the list."""

    async def save(self, state: FeedState) -> None: ...

    async def forget(self, source: str, urls: Sequence[str]) -> None: ...

    async def versions(self, articles: Sequence[ArticleId], *, read: bool) -> Mapping[ArticleId, str]:
        """The latest version of each that was dealt with; with `read`, of those that could be read."""


class Requests(Protocol):
    """How a feed is asked."""

    async def get(self, url: str, etag: str | None, modified: str | None, now: datetime) -> Answer: ...

    async def close(self) -> None: ...


class FeedSource:
    """Asks the feeds of one list. An article's id is the feed's address as listed, and the entry's own id in it: a feed
    that moves keeps its articles."""

    def __init__(
        self,
        name: str,
        file: Path,
        settings: FeedsSettings,
        *,
        memory: Memory,
        requests: Requests,
        hosts: Hosts,
        clock: Clock,
        chance: Callable[[], float] = random.random,
        look_seconds: float = 2.0,
    ) -> None:
        self.name = name
        self.file = file
        self.heartbeat = asyncio.Event()
        """Set now and then: a waiting loop sees neither a clock that was set nor a machine that slept."""
        self._settings = settings
        self._memory = memory
        self._requests = requests
        self._clock = clock
        self._chance = chance
        self._look_seconds = look_seconds
        self._agenda = Agenda(settings.pause, hosts)
        self._feeds: dict[str, Feed] = {}
        self._states: dict[str, FeedState] = {}
        self._forced: set[str] = set()
        self._under_way: set[str] = set()
        self._latest = clock.now()
        self._in_flight: dict[str, asyncio.Future[bool]] = {}
        self._list_wake = asyncio.Event()
        self._is_watched = False
        self._resting: list[asyncio.Event] = []
        self._troubles = Troubles(name, str(file))

    @property
    def place(self) -> str:
        """The list."""
        return f"the feeds of {self.file}"

    @property
    def troubles(self) -> Mapping[str, str]:
        """Of the list under the empty path; of a feed that failed again and again, or is gone, under its address."""
        return self._troubles.by_path()

    @property
    def waiting(self) -> int:
        """How many documents with news are on their way."""
        return len(self._in_flight)

    async def run(self, put: Put, stop: asyncio.Event) -> None:
        """Put what is new until `stop` is set; waits as long as `put` does, and for what it put to be stored."""
        try:
            loaded = await self._load_list()
            async with asyncio.TaskGroup() as group:
                parts = (self._follow_list(loaded), *(self._ask_in_turn(put) for _ in range(AT_ONCE)))
                tasks = [group.create_task(part) for part in parts]
                while not stop.is_set():
                    await self._clock.wait(stop, _REST_SECONDS)
                for task in tasks:
                    task.cancel()
        finally:
            await self._requests.close()

    def stored(self, articles: Iterable[RawArticle | Touched]) -> None:
        """These documents' news are committed."""
        self._settle(articles, stored=True)

    def failed(self, articles: Iterable[RawArticle | Touched]) -> None:
        """They were not: the same documents are put again in a second."""
        self._settle(articles, stored=False)

    def retry(self, paths: Iterable[str]) -> None:
        """Ask these feeds anew, and give what could not be read once more."""
        known = {article_path(url): url for url in self._feeds}
        for url in (known[one] for one in paths if one in known):
            self._forced.add(url)
            self._plan(url, self._clock.now())

    def exists(self, path: str) -> bool:
        """Whether the feed is listed."""
        return any(article_path(url) == path for url in self._feeds)

    def wake(self) -> None:
        """Read the list anew, and ask again those that were gone and are forgotten in the store."""
        self._list_wake.set()

    # ---- the list ----------------------------------------------------------------------------------------------------

    async def _follow_list(self, loaded: Fingerprint | None) -> None:
        before = loaded
        while True:
            self._list_wake.clear()
            await self._clock.wait(self._list_wake, self._look_seconds)
            now = await asyncio.to_thread(listing.state, self.file)
            if self._list_wake.is_set() or (now != loaded and now == before):  # twice the same: no save in progress
                loaded = await self._load_list()
            before = now

    async def _load_list(self) -> Fingerprint | None:
        """Ask what is listed; answers which state of the file that is."""
        seen = await asyncio.to_thread(listing.state, self.file)
        found = await asyncio.to_thread(listing.load, self.file)
        if isinstance(found, Unlisted):
            self._troubles.add(Seen.WATCHING, "", found.reason)
            return seen  # the feeds that were listed last go on being asked
        faults = {self.file.name: "; ".join(found.faults[:5])} if found.faults else {}
        self._troubles.replace(Seen.WATCHING, faults)
        now, feeds = self._clock.now(), {feed.url: feed for feed in found.feeds}
        stored = await self._insist(lambda: self._memory.states(self.name))
        removed = (self._feeds.keys() | stored.keys()) - feeds.keys()
        await self._insist(lambda: self._memory.forget(self.name, sorted(removed)))
        for url in removed:
            self._agenda.drop(url)
            self._states.pop(url, None)
            self._troubles.over(Seen.LOOKING, url)
        added = [url for url, feed in feeds.items() if self._feeds.get(url) != feed or self._is_forgotten(url, stored)]
        self._feeds = feeds
        for url in added:
            self._begin(url, stored.get(url), now)
        log.info("feeds listed", source=self.name, feeds=len(feeds), added=len(added), removed=len(removed))
        return seen

    def _is_forgotten(self, url: str, stored: Mapping[str, FeedState]) -> bool:
        return self._states[url].gone and url not in stored

    def _begin(self, url: str, stored: FeedState | None, now: datetime) -> None:
        pace = self._pace(url)
        state = polling.resumed(stored, now, pace) if stored else polling.first(self.name, url, now)
        self._states[url] = state
        self._note(state)
        self._plan(url, state.due)

    def _plan(self, url: str, due: datetime) -> None:
        if url in self._under_way:
            return  # planned when its answer is dealt with: it has one document on its way at most
        state = self._states[url]
        if not state.gone or url in self._forced:
            self._agenda.plan(polling.ask(state), due)
            self.heartbeat.set()

    def _pace(self, url: str) -> Pace:
        own = self._feeds[url].every if url in self._feeds else None
        return Pace(own or self._settings.every, own is not None)

    # ---- asking ------------------------------------------------------------------------------------------------------

    async def _ask_in_turn(self, put: Put) -> None:
        while True:
            ask = await self._next()
            self._under_way.add(ask.feed)
            hop = await self._ask(ask, put)
            self._under_way.discard(ask.feed)
            if ask.feed not in self._feeds:
                continue  # removed meanwhile
            if hop is not None:
                self._agenda.plan(hop, self._clock.now())
                self.heartbeat.set()
            else:
                wanted = ask.feed in self._forced
                self._plan(ask.feed, self._clock.now() if wanted else self._states[ask.feed].due)

    async def _next(self) -> Ask:
        """Whom to ask now. One task looks at the agenda, the others rest until it has found somebody."""
        while self._is_watched:
            rests = asyncio.Event()
            self._resting.append(rests)
            await self._clock.wait(rests, _REST_SECONDS)
            if rests in self._resting:
                self._resting.remove(rests)
        self._is_watched = True
        try:
            while True:
                self.heartbeat.clear()
                due, now = self._agenda.due(), self._clock.now()
                await self._clock.wait(self.heartbeat, _REST_SECONDS if due is None else (due - now).total_seconds())
                self._mind_the_clock(self._clock.now())
                if (ask := self._agenda.take(self._clock.now())) is not None:
                    return ask
        finally:
            self._is_watched = False
            if self._resting:
                self._resting.pop().set()

    def _mind_the_clock(self, now: datetime) -> None:
        """Where it was set back, nobody waits for the time to come again."""
        if now < self._latest:
            for url in self._feeds:
                self._states[url] = polling.resumed(self._states[url], now, self._pace(url))
                self._plan(url, self._states[url].due)
        self._latest = now

    async def _ask(self, ask: Ask, put: Put) -> Ask | None:
        """One request, and all that comes of it; answers where it leads."""
        before = self._states[ask.feed]
        forced = ask.feed in self._forced
        etag, modified = (None, None) if forced else polling.validators(before, ask.url)
        try:
            answer = await self._requests.get(ask.url, etag, modified, self._clock.now())
        finally:
            self._agenda.release(ask, self._clock.now())
        if isinstance(answer, Elsewhere):
            if ask.hops < polling.MOST_HOPS:
                return Ask(ask.feed, answer.url, ask.hops + 1, ask.permanent and answer.permanent)
            answer = Failed(Reason.REDIRECTS, f"it leads elsewhere {ask.hops + 1} times, at last to {answer.url[:200]}")
        state = await self._after(before, ask, answer, put, forced=forced)
        if ask.feed in self._feeds:
            self._states[ask.feed] = state
            if forced:
                self._forced.discard(ask.feed)
            await self._insist(lambda: self._memory.save(state))
            self._note(state)
        return None

    async def _after(
        self, before: FeedState, ask: Ask, answer: Page | Unchanged | Gone | Failed, put: Put, *, forced: bool
    ) -> FeedState:
        if isinstance(answer, Page):
            found = await asyncio.to_thread(documents.read, answer, self._settings.hints.fields)
            if isinstance(found, Document):
                news = await self._take(ask.feed, answer, found, put, forced=forced)
                return polling.answered(before, ask, answer, found, self._turn(ask.feed), news=news)
            answer = found
        turn = self._turn(ask.feed)
        match answer:
            case Unchanged():
                return polling.unchanged(before, ask, answer, turn)
            case Gone() if ask.url == before.url:
                return polling.ended(before, turn.now)
            case Gone():
                return polling.failed(before, Failed(Reason.NOT_FOUND, f"gone from {ask.url}"), turn)
            case Failed():
                return polling.failed(before, answer, turn)

    def _turn(self, url: str) -> Turn:
        return Turn(self._pace(url), self._clock.now(), self._chance())

    async def _take(self, url: str, page: Page, found: Document, put: Put, *, forced: bool) -> bool:
        """Hand the news of a document over until they are stored; whether there were any."""
        only = await self._news(url, found.entries, forced=forced)
        if not only:
            return False
        raw = raw_article(self.name, url, page, only, hints=self._settings.hints, now=self._clock.now())
        while not await self._hand_over(raw, put):
            await self._clock.wait(asyncio.Event(), _AGAIN_SECONDS)
        return True

    async def _news(self, url: str, entries: Sequence[Entry], *, forced: bool) -> list[str]:
        """The names of entries that the ledger does not know as they are."""
        file = article_path(url)
        ids = {one.name: ArticleId(self.name, path(file, (one.name,))) for one in entries}
        known = await self._insist(lambda: self._memory.versions(list(ids.values()), read=forced))
        return [one.name for one in entries if known.get(ids[one.name]) != one.version]

    async def _hand_over(self, raw: RawArticle, put: Put) -> bool:
        settled = asyncio.get_running_loop().create_future()
        self._in_flight[raw.id.path] = settled
        try:
            await put(raw)
            return bool(await settled)
        finally:
            self._in_flight.pop(raw.id.path, None)

    def _settle(self, articles: Iterable[RawArticle | Touched], *, stored: bool) -> None:
        for article in articles:
            settled = self._in_flight.get(article.id.path)
            if settled is not None and not settled.done():
                settled.set_result(stored)

    def _note(self, state: FeedState) -> None:
        """One or two failures are how the web is; three, or the end, are a trouble."""
        if state.gone or state.failures >= polling.TROUBLED:
            self._troubles.add(Seen.LOOKING, state.url, state.trouble)
        else:
            self._troubles.over(Seen.LOOKING, state.url)

    async def _insist(self, work: Callable[[], Awaitable[T]]) -> T:
        """Until the store answers."""
        while True:
            try:
                return await work()
            except StoreUnavailable as error:
                log.warning("store unavailable", detail=str(error))
                await self._clock.wait(asyncio.Event(), _AGAIN_SECONDS)

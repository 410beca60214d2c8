"""Feeds as a source: whoever is due is asked, what is new is put, and once that is stored the feed counts as answered.

What was taken is in the ledger, entry by entry: a document that brings nothing new puts nothing. One that brings news
is held until they are committed, however long that takes; killed before, it is asked for anew at the next start.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from pathlib import Path

import structlog

from monitor.clock import Clock
from monitor.config import FeedsSettings
from monitor.model.article import Fingerprint, RawArticle, Touched
from monitor.model.feed import FeedState
from monitor.reading import Document
from monitor.sources.contract import Put
from monitor.sources.feeds import documents, listing, polling
from monitor.sources.feeds.agenda import Agenda, Ask, Hosts
from monitor.sources.feeds.answers import Elsewhere, Failed, Gone, Page, Reason, Unchanged
from monitor.sources.feeds.documents import article_path
from monitor.sources.feeds.listing import Unlisted
from monitor.sources.feeds.needs import Memory, Requests, insist
from monitor.sources.feeds.opml import Feed
from monitor.sources.feeds.pages import Pages
from monitor.sources.feeds.polling import Pace, Turn
from monitor.sources.feeds.taking import Taking
from monitor.sources.feeds.turns import REST_SECONDS, Turns
from monitor.sources.troubles import Seen, Troubles

AT_ONCE = 16
"""Requests under way at most, and so documents in memory."""

log: structlog.stdlib.BoundLogger = structlog.get_logger()


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
        self._turns = Turns(self._agenda, clock, self.heartbeat, self._mind_the_clock)
        pages = Pages(requests, hosts, clock, pause=settings.pause, max_bytes=settings.max_bytes)
        self._taking = Taking(name, settings.hints, memory, clock, pages)
        self._list_wake = asyncio.Event()
        self._troubles = Troubles(name, str(file))

    @property
    def place(self) -> str:
        """The list."""
        return f"the feeds of {self.file}"

    @property
    def troubles(self) -> Mapping[str, str]:
        """Of the list under the empty path, and under its name where nobody has made it yet; of a feed that failed
        again and again, or is gone, under its address."""
        return self._troubles.by_path()

    @property
    def waiting(self) -> int:
        """How many documents with news are on their way."""
        return self._taking.waiting

    async def run(self, put: Put, stop: asyncio.Event) -> None:
        """Put what is new until `stop` is set; waits as long as `put` does, and for what it put to be stored."""
        try:
            loaded = await self._load_list()
            async with asyncio.TaskGroup() as group:
                parts = (self._follow_list(loaded), *(self._ask_in_turn(put) for _ in range(AT_ONCE)))
                tasks = [group.create_task(part) for part in parts]
                while not stop.is_set():
                    await self._clock.wait(stop, REST_SECONDS)
                for task in tasks:
                    task.cancel()
        finally:
            await self._requests.close()

    def stored(self, articles: Iterable[RawArticle | Touched]) -> None:
        """These documents' news are committed."""
        self._taking.settle(articles, stored=True)

    def failed(self, articles: Iterable[RawArticle | Touched]) -> None:
        """They were not: the same documents are put again in a second."""
        self._taking.settle(articles, stored=False)

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
            new = found.missing and not self._feeds and not await self._known()
            self._troubles.replace(Seen.WATCHING, {self.file.name if new else "": found.reason})
            return seen  # the feeds that were listed last go on being asked
        faults = {self.file.name: "; ".join(found.faults[:5])} if found.faults else {}
        self._troubles.replace(Seen.WATCHING, faults)
        now, feeds = self._clock.now(), {feed.url: feed for feed in found.feeds}
        stored = await self._known()
        removed = (self._feeds.keys() | stored.keys()) - feeds.keys()
        await insist(lambda: self._memory.forget(self.name, sorted(removed)), self._clock)
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

    async def _known(self) -> Mapping[str, FeedState]:
        """What is remembered of the feeds that were listed last."""
        return await insist(lambda: self._memory.states(self.name), self._clock)

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
            ask = await self._turns.next()
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
            await insist(lambda: self._memory.save(state), self._clock)
            self._note(state)
        return None

    async def _after(
        self, before: FeedState, ask: Ask, answer: Page | Unchanged | Gone | Failed, put: Put, *, forced: bool
    ) -> FeedState:
        if isinstance(answer, Page):
            found = await asyncio.to_thread(documents.read, answer, self._settings.hints.fields)
            if isinstance(found, Document):
                news = await self._taking.take(
                    self._feeds.get(ask.feed, Feed(ask.feed)), answer, found, put, forced=forced
                )
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

    def _note(self, state: FeedState) -> None:
        """One or two failures are how the web is; three, or the end, are a trouble."""
        if state.gone or state.failures >= polling.TROUBLED:
            self._troubles.add(Seen.LOOKING, state.url, state.trouble)
        else:
            self._troubles.over(Seen.LOOKING, state.url)

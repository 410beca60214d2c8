"""Feeds polled for a day: `python -m benchmarks.feeds_polled [FEEDS] [HOSTS] [HOURS]` (1000 200 24).

One process in virtual time: the source, its agenda and its memory in a real store, the reading of every document, over
a web that is made up: a feed has 20 entries of 150 words and a new one every few hours; a host takes up to two seconds;
of a hundred feeds five are down, five have moved, three lead elsewhere each time, two take a minute. Prints how many
requests that were, the shortest time between the end of one and the beginning of the next to the same host, and the
memory that the process had.
"""

from __future__ import annotations

import asyncio
import random
import resource
import sys
import tempfile
import time
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

import structlog

from monitor.config import FeedsSettings
from monitor.feedmemory import FeedMemory
from monitor.model.article import Article, RawArticle, Touched
from monitor.reading import read_all
from monitor.sources.feeds import FeedSource, Hosts
from monitor.sources.feeds.answers import Answer, Elsewhere, Failed, Page, Reason, Unchanged
from monitor.sources.feeds.headers import host
from monitor.storage import Store
from monitor.storage.rows import LedgerState, Taken
from tests.support.clock import START, VirtualClock
from tests.support.feeds import listed, rss

_WORDS = (
    "river coast minister bridge harvest election school power storm talks border market water army vote road".split()
)


class World:
    """The web, made up; and what was asked of it."""

    def __init__(self, clock: VirtualClock) -> None:
        self._clock = clock
        self._random = random.Random(7)
        self.requests = Counter[str]()
        self.hosts: dict[str, datetime] = {}
        self.busy: set[str] = set()
        self.shortest = timedelta(days=99)

    async def get(self, url: str, etag: str | None, modified: str | None, now: datetime) -> Answer:
        name = host(url)
        assert name not in self.busy, f"{name} is asked twice at once"
        if name in self.hosts:
            self.shortest = min(self.shortest, self._clock.now() - self.hosts[name])
        self.busy.add(name)
        await self._clock.sleep(60 if _number(url) % 100 < 2 else self._random.uniform(0.05, 2.0))
        self.busy.discard(name)
        self.hosts[name] = self._clock.now()
        answer = self._answer(url, etag)
        self.requests[type(answer).__name__] += 1
        return answer

    def _answer(self, url: str, etag: str | None) -> Answer:
        number = _number(url)
        match number % 100:
            case 2 | 3 | 4 | 5 | 6:
                return Failed(Reason.SERVER_ERROR, "the server answered 500")
            case 7 | 8 | 9 | 10 | 11 if "/new/" not in url:
                return Elsewhere(url.replace(".test/", ".test/new/"), True)
            case 12 | 13 | 14 if "cdn" not in url:
                return Elsewhere(f"https://cdn.test/{number}", False)
        edition = int((self._clock.now() - START) / timedelta(hours=2 + number % 7))
        if etag == f'"{edition}"' and number % 4:  # a quarter of all servers knows no ETags
            return Unchanged()
        return Page(_feed(number, edition), f'"{edition}"' if number % 4 else None)

    async def close(self) -> None:
        pass


def _number(url: str) -> int:
    return int(url.rsplit("/", 1)[1])


def _feed(number: int, edition: int) -> bytes:
    text = random.Random(number)
    entries = [(f"{number}-{edition - back}", " ".join(text.choices(_WORDS, k=150)) + ".") for back in range(20)]
    return rss(*entries, title=f"Wire {number}")


class Intake:
    """Reads and records what is put, as the pipeline does, and tells the source."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.source: FeedSource | None = None
        self.articles = 0

    async def put(self, raw: RawArticle | Touched) -> None:
        assert isinstance(raw, RawArticle)
        assert self.source is not None
        found = await asyncio.to_thread(read_all, raw, default_language="en")
        rows = [
            Taken(
                RawArticle(one.id, b"", one.version, raw.received, raw.modified),
                LedgerState.TAKEN if isinstance(one.outcome, Article) else LedgerState.QUARANTINED,
            )
            for one in found
        ]
        async with self._store.begin() as tx:
            self.articles += sum(number is not None for number in await tx.ledger.record(rows))
        self.source.stored([raw])


async def poll(feeds: int, hosts: int, hours: int, folder: Path) -> None:
    clock, stop = VirtualClock(), asyncio.Event()
    world, chance = World(clock), random.Random(11)
    file = listed(folder / "feeds.opml", *(f"https://host{number % hosts}.test/{number}" for number in range(feeds)))
    store = await Store.open(f"sqlite:///{folder}/state.db")
    intake = Intake(store)
    intake.source = FeedSource(
        "wires",
        file,
        FeedsSettings(feeds="feeds.opml"),
        memory=FeedMemory(store),
        requests=world,
        hosts=Hosts(),
        clock=clock,
        chance=chance.random,
        look_seconds=300,
    )
    before, began = _memory(), time.perf_counter()
    running = clock.start(intake.source.run(intake.put, stop))
    await clock.advance(timedelta(hours=hours))
    stop.set()
    await clock.advance(timedelta(seconds=1))
    await running
    async with store.read() as tx:
        states = await tx.feeds.all()
    await store.close()
    total = sum(world.requests.values())
    print(f"{feeds} feeds on {hosts} hosts, {hours} hours in {time.perf_counter() - began:.0f} s: {total} requests")
    print(f"  {dict(world.requests)}; {intake.articles} articles")
    asked, failing = sum(one.asked is not None for one in states), sum(one.failures > 0 for one in states)
    print(f"  {asked} feeds were asked, {failing} are in trouble")
    print(f"shortest pause of a host: {world.shortest.total_seconds():.1f} s")
    print(f"memory: {before:.0f} MB before, {_memory():.0f} MB at most")


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    given = [int(each) for each in sys.argv[1:]]
    feeds, hosts, hours = given + [1000, 200, 24][len(given) :]
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(poll(feeds, hosts, hours, Path(folder)))


if __name__ == "__main__":
    main()

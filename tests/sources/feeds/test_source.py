"""A source of feeds in virtual time, over a real store: what it asks, what it puts, and what it knows after a restart."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from monitor.config import FeedsSettings
from monitor.feedmemory import FeedMemory
from monitor.model.article import Article, ArticleId, RawArticle, Touched
from monitor.model.feed import FeedState
from monitor.reading import read_all
from monitor.sources.feeds import FeedSource, Hosts
from monitor.sources.feeds.answers import Elsewhere, Failed, Gone, Page, Reason, Unchanged
from monitor.sources.feeds.opml import Feed
from monitor.storage import Store
from monitor.storage.rows import LedgerState, Taken
from tests.support.clock import VirtualClock
from tests.support.feeds import Web, gaps, listed, rss

A, B, C = (f"https://{name}.test/feed" for name in "abc")
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@dataclass
class Watched:
    """A source that runs, and what it has put. `sound`: the store takes what is put; `free`: it
    has room for more."""

    source: FeedSource
    store: Store
    clock: VirtualClock
    web: Web
    taken: list[tuple[str, list[str]]] = field(default_factory=list)
    put: list[RawArticle] = field(default_factory=list)
    sound: bool = True
    free: asyncio.Event = field(default_factory=asyncio.Event)

    async def take(self, raw: RawArticle | Touched) -> None:
        """What the pipeline does: read, record, tell."""
        assert isinstance(raw, RawArticle)
        self.put.append(raw)
        if not self.free.is_set():
            await self.clock.wait(self.free, 1e6)
        if not self.sound:
            self.source.failed([raw])
            return
        found = read_all(raw, default_language="en")
        async with self.store.begin() as tx:
            rows = [Taken(_part(raw, one.id, one.version), _state(one.outcome)) for one in found]
            numbers = await tx.ledger.record(rows)
        names = [one.id.path.partition("!/")[2] for one, number in zip(found, numbers, strict=True) if number]
        self.taken.append((raw.id.path, names))
        self.source.stored([raw])

    async def pass_time(self, by: timedelta) -> None:
        await self.clock.advance(by)

    async def state(self, url: str) -> FeedState:
        async with self.store.read() as tx:
            return (await tx.feeds.of("wires"))[url]


def _part(raw: RawArticle, id: ArticleId, version: str) -> RawArticle:
    return RawArticle(id, b"", version, raw.received, raw.modified)


def _state(outcome: object) -> LedgerState:
    return LedgerState.TAKEN if isinstance(outcome, Article) else LedgerState.QUARANTINED


@asynccontextmanager
async def watching(
    folder: Path,
    *feeds: str | Feed,
    web: Web | None = None,
    clock: VirtualClock | None = None,
    look: float = 120,
    name: str = "wires",
    **settings: Any,
) -> AsyncIterator[Watched]:
    """A source of these feeds at work; the list and the store are in the folder, and stay there."""
    clock = clock or VirtualClock()
    web = web or Web(clock.now)
    file = folder / "wires.opml"
    if feeds:
        listed(file, *feeds)
    store = await Store.open(f"sqlite:///{folder}/state.db")
    shape = FeedsSettings.model_validate({"feeds": "wires.opml", **settings})
    source = FeedSource(
        name,
        file,
        shape,
        memory=FeedMemory(store),
        requests=web,
        hosts=Hosts(),
        clock=clock,
        chance=lambda: 0.0,
        look_seconds=look,
    )
    watched = Watched(source, store, clock, web)
    watched.free.set()
    stop = asyncio.Event()
    task = clock.start(source.run(watched.take, stop))
    try:
        yield watched
    finally:
        stop.set()
        await task
        await store.close()


async def test_each_entry_is_given_once_and_an_edited_one_again(tmp_path: Path) -> None:
    async with watching(tmp_path, A) as it:
        it.web.says(
            A,
            Page(rss("one", "two"), etag='"1"'),
            Page(rss("one", "two", more="<lastBuildDate>later</lastBuildDate>")),
            Page(rss("three", "one", "two")),
            Page(rss("three", ("one", "It is known by now."), "two")),
            Unchanged(),
        )
        await it.pass_time(2 * HOUR)
        assert [names for _, names in it.taken] == [["one", "two"], ["three"], ["one"]]
        assert [etag for _, _, etag in it.web.asked][:3] == [None, '"1"', None]
        state = await it.state(A)
    assert (state.title, state.entries, state.failures, state.answered) == ("Wire", 3, 0, state.asked)
    assert state.gave == it.put[-1].received


async def test_an_entry_alone_in_its_feed_is_an_article_of_its_own(tmp_path: Path) -> None:
    async with watching(tmp_path, A) as it:
        it.web.says(A, Page(rss("one")), Page(rss("two")))
        await it.pass_time(HOUR)
        assert it.taken == [(A, ["one"]), (A, ["two"])]


async def test_a_restart_goes_on_where_it_was(tmp_path: Path) -> None:
    clock = VirtualClock()
    web = Web(clock.now)
    web.says(A, Page(rss("one"), etag='"1"'), Page(rss("two", "one")))
    async with watching(tmp_path, A, web=web, clock=clock) as it:
        await it.pass_time(MINUTE)
        assert len(it.taken) == 1
    async with watching(tmp_path, web=web, clock=clock) as it:
        await it.pass_time(13 * MINUTE)
        assert len(web.asked) == 1, "it is not due yet"
        await it.pass_time(2 * MINUTE)
        assert web.asked[-1][2] == '"1"'
        assert it.taken == [(A, ["two"])]


async def test_a_source_that_is_renamed_brings_nothing_again(tmp_path: Path) -> None:
    clock = VirtualClock()
    web = Web(clock.now)
    web.says(A, Page(rss("one")), Page(rss("two", "one")))
    for name, taken in (("wires", ["one"]), ("world", ["two"])):
        async with watching(tmp_path, A, web=web, clock=clock, name=name) as it:
            await it.pass_time(MINUTE)
            assert it.taken == [(A, taken)]


async def test_what_is_not_stored_is_given_until_it_is_and_only_then_counts_as_answered(tmp_path: Path) -> None:
    async with watching(tmp_path, A) as it:
        it.web.says(A, Page(rss("one"), etag='"1"'))
        it.sound = False
        await it.pass_time(5 * MINUTE)
        assert len(it.put) > 100, "every second"
        assert len(it.web.asked) == 1, "nobody is asked for it again"
        async with it.store.read() as tx:
            assert await tx.feeds.of("wires") == {}
        it.sound = True
        await it.pass_time(5 * MINUTE)
        assert it.taken == [(A, ["one"])]
        assert (await it.state(A)).etag == '"1"'


async def test_a_feed_whose_news_are_on_their_way_is_asked_again_only_when_they_are_stored(tmp_path: Path) -> None:
    async with watching(tmp_path, A, look=5) as it:
        it.web.says(A, Page(rss("one"), etag='"1"'), Page(rss("two", "one")))
        it.free.clear()
        await it.pass_time(MINUTE)
        it.source.retry([A])
        await it.pass_time(MINUTE)
        listed(tmp_path / "wires.opml", Feed(A, every=5 * MINUTE))
        it.clock.step(-timedelta(days=2))
        it.source.heartbeat.set()
        await it.pass_time(MINUTE)
        assert (len(it.web.asked), len(it.put), it.source.waiting) == (1, 1, 1)
        it.free.set()
        await it.pass_time(MINUTE)
        assert it.taken == [(A, ["one"]), (A, ["two"])]
        assert (len(it.web.asked), it.source.waiting) == (2, 0)
        await it.pass_time(5 * MINUTE)
        assert len(it.web.asked) == 3, "at the pace that was set meanwhile"


async def test_the_list_is_live(tmp_path: Path) -> None:
    async with watching(tmp_path, look=5) as it:
        await it.pass_time(MINUTE)
        assert "no such file" in it.source.troubles["wires.opml"], (
            "nobody made it yet: no trouble that the owner hears of"
        )
        for url in (A, B):
            it.web.says(url, Page(rss(url[8])))
        listed(tmp_path / "wires.opml", A, B)
        await it.pass_time(MINUTE)
        assert sorted(names for _, names in it.taken) == [["a"], ["b"]]
        assert not it.source.troubles
        (tmp_path / "wires.opml").write_text("<opml><body>")
        await it.pass_time(HOUR)
        assert "no XML" in it.source.troubles[""]
        assert len(it.web.times(A)) > 2, "those listed last are asked"
        (tmp_path / "wires.opml").unlink()
        await it.pass_time(MINUTE)
        assert "no such file" in it.source.troubles[""]
        listed(tmp_path / "wires.opml", B)
        await it.pass_time(MINUTE)
        asked = len(it.web.times(A))
        await it.pass_time(HOUR)
        assert len(it.web.times(A)) == asked
        async with it.store.read() as tx:
            assert list(await tx.feeds.of("wires")) == [B]


async def test_a_feed_has_a_pace_of_its_own(tmp_path: Path) -> None:
    async with watching(tmp_path, Feed(A, every=5 * MINUTE), B, C) as it:
        it.web.says(A, Page(rss("a", more="<ttl>60</ttl>"), max_age=HOUR))
        it.web.says(B, Page(rss("b", more="<ttl>30</ttl>")))
        it.web.says(C, Page(rss("c", more="<ttl>6000</ttl>")))
        await it.pass_time(6 * HOUR)
        for url, minutes in ((A, 5), (B, 30), (C, 60)):
            assert set(gaps(it.web.times(url))) == {minutes * 60.0}, url


async def test_one_host_is_asked_one_at_a_time_with_a_pause(tmp_path: Path) -> None:
    feeds = [f"https://a.test/{number}" for number in range(20)]
    async with watching(tmp_path, *feeds, B) as it:
        for url in (*feeds, B):
            it.web.says(url, Page(rss(url[-1])))
        await it.pass_time(2 * HOUR)
        moments = [when for when, url, _ in it.web.asked if "//a.test" in url]
        assert min(gaps(moments)) >= 10
        assert set(gaps(it.web.times(B))) == {900.0}, "nobody waits for another host"
        assert all(it.web.times(url) for url in feeds)


async def test_failures_back_off_and_are_told_of_when_they_last(tmp_path: Path) -> None:
    async with watching(tmp_path, A) as it:
        it.web.says(A, *[Failed(Reason.SERVER_ERROR, "the server answered 500")] * 7, Page(rss("one")))
        await it.pass_time(40 * MINUTE)
        assert not it.source.troubles
        await it.pass_time(30 * HOUR)
        assert gaps(it.web.times(A))[:7] == [900, 1800, 3600, 7200, 7200, 7200, 7200]
        assert it.taken == [(A, ["one"])]
        assert not it.source.troubles


async def test_the_server_is_left_alone_for_as_long_as_it_wants(tmp_path: Path) -> None:
    async with watching(tmp_path, A) as it:
        it.web.says(A, Failed(Reason.BUSY, "429", 3 * HOUR), Failed(Reason.BUSY, "429", 900 * HOUR), Page(rss("one")))
        await it.pass_time(40 * HOUR)
        assert gaps(it.web.times(A))[:2] == [3 * 3600, 24 * 3600]


async def test_a_permanent_redirect_is_remembered_and_a_temporary_one_is_not(tmp_path: Path) -> None:
    async with watching(tmp_path, A, B) as it:
        it.web.says(A, Elsewhere("https://new.test/feed", True))
        it.web.says(B, Elsewhere("https://cdn.test/feed", False))
        it.web.says("https://new.test/feed", Page(rss("one"), etag='"n"'))
        it.web.says("https://cdn.test/feed", Page(rss("two")))
        await it.pass_time(HOUR)
        assert (await it.state(A)).moved == "https://new.test/feed"
        assert (await it.state(B)).moved is None
        assert len(it.web.times(A)) == 1
        assert len(it.web.times(B)) == 5
        assert {etag for _, url, etag in it.web.asked if "new" in url} == {None, '"n"'}
        assert sorted(it.taken) == [(A, ["one"]), (B, ["two"])], "articles are known by the address that is listed"


async def test_a_feed_that_is_not_where_it_moved_to_is_looked_for_where_it_was(tmp_path: Path) -> None:
    async with watching(tmp_path, A) as it:
        it.web.says(A, Elsewhere("https://new.test/feed", True), Page(rss("two", "one")))
        it.web.says("https://new.test/feed", Page(rss("one")), Gone())
        await it.pass_time(HOUR)
        assert (await it.state(A)).moved is None
        assert it.taken == [(A, ["one"]), (A, ["two"])]


async def test_redirects_end(tmp_path: Path) -> None:
    async with watching(tmp_path, A, pause="1s") as it:
        it.web.says(A, Elsewhere(A, True))
        await it.pass_time(MINUTE)
        assert len(it.web.asked) == 6
        assert min(gaps([when for when, _, _ in it.web.asked])) >= 1
        assert "redirects: " in (await it.state(A)).trouble


async def test_what_is_gone_is_not_asked_again_until_somebody_says_so(tmp_path: Path) -> None:
    async with watching(tmp_path, A) as it:
        it.web.says(A, Page(rss("one")), Gone(), Page(rss("two")))
        await it.pass_time(48 * HOUR)
        assert len(it.web.asked) == 2
        assert "gone" in it.source.troubles[A]
        async with it.store.begin() as tx:
            await tx.feeds.forget("wires", [A])
        it.source.wake()
        await it.pass_time(MINUTE)
        assert it.taken == [(A, ["one"]), (A, ["two"])]
        assert not it.source.troubles


async def test_what_is_no_feed_is_a_trouble_of_its_feed_alone(tmp_path: Path) -> None:
    async with watching(tmp_path, A, B, C) as it:
        it.web.says(A, Page(b"<!DOCTYPE html><html><body><p>Please log in.</p></body></html>"))
        it.web.says(B, Page(b"\x00\x01" * 5000))
        it.web.says(C, Page(rss("one")))
        await it.pass_time(2 * HOUR)
        assert "web page" in it.source.troubles[A]
        assert B in it.source.troubles
        assert it.taken == [(C, ["one"])]


async def test_what_could_not_be_read_is_asked_for_again_on_request(tmp_path: Path) -> None:
    async with watching(tmp_path, A) as it:
        it.web.says(A, Page(rss(("...", "?!")), etag='"1"'), Page(rss(("...", "?!"), "one")))
        await it.pass_time(20 * MINUTE)
        assert it.taken == [(A, ["..."]), (A, ["one"])]
        assert it.source.exists(A)
        it.source.retry([A])
        await it.pass_time(MINUTE)
        assert [set(raw.only or ()) for raw in it.put] == [{"..."}, {"one"}, {"..."}]


async def test_a_clock_that_is_set_back_keeps_nobody_waiting(tmp_path: Path) -> None:
    async with watching(tmp_path, A) as it:
        it.web.says(A, Page(rss("one")))
        await it.pass_time(HOUR)
        asked = len(it.web.asked)
        it.clock.step(-timedelta(days=2))
        it.source.heartbeat.set()
        await it.pass_time(16 * MINUTE)
        assert len(it.web.asked) == asked + 2


async def test_json_of_ones_own_is_asked_like_a_feed(tmp_path: Path) -> None:
    own = b'[{"key": "%d", "head": "Rebels take Hama", "words": "They took it.", "when": "2026-11-23 05:00"}]'
    fields = {"id": "key", "title": "head", "text": "words", "published": "when"}
    async with watching(tmp_path, A, fields=fields, timezone="Europe/Paris") as it:
        it.web.says(A, Page(own % 1), Page(own % 1 + b"\n"), Page(own % 2))
        await it.pass_time(HOUR)
        assert it.taken == [(A, ["1"]), (A, ["2"])]
        (read,) = read_all(it.put[0], default_language="en")
        assert isinstance(read.outcome, Article)
        assert (read.outcome.headline, read.outcome.published.hour) == ("Rebels take Hama", 4)

"""The flow from bytes to notifications, on both databases: each article wholly, or not at all."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from monitor.config import MonitorSettings, RetentionSettings
from monitor.errors import StoreUnavailable
from monitor.matching import Engine
from monitor.model.alert import KeptBack, NotificationState
from monitor.model.article import ArticleId, Fingerprint, RawArticle, Touched
from monitor.pipeline import InForce, Pipeline
from monitor.rules.compiled import Rule, RuleSet
from monitor.rules.load import load_rules
from monitor.storage import Store, Transaction
from monitor.storage.rows import ArticleHistory
from tests.support.alerting import plain_headline, settings
from tests.support.clock import VirtualClock
from tests.support.databases import fresh_url, postgres, store, store_url

__all__ = ["fresh_url", "postgres", "store", "store_url"]

RULE = "title: Cholera\nid: cholera\nany: [cholera]\nnotify: [desk]\n"
LONG = " ".join(
    f"Doctors in district {word} counted cholera cases." for word in "one two three four five six seven".split()
)
LONG += " " + " ".join(f"The ministry sent {n} doctors and tents to the valley." for n in ("ten", "twelve", "forty"))


class Wire:
    """A source that remembers what it was told."""

    def __init__(self) -> None:
        self.kept: list[str] = []
        self.returned: list[str] = []

    def stored(self, articles: Sequence[RawArticle | Touched]) -> None:
        self.kept += [one.id.path for one in articles]

    def failed(self, articles: Sequence[RawArticle | Touched]) -> None:
        self.returned += [one.id.path for one in articles]


def raw(path: str, text: str, clock: VirtualClock) -> RawArticle:
    content = text.encode("utf-8", "surrogatepass")
    return RawArticle(
        ArticleId("wire", path),
        content,
        hashlib.sha256(content).hexdigest(),
        clock.now(),
        clock.now(),
        Fingerprint(1, len(content), 1),
    )


class FullNowAndThen:
    """A real store, whose disk is full at some of its transactions: in the order of `full`."""

    def __init__(self, store: Store, *full: bool) -> None:
        self._store, self._full = store, list(full)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[Transaction]:
        async with self._store.begin() as tx:
            yield tx
            if self._full and self._full.pop(0):
                raise StoreUnavailable("disk I/O error")


@pytest.mark.parametrize(
    ("full", "reasons"),
    [((True,), []), ((True, False, True), ["internal_error"])],
    ids=["once", "twice, though another transaction was written between"],
)
async def test_an_article_that_a_full_disk_kept_out_is_tried_again(
    store: Store, full: tuple[bool, ...], reasons: list[str]
) -> None:
    clock = VirtualClock()
    desk = Desk(FullNowAndThen(store, *full), clock)  # type: ignore[arg-type]
    await desk.pipeline.intake.put(raw("a.txt", "Cholera spreads.", clock))
    stop = asyncio.Event()
    stop.set()
    await desk.pipeline.run(stop)
    assert desk.wire.kept == ["a.txt"]
    async with store.read() as tx:
        assert [each.reason for each in await tx.quarantine.list()] == reasons


class Desk:
    """A pipeline with one rule, over a real store."""

    def __init__(self, store: Store, clock: VirtualClock, **rule: object) -> None:
        loaded = load_rules({"cholera.yml": RULE}, {})
        rules = {one.id: replace(one, **rule) for one in loaded.rules["cholera.yml"]}  # type: ignore[arg-type]
        self.rules: dict[str, Rule] = rules
        self.store, self.clock, self.wire = store, clock, Wire()
        self.fields: dict[str, str] = {}
        engine = Engine(RuleSet(rules, {}))
        self.woken = 0
        self.pipeline = Pipeline(
            store, {"wire": self.wire}, lambda: InForce(self._settings(), engine, plain_headline), clock, self._wake
        )

    def _settings(self) -> MonitorSettings:
        return settings(
            receivers={"desk": {"kind": "email", "to": ["desk@example.org"]}},
            routes=[{"to": ["desk"]}],
            sources=[{"folder": "news", "name": "wire", "fields": self.fields}],
        )

    def _wake(self) -> None:
        self.woken += 1

    async def take(self, *texts: tuple[str, str]) -> None:
        await self.pipeline.take([raw(path, text, self.clock) for path, text in texts])

    async def notifications(self) -> int:
        async with self.store.read() as tx:
            return len(await tx.outbox.list(state=NotificationState.PENDING))

    async def history(self, path: str) -> ArticleHistory:
        async with self.store.read() as tx:
            history = await tx.why.article(ArticleId("wire", path))
        assert history is not None
        return history


@pytest.fixture
def clock() -> VirtualClock:
    return VirtualClock()


@pytest.fixture
def desk(store: Store, clock: VirtualClock) -> Desk:
    return Desk(store, clock)


async def test_an_article_becomes_a_notification(desk: Desk) -> None:
    await desk.take(("a.txt", "Fever\n\nTwelve people fell ill with cholera."), ("b.txt", "Sports\n\nThey won."))
    assert await desk.notifications() == 1
    assert [match.match.rule_id for match in (await desk.history("a.txt")).matches] == ["cholera"]
    assert (await desk.history("b.txt")).matches == ()


async def test_taken_twice_it_is_told_once(desk: Desk) -> None:
    for _ in range(2):
        await desk.take(("a.txt", "Fever\n\nTwelve people fell ill with cholera."))
    assert await desk.notifications() == 1
    assert len((await desk.history("a.txt")).versions) == 1


async def test_every_version_is_kept_and_the_happening_told_once(desk: Desk) -> None:
    for text in ("Fever\n\nCholera in the camp.", "Fever\n\nCholera in both camps.", "Fever\n\nCholera in the camp."):
        await desk.take(("a.txt", text))
    history = await desk.history("a.txt")
    assert [version.number for version in history.versions] == [1, 2, 3]
    assert await desk.notifications() == 1
    assert {match.match.kept_back for match in history.matches} == {None, KeptBack.ALREADY_ALERTED}


async def test_two_versions_in_one_batch_are_one_story(desk: Desk) -> None:
    await desk.take(("a.txt", "Fever\n\nCholera in the camp."), ("a.txt", "Fever\n\nCholera in both camps."))
    assert [version.number for version in (await desk.history("a.txt")).versions] == [1, 2]
    assert await desk.notifications() == 1


async def test_copies_in_one_batch_are_one_story(desk: Desk) -> None:
    text = f"Cholera spreads in the valley\n\n{LONG}"
    await desk.take(("a.txt", text), ("b.txt", text.replace("\n\n", "\n\nGENEVA, Nov 23 (Reuters) - ")))
    assert await desk.notifications() == 1
    versions = (await desk.history("b.txt")).versions
    assert versions[0].copy_of == ArticleId("wire", "a.txt")


async def test_a_restart_knows_the_stories_of_the_last_days(store: Store, clock: VirtualClock) -> None:
    text = f"Cholera spreads in the valley\n\n{LONG}"
    await Desk(store, clock).take(("a.txt", text), ("b.txt", "Sports\n\nThey won."))
    anew = Desk(store, clock)
    await anew.take(("c.txt", text), ("a.txt", f"{text} Two clinics in Basra opened on Monday."))
    (copy,) = (await anew.history("c.txt")).versions
    assert (copy.story_id, copy.copy_of) == ("wire:a.txt@1", ArticleId("wire", "a.txt"))
    _, take = (await anew.history("a.txt")).versions
    assert (take.story_id, take.take_of) == ("wire:a.txt@1", (ArticleId("wire", "a.txt"), 1))
    assert len(take.news) == 1
    assert await anew.notifications() == 1


async def test_two_daemons_on_one_store_place_alike(store: Store, clock: VirtualClock) -> None:
    one, other = Desk(store, clock), Desk(store, clock)
    text = f"Cholera spreads in the valley\n\n{LONG}"
    await other.take(("x.txt", "Sports\n\nThey won."))
    await one.take(("a.txt", text))
    await other.take(("b.txt", text))
    await one.take(("c.txt", text))
    for path in ("b.txt", "c.txt"):
        assert (await one.history(path)).versions[0].copy_of == ArticleId("wire", "a.txt")


async def test_what_cannot_be_read_is_quarantined_alone(desk: Desk) -> None:
    await desk.take(("a.txt", "\0\0\0\0"), ("b.txt", "Fever\n\nTwelve people fell ill with cholera."))
    assert await desk.notifications() == 1
    assert [row.reason for row in (await desk.history("a.txt")).quarantine] == ["binary"]
    await desk.take(("a.txt", "Fever\n\nNow it can be read."))
    assert [row.resolved is None for row in (await desk.history("a.txt")).quarantine] == [False]


async def test_late_news_interrupts_nobody(store: Store, clock: VirtualClock) -> None:
    desk = Desk(store, clock, max_age=timedelta(days=1))
    day = (clock.now() - timedelta(days=4)).isoformat()
    await desk.take(("a.txt", f"---\npublished: {day}\n---\nFever\n\nTwelve people fell ill with cholera."))
    assert await desk.notifications() == 0
    assert [one.match.kept_back for one in (await desk.history("a.txt")).matches] == [KeptBack.LATE_WITHOUT_DIGEST]


async def test_a_shadow_rule_counts_and_tells_nobody(store: Store, clock: VirtualClock) -> None:
    desk = Desk(store, clock, shadow=True)
    await desk.take(("a.txt", "Fever\n\nTwelve people fell ill with cholera."))
    assert await desk.notifications() == 0
    assert [one.match.kept_back for one in (await desk.history("a.txt")).matches] == [KeptBack.SHADOW]


async def test_the_run_drains_the_intake_and_tells_the_source(desk: Desk) -> None:
    stop = asyncio.Event()
    stop.set()
    for number in range(70):
        await desk.pipeline.intake.put(raw(f"{number}.txt", f"Fever\n\nCholera in camp {number}.", desk.clock))
    await desk.pipeline.run(stop)
    assert sorted(desk.wire.kept) == sorted(f"{number}.txt" for number in range(70))
    assert await desk.notifications() == 70
    assert desk.woken >= 1


async def test_an_article_that_no_database_takes_harms_no_other(desk: Desk) -> None:
    stop = asyncio.Event()
    stop.set()
    poison = raw("a.txt", "Fever\n\nCholera.", desk.clock)
    poison = replace(poison, content_hash="\ud800")  # a lone surrogate: neither database stores it
    await desk.pipeline.intake.put(poison)
    await desk.pipeline.intake.put(raw("b.txt", "Fever\n\nCholera in the camp.", desk.clock))
    await asyncio.wait_for(_drained_but_one(desk, stop), 30)
    assert "b.txt" in desk.wire.kept
    assert await desk.notifications() == 1


async def _drained_but_one(desk: Desk, stop: asyncio.Event) -> None:
    running = desk.clock.start(desk.pipeline.run(stop))
    while not running.done():
        await desk.clock.advance(timedelta(seconds=5))
    await running


async def test_json_of_ones_own_is_read_by_the_sources_field_map(desk: Desk) -> None:
    desk.fields = {"text": "story.body"}
    await desk.take(("a.json", '{"story": {"body": "Twelve people fell ill with cholera."}}'))
    assert await desk.notifications() == 1


FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>Wire</title>
<item><guid>a</guid><title>Fever</title><description>Twelve people fell ill with cholera in the camp.</description></item>
<item><guid>b</guid><title>Sports</title><description>They won the match on Sunday.</description></item>{more}
</channel></rss>"""
EMBARGOED = (
    '{{"uri": "urn:x:1", "type": "text", "headline": "Fever", "versioncreated": "2024-12-05T10:00:00Z", "embargoed": '
    '"{until}", "body_text": "Twelve people fell ill with cholera."}}'
)


async def test_each_article_of_a_feed_is_taken_and_only_new_ones_when_it_grows(desk: Desk) -> None:
    await desk.take(("feed.xml", FEED.format(more="")))
    assert await desk.notifications() == 1
    more = "<item><guid>c</guid><title>Fever</title><description>Cholera reached Tartus.</description></item>"
    await desk.take(("feed.xml", FEED.format(more=more)))
    assert [len((await desk.history(f"feed.xml!/{one}")).versions) for one in "abc"] == [1, 1, 1]
    assert desk.pipeline.taken == 3


async def test_what_is_no_article_is_noted_and_waits_for_nobody(desk: Desk) -> None:
    await desk.take(("a.json", '{"uri": "urn:x:1", "type": "picture", "headline": "Cholera"}'))
    assert await desk.notifications() == 0
    [row] = (await desk.history("a.json")).quarantine
    assert (row.reason, row.detail) == ("no_article", "it is a picture (ninjs)")
    async with desk.store.read() as tx:
        assert await tx.quarantine.list() == []


async def test_an_embargoed_article_is_told_when_its_time_has_come(desk: Desk) -> None:
    until = desk.clock.now() + timedelta(hours=2)
    text = EMBARGOED.format(until=until.isoformat())
    await desk.take(("a.json", text))
    assert await desk.notifications() == 0
    async with desk.store.begin() as tx:
        [row] = await tx.quarantine.list()
        assert (row.reason, row.until) == ("embargoed", until)
        assert await tx.quarantine.retries(desk.clock.now()) == []
        assert await tx.quarantine.due(desk.clock.now(), 9) == []
        assert await tx.quarantine.request_retry(row.id) == 0
        [held] = await tx.quarantine.due(until, 9)
        assert (held.id, held.embargo) == (ArticleId("wire", "a.json"), until)
        assert await tx.quarantine.retries(until) == [], "it is not read again: it was read"
    desk.clock.step(timedelta(hours=2))
    assert [desk.pipeline.release(held) for _ in range(2)] == [True, True]
    assert desk.pipeline.intake.qsize() == 1
    await desk.pipeline.take([desk.pipeline.intake.get_nowait()])
    assert await desk.notifications() == 1
    await desk.take(("a.json", text))
    assert (await desk.notifications(), desk.pipeline.taken) == (1, 1), "the file says nothing new"
    async with desk.store.read() as tx:
        assert await tx.quarantine.list() == []


@pytest.mark.parametrize("wanted", [True, False])
async def test_originals_are_kept_where_they_are_asked_for(store: Store, wanted: bool) -> None:
    clock = VirtualClock()
    kept = settings().model_copy(update={"retention": RetentionSettings(originals=wanted)})
    force = InForce(kept, Engine(RuleSet({}, {})), plain_headline)
    pipeline = Pipeline(store, {"wire": Wire()}, lambda: force, clock, lambda: None)
    await pipeline.take([raw("a.txt", "Ten cases of cholera.", clock), raw("b.txt", "...", clock)])
    async with store.read() as tx:
        content = await tx.originals.get(ArticleId("wire", "a.txt"))
        assert content == (b"Ten cases of cholera." if wanted else None)
        assert await tx.originals.get(ArticleId("wire", "b.txt")) is None, "no article was read from it"

"""A storm of matches through the whole flow, in virtual time: few messages, and every match accounted for."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest_asyncio

from monitor.model.alert import Notification, NotificationKind, NotificationState
from monitor.model.article import ArticleId, RawArticle
from monitor.outbox import Outlets, Worker
from monitor.pipeline import InForce, Pipeline
from monitor.storage import Store
from tests.outbox.desk import Plain, Server
from tests.support.alerting import plain_headline, settings
from tests.support.clock import VirtualClock
from tests.support.rules import engine, rule, terms

MINUTE = timedelta(minutes=1)
MOST, CAP, STORM = 3, 5, 400
DESK = {"kind": "email", "to": ["a@example.org"], "throttle": {"most": MOST, "per": "1m"}, "storm_cap": CAP}
SETTINGS = settings(receivers={"desk": DESK}, routes=[{"to": ["desk"]}], digests={})
RULES = (rule("cholera", any=terms("cholera")), rule("flood", any=terms("flood")))


class Newsroom:
    """A pipeline and a worker on one store; the server takes everything."""

    def __init__(self, store: Store, clock: VirtualClock) -> None:
        self.store, self.clock = store, clock
        self.server = Server(clock)
        self.wake = asyncio.Event()
        force = InForce(SETTINGS, engine(*RULES), plain_headline)
        self.pipeline = Pipeline(store, {}, lambda: force, clock, self.wake.set)
        outlets = Outlets(SETTINGS, {"desk": self.server}, Plain())
        self.worker = Worker(store, outlets, clock, self.wake, chance=lambda: 0.5)

    async def take(self, first: int, number: int) -> None:
        """A batch of short articles, each a story of its own; every fourth of them on floods."""
        now = self.clock.now()
        words = ["flood" if n % 4 == 0 else "cholera" for n in range(first, first + number)]
        await self.pipeline.take(
            [
                RawArticle(ArticleId("wire", f"{n}.txt"), f"A {word} in town {n}.".encode(), f"v{n}", now, now)
                for n, word in enumerate(words, first)
            ]
        )
        self.wake.set()


@pytest_asyncio.fixture
async def newsroom(tmp_path: Path) -> AsyncIterator[Newsroom]:
    clock = VirtualClock()
    store = await Store.open(f"sqlite:///{tmp_path}/state.db")
    room = Newsroom(store, clock)
    stop = asyncio.Event()
    task = clock.start(room.worker.run(stop))
    await clock.settle()
    yield room
    stop.set()
    await clock.advance(MINUTE)
    await task
    await store.close()


def counted(one: Notification) -> int:
    return 1 if one.kind is NotificationKind.ALERT else one.content["total"]


async def test_a_storm_is_a_few_messages_that_count_every_match(newsroom: Newsroom) -> None:
    for first in range(0, STORM, 50):
        await newsroom.take(first, 50)
        await newsroom.clock.advance(timedelta(seconds=5))
    await newsroom.clock.advance(5 * MINUTE)
    got = newsroom.server.got
    times = [at for at, _ in got]
    assert all(sum(at <= other < at + MINUTE for other in times) <= MOST for at in times), "in any minute"
    assert len(got) == MOST + 1
    assert sum(counted(one) for _, one in got) == STORM
    digest = got[-1][1].content
    listed = sum(len(story["entries"]) for place in digest["places"] for story in place["stories"])
    assert (listed, listed + sum(one["count"] for one in digest["tail"])) == (CAP, digest["total"])
    singly = Counter(one.content["alert"]["rule"]["title"] for _, one in got[:-1])
    by_rule = Counter({one["title"]: one["count"] for one in digest["tail"]})
    for place in digest["places"]:
        by_rule.update(entry["alert"]["rule"]["title"] for story in place["stories"] for entry in story["entries"])
    assert singly + by_rule == {"Cholera": STORM * 3 // 4, "Flood": STORM // 4}, "the counts are true, by rule"


async def test_every_match_of_a_storm_is_accounted_for(newsroom: Newsroom) -> None:
    for first in range(0, 120, 40):
        await newsroom.take(first, 40)
    await newsroom.clock.advance(5 * MINUTE)
    arrived = set(newsroom.server.ids)
    async with newsroom.store.read() as tx:
        for number in range(120):
            history = await tx.why.article(ArticleId("wire", f"{number}.txt"))
            assert history is not None
            (match,) = history.matches
            (sent,) = match.notifications
            assert sent.notification.state is NotificationState.SENT
            assert (sent.notification.carried_by or sent.notification.id) in arrived
            assert sent.holds or not sent.notification.carried_by

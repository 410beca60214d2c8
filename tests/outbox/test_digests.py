from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from monitor.model.alert import Alert, AlertSeverity, Notification, NotificationKind
from monitor.model.facts import DigestEntry
from monitor.outbox import Digests
from monitor.outbox.digests import close, current, preview, tend
from monitor.storage import Store
from tests.outbox.desk import DAY, HOUR, MINUTE, Desk
from tests.support.alerting import decision_on, match, news, office, rule, settings, told
from tests.support.clock import VirtualClock

ZONES = ["UTC", "Europe/Paris", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "America/Santiago"]


class Collected:
    """A store whose digest `morning` collects alerts, and the loop that closes its windows."""

    def __init__(self, store: Store, clock: VirtualClock, **digest: Any) -> None:
        shape = {"cron": "0 7 * * *", "timezone": "UTC", "to": ["desk"], **digest}
        self.settings = settings(digests={"morning": shape})
        self.store, self.clock = store, clock
        self.wake = asyncio.Event()
        self.filled = asyncio.Event()
        self._number = 0

    @asynccontextmanager
    async def running(self) -> AsyncIterator[Digests]:
        loop, stop = Digests(self.store, self.settings, self.clock, self.wake, self.filled), asyncio.Event()
        task = self.clock.start(loop.run(stop))
        await self.clock.settle()
        yield loop
        stop.set()
        self.wake.set()
        await task

    async def collect(
        self, *, rule_id: str = "r1", severity: AlertSeverity = AlertSeverity.NORMAL, late: bool = False
    ) -> Alert:
        """Raise an alert, and give it to the digest, as the pipeline does."""
        self._number += 1
        now = self.clock.now()
        by = rule(rule_id, title=rule_id.upper(), severity=severity)
        found = match(news(path=f"{self._number}.txt"), rule_id, happening=(f"h{self._number}",), late=late)
        decision = decision_on(
            told(found, by, story=f"s{self._number}"), None, replace(office(now), settings=self.settings)
        )
        assert decision.alert is not None
        async with self.store.begin() as tx:
            await tx.alerts.add([decision.alert])
            await tx.digests.add_item("morning", decision.alert.id, now, late=late)
        return decision.alert

    async def sent(self) -> list[Notification]:
        """All digests to the first recipient, oldest first."""
        async with self.store.begin() as tx:
            rows = await tx.outbox.list(limit=10_000)
        mine = [n for n in rows if n.kind is NotificationKind.DIGEST and n.recipient == "a@example.org"]
        return sorted(mine, key=lambda n: n.seq)


def alerts_in(notification: Notification) -> list[str]:
    return [entry["alert"]["id"] for entry in entries_in(notification)]


def entries_in(notification: Notification) -> list[DigestEntry]:
    places = notification.content["places"]
    return [entry for place in places for story in place["stories"] for entry in story["entries"]]


async def test_a_window_is_closed_at_its_end_and_holds_what_came_within(store: Store, clock: VirtualClock) -> None:
    digest = Collected(store, clock)
    async with digest.running():
        first = await digest.collect()
        await clock.advance(HOUR - MINUTE)
        assert await digest.sent() == []
        await clock.advance(2 * MINUTE)
        assert digest.filled.is_set()
        second = await digest.collect()
        await clock.advance(DAY)
    morning, next_morning = await digest.sent()
    assert (alerts_in(morning), alerts_in(next_morning)) == ([first.id], [second.id])
    assert morning.content["end"] == next_morning.content["start"] == "2026-11-23T07:00:00+00:00"


async def test_each_recipient_gets_one(store: Store, clock: VirtualClock) -> None:
    digest = Collected(store, clock, to=["desk", "hook"])
    async with digest.running():
        await digest.collect()
        await clock.advance(DAY)
        async with store.begin() as tx:
            told = [(n.receiver, n.recipient) for n in await tx.outbox.list()]
    assert sorted(told) == [("desk", "a@example.org"), ("desk", "b@example.org"), ("hook", "")]


@pytest.mark.parametrize(("when_empty", "count"), [("skip", 0), ("send", 3)])
async def test_when_nothing_was_collected(store: Store, clock: VirtualClock, when_empty: str, count: int) -> None:
    digest = Collected(store, clock, when_empty=when_empty)
    async with digest.running():
        await clock.advance(3 * DAY)
    assert len(await digest.sent()) == count


async def test_what_was_missed_while_down_is_sent_once_on_return(store: Store, clock: VirtualClock) -> None:
    digest = Collected(store, clock)
    async with digest.running():
        first = await digest.collect()
    await clock.advance(2 * DAY)
    second = await digest.collect()
    await clock.advance(DAY)
    async with digest.running():
        await clock.advance(HOUR)
    (missed,) = await digest.sent()
    assert alerts_in(missed) == [first.id, second.id]
    assert missed.content["start"] == "2026-11-23T06:00:00+00:00"
    assert missed.content["end"] == "2026-11-25T07:00:00+00:00"


async def test_two_daemons_close_a_window_once(store: Store, clock: VirtualClock) -> None:
    digest = Collected(store, clock)
    async with digest.running(), digest.running():
        await digest.collect()
        await clock.advance(2 * DAY)
    assert len(await digest.sent()) == 1


@pytest.mark.parametrize("zone", ZONES)
async def test_a_year_of_digests(store: Store, zone: str) -> None:
    """Each day one window, joined end to start, also in the nights when clocks change; looked at twice a day."""
    start = datetime(2026, 1, 1, tzinfo=ZoneInfo(zone))
    digest = Collected(store, VirtualClock(start), cron="30 2 * * *", timezone=zone, when_empty="send")
    sent: list[Notification] = []
    async with store.begin() as tx:
        for half_days in range(2 * 365 + 1):
            now = start.astimezone(UTC) + half_days * 12 * HOUR
            _, closed = await tend(tx, "morning", digest.settings, now)
            sent += [n for n in closed if n.recipient == "a@example.org"]
    ends = [datetime.fromisoformat(n.content["end"]).astimezone(ZoneInfo(zone)).date() for n in sent]
    assert ends == [(start + n * DAY).date() for n in range(365)]
    assert [n.content["start"] for n in sent[1:]] == [n.content["end"] for n in sent[:-1]]
    assert len({n.id for n in sent}) == 365


@pytest.mark.parametrize("step", [-DAY, -HOUR, -MINUTE, MINUTE, HOUR, 3 * DAY])
async def test_a_clock_that_is_set_sends_no_window_twice(store: Store, clock: VirtualClock, step: timedelta) -> None:
    digest = Collected(store, clock)
    async with digest.running():
        first = await digest.collect()
        await clock.advance(HOUR + MINUTE)
        clock.step(step)
        digest.wake.set()
        await clock.advance(5 * DAY)
        last = await digest.collect()
        await clock.advance(2 * DAY)
    sent = await digest.sent()
    assert [alerts_in(n) for n in sent] == [[first.id], [last.id]]


async def test_an_edited_time_holds_for_the_open_window(store: Store, clock: VirtualClock) -> None:
    digest = Collected(store, clock)
    async with digest.running() as loop:
        await digest.collect()
        loop.use(Collected(store, clock, cron="30 6 * * *").settings)
        await clock.advance(31 * MINUTE)
    (sent,) = await digest.sent()
    assert sent.content["end"] == "2026-11-23T06:30:00+00:00"


async def test_the_most_important_first_with_what_was_mailed(desk: Desk) -> None:
    digest = Collected(desk.store, desk.clock)
    low = await digest.collect(rule_id="b", severity=AlertSeverity.LOW)
    second = await digest.collect(rule_id="b", severity=AlertSeverity.CRITICAL)
    late = await digest.collect(rule_id="a", severity=AlertSeverity.CRITICAL, late=True)
    new = await digest.collect(rule_id="a", severity=AlertSeverity.CRITICAL)
    async with desk.running(), digest.running():
        await desk.put(desk.mail_to(alert_id=second.id))
        await desk.clock.advance(2 * HOUR)
    (sent,) = await digest.sent()
    assert alerts_in(sent) == [new.id, second.id, late.id, low.id], "what the reader had and what is late are less news"
    assert [entry["mailed_at"] for entry in entries_in(sent)] == [None, "2026-11-23T06:00:00+00:00", None, None]
    assert [entry["late"] for entry in entries_in(sent)] == [False, False, True, False]
    assert sent.content["total"] == 4
    async with desk.store.begin() as tx:
        (to_b,) = [n for n in await tx.outbox.list() if n.recipient == "b@example.org"]
    assert all(entry["mailed_at"] is None for entry in entries_in(to_b))


async def test_a_digest_can_be_seen_before_and_sent_early(store: Store, clock: VirtualClock) -> None:
    digest = Collected(store, clock)
    async with digest.running():
        first = await digest.collect()
        now = clock.now() + MINUTE
        async with store.begin() as tx:
            until_now = replace(await current(tx, "morning", digest.settings, now), end=now)
            seen = await preview(tx, until_now, digest.settings, now)
            sent = await close(tx, until_now, digest.settings, now)
            again = await close(tx, until_now, digest.settings, now)
        assert alerts_in(seen[0]) == [first.id]
        assert ([n.id for n in sent], again) == ([n.id for n in seen], ())
        await clock.advance(2 * MINUTE)
        second = await digest.collect()
        await clock.advance(HOUR)
    assert [alerts_in(n) for n in await digest.sent()] == [[first.id], [second.id]]


async def test_what_comes_while_the_clock_is_behind_is_in_the_next_digest(store: Store, clock: VirtualClock) -> None:
    digest = Collected(store, clock)
    async with digest.running():
        first = await digest.collect()
        await clock.advance(HOUR + MINUTE)
        clock.step(-HOUR)
        digest.wake.set()
        await clock.settle()
        behind = await digest.collect()
        await clock.advance(3 * DAY)
    assert [alerts_in(n) for n in await digest.sent()] == [[first.id], [behind.id]]


async def test_what_came_before_the_first_window_is_in_it(store: Store, clock: VirtualClock) -> None:
    digest = Collected(store, clock)
    early = await digest.collect()
    await clock.advance(MINUTE)
    async with digest.running():
        await clock.advance(DAY)
    assert [alerts_in(n) for n in await digest.sent()] == [[early.id]]

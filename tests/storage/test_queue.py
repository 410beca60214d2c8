"""Deciding over what waits: what is ready and what stands before it, holding, carrying, counting."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from monitor.model.alert import Held, HeldBy, Notification, NotificationState
from monitor.storage import Store
from monitor.storage.rows import KeptBackCount, Waiting
from tests.support import stored
from tests.support.stored import MINUTE, NOW, SECOND, alert, kept, match, notification, put_off, sent

LEASE = MINUTE
HOUR = 60 * MINUTE


async def add(store: Store, *new: Notification) -> None:
    async with store.begin() as tx:
        await tx.outbox.add(new)


async def ready(store: Store, now: datetime = NOW, limit: int = 100) -> list[tuple[str, int]]:
    """What is ready, with how many stand before it."""
    async with store.begin() as tx:
        return [(one.id, one.behind) for one in await tx.queue.ready("desk", now, limit)]


async def waiting(store: Store, name: str, now: datetime = NOW) -> Waiting:
    async with store.begin() as tx:
        return next(one for one in await tx.queue.ready("desk", now, 100) if one.id == name)


async def hold(store: Store, name: str, until: datetime, by: HeldBy = HeldBy.QUIET_HOURS) -> None:
    one = await waiting(store, name)
    async with store.begin() as tx:
        await tx.queue.hold([(one, Held(by, until, "why"))], NOW)


async def attempt(store: Store, name: str, now: datetime = NOW) -> int:
    async with store.begin() as tx:
        await tx.queue.lease([name], "w1", now, LEASE)
        return (await tx.queue.start_attempts("w1", [name], now, LEASE))[name]


async def states(store: Store) -> dict[str, str]:
    async with store.begin() as tx:
        return {one.id: one.state.value for one in await tx.outbox.list()}


def thread(*names: str, **fields: Any) -> list[Notification]:
    return [notification(name, thread="t", **fields) for name in names]


async def test_what_is_ready_is_known_with_what_stands_before_it(store: Store) -> None:
    await add(store, *thread("a1", "a2"), notification("b"))
    assert await ready(store) == [("a1", 0), ("a2", 1), ("b", 0)]


async def test_what_deciding_needs_is_kept_in_short(store: Store) -> None:
    content = {
        "alert": {
            "rule": {"id": "r1", "title": "R 1", "tags": ["war"]},
            "severity": "high",
            "slots": {"city": {"text": "Hama", "name": "Hama", "lat": 35.1}},
            "article": {"source": "AFP"},
        }
    }
    async with store.begin() as tx:
        await tx.alerts.add([alert(story_id="s7")])
        await tx.outbox.add([notification("n1", content=content, alert_id="alert-1", route="conflict")])
    one = await waiting(store, "n1")
    assert one.about == {
        "rule": "r1",
        "title": "R 1",
        "severity": "high",
        "tags": ["war"],
        "slots": {"city": {"text": "Hama", "name": "Hama"}},
        "source": "AFP",
    }
    assert (one.story, one.route, one.tried, one.held, one.group) == ("s7", "conflict", False, None, "")


async def test_what_stands_in_front(store: Store) -> None:
    """On its way, in another message, or to be tried again: nothing behind it is ready."""
    await add(store, *thread("a1", "a2"))
    started = await attempt(store, "a1")
    assert await ready(store) == []
    async with store.begin() as tx:
        await tx.outbox.settle([put_off(started, "a1", NOW + HOUR)])
    assert await ready(store) == []
    async with store.begin() as tx:
        assert await tx.queue.carry(["a1"], "digest", NOW) == ["a1"]
    assert await ready(store, NOW + 2 * HOUR) == []


async def test_what_is_held_stands_in_front_of_nothing_and_is_there_to_be_taken_along(store: Store) -> None:
    await add(store, *thread("a1"))
    await hold(store, "a1", NOW + HOUR)
    assert await ready(store) == []
    await add(store, *thread("a2"))
    assert await ready(store) == [("a1", 0), ("a2", 1)]
    assert (await waiting(store, "a1")).held is HeldBy.QUIET_HOURS


async def test_of_more_than_can_be_looked_at_the_first_of_each_thread_are_there(store: Store) -> None:
    await add(store, *(notification(f"b{n}", thread="b") for n in range(5)), notification("c", due=NOW))
    await add(store, notification("late", thread="late", due=NOW))
    assert {name for name, behind in await ready(store, limit=2) if not behind} == {"b0", "c"}


async def test_each_hold_is_a_row(store: Store) -> None:
    await add(store, notification("n1"))
    await hold(store, "n1", NOW + HOUR)
    async with store.begin() as tx:
        await tx.queue.look_again(NOW + SECOND, timedelta(days=1))
    one = await waiting(store, "n1", NOW + SECOND)
    async with store.begin() as tx:
        await tx.queue.hold([(one, Held(HeldBy.THROTTLED, NOW + MINUTE, "2 in 1h"))], NOW + SECOND)
        found = await tx.outbox.get("n1")
    assert found is not None
    assert [(each.by, each.since, each.until) for each in found.holds] == [
        (HeldBy.QUIET_HOURS, NOW, NOW + HOUR),
        (HeldBy.THROTTLED, NOW + SECOND, NOW + MINUTE),
    ]


async def test_looking_again_leaves_the_delays_of_failures_alone(store: Store) -> None:
    await add(store, notification("n1"), notification("n2"))
    for name, delay in (("n1", HOUR), ("n2", 99 * HOUR)):
        started = await attempt(store, name)
        async with store.begin() as tx:
            await tx.outbox.settle([put_off(started, name, NOW + delay)])
    async with store.begin() as tx:
        await tx.queue.look_again(NOW, 25 * HOUR)
    assert await ready(store) == [("n2", 0)], "no delay of ours is as long: another clock made it"


@pytest.mark.parametrize("end", ["sent", "dead", "suppressed", "dropped"])
async def test_what_a_message_carries_is_settled_with_it(store: Store, end: str) -> None:
    await add(store, *thread("a1", "a2"), notification("digest"))
    async with store.begin() as tx:
        assert await tx.queue.carry(["a1", "a2", "gone"], "digest", NOW) == ["a1", "a2"]
    started = await attempt(store, "digest") if end in ("sent", "dead") else 0
    async with store.begin() as tx:
        if end == "sent":
            await tx.outbox.settle([sent(started, "digest")])
        elif end == "dead":
            dead = put_off(started, "digest", NOW)
            await tx.outbox.settle([type(dead)(**{**_fields(dead), "state": NotificationState.DEAD, "due": None})])
        elif end == "suppressed":
            await tx.queue.suppress({"digest": "silenced"})
        else:
            await tx.outbox.drop("digest", "no")
    wanted = {"sent": "sent", "suppressed": "suppressed"}.get(end, "dead")
    assert set((await states(store)).values()) == {wanted}


def _fields(one: Any) -> dict[str, Any]:
    return {name: getattr(one, name) for name in one.__slots__}


async def test_only_what_is_free_can_be_carried(store: Store) -> None:
    await add(store, notification("leased"), notification("free"), notification("dead"))
    await attempt(store, "leased")
    async with store.begin() as tx:
        await tx.outbox.drop("dead", "no")
        assert await tx.queue.carry(["leased", "free", "dead"], "digest", NOW) == ["free"]
        assert await tx.queue.carry(["free"], "other", NOW) == [], "in one message only"
        assert not await tx.outbox.drop("free", "it is the digest's to drop")


async def test_a_thread_goes_on_from_the_message_that_carried_it(store: Store) -> None:
    await add(store, *thread("a1"), notification("digest"))
    async with store.begin() as tx:
        await tx.queue.carry(["a1"], "digest", NOW)
    started = await attempt(store, "digest")
    async with store.begin() as tx:
        await tx.outbox.settle([sent(started, "digest")])
        assert await tx.outbox.first_in_thread(thread("a2")[0]) == "digest"


async def test_what_left_of_late(store: Store) -> None:
    await add(store, notification("old"), notification("n1"), notification("n2"), notification("waits"))
    async with store.begin() as tx:
        await tx.queue.assign(["n2"], "g")
        one = next(each for each in await tx.queue.ready("desk", NOW, 9) if each.id == "waits")
        await tx.queue.hold([(_of(one, "h"), Held(HeldBy.GROUPED, NOW + MINUTE, ""))], NOW)
    for name, moment in (("old", NOW - HOUR), ("n1", NOW - MINUTE), ("n2", NOW)):
        await attempt(store, name, moment)
    async with store.begin() as tx:
        past = await tx.queue.past("desk", NOW - HOUR, NOW, groups=True)
        without = await tx.queue.past("desk", NOW - HOUR, NOW, groups=False)
    me = "a@example.org"
    assert past.left == {me: [NOW - MINUTE, NOW]}
    assert past.group_left == {(me, "g"): NOW}
    assert past.group_waits == {(me, "h"): NOW + MINUTE}
    assert without.group_waits == {}


def _of(one: Waiting, group: str) -> Waiting:
    return Waiting(**{**_fields(one), "group": group})


async def test_what_is_stranded(store: Store) -> None:
    await add(store, *(notification(name) for name in ("held", "tried", "way", "fresh")), *thread("h1", "h2"))
    await hold(store, "held", NOW + HOUR)
    await hold(store, "h1", NOW + HOUR)
    started = await attempt(store, "tried")
    async with store.begin() as tx:
        await tx.outbox.settle([put_off(started, "tried", NOW + HOUR)])
    await attempt(store, "way")
    async with store.begin() as tx:
        assert [one.id for one in await tx.queue.stranded("desk", NOW, 9)] == ["tried", "fresh"]


async def test_who_is_told_of_an_alert(store: Store) -> None:
    async with store.begin() as tx:
        await tx.alerts.add([alert()])
        new = [notification("n1", alert_id="alert-1", recipient="A@example.org")]
        new += [notification("n2", "hook", alert_id="alert-1", recipient=""), notification("n3", alert_id="alert-1")]
        await tx.outbox.add(new)
        await tx.queue.suppress({"n3": "silenced"})
        found = await tx.outbox.addressed(["alert-1"])
    assert found == {("alert-1", "alert", NOW, "a@example.org"), ("alert-1", "alert", NOW, "\0hook")}


async def tally(store: Store, recipient: str = "a@example.org") -> set[tuple[str, str, int]]:
    async with store.begin() as tx:
        return {(one.reason, one.detail, one.count) for one in await tx.tallies.take("desk", recipient)}


async def test_what_was_kept_back_is_counted_once_for_each_recipient(store: Store) -> None:
    other = "b@example.org"
    async with store.begin() as tx:
        await tx.alerts.add([alert(), alert("alert-2", "other")])
        await tx.articles.add([kept(f"{n}.txt") for n in range(4)])
        await tx.outbox.add([notification("n1", alert_id="alert-1"), notification("n2", recipient=other)])
        await tx.matches.add([match(path="0.txt", kept_back="copy")])
    assert await tally(store) == set(), "the first message counts nothing"
    assert await tally(store, other) == set()
    async with store.begin() as tx:
        await tx.matches.add([match(path="1.txt", kept_back="copy"), match("alert-2", "2.txt", kept_back="copy")])
        await tx.matches.add([match(path="3.txt", kept_back="already_alerted"), match(None, "0.txt", rule_id="x")])
        await tx.outbox.add([notification("n3"), notification("n4"), notification("n5", recipient=other)])
        await tx.queue.suppress({"n3": "silenced: by anna, drill", "n4": "silenced: by anna, drill", "n5": "x"})
    assert await tally(store) == {
        ("copy", "", 1),
        ("already_alerted", "", 1),
        ("silenced", "by anna, drill", 2),
    }
    assert await tally(store) == set()
    assert await tally(store, other) == {("x", "", 1)}


async def test_what_was_suppressed_and_sent_after_all_is_not_counted(store: Store) -> None:
    await add(store, notification("n1"))
    async with store.begin() as tx:
        await tx.queue.suppress({"n1": "silenced: by anna"})
        await tx.outbox.retry("n1", NOW)
        assert await tx.tallies.take("desk", "a@example.org") == ()
        await tx.queue.suppress({"n1": "silenced: by bert"})
        assert await tx.tallies.take("desk", "a@example.org") == (KeptBackCount("silenced", "by bert", 1),)


async def test_one_worker_at_a_time_decides_for_a_receiver(store: Store, store_url: str) -> None:
    """On SQLite nobody else writes meanwhile; on PostgreSQL the other passes the receiver over."""
    if store_url.startswith("sqlite"):
        pytest.skip("one writer at a time")
    await add(store, notification("n1"), notification("n2", "hook"))
    other = await Store.open(store_url)
    async with store.begin() as mine:
        assert [name for name, _ in await mine.queue.willing(NOW, 1)] == ["desk"]
        async with other.begin() as theirs:
            assert [name for name, _ in await theirs.queue.willing(NOW, 9)] == ["hook"]
    await other.close()
    async with store.begin() as tx:
        assert [one.id for one in await stored.claim(tx, "w1", NOW, LEASE, 9)] == ["n1", "n2"]

"""Groups, throttles and quiet hours, over the real store in virtual time: nothing is lost, each thing is said once."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from monitor.delivery.sample import sample_alert
from monitor.errors import PermanentFailure, TemporaryFailure
from monitor.model.alert import HeldBy, Notification, NotificationKind, NotificationState
from monitor.storage.rows import Hold, NotificationHistory
from tests.outbox.desk import HOUR, MINUTE, SECOND, Desk
from tests.support.clock import START
from tests.support.stored import kept, match

GROUP = {"by": ["story"], "wait": "30s", "interval": "10m"}
NIGHT = {"from": "22:00", "to": "07:00", "let_through": ["critical"]}  # the clock starts at 06:00 UTC


def said(one: Notification) -> list[str]:
    """The alerts of a message, the most important first."""
    if one.kind is NotificationKind.ALERT:
        return [one.content["alert"]["headline"]]
    return [
        entry["alert"]["headline"]
        for place in one.content["places"]
        for story in place["stories"]
        for entry in story["entries"]
    ]


def messages(desk: Desk) -> list[list[str]]:
    return [sorted(said(one)) for _, one in desk.mail.got]


def seconds(desk: Desk) -> list[float]:
    """When messages arrived, since the clock began."""
    return [(at - START).total_seconds() for at, _ in desk.mail.got]


async def history(desk: Desk, alert: str) -> NotificationHistory:
    async with desk.store.read() as tx:
        (one,) = await tx.outbox.list(alert_id=alert)
        found = await tx.outbox.get(one.id)
    assert found is not None
    return found


async def state(desk: Desk, alert: str) -> NotificationState:
    return (await history(desk, alert)).notification.state


async def test_a_group_leaves_as_one_and_keeps_its_distance(desk: Desk) -> None:
    desk.configure(group=GROUP)
    async with desk.running():
        await desk.alert("a")
        await desk.clock.advance(20 * SECOND)
        await desk.alert("b")
        await desk.alert("other", story="s2")
        await desk.clock.advance(40 * SECOND)
        await desk.alert("c")
        await desk.clock.advance(HOUR)
    assert messages(desk) == [["a", "b"], ["other"], ["c"]]
    assert seconds(desk) == [30, 50, 630]


async def test_the_first_at_once_and_the_rest_batched(desk: Desk) -> None:
    desk.configure(group={**GROUP, "wait": "0s"})
    async with desk.running():
        for name in "abcd":
            await desk.alert(name)
            await desk.clock.advance(MINUTE)
        await desk.clock.advance(HOUR)
        await desk.alert("e")
        await desk.clock.advance(MINUTE)
    assert messages(desk) == [["a"], ["b", "c", "d"], ["e"]]
    assert seconds(desk)[:2] == [0, 600]


async def test_a_message_of_a_group_answers_the_one_before(desk: Desk) -> None:
    desk.configure(group={**GROUP, "wait": "0s"})
    async with desk.running():
        for name in "abc":
            await desk.alert(name)
        await desk.clock.advance(HOUR)
    first = desk.mail.got[0][1]
    assert [to for _, to in desk.renderer.rendered] == [None, first.id]


async def test_a_throttle_delays_and_then_sums_up(desk: Desk) -> None:
    desk.configure(throttle={"most": 2, "per": "1h"})
    async with desk.running():
        for name in "abcde":
            await desk.alert(name)
            await desk.clock.advance(MINUTE)
        await desk.alert("f", "b@example.org")
        await desk.clock.advance(3 * HOUR)
    assert messages(desk) == [["a"], ["b"], ["f"], ["c", "d", "e"]]
    assert seconds(desk)[-1] == 3600
    assert (await history(desk, "c")).holds == (
        Hold(HeldBy.THROTTLED, "2 messages left within 1h", desk.mail.got[0][0] + 2 * MINUTE, desk.mail.got[3][0]),
    )


async def test_a_long_message_counts_what_it_does_not_list(desk: Desk) -> None:
    desk.configure(throttle={"most": 1, "per": "1h"}, storm_cap=2)
    async with desk.running():
        await desk.alert("first")
        for n in range(6):
            await desk.alert(f"n{n}", severity="high" if n == 4 else "normal")
        await desk.clock.advance(2 * HOUR)
    content = desk.mail.got[1][1].content
    assert said(desk.mail.got[1][1])[0] == "n4"
    assert (content["total"], content["tail"]) == (6, [{"rule": "city-captured", "title": "City captured", "count": 4}])


async def test_quiet_hours_release_what_they_held_as_one(desk: Desk) -> None:
    desk.configure(quiet_hours=NIGHT)
    async with desk.running():
        await desk.alert("a")
        await desk.alert("urgent", severity="critical")
        await desk.clock.advance(10 * MINUTE)
        await desk.alert("b")
        await desk.clock.advance(2 * HOUR)
        await desk.alert("day")
    assert messages(desk) == [["urgent"], ["a", "b"], ["day"]]
    assert seconds(desk) == [0, 3600, 2 * 3600 + 600]
    assert desk.mail.got[1][1].content["cause"] == "quiet_hours"
    assert [await state(desk, name) for name in "ab"] == [NotificationState.SENT] * 2


async def test_a_drill_is_held_by_nothing_and_counts_for_nothing(desk: Desk) -> None:
    desk.configure(quiet_hours=NIGHT, throttle={"most": 1, "per": "1h"})
    drill = desk.mail_to(thread="drill", kind=NotificationKind.DRILL)
    async with desk.running():
        await desk.put(drill)
        assert desk.mail.ids == [drill.id]
        await desk.alert("a", severity="critical")
        assert len(desk.mail.got) == 2, "the throttle has not seen it"
    assert desk.renderer.kept_back[drill.id] == ()


async def test_what_a_message_carries_has_its_attempts(desk: Desk) -> None:
    desk.configure(quiet_hours=NIGHT)
    async with desk.running():
        await desk.alert("a")
        await desk.alert("b")
        await desk.clock.advance(2 * HOUR)
    carrier = desk.mail.got[0][1]
    found = await history(desk, "a")
    assert (found.notification.carried_by, found.notification.attempts) == (carrier.id, 0)
    assert [one.notification_id for one in found.deliveries] == [carrier.id]


async def test_what_a_message_carries_is_dead_with_it_and_comes_back_with_it(desk: Desk) -> None:
    desk.configure(quiet_hours=NIGHT)
    desk.mail.answer = lambda _: PermanentFailure("message_refused", "552 too big")
    async with desk.running():
        await desk.alert("a")
        await desk.alert("b")
        await desk.clock.advance(2 * HOUR)
        assert [await state(desk, name) for name in "ab"] == [NotificationState.DEAD] * 2
        carrier = desk.mail.tried[0][1].id
        desk.mail.answer = lambda _: None
        async with desk.store.begin() as tx:
            assert await tx.outbox.retry(carrier, desk.clock.now())
        desk.wake.set()
        await desk.clock.settle()
    assert messages(desk) == [["a", "b"]]
    assert [await state(desk, name) for name in "ab"] == [NotificationState.SENT] * 2


async def test_one_of_a_dead_message_can_be_sent_alone(desk: Desk) -> None:
    desk.configure(quiet_hours=NIGHT)
    desk.mail.answer = lambda one: PermanentFailure("refused", "552") if one.kind is NotificationKind.DIGEST else None
    async with desk.running():
        await desk.alert("a")
        await desk.alert("b")
        await desk.clock.advance(2 * HOUR)
        async with desk.store.begin() as tx:
            assert not await tx.outbox.drop((await history(desk, "a")).notification.id, "gone already")
            assert await tx.outbox.retry((await history(desk, "a")).notification.id, desk.clock.now())
        desk.wake.set()
        await desk.clock.settle()
    assert messages(desk) == [["a"]]
    assert await state(desk, "b") is NotificationState.DEAD


async def test_nothing_overtakes_a_message_that_carries_what_was_before_it(desk: Desk) -> None:
    desk.configure(quiet_hours=NIGHT)
    down = TemporaryFailure("message_deferred", "452", receiver_wide=False)
    desk.mail.answer = lambda one: down if one.kind is NotificationKind.DIGEST else None
    async with desk.running():
        await desk.alert("a")
        await desk.alert("b")
        await desk.clock.advance(HOUR + MINUTE)
        update = desk.mail_to(thread="a", number=2, content={"alert": {**said_by("later")}, "why": {}})
        await desk.put(update)
        assert desk.mail.got == []
        desk.mail.answer = lambda _: None
        await desk.clock.advance(HOUR)
    assert messages(desk) == [["a", "b"], ["later"]]
    assert desk.renderer.rendered[-1] == (update.id, desk.mail.got[0][1].id), "and answers it"


def said_by(headline: str) -> dict[str, Any]:
    return {**sample_alert()["alert"], "headline": headline}


async def test_a_crash_as_a_message_leaves_sends_the_same_again(desk: Desk) -> None:
    desk.configure(quiet_hours=NIGHT)
    crashed = desk.clock.start(desk.worker().run(asyncio.Event()))
    await desk.clock.settle()
    await desk.alert("a")
    await desk.alert("b")
    desk.mail.seconds = 5
    await desk.clock.advance(HOUR + SECOND)
    crashed.cancel()
    await asyncio.gather(crashed, return_exceptions=True)
    desk.mail.seconds = 0
    async with desk.running():
        await desk.clock.advance(10 * MINUTE)
    assert len({one.id for _, one in desk.mail.tried}) == 1
    assert len({one.rendered for _, one in desk.mail.tried}) == 1
    assert messages(desk) == [["a", "b"]]


async def test_an_edit_takes_effect_on_what_is_held(desk: Desk) -> None:
    desk.configure(quiet_hours=NIGHT)
    async with desk.running() as worker:
        await desk.alert("a")
        await desk.alert("b")
        desk.configure()
        worker.use(desk.outlets())
        await desk.clock.settle()
        assert messages(desk) == [["a", "b"]]


@pytest.mark.parametrize("keys", [{"quiet_hours": NIGHT}, {"group": GROUP}, {"throttle": {"most": 1, "per": "1h"}}])
async def test_an_edit_that_changes_nothing_and_a_restart_hold_on(desk: Desk, keys: dict[str, Any]) -> None:
    desk.configure(**keys)
    async with desk.running() as worker:
        await desk.alert("first")
        await desk.clock.advance(MINUTE)
        before = len(desk.mail.tried)
        await desk.alert("a")
        await desk.alert("b")
        worker.use(desk.outlets())
        await desk.clock.settle()
    async with desk.running():
        assert len(desk.mail.tried) == before
        await desk.clock.advance(2 * HOUR)
    assert messages(desk)[-1][-2:] == ["a", "b"] or messages(desk)[-1] == ["a", "b", "first"]


@pytest.mark.parametrize("step", [timedelta(days=365 * 4), -timedelta(days=30)])
async def test_a_clock_that_is_set_holds_nothing_for_years(desk: Desk, step: timedelta) -> None:
    desk.configure(quiet_hours=NIGHT, group=GROUP)
    desk.poll_seconds = 10
    async with desk.running():
        desk.clock.step(step)
        await desk.alert("a")
        desk.clock.step(-step)
        await desk.clock.advance(3 * HOUR)
    assert messages(desk) == [["a"]]


async def test_a_silence_meanwhile_mutes_what_is_held(desk: Desk) -> None:
    desk.configure(quiet_hours=NIGHT)
    async with desk.running():
        await desk.alert("a")
        await desk.alert("b", story="s2")
        async with desk.store.begin() as tx:
            await tx.silences.add("story:s1", "anna", "known", desk.clock.now(), desk.clock.now() + 9 * HOUR)
        await desk.clock.advance(2 * HOUR)
    assert messages(desk) == [["b"]]
    assert await state(desk, "a") is NotificationState.SUPPRESSED


async def test_the_next_message_counts_what_was_kept_back(desk: Desk) -> None:
    async with desk.running():
        await desk.alert("a")
        async with desk.store.begin() as tx:
            await tx.articles.add([kept(f"{n}.txt") for n in range(3)])
            reasons = ["copy", "copy", "already_alerted"]
            await tx.matches.add([match("a", f"{n}.txt", kept_back=reason) for n, reason in enumerate(reasons)])
            await tx.silences.add("story:s2", "anna", "drill", desk.clock.now(), desk.clock.now() + HOUR)
        await desk.alert("muted", story="s2")
        await desk.alert("b")
        await desk.alert("c")
    counts = [
        [(one.reason, one.detail, one.count) for one in desk.renderer.kept_back[each.id]] for _, each in desk.mail.got
    ]
    assert counts == [[], [("already_alerted", "", 1), ("copy", "", 2), ("silenced", "by anna, drill", 1)], []]

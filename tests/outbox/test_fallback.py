"""A receiver out of reach: its fallback is told in its place, and nobody twice."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from monitor.config import Fallback
from monitor.errors import DeliveryError, PermanentFailure, ReceiverBroken, TemporaryFailure
from monitor.model.alert import Notification, NotificationKind, NotificationState, ReceiverHealth, ReceiverState
from monitor.outbox import decisions
from tests.outbox.desk import HOUR, MINUTE, RECEIVERS, SECOND, Desk
from tests.support.alerting import settings
from tests.support.clock import START as NOW

NIGHT_DESK = {"kind": "email", "to": ["night@example.org"]}


def use(desk: Desk, **night: Any) -> None:
    """`hook` stands in for `desk`; and with `night` another one for that."""
    shape = {**RECEIVERS, "desk": {**RECEIVERS["desk"], "fallback": "hook"}}
    if night:
        shape["hook"] = {**RECEIVERS["hook"], "fallback": night}
        shape["night"] = NIGHT_DESK
        desk.servers["night"] = type(desk.mail)(desk.clock)
    desk.settings = settings(receivers=shape)


def broken(_: Notification) -> DeliveryError:
    return ReceiverBroken("authentication_failed", "535")


def down(_: Notification) -> DeliveryError:
    return TemporaryFailure("connection_refused", "nobody listens")


def alerts(desk: Desk, receiver: str) -> list[Notification]:
    return [one for _, one in desk.servers[receiver].got if one.kind is NotificationKind.ALERT]


async def reasons(desk: Desk) -> list[str]:
    async with desk.store.read() as tx:
        return [one.reason for one in await tx.outbox.list(state=NotificationState.SUPPRESSED)]


async def test_a_paused_receivers_messages_go_to_its_fallback(desk: Desk) -> None:
    use(desk)
    desk.mail.answer = broken
    async with desk.running():
        await desk.alert("a")
        await desk.alert("b")
        await desk.clock.advance(MINUTE)
    got = alerts(desk, "hook")
    assert [one.content["alert"]["headline"] for one in got] == ["a", "b"]
    assert got[0].content["why"] == {"route": "fallback of desk", "receiver": "hook", "recipient": ""}
    assert await reasons(desk) == ["handed_over: to hook"] * 2


async def test_one_that_only_fails_is_waited_for(desk: Desk) -> None:
    use(desk)
    desk.mail.answer = down
    desk.poll_seconds = 60
    async with desk.running():
        await desk.alert("a")
        await desk.clock.advance(14 * MINUTE)
        assert alerts(desk, "hook") == []
        await desk.clock.advance(2 * MINUTE)
        assert len(alerts(desk, "hook")) == 1
        desk.mail.answer = lambda _: None
        await desk.clock.advance(HOUR)
        await desk.alert("b")
    assert [one.content["alert"]["headline"] for one in alerts(desk, "desk")] == ["b"], "and is well again"


async def test_a_message_that_is_refused_for_good_goes_to_the_fallback(desk: Desk) -> None:
    use(desk)
    desk.mail.answer = lambda one: PermanentFailure("recipient_refused", "550") if one.alert_id == "a" else None
    async with desk.running():
        await desk.alert("a")
        await desk.alert("b")
    assert [one.alert_id for one in alerts(desk, "hook")] == ["a"]
    assert [one.alert_id for one in alerts(desk, "desk")] == ["b"]


async def test_several_refusals_of_one_alert_are_one_message_to_the_fallback(desk: Desk) -> None:
    use(desk)
    desk.mail.answer = lambda _: PermanentFailure("recipient_refused", "550")
    async with desk.running():
        await desk.alert("a", "a@example.org", "b@example.org")
    assert len(alerts(desk, "hook")) == 1


async def test_whoever_is_told_anyway_is_told_once(desk: Desk) -> None:
    use(desk)
    desk.mail.answer = broken
    async with desk.running():
        await desk.alert("a", also=[desk.hook("a", alert_id="a")])
        await desk.clock.advance(MINUTE)
    assert len([one for one in alerts(desk, "hook") if one.alert_id == "a"]) == 1


async def test_a_fallback_may_have_one_of_its_own(desk: Desk) -> None:
    use(desk, to="night", after="0s")
    desk.mail.answer = desk.servers["hook"].answer = broken
    async with desk.running():
        await desk.alert("a")
        await desk.clock.advance(MINUTE)
    assert [one.content["why"]["route"] for one in alerts(desk, "night")] == ["fallback of hook"]


async def test_what_is_held_for_later_is_not_handed_over_before_its_time(desk: Desk) -> None:
    quiet = {"quiet_hours": {"from": "22:00", "to": "07:00"}, "fallback": "hook"}
    desk.settings = settings(receivers={**RECEIVERS, "desk": {**RECEIVERS["desk"], **quiet}})
    async with desk.running():
        await desk.alert("a")
        async with desk.store.begin() as tx:
            await tx.receivers.set(ReceiverHealth("desk", ReceiverState.PAUSED, desk.clock.now(), "x", "y"))
        desk.wake.set()
        await desk.clock.advance(30 * MINUTE)
        assert alerts(desk, "hook") == []
        await desk.clock.advance(HOUR)
        desk.wake.set()
        await desk.clock.advance(MINUTE)
    assert len(alerts(desk, "hook")) == 1


async def test_the_owner_is_told_of_a_recipient_that_refuses_once_a_day(desk: Desk) -> None:
    desk.mail.answer = lambda _: PermanentFailure("recipient_refused", "550 no such user")
    async with desk.running():
        for name in "abc":
            await desk.alert(name)
        await desk.clock.advance(25 * HOUR)
        await desk.alert("d")
    told = [one.content for _, one in desk.servers["hook"].got if one.kind is NotificationKind.NOTICE]
    assert [content["subject"] for content in told] == ["a@example.org refuses messages"] * 2
    assert "550 no such user" in told[0]["lines"][1]


def test_when_a_receiver_is_out_of_reach() -> None:
    fallback = Fallback(to="hook", after=timedelta(minutes=15))
    for state, age, out in [
        (ReceiverState.OK, HOUR, False),
        (ReceiverState.PAUSED, SECOND, True),
        (ReceiverState.FAILING, 14 * MINUTE, False),
        (ReceiverState.FAILING, 15 * MINUTE, True),
    ]:
        assert decisions.is_out_of_reach(ReceiverHealth("desk", state, NOW - age), fallback, NOW) is out

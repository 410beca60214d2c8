from __future__ import annotations

import asyncio
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from monitor.errors import DeliveryError, PermanentFailure, ReceiverBroken, TemporaryFailure
from monitor.model.alert import (
    DeliveryOutcome,
    KeptBack,
    Notification,
    NotificationKind,
    NotificationState,
    ReceiverState,
)
from tests.outbox.desk import DAY, HOUR, MINUTE, RECEIVERS, SECOND, Desk, FailingStore
from tests.support.alerting import settings
from tests.support.clock import VirtualClock


def down(_: Notification) -> DeliveryError:
    return TemporaryFailure("connection_refused", "nobody listens")


def fine(_: Notification) -> None:
    return None


async def test_what_is_put_in_is_sent_at_once_and_settled(desk: Desk) -> None:
    one = desk.mail_to()
    async with desk.running():
        await desk.put(one)
        assert desk.mail.ids == [one.id]
    assert (await desk.stored(one)).state is NotificationState.SENT
    assert [(d.outcome, d.started) for d in await desk.attempts(one)] == [(DeliveryOutcome.SENT, one.created)]


async def test_the_bytes_are_made_once_and_sent_at_every_attempt(desk: Desk) -> None:
    desk.mail.answer = down
    one = desk.mail_to()
    async with desk.running():
        await desk.put(one)
        await desk.clock.advance(5 * MINUTE)
        assert desk.renderer.rendered == [(one.id, None)]
        assert len(desk.mail.tried) > 3
        assert {n.rendered for _, n in desk.mail.tried} == {one.id.encode()}


async def test_a_second_mail_of_a_thread_refers_to_the_first(desk: Desk) -> None:
    first, second = desk.mail_to(), desk.mail_to(number=2)
    async with desk.running():
        await desk.put(first, second)
    assert desk.renderer.rendered == [(first.id, None), (second.id, first.id)]


async def test_a_day_long_outage(desk: Desk) -> None:
    """Everything is delivered within two minutes of its end, once, and in order within each thread."""
    mails: list[Notification] = []
    async with desk.running():
        desk.mail.answer = down
        for hour in range(24):
            for thread in ("hama", "homs"):
                for recipient in ("a@example.org", "b@example.org"):
                    mails.append(desk.mail_to(recipient, thread, hour))
            await desk.put(*mails[-4:])
            await desk.clock.advance(HOUR)
        assert desk.mail.got == []
        desk.mail.answer = fine
        await desk.clock.advance(2 * MINUTE)
        assert sorted(desk.mail.ids) == sorted(n.id for n in mails)
    for thread in ("hama", "homs"):
        for recipient in ("a@example.org", "b@example.org"):
            sent = [n.seq for _, n in desk.mail.got if (n.thread, n.recipient) == (thread, recipient)]
            assert sent == sorted(sent)
    probes = [at for at, _ in desk.mail.tried]
    assert max(b - a for a, b in pairwise(probes)) <= MINUTE


async def test_a_receiver_that_is_down_does_not_delay_another(desk: Desk) -> None:
    desk.mail.answer = down
    async with desk.running():
        await desk.put(*[desk.mail_to(thread=f"t{n}") for n in range(40)], desk.hook())
        assert len(desk.servers["hook"].got) == 1
        assert len(desk.mail.tried) < 40, "one failure of the way there speaks for all"


async def test_a_slow_receiver_does_not_delay_another(desk: Desk) -> None:
    desk.mail.seconds = 30
    async with desk.running():
        await desk.put(*[desk.mail_to(thread=f"t{n}") for n in range(100)])
        await desk.put(*[desk.hook(f"t{n}") for n in range(20)])
        assert len(desk.servers["hook"].got) == 20
        assert desk.mail.got == []
        assert len(desk.mail.tried) <= desk.settings.smtp.connections, "the rest is for another worker to take"
        await desk.clock.advance(15 * MINUTE)
        assert len(desk.mail.got) == 100


async def test_one_refused_recipient_does_not_stop_the_others(desk: Desk) -> None:
    refused, other, later = desk.mail_to("a@example.org"), desk.mail_to("b@example.org"), desk.mail_to(number=2)
    desk.mail.answer = lambda n: PermanentFailure("recipient_refused", "550") if n.id == refused.id else None
    async with desk.running():
        await desk.put(refused, other, later)
        assert sorted(desk.mail.ids) == sorted([other.id, later.id])
    dead = await desk.stored(refused)
    assert (dead.state, dead.reason) == (NotificationState.DEAD, "recipient_refused")


async def test_a_deferred_recipient_is_tried_again_by_itself(desk: Desk) -> None:
    deferred, other = desk.mail_to("a@example.org"), desk.mail_to("b@example.org")
    busy = TemporaryFailure("recipient_deferred", "450", receiver_wide=False)
    desk.mail.answer = lambda n: busy if n.id == deferred.id and len(desk.mail.tried) < 5 else None
    async with desk.running():
        await desk.put(deferred, other)
        assert desk.mail.ids == [other.id]
        await desk.clock.advance(HOUR)
    start = deferred.created
    tried = [(at - start).total_seconds() for at, n in desk.mail.tried if n.id == deferred.id]
    assert tried == [0, 10, 70, 370], "ten seconds, a minute, five minutes after one another"


async def test_two_days_of_failing_are_the_end(desk: Desk) -> None:
    one = desk.mail_to()
    desk.mail.answer = lambda _: TemporaryFailure("recipient_deferred", "450", receiver_wide=False)
    async with desk.running():
        await desk.put(one)
        await desk.clock.advance(timedelta(hours=47))
        assert (await desk.stored(one)).state is NotificationState.PENDING
        await desk.clock.advance(timedelta(hours=6))
        assert (await desk.stored(one)).state is NotificationState.DEAD


async def test_a_broken_receiver_is_paused_and_its_owner_told_by_another_way(desk: Desk) -> None:
    desk.mail.answer = lambda _: ReceiverBroken("authentication_failed", "535 no")
    waiting = [desk.mail_to(thread=f"t{n}") for n in range(20)]
    async with desk.running():
        await desk.put(*waiting)
        await desk.clock.advance(DAY)
        assert len(desk.mail.tried) <= 16, "what was under way, and nothing after"
        notices = [n for _, n in desk.servers["hook"].got]
        assert [n.kind for n in notices] == [NotificationKind.NOTICE]
        assert "desk is paused: authentication failed" in notices[0].content["subject"]
        desk.mail.answer = fine
        async with desk.store.begin() as tx:
            assert (await tx.receivers.health("desk", desk.clock.now())).state is ReceiverState.PAUSED
            await tx.receivers.resume("desk", desk.clock.now())
        desk.wake.set()
        await desk.clock.settle()
        assert sorted(desk.mail.ids) == sorted(n.id for n in waiting)


async def test_a_crash_between_send_and_settlement_sends_the_same_id_again(desk: Desk) -> None:
    one = desk.mail_to()
    desk.mail.seconds = 5
    crashed = desk.clock.start(desk.worker().run(asyncio.Event()))
    await desk.clock.settle()
    await desk.put(one)
    crashed.cancel()
    await asyncio.gather(crashed, return_exceptions=True)
    desk.mail.seconds = 0
    async with desk.running():
        assert desk.mail.got == [], "the lease of the crashed one still holds"
        await desk.clock.advance(10 * MINUTE)
        assert [n.id for _, n in desk.mail.tried] == [one.id, one.id]
        assert {n.rendered for _, n in desk.mail.tried} == {one.id.encode()}
    assert [d.outcome for d in await desk.attempts(one)] == [DeliveryOutcome.STARTED, DeliveryOutcome.SENT]


async def test_what_is_silenced_meanwhile_is_not_sent(desk: Desk) -> None:
    one, now = desk.mail_to(), desk.clock.now()
    async with desk.store.begin() as tx:
        await tx.silences.add("receiver:desk", "anna", "night", now, now + HOUR)
    async with desk.running():
        await desk.put(one, desk.hook())
        await desk.clock.advance(2 * HOUR)
    assert desk.mail.tried == []
    assert len(desk.servers["hook"].got) == 1
    kept = await desk.stored(one)
    assert (kept.state, kept.reason) == (NotificationState.SUPPRESSED, "silenced: by anna, night")


async def test_what_waits_for_a_removed_receiver_or_recipient_is_put_aside(desk: Desk) -> None:
    gone = desk.mail_to(receiver="gone")
    left, stays = desk.mail_to("b@example.org"), desk.mail_to("a@example.org")
    desk.settings = settings(receivers={**RECEIVERS, "desk": {"kind": "email", "to": ["a@example.org"]}})
    async with desk.running():
        await desk.put(gone, left, stays)
    assert desk.mail.ids == [stays.id]
    for each in (gone, left):
        kept = await desk.stored(each)
        assert (kept.state, kept.reason) == (NotificationState.SUPPRESSED, KeptBack.RECEIVER_REMOVED)


async def test_one_that_cannot_be_rendered_is_dead_and_the_others_leave(desk: Desk) -> None:
    bad, good = desk.mail_to(content={"unrenderable": True}), desk.mail_to(thread="u")
    async with desk.running():
        await desk.put(bad, good)
    assert desk.mail.ids == [good.id]
    dead = await desk.stored(bad)
    assert (dead.state, dead.reason) == (NotificationState.DEAD, "not_rendered: no such variable")


async def test_a_deliverer_that_breaks_is_a_failed_attempt(desk: Desk) -> None:
    def broken(_: Notification) -> DeliveryError:
        raise ZeroDivisionError

    desk.mail.answer = broken
    one = desk.mail_to()
    async with desk.running():
        await desk.put(one)
        desk.mail.answer = fine
        await desk.clock.advance(11 * SECOND)
    assert desk.mail.ids == [one.id]


@pytest.mark.parametrize("step", [timedelta(hours=3), timedelta(days=30), -timedelta(hours=3), -timedelta(days=30)])
async def test_a_clock_that_is_set_neither_loses_nor_doubles(desk: Desk, step: timedelta) -> None:
    desk.mail.seconds = 20
    under_way, after = desk.mail_to(), desk.mail_to(number=2)
    async with desk.running():
        await desk.put(under_way)
        desk.clock.step(step)
        await desk.put(after)
        await desk.clock.advance(max(-step, timedelta(0)) + 5 * MINUTE)
    assert desk.mail.ids == [under_way.id, after.id]
    assert len(desk.mail.tried) == 2


async def test_stop_lets_sends_end_within_the_grace_time(desk: Desk) -> None:
    one, waits = desk.mail_to(), desk.mail_to(number=2)
    desk.mail.seconds = 5
    async with desk.running():
        await desk.put(one, waits)
    assert desk.mail.ids == [one.id]
    assert (await desk.stored(one)).state is NotificationState.SENT
    assert (await desk.stored(waits)).state is NotificationState.PENDING


async def test_stop_cuts_off_what_takes_longer_and_gives_it_back(desk: Desk) -> None:
    one = desk.mail_to()
    desk.mail.seconds = 50
    async with desk.running():
        await desk.put(one)
    assert desk.mail.got == []
    desk.mail.seconds = 0
    async with desk.running():
        assert desk.mail.ids == [one.id], "no lease is left to wait for"


async def test_new_outlets_serve_the_next_and_leave_those_under_way(desk: Desk) -> None:
    desk.mail.seconds = 20
    first, second = desk.mail_to(), desk.mail_to(number=2)
    old = desk.mail
    async with desk.running() as worker:
        await desk.put(first, second)
        desk.servers = {name: type(old)(desk.clock) for name in RECEIVERS}
        worker.use(desk.outlets())
        await desk.clock.advance(MINUTE)
        assert (old.ids, desk.mail.ids) == ([first.id], [second.id])


async def test_it_rests_when_all_that_is_due_has_left_and_does_not_wait_for_what_is_due_later(desk: Desk) -> None:
    desk.mail.seconds = 30
    async with desk.running() as worker:
        await desk.put(*[desk.mail_to(thread=f"t{n}") for n in range(40)])
        resting = asyncio.create_task(worker.rest())
        while len(desk.mail.got) < 40:
            assert not resting.done()
            await desk.clock.advance(10 * SECOND)
        assert resting.done()
        desk.mail.answer, desk.mail.seconds = down, 0
        await desk.put(desk.mail_to(number=2))
        tried = len(desk.mail.tried)
        resting = asyncio.create_task(worker.rest())
        await desk.clock.settle()
        assert resting.done()
        assert len(desk.mail.tried) == tried, "the next try is due later"


async def test_two_workers_share_an_outbox(desk: Desk) -> None:
    mails = [desk.mail_to(thread=f"t{n % 7}", number=n) for n in range(60)]
    desk.mail.seconds = 2
    async with desk.running("one"), desk.running("two"):
        await desk.put(*mails)
        await desk.clock.advance(5 * MINUTE)
    assert sorted(desk.mail.ids) == sorted(n.id for n in mails)
    for thread in {n.thread for n in mails}:
        sent = [n.seq for _, n in desk.mail.got if n.thread == thread]
        assert sent == sorted(sent)


async def test_a_full_disk_sends_nothing_unwritten_and_settles_later(tmp_path: Path, clock: VirtualClock) -> None:
    store = await FailingStore.open(f"sqlite:///{tmp_path}/failing.db")
    desk = Desk(store, clock)
    desk.poll_seconds = 1
    desk.mail.seconds = 5
    under_way, waits = desk.mail_to(), desk.mail_to(thread="u")
    async with desk.running():
        await desk.put(under_way)
        store.full = True
        await clock.advance(MINUTE)
        assert desk.mail.ids == [under_way.id]
        store.full = False
        await desk.put(waits)
        await clock.advance(MINUTE)
    assert [n.id for _, n in desk.mail.tried] == [under_way.id, waits.id]
    assert (await desk.stored(under_way)).state is NotificationState.SENT
    await store.close()


async def test_a_full_disk_at_the_stop_does_not_hinder_it(tmp_path: Path, clock: VirtualClock) -> None:
    store = await FailingStore.open(f"sqlite:///{tmp_path}/failing.db")
    desk = Desk(store, clock)
    one = desk.mail_to()
    desk.mail.seconds = 5
    async with desk.running():
        await desk.put(one)
        store.full = True
    store.full = False
    assert (await desk.stored(one)).state is NotificationState.PENDING
    await store.close()


async def test_one_message_on_which_the_server_breaks_does_not_keep_the_others(desk: Desk) -> None:
    poison, others = desk.mail_to(thread="poison"), [desk.mail_to(thread=f"t{n}") for n in range(30)]
    dropped = TemporaryFailure("connection_lost", "after DATA")
    desk.mail.answer = lambda n: dropped if n.id == poison.id else None
    async with desk.running():
        await desk.put(poison)
        await desk.put(*others)
        await desk.clock.advance(5 * MINUTE)
        assert sorted(desk.mail.ids) == sorted(n.id for n in others)

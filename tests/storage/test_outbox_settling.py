"""Attempts, their outcomes, and what people do to notifications."""

from datetime import datetime

import pytest

from monitor.model.alert import DeliveryOutcome, Notification, NotificationState
from monitor.storage import Store
from monitor.storage.rows import NotificationHistory, Settlement
from tests.support import stored
from tests.support.stored import MINUTE, NOW, SECOND, notification, put_off, sent

LEASE = MINUTE


async def begin_attempt(store: Store, worker: str = "w1", now: datetime = NOW) -> int:
    """Claim n1 and start an attempt, as a worker does."""
    async with store.begin() as tx:
        assert [one.id for one in await stored.claim(tx, worker, now, LEASE, 1)] == ["n1"]
    async with store.begin() as tx:
        return (await tx.queue.start_attempts(worker, ["n1"], now, LEASE))["n1"]


async def settle(store: Store, settlement: Settlement) -> None:
    async with store.begin() as tx:
        await tx.outbox.settle([settlement])


async def history(store: Store, name: str = "n1") -> NotificationHistory:
    async with store.read() as tx:
        found = await tx.outbox.get(name)
    assert found is not None
    return found


async def n1(store: Store) -> Notification:
    return (await history(store)).notification


@pytest.fixture
async def waiting(store: Store) -> Store:
    async with store.begin() as tx:
        await tx.outbox.add([notification()])
    return store


async def test_an_attempt_is_a_row_before_it_starts(waiting: Store) -> None:
    await begin_attempt(waiting)
    found = await history(waiting)
    assert [(one.outcome, one.started, one.ended) for one in found.deliveries] == [(DeliveryOutcome.STARTED, NOW, None)]
    assert (found.notification.attempts, found.notification.first_attempt) == (1, NOW)


async def test_what_a_crash_leaves_behind_is_sent_again_and_stays_visible(waiting: Store) -> None:
    await begin_attempt(waiting)
    again = await begin_attempt(waiting, "w2", NOW + LEASE)
    await settle(waiting, sent(again))
    found = await history(waiting)
    assert [one.outcome for one in found.deliveries] == [DeliveryOutcome.STARTED, DeliveryOutcome.SENT]
    assert (found.notification.state, found.notification.attempts) == (NotificationState.SENT, 2)
    assert found.notification.first_attempt == NOW


async def test_an_attempt_renews_the_lease(waiting: Store) -> None:
    async with waiting.begin() as tx:
        await stored.claim(tx, "w1", NOW, LEASE, 1)
        await tx.queue.start_attempts("w1", ["n1"], NOW + 30 * SECOND, LEASE)
        assert await stored.claim(tx, "w2", NOW + LEASE, LEASE, 1) == []


async def test_who_lost_the_lease_may_not_start(waiting: Store) -> None:
    async with waiting.begin() as tx:
        await stored.claim(tx, "w1", NOW, LEASE, 1)
        assert await tx.queue.start_attempts("w2", ["n1"], NOW, LEASE) == {}
        assert await tx.queue.start_attempts("w1", ["n1"], NOW + LEASE, LEASE) == {}
        assert await tx.outbox.drop("n1", "dropped")
        assert await tx.queue.start_attempts("w1", ["n1"], NOW, LEASE) == {}


async def test_a_temporary_failure_is_due_again_later(waiting: Store) -> None:
    await settle(waiting, put_off(await begin_attempt(waiting), "n1", NOW + 10 * SECOND))
    found = await history(waiting)
    (attempt,) = found.deliveries
    assert (attempt.outcome, attempt.ended, attempt.reason, attempt.detail) == (
        DeliveryOutcome.TEMPORARY,
        NOW,
        "timeout",
        "no answer",
    )
    assert (found.notification.state, found.notification.due) == (NotificationState.PENDING, NOW + 10 * SECOND)


async def test_a_dead_one_is_listed_and_can_be_retried_as_if_new(waiting: Store) -> None:
    attempt = await begin_attempt(waiting)
    await settle(
        waiting,
        Settlement(attempt, "n1", NOW, DeliveryOutcome.PERMANENT, NotificationState.DEAD, None, "refused", "550 no"),
    )
    async with waiting.begin() as tx:
        assert [one.reason for one in await tx.outbox.list(state=NotificationState.DEAD)] == ["refused"]
        assert await stored.claim(tx, "w1", NOW + MINUTE, LEASE, 1) == []
        assert await tx.outbox.retry("n1", NOW + MINUTE)
        assert not await tx.outbox.retry("n1", NOW + MINUTE)
        (again,) = await stored.claim(tx, "w1", NOW + MINUTE, LEASE, 1)
    assert (again.id, again.attempts, again.first_attempt, again.reason) == ("n1", 0, None, "")


async def test_a_late_failure_does_not_undo_what_another_worker_did(waiting: Store) -> None:
    stale = await begin_attempt(waiting)
    await begin_attempt(waiting, "w2", NOW + LEASE)
    await settle(waiting, put_off(stale, "n1", NOW))
    async with waiting.begin() as tx:
        assert await stored.claim(tx, "w3", NOW + LEASE, LEASE, 1) == [], "the lease of w2 stands"
    assert [one.outcome for one in (await history(waiting)).deliveries] == [
        DeliveryOutcome.TEMPORARY,
        DeliveryOutcome.STARTED,
    ]


async def test_a_late_success_counts(waiting: Store) -> None:
    stale = await begin_attempt(waiting)
    async with waiting.begin() as tx:
        await tx.outbox.drop("n1", "dropped")
    await settle(waiting, sent(stale))
    assert (await n1(waiting)).state is NotificationState.SENT


async def test_a_failure_after_it_was_dropped_leaves_it_dead(waiting: Store) -> None:
    attempt = await begin_attempt(waiting)
    async with waiting.begin() as tx:
        await tx.outbox.drop("n1", "dropped")
    await settle(waiting, put_off(attempt, "n1", NOW))
    assert ((await n1(waiting)).state, (await n1(waiting)).reason) == (NotificationState.DEAD, "dropped")


async def test_what_was_sent_is_final(waiting: Store) -> None:
    attempt = await begin_attempt(waiting)
    await settle(waiting, sent(attempt))
    await settle(waiting, put_off(attempt, "n1", NOW))
    async with waiting.begin() as tx:
        await tx.queue.suppress({"n1": "x"})
        for changed in (await tx.outbox.retry("n1", NOW), await tx.outbox.drop("n1", "x")):
            assert not changed
    assert (await n1(waiting)).state is NotificationState.SENT


async def test_rendered_bytes_never_change(waiting: Store) -> None:
    async with waiting.begin() as tx:
        assert await tx.outbox.save_rendered("n1", b"first") == b"first"
        assert await tx.outbox.save_rendered("n1", b"second") == b"first"
    assert (await n1(waiting)).rendered == b"first"


async def test_a_thread_refers_to_the_first_that_arrived(store: Store) -> None:
    async with store.begin() as tx:
        await tx.outbox.add([notification(name, thread="t") for name in ("n0", "n1", "n2")])
        await tx.queue.suppress({"n0": "silenced"})
        assert await tx.outbox.first_in_thread(notification("n3", thread="t")) is None
    await settle(store, sent(await begin_attempt(store)))
    async with store.read() as tx:
        assert await tx.outbox.first_in_thread(notification("n3", thread="t")) == "n1"
        assert await tx.outbox.first_in_thread(notification("n3", thread="t", recipient="b@example.org")) is None


async def test_notifications_are_counted_by_receiver_and_state(store: Store) -> None:
    async with store.begin() as tx:
        await tx.outbox.add([notification("n1"), notification("n2"), notification("n3", "other")])
        await tx.outbox.drop("n2", "dropped")
        assert await tx.outbox.counts() == {
            ("desk", NotificationState.PENDING): 1,
            ("desk", NotificationState.DEAD): 1,
            ("other", NotificationState.PENDING): 1,
        }
        assert [one.id for one in await tx.outbox.list(receiver="desk")] == ["n2", "n1"]
        assert await tx.outbox.list(alert_id="none") == []
        assert await tx.outbox.get("none") is None


async def test_what_was_suppressed_is_sent_once_it_is_wanted(store: Store) -> None:
    async with store.begin() as tx:
        await tx.outbox.add([notification(state=NotificationState.SUPPRESSED, reason="silenced", content={"n": 1})])
        await tx.outbox.add([notification(content={"n": 2}, due=NOW + MINUTE, created=NOW + MINUTE)])
    wanted = await n1(store)
    assert (wanted.state, wanted.reason, wanted.content) == (NotificationState.PENDING, "", {"n": 2})
    assert (wanted.due, wanted.created) == (NOW + MINUTE, NOW + MINUTE)


@pytest.mark.parametrize("state", ["pending", "sent", "dead"])
async def test_no_other_state_is_undone_by_a_second_one_of_the_same_id(store: Store, state: str) -> None:
    async with store.begin() as tx:
        await tx.outbox.add([notification(state=NotificationState(state), content={"n": 1})])
        await tx.outbox.add([notification(content={"n": 2})])
        await tx.outbox.add([notification(content={"n": 3}, state=NotificationState.SUPPRESSED)])
    kept = await n1(store)
    assert (kept.state, kept.content) == (NotificationState(state), {"n": 1})


async def test_bytes_that_may_have_been_sent_stay_with_what_was_suppressed(waiting: Store) -> None:
    attempt = await begin_attempt(waiting)
    async with waiting.begin() as tx:
        await tx.outbox.save_rendered("n1", b"first")
    await settle(waiting, put_off(attempt, "n1", NOW + MINUTE))
    async with waiting.begin() as tx:
        await tx.queue.suppress({"n1": "silenced"})
        await tx.outbox.add([notification()])
    again = await n1(waiting)
    assert (again.state, again.rendered, again.attempts) == (NotificationState.PENDING, b"first", 0)

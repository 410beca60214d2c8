"""What may leave now, and who gets it."""

import asyncio
from collections import Counter
from collections.abc import Collection, Sequence
from datetime import datetime

import pytest

from monitor.model.alert import Notification, ReceiverHealth, ReceiverState
from monitor.storage import Store
from tests.support import stored
from tests.support.stored import MINUTE, NOW, SECOND, notification, put_off, sent

LEASE = MINUTE


async def add(store: Store, *new: Notification) -> None:
    async with store.begin() as tx:
        await tx.outbox.add(new)


async def claim(
    store: Store, now: datetime = NOW, limit: int = 100, worker: str = "w1", but_not: Collection[str] = ()
) -> list[str]:
    async with store.begin() as tx:
        return [one.id for one in await stored.claim(tx, worker, now, LEASE, limit, but_not=but_not)]


async def start(store: Store, *names: str, worker: str = "w1", now: datetime = NOW) -> dict[str, int]:
    async with store.begin() as tx:
        return await tx.queue.start_attempts(worker, names, now, LEASE)


async def fail(store: Store, name: str, due: datetime) -> None:
    """One temporary failure of a notification that is claimed."""
    attempts = await start(store, name)
    async with store.begin() as tx:
        await tx.outbox.settle([put_off(attempts[name], name, due)])


async def succeed(store: Store, name: str) -> None:
    attempts = await start(store, name)
    async with store.begin() as tx:
        await tx.outbox.settle([sent(attempts[name], name)])


async def put(store: Store, state: ReceiverState, probe: datetime | None = None, name: str = "desk") -> None:
    async with store.begin() as tx:
        await tx.receivers.set(ReceiverHealth(name, state, NOW, "refused", "no", probe))


async def next_due(store: Store, now: datetime = NOW, but_not: Collection[str] = ()) -> datetime | None:
    async with store.read() as tx:
        return await tx.queue.next_due(now, but_not=but_not)


async def test_only_what_is_due_is_claimed_oldest_first(store: Store) -> None:
    await add(store, notification("n1"), notification("n2", due=NOW + SECOND), notification("n3"))
    assert await claim(store) == ["n1", "n3"]
    assert await next_due(store) == NOW + SECOND
    assert await claim(store, NOW + SECOND) == ["n2"]


async def test_a_claimed_notification_is_complete(store: Store) -> None:
    full = notification(alert_id=None, route="default", template="city", content={"a": ["é\x00", 1, None]})
    await add(store, full)
    async with store.begin() as tx:
        (got,) = await stored.claim(tx, "w1", NOW, LEASE, 1)
    assert (got.seq > 0, got.content, got.due, got.route, got.template) == (
        True,
        full.content,
        NOW,
        "default",
        "city",
    )


async def test_the_same_id_twice_is_one_notification(store: Store) -> None:
    await add(store, notification("n1", route="first"), notification("n1", route="second"))
    await add(store, notification("n1", route="third"))
    async with store.read() as tx:
        assert [one.route for one in await tx.outbox.list()] == ["first"]


async def test_a_lease_keeps_others_away_until_it_ends(store: Store) -> None:
    await add(store, notification())
    assert await claim(store, worker="w1") == ["n1"]
    assert await claim(store, NOW + LEASE - SECOND, worker="w2") == []
    assert await next_due(store) == NOW + LEASE
    assert await claim(store, NOW + LEASE, worker="w2") == ["n1"]


async def test_within_a_thread_only_the_earliest_unsettled_leaves(store: Store) -> None:
    await add(store, notification("n1", thread="t"), notification("n2", thread="t"), notification("n3"))
    assert await claim(store) == ["n1", "n3"]
    assert await claim(store) == []
    await fail(store, "n1", NOW + SECOND)
    assert await claim(store) == [], "n2 waits for n1, though that is due later"
    assert await claim(store, NOW + SECOND) == ["n1"]
    await succeed(store, "n1")
    assert await claim(store) == ["n2"]


@pytest.mark.parametrize("change", [{"recipient": "b@example.org"}, {"receiver": "other"}])
async def test_a_thread_is_one_recipients_own(store: Store, change: dict[str, str]) -> None:
    await add(store, notification("n1", thread="t"), notification("n2", **{"thread": "t", **change}))
    assert await claim(store) == ["n1", "n2"]


async def test_a_dead_or_suppressed_one_gives_way_in_its_thread(store: Store) -> None:
    await add(store, *(notification(name, thread="t") for name in ("n1", "n2", "n3")))
    async with store.begin() as tx:
        assert await tx.outbox.drop("n1", "dropped")
        await tx.queue.suppress({"n2": "silenced"})
    assert await claim(store) == ["n3"]


async def test_a_paused_receiver_gets_nothing(store: Store) -> None:
    await add(store, notification("n1"), notification("n2", "other"))
    await put(store, ReceiverState.PAUSED)
    assert await claim(store) == ["n2"]
    await succeed(store, "n2")
    assert await next_due(store) is None


async def test_a_failing_receiver_gets_one_probe_when_its_time_has_come(store: Store) -> None:
    await add(store, *(notification(f"n{number}") for number in range(3)))
    await put(store, ReceiverState.FAILING, NOW + MINUTE)
    assert await claim(store) == []
    assert await next_due(store) == NOW + MINUTE
    assert await claim(store, NOW + MINUTE) == ["n0"]
    assert await claim(store, NOW + MINUTE + SECOND) == [], "one probe at a time"
    assert await next_due(store, NOW + MINUTE) == NOW + MINUTE + LEASE


async def test_a_probe_does_not_wait_for_its_own_delay(store: Store) -> None:
    await add(store, notification("n1"), notification("n2"))
    assert await claim(store, limit=1) == ["n1"]
    await fail(store, "n1", NOW + 60 * MINUTE)
    await put(store, ReceiverState.FAILING, NOW + MINUTE)
    assert await next_due(store) == NOW + MINUTE
    assert await claim(store, NOW + MINUTE) == ["n2"], "the least tried: one bad message must not be every probe"
    await fail(store, "n2", NOW + 60 * MINUTE)
    await put(store, ReceiverState.FAILING, NOW + 2 * MINUTE)
    assert await claim(store, NOW + 2 * MINUTE) == ["n1"], "both tried once, neither due, and n1 the older"


async def test_what_is_held_back_on_purpose_is_no_probe(store: Store) -> None:
    await add(store, notification("n1", due=NOW + 60 * MINUTE), notification("n2"))
    await put(store, ReceiverState.FAILING, NOW)
    assert await claim(store, NOW) == ["n2"]
    await succeed(store, "n2")
    assert await claim(store, NOW + MINUTE) == []
    assert await next_due(store) == NOW + 60 * MINUTE


async def test_after_a_recovery_everything_that_was_tried_is_due_in_order(store: Store) -> None:
    await add(store, *(notification(f"n{number}") for number in range(3)), notification("held", due=NOW + 99 * MINUTE))
    for name in await claim(store):
        await fail(store, name, NOW + 60 * MINUTE)
    await put(store, ReceiverState.FAILING, NOW + MINUTE)
    async with store.begin() as tx:
        assert await tx.receivers.recovered("desk", NOW + MINUTE)
        assert not await tx.receivers.recovered("desk", NOW + MINUTE)
    assert await claim(store, NOW + MINUTE) == ["n0", "n1", "n2"]


async def test_a_backlog_does_not_starve_other_receivers(store: Store) -> None:
    await add(store, *(notification(f"a{number}", "busy") for number in range(50)))
    await add(store, *(notification(f"b{number}", "quiet") for number in range(2)))
    claimed = await claim(store, limit=10)
    assert Counter(name[0] for name in claimed) == {"a": 5, "b": 2}


async def test_with_more_receivers_than_room_the_longest_waiting_come_first(store: Store) -> None:
    await add(store, *(notification(f"n{number}", f"r{9 - number}") for number in range(5)))
    assert [await claim(store, limit=2) for _ in range(3)] == [["n0", "n1"], ["n2", "n3"], ["n4"]]


async def test_receivers_that_a_worker_has_no_room_for_are_left_out(store: Store) -> None:
    await add(store, notification("n1", "full"), notification("n2", "free", due=NOW + SECOND))
    assert await claim(store, but_not=["full"]) == []
    assert await next_due(store, but_not=["full"]) == NOW + SECOND
    assert await next_due(store) == NOW


async def test_a_released_lease_can_be_claimed_at_once(store: Store) -> None:
    await add(store, notification("n1"), notification("n2"))
    await claim(store, limit=1, worker="w1")
    await claim(store, limit=1, worker="w2")
    async with store.begin() as tx:
        assert await tx.queue.release("w1") == 1
    assert await claim(store, worker="w3") == ["n1"]
    async with store.begin() as tx:
        assert await tx.queue.release_others([]) == 2


async def test_workers_claiming_at_once_never_get_the_same(store: Store) -> None:
    await add(store, *(notification(f"n{number}", f"r{number % 3}") for number in range(60)))
    got: list[str] = []

    async def work(worker: str) -> None:
        while claimed := await claim(store, limit=6, worker=worker):
            got.extend(claimed)

    await asyncio.gather(*(work(f"w{number}") for number in range(4)))
    assert len(got) == len(set(got))
    assert set(got) | set(await drain(store)) == {f"n{number}" for number in range(60)}


async def drain(store: Store) -> Sequence[str]:
    """What is left: rows that another worker had locked just then are passed over, not waited for."""
    return [name for _ in range(60) for name in await claim(store)]

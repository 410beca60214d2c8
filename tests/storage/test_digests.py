import asyncio
from dataclasses import replace

from monitor.model.alert import DigestWindow
from monitor.storage import Store
from tests.support import stored
from tests.support.stored import DAY, MINUTE, NOW, alert, notification, sent

WINDOW = DigestWindow("morning", NOW - DAY, NOW)
NEXT = DigestWindow("morning", NOW, NOW + DAY)


async def test_a_window_collects_from_its_start_until_before_its_end(store: Store) -> None:
    times = [NOW - DAY - MINUTE, NOW - DAY, NOW - MINUTE, NOW]
    async with store.begin() as tx:
        await tx.alerts.add([alert(f"a{number}", str(number)) for number in range(4)])
        for number, time in enumerate(times):
            await tx.digests.add_item("morning", f"a{number}", time, late=number == 2)
        await tx.digests.add_item("morning", "a1", NOW - MINUTE, late=True)
        items = await tx.digests.items("morning", WINDOW.start, WINDOW.end)
        assert [(one.alert.id, one.added, one.late) for one in items] == [
            ("a1", times[1], False),
            ("a2", times[2], True),
        ]
        assert await tx.digests.items("evening", WINDOW.start, WINDOW.end) == []


async def test_an_item_says_who_had_it_already(store: Store) -> None:
    async with store.begin() as tx:
        await tx.alerts.add([alert(), alert("alert-2", "other")])
        for name in ("alert-1", "alert-2"):
            await tx.digests.add_item("morning", name, NOW, late=False)
        await tx.outbox.add([notification("n1", alert_id="alert-1"), notification("n2", "hook", alert_id="alert-1")])
        await stored.claim(tx, "w1", NOW, MINUTE, 2)
        attempts = await tx.queue.start_attempts("w1", ["n1", "n2"], NOW, MINUTE)
        await tx.outbox.settle([sent(attempts["n1"], "n1", NOW + MINUTE)])
        items = await tx.digests.items("morning", NOW, NOW + DAY)
    assert [one.mailed for one in items] == [{("desk", "a@example.org"): NOW + MINUTE}, {}]


async def test_windows_follow_one_another(store: Store) -> None:
    async with store.begin() as tx:
        assert await tx.digests.last_window("morning") is None
        assert await tx.digests.open_window(WINDOW)
        assert not await tx.digests.open_window(NEXT), "one at a time"
        assert await tx.digests.close_window("morning", WINDOW.start, NOW)
        assert not await tx.digests.open_window(WINDOW), "each start once"
        assert await tx.digests.open_window(NEXT)
        assert await tx.digests.open_window(DigestWindow("evening", NOW, NOW + MINUTE))
        assert await tx.digests.last_window("morning") == NEXT
        assert await tx.digests.last_window("evening") == DigestWindow("evening", NOW, NOW + MINUTE)


async def test_the_end_of_an_open_window_can_move(store: Store) -> None:
    async with store.begin() as tx:
        await tx.digests.open_window(WINDOW)
        assert await tx.digests.move_end("morning", WINDOW.start, NOW + MINUTE)
        assert await tx.digests.last_window("morning") == replace(WINDOW, end=NOW + MINUTE)
        await tx.digests.close_window("morning", WINDOW.start, NOW)
        assert not await tx.digests.move_end("morning", WINDOW.start, NOW)


async def test_a_window_is_closed_by_one_of_many(store: Store) -> None:
    async with store.begin() as tx:
        await tx.digests.open_window(WINDOW)

    async def close() -> bool:
        async with store.begin() as tx:
            return await tx.digests.close_window("morning", WINDOW.start, NOW)

    assert sorted(await asyncio.gather(*(close() for _ in range(4)))) == [False, False, False, True]


async def test_what_is_being_collected_is_not_missed_by_whoever_closes_the_window(store: Store) -> None:
    async with store.begin() as tx:
        await tx.alerts.add([alert()])
        await tx.digests.open_window(WINDOW)
    collected, closing = asyncio.Event(), asyncio.Event()

    async def collect() -> None:
        async with store.begin() as tx:
            await tx.digests.add_item("morning", "alert-1", NOW - MINUTE, late=False)
            collected.set()
            await closing.wait()

    async def close() -> list[str]:
        await collected.wait()
        asyncio.get_running_loop().call_later(0.2, closing.set)  # time to be let in, were there no lock
        async with store.begin() as tx:
            assert await tx.digests.close_window("morning", WINDOW.start, NOW)
            return [one.alert.id for one in await tx.digests.items("morning", WINDOW.start, WINDOW.end)]

    _, sent = await asyncio.gather(collect(), close())
    assert sent == ["alert-1"]

from __future__ import annotations

import asyncio

from monitor.schedule import Schedule


async def test_it_wakes_again_and_again_until_it_is_stopped() -> None:
    first, second, schedule = asyncio.Event(), asyncio.Event(), Schedule()
    schedule.every(0.01, first, second)
    schedule.start()
    async with asyncio.timeout(5):
        for _ in range(3):
            await asyncio.gather(first.wait(), second.wait())
            first.clear()
            second.clear()
    schedule.stop()
    schedule.stop()
    await asyncio.wait([asyncio.create_task(first.wait())], timeout=0.05)
    assert not first.is_set()

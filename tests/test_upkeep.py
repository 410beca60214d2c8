"""What a daemon that was killed left leased is sent by those that live, and nothing of theirs is taken."""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from monitor.config import RetentionSettings
from monitor.storage import Store
from monitor.storage.daemon import ALIVE
from monitor.storage.rows import DaemonRow, worker_name
from monitor.upkeep import Upkeep
from tests.support import stored
from tests.support.clock import VirtualClock
from tests.support.stored import notification

OURS = worker_name(socket.gethostname(), os.getpid())
SECOND = timedelta(seconds=1)
LEASE = timedelta(hours=1)


@pytest.fixture
def clock() -> VirtualClock:
    return VirtualClock()


@pytest_asyncio.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    """Opened as on PostgreSQL: nobody knows whether another daemon lives."""
    opened = await Store.open(f"sqlite:///{tmp_path}/state.db")
    yield opened
    await opened.close()


def upkeep(store: Store, clock: VirtualClock) -> Upkeep:
    return Upkeep(
        store, clock, sources={}, requests={}, release=lambda article: True, retention=RetentionSettings, summary=dict
    )


async def lease(store: Store, clock: VirtualClock, *workers: str) -> None:
    """A notification for each worker, which claims it."""
    async with store.begin() as tx:
        for worker in workers:
            await tx.outbox.add([notification(worker, due=clock.now())])
            assert [one.id for one in await stored.claim(tx, worker, clock.now(), LEASE, 1)] == [worker]


async def free(store: Store, clock: VirtualClock) -> set[str]:
    """What a worker could claim now; all of it is released again."""
    async with store.begin() as tx:
        claimed = await stored.claim(tx, "asking", clock.now(), LEASE, 9)
        await tx.queue.release("asking")
    return {one.id for one in claimed}


async def test_at_its_start_a_daemon_takes_over_from_those_that_are_dead(store: Store, clock: VirtualClock) -> None:
    now = clock.now()
    await lease(store, clock, "host:1", "host:2", "host:3", OURS)
    async with store.begin() as tx:
        await tx.daemon.heartbeat(DaemonRow("a", 1, "host", now, now, {}))
        await tx.daemon.heartbeat(DaemonRow("b", 2, "host", now - ALIVE, now - ALIVE, {}))
    await upkeep(store, clock).start()
    assert await free(store, clock) == {"host:2", "host:3", OURS}


async def test_a_daemon_that_dies_later_is_noticed(store: Store, clock: VirtualClock) -> None:
    ours, stop = upkeep(store, clock), asyncio.Event()
    await ours.start()
    await lease(store, clock, "host:1", OURS)
    async with store.begin() as tx:
        await tx.daemon.heartbeat(DaemonRow("a", 1, "host", clock.now(), clock.now(), {}))
    task = clock.start(ours.run(stop))
    await clock.advance(ALIVE - SECOND)
    assert await free(store, clock) == set()
    await clock.advance(20 * SECOND)
    assert await free(store, clock) == {"host:1"}
    stop.set()
    await task

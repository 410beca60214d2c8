"""The watch over folders, disk and receivers, with a real store and a real folder."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

from monitor.config import FolderSettings
from monitor.model.alert import Notification, NotificationKind
from monitor.sources.folder import FolderSource
from monitor.storage import Store
from monitor.watch import Watch
from tests.support.alerting import settings
from tests.support.clock import VirtualClock
from tests.support.stored import kept

HOUR = timedelta(hours=1)


async def test_a_folder_that_stops_growing_is_told_once(tmp_path: Path) -> None:
    clock = VirtualClock()
    store = await Store.open(f"sqlite:///{tmp_path}/state.db")
    shape = {"folder": str(tmp_path / "wire"), "stalled_after": "2h"}
    source = FolderSource("wire", tmp_path / "wire", FolderSettings.model_validate(shape), {}, clock)
    woken = 0

    def filled() -> None:
        nonlocal woken
        woken += 1

    chosen = settings(sources=[shape], owner="hook")
    watch = Watch(
        store,
        clock,
        settings=lambda: chosen,
        sources={"wire": source},
        disks=(tmp_path / "not" / "there",),
        filled=filled,
    )
    stop = asyncio.Event()
    task = clock.start(watch.run(stop))
    await clock.advance(HOUR)
    async with store.begin() as tx:
        await tx.articles.add([kept("a.txt", received=clock.now())])
    await clock.advance(2 * HOUR - timedelta(minutes=2))
    assert await notices(store) == []
    await clock.advance(3 * HOUR)
    told = await notices(store)
    assert [one.content["subject"] for one in told] == ["wire has stopped growing"]
    assert woken > 0
    stop.set()
    await clock.settle()
    await task
    await store.close()


async def notices(store: Store) -> list[Notification]:
    async with store.read() as tx:
        return [one for one in await tx.outbox.list() if one.kind is NotificationKind.NOTICE]

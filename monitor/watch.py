"""Looks once a minute at what nobody else would notice, and tells the owner: a folder that stopped growing, a disk that
fills up, a receiver that takes nothing, a feed that fell silent."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import structlog

from monitor.alerting.troubles import Condition, trouble_notices
from monitor.clock import Clock
from monitor.config import MonitorSettings
from monitor.errors import StoreConflict, StoreUnavailable
from monitor.model.alert import NotificationState
from monitor.sources import Source
from monitor.storage import Store

_EVERY_SECONDS = 60.0

log: structlog.stdlib.BoundLogger = structlog.get_logger()


class Watch:
    """`disks` are folders of the file systems that must not fill up; `filled` is called when somebody is to be told."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        *,
        settings: Callable[[], MonitorSettings],
        sources: Mapping[str, Source],
        disks: tuple[Path, ...],
        filled: Callable[[], None],
    ) -> None:
        self._store = store
        self._clock = clock
        self._settings = settings
        self._sources = sources
        self._disks = disks
        self._filled = filled
        self._started = clock.now()

    async def run(self, stop: asyncio.Event) -> None:
        """Look until `stop`; for the first time after a minute, when what came while nobody looked has been read."""
        while True:
            await self._clock.wait(stop, _EVERY_SECONDS)
            if stop.is_set():
                return
            try:
                await self.look()
            except (StoreUnavailable, StoreConflict) as error:
                log.warning("store unavailable", detail=str(error))

    async def look(self) -> None:
        """Once."""
        now = self._clock.now()
        free = await asyncio.to_thread(self._free)
        async with self._store.read() as tx:
            grew = await tx.articles.last_received(list(self._sources))
            health, counts = await tx.receivers.all(), await tx.outbox.counts()
            feeds = await tx.feeds.troubled()
        condition = Condition(
            now=now,
            free_bytes=free,
            grew={name: grew.get(name, self._started) for name in self._sources},
            gone={name: source.troubles[""] for name, source in self._sources.items() if "" in source.troubles},
            health=health,
            feeds=feeds,
            waiting={name: many for (name, state), many in counts.items() if state is NotificationState.PENDING},
        )
        told = trouble_notices(condition, self._settings())
        if told:
            async with self._store.begin() as tx:
                await tx.outbox.add(told)
            self._filled()

    def _free(self) -> int:
        """Of the fullest of the file systems; a folder that is not there (yet) counts by the one that holds it."""
        there = [next(path for path in (folder, *folder.parents) if path.exists()) for folder in self._disks]
        return min(shutil.disk_usage(folder).free for folder in there)

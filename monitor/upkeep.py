"""What the daemon does beside the flow: says that it lives, hears what the command line asks, and tidies up."""

from __future__ import annotations

import asyncio
import os
import socket
import uuid
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

import structlog

from monitor import notify_systemd
from monitor.clock import Clock
from monitor.config import RetentionSettings
from monitor.errors import StoreConflict, StoreUnavailable
from monitor.model.article import Article
from monitor.reading import MEMBER
from monitor.sources import Source
from monitor.storage import Store
from monitor.storage.rows import DaemonRow
from monitor.storage.upkeep import MOST

_LISTEN_SECONDS = 1.0
_HEARTBEAT = timedelta(seconds=15)
_TIDY = timedelta(hours=1)
_RELEASED = 64
"""Articles whose embargo has ended that are given on at a look."""
_INDEXED = 64
"""Articles that an update left out of the index, put into it at one look: some 3 ms each that others wait."""

log: structlog.stdlib.BoundLogger = structlog.get_logger()


class Upkeep:
    """One look a second at the store. `requests` maps what the command line may ask for to what is done then; `release`
    takes an article whose embargo has ended, where there is room."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        *,
        sources: Mapping[str, Source],
        requests: Mapping[str, Callable[[], None]],
        release: Callable[[Article], bool],
        retention: Callable[[], RetentionSettings],
        summary: Callable[[], Mapping[str, Any]],
    ) -> None:
        self._store = store
        self._sources = sources
        self._requests = requests
        self._release = release
        self._retention = retention
        self._summary = summary
        self._clock = clock
        self._started = clock.now()
        self._id = uuid.uuid4().hex
        self._next_beat = self._next_tidying = self._started

    async def start(self) -> None:
        """The first heartbeat, before anything is sent: from now on requests are heard.

        A daemon that was killed may have had our name, as a container's first process has it at each start.
        """
        now = self._clock.now()
        async with self._store.begin() as tx:
            await tx.queue.release(self._row(now).worker)
        await self._beat(now)

    async def run(self, stop: asyncio.Event) -> None:
        """Until `stop`; then the daemon is signed off. Nothing may be on its way then: others would send it as well."""
        while not stop.is_set():
            await self._attempt(self._look)
            notify_systemd.alive()
            await self._clock.wait(stop, _LISTEN_SECONDS)
        await self._attempt(self._sign_off)

    async def _attempt(self, work: Callable[[], Awaitable[None]]) -> None:
        try:
            await work()
        except (StoreUnavailable, StoreConflict) as error:
            log.warning("store unavailable", detail=str(error))

    async def _look(self) -> None:
        now = self._clock.now()
        async with self._store.begin() as tx:
            asked = await tx.daemon.take_requests(self._id)
            retries = await tx.quarantine.retries(now)
            due = await tx.quarantine.due(now, _RELEASED)
            gone = [one for one in retries if one.source in self._sources and not self._there(one.source, one.path)]
            await tx.quarantine.resolve(gone, now)
            indexed = await tx.archive.index(_INDEXED)
        if indexed:
            log.info("articles of an earlier version put into the index", articles=indexed)
        for article in due:
            if not self._release(article):
                break  # the rest at the next look
        for kind in dict.fromkeys(asked):
            log.info("asked by the command line", request=kind)
            if kind in self._requests:
                self._requests[kind]()
        for name, source in self._sources.items():
            source.retry(_file(one.path) for one in retries if one.source == name and one not in gone)
        if not self._next_beat - _HEARTBEAT <= now < self._next_beat:  # due, or the clock was set back
            await self._beat(now)
        if not self._next_tidying - _TIDY <= now < self._next_tidying:
            await self._tidy(now)

    def _there(self, source: str, path: str) -> bool:
        return self._sources[source].exists(_file(path))

    async def _beat(self, now: datetime) -> None:
        """Say that we live; and take the leases from daemons that were killed, as far as they are known to be dead."""
        async with self._store.begin() as tx:
            await tx.daemon.heartbeat(self._row(now))
            freed = await tx.queue.release_others([row.worker for row in await tx.daemon.running(now)])
        self._next_beat = now + _HEARTBEAT
        if freed:
            log.warning("sends of a daemon that is gone are taken over", notifications=freed)

    def _row(self, now: datetime) -> DaemonRow:
        return DaemonRow(self._id, os.getpid(), socket.gethostname(), self._started, now, self._summary())

    async def _tidy(self, now: datetime) -> None:
        async with self._store.begin() as tx:
            purged = await tx.upkeep.purge(now, self._retention())
        more = purged.articles == MOST  # the rest at the next looks: nobody waits long for the store
        self._next_tidying = now if more else now + _TIDY
        log.info("old rows purged", articles=purged.articles, alerts=purged.alerts, notifications=purged.notifications)

    async def _sign_off(self) -> None:
        async with self._store.begin() as tx:
            await tx.daemon.stopped(self._id)


def _file(path: str) -> str:
    """The file that an article came in: an article in an archive has no file of its own."""
    return path.partition(MEMBER)[0]

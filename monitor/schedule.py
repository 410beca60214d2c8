"""Wakes loops by the clock. The only importer of APScheduler; its jobs set an event and do no work.

Loops wait for their own next moment as well. The heartbeat is for what a waiting loop cannot see: a clock that was set,
a machine that slept.
"""

from __future__ import annotations

import asyncio
from datetime import UTC

from apscheduler.schedulers.asyncio import AsyncIOScheduler

HEARTBEAT_SECONDS = 15.0


class Schedule:
    """Sets events again and again, from `start` to `stop`."""

    def __init__(self) -> None:
        # APScheduler drops a job that is a second late unless told otherwise; what was missed is done once.
        defaults = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        self._scheduler = AsyncIOScheduler(timezone=UTC, job_defaults=defaults)

    def every(self, seconds: float, *wake: asyncio.Event) -> None:
        """Set these events that often. May be called before and after `start`."""

        async def ring() -> None:  # a coroutine runs in the loop, where events may be set
            for event in wake:
                event.set()

        self._scheduler.add_job(ring, "interval", seconds=seconds)

    def start(self) -> None:
        """Begin; needs a running event loop."""
        self._scheduler.start()

    def stop(self) -> None:
        """No more events are set. Nothing is under way that could be cut off."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

"""Virtual time: loops run through days in a moment, in the same order each time."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from datetime import UTC, datetime, timedelta

START = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
_QUIET_TURNS = 25  # of the event loop without a change; tasks that use no clock come to rest within a few


class VirtualClock:
    """A clock that only moves when a test says so.

    A task that waits on the clock is at rest. `advance` moves to each deadline on the way, in order, and before each
    step lets every task that was woken do all its work, real I/O included, until it waits on the clock again or ends.
    """

    def __init__(self, start: datetime = START) -> None:
        self._now = start
        self._elapsed = timedelta(0)
        self._deadlines: dict[asyncio.Task[object], tuple[timedelta, asyncio.Event]] = {}
        self._awake: set[asyncio.Task[object]] = set()
        self._changed = asyncio.Event()

    def now(self) -> datetime:
        return self._now

    def start(self, loop: Coroutine[object, object, None]) -> asyncio.Task[None]:
        """Run a loop as a task; it counts as busy from the beginning, not only after its first wait."""
        task = asyncio.create_task(loop)
        self._awake.add(task)
        task.add_done_callback(self._rest)
        return task

    async def wait(self, wake: asyncio.Event, seconds: float) -> None:
        task = asyncio.current_task()
        assert task is not None
        passed = asyncio.Event()
        self._deadlines[task] = (self._elapsed + timedelta(seconds=max(0.0, seconds)), passed)
        if seconds <= 0:
            passed.set()
        self._rest(task)
        waits = [asyncio.ensure_future(wake.wait()), asyncio.ensure_future(passed.wait())]
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for each in waits:
                each.cancel()
            self._deadlines.pop(task, None)
            self._awake.add(task)
            self._changed.set()
            task.remove_done_callback(self._rest)  # of the wait before: a loop waits many times
            task.add_done_callback(self._rest)

    async def sleep(self, seconds: float) -> None:
        """Let virtual time pass, as a slow server does."""
        await self.wait(asyncio.Event(), seconds)

    async def advance(self, by: timedelta) -> None:
        """Let so much time pass, with everything that falls due on the way."""
        end = self._elapsed + by
        await self.settle()
        while self._deadlines and (first := min(deadline for deadline, _ in self._deadlines.values())) <= end:
            self._move(max(first, self._elapsed))
            for deadline, passed in list(self._deadlines.values()):
                if deadline <= self._elapsed:
                    passed.set()
            await self.settle()
        self._move(end)

    def step(self, by: timedelta) -> None:
        """Set the clock forward or back, as a person or a time server does: no time passes."""
        self._now += by

    async def settle(self) -> None:
        """Until every task that uses the clock is at rest."""
        quiet = 0
        while quiet < _QUIET_TURNS:
            self._changed.clear()
            if self._awake:
                await self._changed.wait()
                quiet = 0
            await asyncio.sleep(0)
            quiet = 0 if self._changed.is_set() else quiet + 1

    def _move(self, elapsed: timedelta) -> None:
        self._now += elapsed - self._elapsed
        self._elapsed = elapsed

    def _rest(self, task: asyncio.Task[object]) -> None:
        self._awake.discard(task)
        self._changed.set()

"""Time as an argument. Decisions get `now`; loops get a `Clock`, so that tests run them in virtual time."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Wall time and waiting. All times are aware and in UTC."""

    def now(self) -> datetime: ...

    async def wait(self, wake: asyncio.Event, seconds: float) -> None:
        """Return when `wake` is set or `seconds` have passed, whichever is first. Does not clear `wake`."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    async def wait(self, wake: asyncio.Event, seconds: float) -> None:
        try:
            async with asyncio.timeout(max(0.0, seconds)):
                await wake.wait()
        except TimeoutError:
            return

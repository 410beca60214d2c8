"""Whose turn it is: of all who could ask, one looks at the agenda, and the others rest until it has found somebody."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime

from monitor.clock import Clock
from monitor.sources.feeds.agenda import Agenda, Ask

REST_SECONDS = 3600.0
"""With nothing to do; whoever has something to do sets an event."""


class Turns:
    """`heartbeat`: set whenever the agenda may have changed, or the clock. `mind`: told the time before anybody is
    taken."""

    def __init__(
        self, agenda: Agenda, clock: Clock, heartbeat: asyncio.Event, mind: Callable[[datetime], None]
    ) -> None:
        self._agenda = agenda
        self._clock = clock
        self._heartbeat = heartbeat
        self._mind = mind
        self._is_watched = False
        self._resting: list[asyncio.Event] = []

    async def next(self) -> Ask:
        """Whom to ask now."""
        while self._is_watched:
            rests = asyncio.Event()
            self._resting.append(rests)
            await self._clock.wait(rests, REST_SECONDS)
            if rests in self._resting:
                self._resting.remove(rests)
        self._is_watched = True
        try:
            while True:
                self._heartbeat.clear()
                due, now = self._agenda.due(), self._clock.now()
                wait = REST_SECONDS if due is None else (due - now).total_seconds()
                await self._clock.wait(self._heartbeat, wait)
                self._mind(self._clock.now())
                if (ask := self._agenda.take(self._clock.now())) is not None:
                    return ask
        finally:
            self._is_watched = False
            if self._resting:
                self._resting.pop().set()

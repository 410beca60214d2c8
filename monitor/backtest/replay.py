"""Runs articles through the pipeline again, in their order and at some multiple of their pace.

Time is virtual and the same at every pace: each article is taken in its moment, with everything that the clock brings
before it. Notifications are planned and stay in the store.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from monitor.alerting.situation import Office
from monitor.backtest.looking import Looking
from monitor.clock import Clock
from monitor.model.alert import Alert, AlertChange
from monitor.model.article import Article, RawArticle
from monitor.pipeline import InForce, Pipeline, judge_article
from monitor.raising import tick
from monitor.storage import Store

_MOST_STEPS = 10_000


class Calendar:
    """A clock that stands where the news is: somebody sets it."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def now(self) -> datetime:
        return self.moment

    async def wait(self, wake: asyncio.Event, seconds: float) -> None:
        """Nobody who waits here is woken by time."""
        await wake.wait()


class Pace:
    """How long to wait for a moment: `speed` times less than it is away, and not at all where that is None."""

    def __init__(self, clock: Clock, speed: float | None) -> None:
        self._clock = clock
        self._speed = speed
        self._begun: tuple[datetime, datetime] | None = None

    async def until(self, moment: datetime) -> None:
        """Wait for a moment of the news. The first is now."""
        if self._speed is None:
            return
        now = self._clock.now()
        real, virtual = self._begun = self._begun or (now, moment)
        due = real + (moment - virtual) / self._speed
        if due > now:
            await self._clock.wait(asyncio.Event(), (due - now).total_seconds())


@dataclass(frozen=True, slots=True)
class Step:
    """A step in an alert's life, and the alert after it."""

    change: AlertChange
    alert: Alert


class Replay:
    """`told` is given every step as it is taken. The store should be a new one: what is in it counts."""

    def __init__(
        self, store: Store, force: InForce, pace: Pace, told: Callable[[Step], Awaitable[None]] | None = None
    ) -> None:
        self._store = store
        self._force = force
        self._pace = pace
        self._told = told
        self._clock = Calendar(datetime.min.replace(tzinfo=UTC))
        self._looking = Looking(force.rules, closing=told is not None)
        self._pipeline = Pipeline(store, {}, lambda: force, self._clock, lambda: None)
        self._last = 0

    async def run(self, articles: Iterable[RawArticle | Article]) -> None:
        """Every article, each in the moment in which it was received; they come in that order."""
        looked: datetime | None = None
        for article in articles:
            looked = await self._pass(looked, article.received)
            await self._pace.until(article.received)
            self._clock.moment = article.received
            if isinstance(article, RawArticle):
                await self._pipeline.take([article])
            else:
                judged = await asyncio.to_thread(judge_article, article, self._force, article.received)
                await self._pipeline.keep([judged], self._force, article.received)
            await self._tell()

    async def _pass(self, looked: datetime | None, now: datetime) -> datetime:
        """What the clock brings before `now`."""
        if looked is None:
            await self._look(now)
            return now
        while True:
            async with self._store.begin() as tx:
                moment = await self._looking.next(tx, looked, now)
            if moment is None:
                return looked
            await self._pace.until(moment)
            await self._look(moment)
            looked = moment

    async def _look(self, moment: datetime) -> None:
        self._clock.moment = moment
        force = self._force
        async with self._store.begin() as tx:
            await tick(tx, force.rules, Office(moment, force.settings, force.headline))
        await self._tell()

    async def _tell(self) -> None:
        if self._told is None:
            return
        async for step in self._steps():
            await self._told(step)

    async def _steps(self) -> AsyncIterator[Step]:
        """Those that were taken since the last time."""
        async with self._store.read() as tx:
            steps = await tx.changes.after(self._last, _MOST_STEPS)
            alerts = await tx.alerts.with_ids(sorted({change.alert_id for _, change in steps}))
        for number, change in steps:
            self._last = number
            yield Step(change, alerts[change.alert_id])

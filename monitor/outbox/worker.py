"""THE SEND LOOP: look, decide (held? alone or with others?), render, write the attempt down, send, settle.

The database is the truth; `wake` only says that it is worth a look. Each turn is one transaction: it settles what has
ended, claims what is due, and stores the bytes to send and a row for every attempt. Only then is anything sent. A
process killed anywhere leaves a lease behind, and the notification is sent again under the same id.
"""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog

from monitor.clock import Clock
from monitor.errors import DeliveryError, StoreConflict, StoreUnavailable, TemporaryFailure
from monitor.outbox.claiming import AT_ONCE, Attempt, Turn
from monitor.outbox.decisions import LONGEST_WAIT, Fault
from monitor.outbox.handing import hand_over
from monitor.outbox.ports import Outlets
from monitor.outbox.reach import connections
from monitor.outbox.settling import Ended, report, settle
from monitor.storage import Store

log: structlog.stdlib.BoundLogger = structlog.get_logger()

SEND_LIMIT = 240.0  # seconds, less than the lease; deliverers have limits of their own, this is for those that hang
SOON = 0.05  # seconds until the next look where something is due that could not be had


class Worker:
    """Sends what the outbox holds until it is stopped. One of each name may run on a store."""

    def __init__(
        self,
        store: Store,
        outlets: Outlets,
        clock: Clock,
        wake: asyncio.Event,
        *,
        name: str = "daemon",
        poll_seconds: float = 1.0,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._store = store
        self._outlets = outlets
        self._clock = clock
        self._wake = wake
        self._name = name
        self._poll = poll_seconds
        self._chance = chance
        self._under_way: dict[str, tuple[Attempt, asyncio.Task[None]]] = {}
        self._ended: list[Ended] = []
        self._again = True  # what was held back is decided over anew: at the start, and after an edit
        self._looked: datetime | None = None
        self._rests = False
        self._resting: list[asyncio.Future[None]] = []

    def use(self, outlets: Outlets) -> None:
        """Send by these from the next claim on; what is under way is not disturbed."""
        self._outlets = outlets
        self._again = True
        self._wake.set()

    async def rest(self) -> None:
        """Wait until nothing is on its way, and a look finds nothing to send; what is due later goes on waiting."""
        resting = asyncio.get_running_loop().create_future()
        self._resting.append(resting)
        self._wake.set()
        await resting

    async def run(self, stop: asyncio.Event) -> None:
        """Send until `stop` is set; then claim nothing more, and give the sends under way `grace_seconds`."""
        stopping = asyncio.create_task(self._wake_at(stop))
        try:
            while not stop.is_set():
                self._wake.clear()
                asked = len(self._resting)  # who asks while we look hears of the next look
                pause = await self._turn()
                if self._rests:
                    self._let_go(asked)
                await self._clock.wait(self._wake, pause)
            await self._finish()
        finally:
            stopping.cancel()
            for _, task in self._under_way.values():
                task.cancel()

    async def _turn(self) -> float:
        """Settle, claim, and start to send; answers the seconds until there may be more to do."""
        now, outlets, ended = self._clock.now(), self._outlets, tuple(self._ended)
        self._rests = False
        again = self._again or (self._looked is not None and now < self._looked)  # the clock was set back
        try:
            async with self._store.begin() as tx:
                if again:
                    await tx.queue.look_again(now, LONGEST_WAIT)
                await settle(tx, ended, outlets.settings, now, self._chance)
                turn = Turn(tx, self._name, outlets, now, self._under_way, self._room())
                attempts = await turn.claim()
                await hand_over(tx, outlets.settings, now)  # after the claim: a failing receiver is probed first
                due = None if attempts else await tx.queue.next_due(now, but_not=turn.full)
        except StoreConflict:
            return 0.0
        except StoreUnavailable as error:  # disk full, locked, gone: what has ended is settled once it is back
            log.warning("store unavailable", detail=str(error))
            return self._poll
        self._again, self._looked = False, now
        self._forget(ended)
        for each in attempts:
            self._under_way[each.notification.id] = each, asyncio.create_task(self._send(each))
        self._rests = not (self._under_way or self._ended) and (due is None or due > now)
        if len(attempts) >= AT_ONCE:
            return 0.0
        if due is None:  # nothing waits, or the end of a send just started will wake the loop
            return self._poll
        return min(self._poll, max(SOON, (due - now).total_seconds()))

    async def _send(self, attempt: Attempt) -> None:
        """One attempt, whatever comes of it. A cancelled one leaves no trace but its lease."""
        notification, error = attempt.notification, None
        try:
            async with asyncio.timeout(SEND_LIMIT):
                await attempt.outlets.deliverers[notification.receiver].deliver(notification)
        except DeliveryError as failure:
            error = failure
        except TimeoutError:
            error = TemporaryFailure(Fault.TIMEOUT, f"no answer within {SEND_LIMIT:.0f} s")
        except Exception as fault:  # the boundary to a deliverer: its mistake is a failed attempt, not the loop's end
            log.exception("delivery broke", notification=notification.id)
            error = TemporaryFailure(Fault.INTERNAL_ERROR, repr(fault), receiver_wide=False)
        finally:
            del self._under_way[notification.id]
        self._ended.append(Ended(attempt, error, self._clock.now()))
        self._wake.set()

    async def _finish(self) -> None:
        """Let the sends under way end, within the grace time; settle them, and give the leases of the others back."""
        end = self._clock.now() + timedelta(seconds=self._outlets.settings.grace_seconds)
        while self._under_way and (left := (end - self._clock.now()).total_seconds()) > 0:
            self._wake.clear()
            await self._clock.wait(self._wake, left)
        cut_off = [task for _, task in self._under_way.values()]
        for task in cut_off:
            task.cancel()
        await asyncio.gather(*cut_off, return_exceptions=True)
        ended = tuple(self._ended)
        try:
            async with self._store.begin() as tx:
                await settle(tx, ended, self._outlets.settings, self._clock.now(), self._chance)
                await tx.queue.release(self._name)
        except StoreUnavailable as error:  # the leases end by themselves; what was sent may be sent again, same id
            log.warning("store unavailable", detail=str(error), unsettled=len(ended))
        else:
            self._forget(ended)

    def _let_go(self, asked: int) -> None:
        """Tell the first so many of those who wait for a rest."""
        for resting in self._resting[:asked]:
            if not resting.done():
                resting.set_result(None)
        del self._resting[:asked]

    def _forget(self, settled: tuple[Ended, ...]) -> None:
        del self._ended[: len(settled)]
        for each in settled:
            report(each)

    def _room(self) -> dict[str, int]:
        """How many more may be on their way to each receiver."""
        settings = self._outlets.settings
        counts = Counter(attempt.notification.receiver for attempt, _ in self._under_way.values())
        return {name: connections(name, settings) - counts[name] for name in {*settings.receivers, *counts}}

    async def _wake_at(self, stop: asyncio.Event) -> None:
        await stop.wait()
        self._wake.set()

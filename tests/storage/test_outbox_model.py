"""The outbox against a model of itself: workers that claim, send, crash and stall, in any order.

Whatever happens: nothing is lost, nothing has two leases at once, and within a thread nothing overtakes.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import TypeVar

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from monitor.model.alert import NotificationState
from monitor.storage import Store, Transaction
from tests.support import stored
from tests.support.databases import FreshUrl
from tests.support.stored import MINUTE, NOW, SECOND, notification, put_off, sent

Answer = TypeVar("Answer")
LEASE = MINUTE
WORKERS = st.sampled_from(["w1", "w2", "w3"])
THREADS = st.sampled_from(["t1", "t2", "t3"])
RECEIVERS = st.sampled_from(["desk", "hook"])


class OutboxMachine(RuleBasedStateMachine):
    """`held` is who must think of themselves as the holder of what, and until when: the model of the leases."""

    fresh_url: FreshUrl

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.now = NOW
        self.threads: dict[str, tuple[str, str]] = {}
        self.due: dict[str, datetime] = {}
        self.arrived: list[str] = []
        self.held: dict[str, tuple[str, datetime]] = {}
        self.attempts: dict[str, tuple[str, int]] = {}

    @initialize()
    def open(self) -> None:
        async def opened() -> Store:
            return await Store.open(await self.fresh_url())

        self.store = self.runner.run(opened())

    def teardown(self) -> None:
        self.runner.run(self.everything_arrives())
        self.runner.run(self.store.close())
        self.runner.close()

    def run(self, step: Callable[[Transaction], Awaitable[Answer]]) -> Answer:
        async def transaction() -> Answer:
            async with self.store.begin() as tx:
                return await step(tx)

        return self.runner.run(transaction())

    @rule(receiver=RECEIVERS, thread=THREADS, delay=st.sampled_from([0, 0, 30]))
    def add(self, receiver: str, thread: str, delay: int) -> None:
        name = f"n{len(self.threads)}"
        self.threads[name] = (receiver, thread)
        self.due[name] = self.now + delay * SECOND
        self.run(lambda tx: tx.outbox.add([notification(name, receiver, thread, due=self.due[name])]))

    @rule(seconds=st.sampled_from([1, 10, 61]))
    def time_passes(self, seconds: int) -> None:
        self.now += seconds * SECOND

    @rule(worker=WORKERS, limit=st.integers(1, 4))
    def claim(self, worker: str, limit: int) -> None:
        claimed = self.run(lambda tx: stored.claim(tx, worker, self.now, LEASE, limit))
        assert len(claimed) <= limit
        for one in claimed:
            assert self.is_claimable(one.id), one.id
            self.held[one.id] = (worker, self.now + LEASE)
        if not claimed:
            assert not [name for name in self.threads if self.is_claimable(name)]

    @rule(worker=WORKERS)
    def start(self, worker: str) -> None:
        """Start everything that the worker believes it holds, even if its lease has ended meanwhile."""
        mine = [name for name, (holder, _) in self.held.items() if holder == worker]
        started = self.run(lambda tx: tx.queue.start_attempts(worker, mine, self.now, LEASE))
        assert set(started) == {name for name in mine if self.held[name][1] > self.now}
        for name, delivery in started.items():
            self.held[name] = (worker, self.now + LEASE)
            self.attempts[name] = (worker, delivery)

    @rule(worker=WORKERS, ok=st.booleans())
    def settle(self, worker: str, ok: bool) -> None:
        mine = [(name, delivery) for name, (holder, delivery) in self.attempts.items() if holder == worker]
        again = self.now + 10 * SECOND
        ends = [sent(delivery, name) if ok else put_off(delivery, name, again) for name, delivery in mine]
        self.run(lambda tx: tx.outbox.settle(ends))
        for name, _ in mine:
            del self.attempts[name], self.held[name]
            if ok:
                self.arrived.append(name)
            else:
                self.due[name] = again

    @rule(worker=WORKERS)
    def crash(self, worker: str) -> None:
        """The worker is gone, and with it what it knew; its leases stand until they end."""
        self.attempts = {name: one for name, one in self.attempts.items() if one[0] != worker}
        dead = f"dead {worker}"
        self.held = {name: (dead if one[0] == worker else one[0], one[1]) for name, one in self.held.items()}

    @rule(worker=WORKERS)
    def stop(self, worker: str) -> None:
        """A worker's name is its own: what it releases includes the leases of an earlier life."""
        self.run(lambda tx: tx.queue.release(worker))
        self.attempts = {name: one for name, one in self.attempts.items() if one[0] != worker}
        self.held = {name: one for name, one in self.held.items() if one[0] not in (worker, f"dead {worker}")}

    @invariant()
    def nothing_is_lost(self) -> None:
        if hasattr(self, "store"):
            counts = self.run(lambda tx: tx.outbox.counts())
            assert sum(counts.values()) == len(self.threads)
            arrived = sum(many for (_, state), many in counts.items() if state is NotificationState.SENT)
            assert arrived == len(self.arrived)

    def is_claimable(self, name: str) -> bool:
        leased = name in self.held and self.held[name][1] > self.now
        waiting = [other for other, thread in self.threads.items() if thread == self.threads[name]]
        head = next((other for other in waiting if other not in self.arrived), None)
        return not leased and head == name and self.due[name] <= self.now

    async def everything_arrives(self) -> None:
        """In the end one worker that lives sends all there is, woken only when `next_due` says so."""
        for _ in range(2 * len(self.threads) + 2):
            async with self.store.begin() as tx:
                due = await tx.queue.next_due(self.now)
                if due is None:
                    break
                self.now = due
                claimed = await stored.claim(tx, "last", self.now, timedelta(minutes=1), 50)
                started = await tx.queue.start_attempts("last", [one.id for one in claimed], self.now, LEASE)
                await tx.outbox.settle([sent(delivery, name) for name, delivery in started.items()])
                self.arrived.extend(started)
        for thread in set(self.threads.values()):
            in_order = [name for name, other in self.threads.items() if other == thread]
            assert [name for name in self.arrived if self.threads[name] == thread] == in_order


def test_the_outbox_behaves_like_its_model(fresh_url: FreshUrl) -> None:
    machine = type("Machine", (OutboxMachine,), {"fresh_url": staticmethod(fresh_url)})
    slow = settings(
        phases=[Phase.explicit, Phase.reuse, Phase.generate],  # shrinking a failure takes minutes: only by hand
        max_examples=25,
        stateful_step_count=25,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
    )
    run_state_machine_as_test(machine, settings=slow)

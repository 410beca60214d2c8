"""The outbox against a model of itself: workers that claim, hold, carry, send, crash and stall, people who drop and
retry, in any order.

Whatever happens: nothing is lost, nothing has two leases at once, what a message carries has its fate, and within a
thread nothing overtakes.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from typing import TypeVar

from hypothesis import HealthCheck, Phase, event, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from monitor.model.alert import Held, HeldBy, NotificationState
from monitor.storage import Store, Transaction
from monitor.storage.rows import Waiting
from tests.support import stored
from tests.support.databases import FreshUrl
from tests.support.stored import MINUTE, NOW, SECOND, notification, put_off, sent

Answer = TypeVar("Answer")
LEASE = MINUTE
WORKERS = st.sampled_from(["w1", "w2"])
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
        self.carriers: dict[str, list[str]] = {}
        self.given_up: set[str] = set()
        self.ever_given_up: set[str] = set()
        self.tried: set[str] = set()
        self.arrived: list[str] = []
        self.held: dict[str, tuple[str, datetime]] = {}
        self.attempts: dict[str, tuple[str, int]] = {}

    @initialize(new=st.lists(st.tuples(RECEIVERS, THREADS, st.just(0)), min_size=2, max_size=6))
    def open(self, new: list[tuple[str, str, int]]) -> None:
        async def opened() -> Store:
            return await Store.open(await self.fresh_url())

        self.store = self.runner.run(opened())
        self.add(new)

    def teardown(self) -> None:
        self.runner.run(self.everything_arrives())
        self.runner.run(self.store.close())
        self.runner.close()

    def run(self, step: Callable[[Transaction], Awaitable[Answer]]) -> Answer:
        async def transaction() -> Answer:
            async with self.store.begin() as tx:
                return await step(tx)

        return self.runner.run(transaction())

    @rule(new=st.lists(st.tuples(RECEIVERS, THREADS, st.sampled_from([0, 0, 0, 30])), min_size=1, max_size=4))
    def add(self, new: list[tuple[str, str, int]]) -> None:
        made = []
        for receiver, thread, delay in new:
            name = f"n{len(self.threads)}"
            self.threads[name] = (receiver, thread)
            self.due[name] = self.now + delay * SECOND
            made.append(notification(name, receiver, thread, due=self.due[name]))
        self.run(lambda tx: tx.outbox.add(made))

    @rule(receiver=RECEIVERS)
    def hold(self, receiver: str) -> None:
        """Put off what is ready and stands first, for half a minute."""

        async def step(tx: Transaction) -> list[str]:
            found = await tx.queue.heads(receiver, self.now, 1)
            held = Held(HeldBy.THROTTLED, self.now + 30 * SECOND, "")
            await tx.queue.hold([(one, held) for one in found], self.now)
            return [one.id for one in found]

        for name in self.run(step):
            assert self.is_claimable(name), name
            self.due[name] = self.now + 30 * SECOND

    @rule(receiver=RECEIVERS)
    def carry(self, receiver: str) -> None:
        """Let all that is ready, untried and unbroken in its thread leave in one message; but no such message in
        another."""
        carrier = f"c{len(self.threads)}"

        async def step(tx: Transaction) -> list[str]:
            found = [one for one in await tx.queue.ready(receiver, self.now, 100) if one.id[0] == "n"]
            chosen = [
                one.id for one in found if not one.tried and one.due <= self.now and self.all_before(one.id, found)
            ]
            if not chosen:
                return []
            await tx.outbox.add([notification(carrier, receiver, carrier, due=self.now)])
            return await tx.queue.carry(chosen, carrier, self.now)

        carried = self.run(step)
        for name in carried:
            assert self.is_free(name), name
        if carried:
            self.threads[carrier], self.due[carrier] = (receiver, carrier), self.now
            self.carriers[carrier] = carried
            event("carried")

    def all_before(self, name: str, found: Sequence[Waiting]) -> bool:
        """Whether everything that stands before it is here, untried and due: then it can leave with that."""
        there = {one.id for one in found if not one.tried and one.due <= self.now}
        before = [other for other in self.waiting(name) if _number(other) < _number(name)]
        return set(before) <= there

    @rule(pick=st.integers(0, 99))
    def drop(self, pick: int) -> None:
        names = [name for name in self.threads if name not in self.arrived and name not in self.given_up]
        if names:
            name = names[pick % len(names)]
            dropped = self.run(lambda tx: tx.outbox.drop(name, "a person"))
            assert dropped is (self.carrier_of(name) is None)
            if dropped:
                self.give_up(name)

    @rule(pick=st.integers(0, 99))
    def retry(self, pick: int) -> None:
        names = sorted(self.given_up)
        if names:
            name = names[pick % len(names)]
            assert self.run(lambda tx: tx.outbox.retry(name, self.now))
            carrier = self.carrier_of(name)
            if carrier is not None:
                self.carriers[carrier].remove(name)
            self.given_up -= {name, *self.carriers.get(name, ())}
            self.due[name] = self.now
            self.tried.discard(name)

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
        if not claimed and limit > 1:  # the one receiver looked at may have but what stands behind something held
            assert not [name for name in self.threads if self.is_claimable(name)]

    @rule(worker=WORKERS)
    def start(self, worker: str) -> None:
        """Start everything that the worker believes it holds, even if its lease has ended meanwhile."""
        mine = [name for name, (holder, _) in self.held.items() if holder == worker]
        started = self.run(lambda tx: tx.queue.start_attempts(worker, mine, self.now, LEASE))
        standing = {name for name in mine if self.held[name][1] > self.now}
        assert set(started) == standing
        for name, delivery in started.items():
            self.held[name] = (worker, self.now + LEASE)
            self.attempts[name] = (worker, delivery)
            self.tried.add(name)

    @rule(worker=WORKERS, ok=st.booleans())
    def settle(self, worker: str, ok: bool) -> None:
        mine = [(name, delivery) for name, (holder, delivery) in self.attempts.items() if holder == worker]
        again = self.now + 10 * SECOND
        ends = [sent(delivery, name) if ok else put_off(delivery, name, again) for name, delivery in mine]
        self.run(lambda tx: tx.outbox.settle(ends))
        for name, _ in mine:
            del self.attempts[name], self.held[name]
            if ok:
                self.arrive(name)
            else:
                self.due[name] = again

    @rule(worker=WORKERS, ok=st.sampled_from([True, True, False]))
    def send(self, worker: str, ok: bool) -> None:
        """All of it without a break: what happens most of the time, and leads on to what happens then."""
        self.claim(worker, 4)
        self.start(worker)
        self.settle(worker, ok)

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
            many = {state: sum(n for (_, each), n in counts.items() if each is state) for state in NotificationState}
            assert many[NotificationState.SENT] == len(self.arrived)
            assert many[NotificationState.DEAD] == len(self.given_up)

    def arrive(self, name: str) -> None:
        """A success counts whatever was thought of it meanwhile; a message brings what it still carries."""
        event("a message arrived" if name in self.carriers else "one arrived")
        for each in (name, *self.carriers.get(name, ())):
            if each not in self.arrived and (each == name or each not in self.given_up):
                self.arrived.append(each)
                self.given_up.discard(each)

    def give_up(self, name: str) -> None:
        gone = {name, *(each for each in self.carriers.get(name, ()) if each not in self.arrived)}
        self.given_up |= gone
        self.ever_given_up |= gone
        for each in gone:
            self.held.pop(each, None)
            self.attempts.pop(each, None)

    def carrier_of(self, name: str) -> str | None:
        return next((carrier for carrier, names in self.carriers.items() if name in names), None)

    def waiting(self, name: str) -> list[str]:
        """What is pending in its thread, in order."""
        same = [other for other, thread in self.threads.items() if thread == self.threads[name]]
        return [
            other for other in sorted(same, key=_number) if other not in self.arrived and other not in self.given_up
        ]

    def is_free(self, name: str) -> bool:
        leased = name in self.held and self.held[name][1] > self.now
        return not leased and self.carrier_of(name) is None and self.due[name] <= self.now

    def is_claimable(self, name: str) -> bool:
        waiting = self.waiting(name)
        return bool(waiting) and waiting[0] == name and self.is_free(name)

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
                for name in started:
                    self.arrive(name)
        assert set(self.arrived) | self.given_up == set(self.threads)
        for thread in set(self.threads.values()):
            in_order = [name for name, other in self.threads.items() if other == thread and self.kept_its_place(name)]
            assert [name for name in self.arrived if name in in_order] == in_order

    def kept_its_place(self, name: str) -> bool:
        """What a person dropped and sent after all comes when it comes."""
        return name not in self.ever_given_up


def _number(name: str) -> int:
    return int(name[1:])


def test_the_outbox_behaves_like_its_model(fresh_url: FreshUrl) -> None:
    machine = type("Machine", (OutboxMachine,), {"fresh_url": staticmethod(fresh_url)})
    slow = settings(
        phases=[Phase.explicit, Phase.reuse, Phase.generate],  # shrinking a failure takes minutes: only by hand
        max_examples=25,
        stateful_step_count=30,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
    )
    run_state_machine_as_test(machine, settings=slow)

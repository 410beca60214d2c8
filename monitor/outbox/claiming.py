"""From what is due to attempts that may start: look, decide, write down, render. All within the claim's transaction."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog

from monitor.model.alert import Notification, NotificationKind
from monitor.outbox import decisions, planning, reach
from monitor.outbox.carrying import carry
from monitor.outbox.planning import Desk, Parcel, Plan
from monitor.outbox.ports import Outlets
from monitor.storage import Transaction
from monitor.storage.rows import KeptBackCount, Past, Waiting

log: structlog.stdlib.BoundLogger = structlog.get_logger()

LEASE = timedelta(seconds=300)  # longer than any send, so that no lease ends under way
AT_ONCE = 16  # messages started in a turn, shared among the receivers
PARCELS = 20_000  # notifications looked at for a receiver whose settings may put many into one message


@dataclass(frozen=True, slots=True)
class Attempt:
    """A notification on its way, its row among the deliveries, and where it goes."""

    notification: Notification
    delivery_id: int
    outlets: Outlets


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn of a worker. `under_way` are the ids of its own sends, `room` says how many more may be on their way to
    a receiver."""

    tx: Transaction
    worker: str
    outlets: Outlets
    now: datetime
    under_way: Collection[str]
    room: Mapping[str, int]

    async def claim(self) -> list[Attempt]:
        """Decide over what is ready, hold and put aside what must wait or never leaves, lease the rest as far as there
        is room, store its bytes, and write the attempts down."""
        willing = await self.tx.queue.willing(self.now, AT_ONCE, but_not=self.full)
        ready: dict[str, Notification] = {}
        for place, (receiver, failing) in enumerate(willing):
            share = max(1, (AT_ONCE - len(ready)) // (len(willing) - place))
            free = 1 if failing else min(share, self.room.get(receiver, AT_ONCE))
            for leased in await self._decide(receiver, free, failing=failing):
                if rendered := await self._rendered(leased):
                    ready[leased.id] = rendered
        started = await self.tx.queue.start_attempts(self.worker, list(ready), self.now, LEASE)
        return [Attempt(ready[id], delivery_id, self.outlets) for id, delivery_id in started.items()]

    @property
    def full(self) -> list[str]:
        """Receivers that nothing more can be sent to until something is settled."""
        return [receiver for receiver, free in self.room.items() if free <= 0]

    async def _decide(self, receiver: str, free: int, *, failing: bool) -> list[Notification]:
        """What leaves for a receiver now, at most `free` messages, leased; the rest is put off or aside."""
        waiting = await self._look(receiver, free, failing=failing)
        if not waiting:
            return []
        silences = await self.tx.silences.active(self.now)
        desk = Desk(receiver, self.outlets.settings, silences, await self._past(receiver), self.now)
        plan = planning.plan(waiting, desk)
        await self._put_off(plan, receiver)
        return await self._lease(plan.send[:free])

    async def _look(self, receiver: str, free: int, *, failing: bool) -> list[Waiting]:
        queue = self.tx.queue
        if failing:
            found = await queue.probe(receiver, self.now)
        elif reach.may_join(receiver, self.outlets.settings):
            found = await queue.ready(receiver, self.now, PARCELS)
        else:
            found = await queue.heads(receiver, self.now, free)
        # A clock set forward ends the leases of our own sends: those are leased anew, and must not be sent twice.
        ours = [one.id for one in found if one.id in self.under_way]
        await queue.lease(ours, self.worker, self.now, LEASE)
        return [one for one in found if one.id not in self.under_way]

    async def _past(self, receiver: str) -> Past:
        span = reach.span(receiver, self.outlets.settings)
        if span is None:
            return Past()
        groups = reach.has_groups(receiver, self.outlets.settings)
        return await self.tx.queue.past(receiver, self.now - span, self.now, groups=groups)

    async def _put_off(self, plan: Plan, receiver: str) -> None:
        await self.tx.queue.suppress(plan.suppress)
        await self.tx.queue.hold(plan.hold, self.now)
        for id, reason in plan.suppress.items():
            log.info("notification kept back", notification=id, receiver=receiver, reason=reason)
        if plan.hold:
            reasons = sorted({held.by.value for _, held in plan.hold})
            log.info("notifications held", receiver=receiver, notifications=len(plan.hold), reasons=reasons)

    async def _lease(self, parcels: Sequence[Parcel]) -> list[Notification]:
        """What is to be sent: notifications by themselves, and digests that carry several."""
        ids: list[str] = []
        for parcel in parcels:
            if parcel.is_one:
                ids.append(parcel.members[0].id)
            elif carrier := await carry(self.tx, parcel, self.outlets.settings, self.now):
                ids.append(carrier)
            if parcel.group:
                await self.tx.queue.assign(ids[-1:], parcel.group)
        return await self.tx.queue.lease(ids, self.worker, self.now, LEASE)

    async def _rendered(self, notification: Notification) -> Notification | None:
        """The notification with its bytes, made once and stored; None where that cannot be done: it is dead then."""
        if notification.rendered is not None:
            return notification
        first = await self.tx.outbox.first_in_thread(notification)
        kept_back = await self._kept_back(notification)
        try:
            made = self.outlets.renderer.render(notification, first, kept_back)
        except Exception as error:  # the boundary to rendering: one that fails must not hold up all others
            log.exception("notification not rendered", notification=notification.id)
            await self.tx.outbox.drop(notification.id, f"{decisions.Fault.NOT_RENDERED}: {error}")
            return None
        return replace(notification, rendered=await self.tx.outbox.save_rendered(notification.id, made))

    async def _kept_back(self, notification: Notification) -> Sequence[KeptBackCount]:
        """Counted in this message; those that bring no news count nothing."""
        if notification.kind in (NotificationKind.NOTICE, NotificationKind.DRILL):
            return ()
        return await self.tx.tallies.take(notification.receiver, notification.recipient)

"""From what is due to attempts that may start: held?, render, write down. All within the claim's transaction."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog

from monitor.model.alert import Notification
from monitor.outbox import decisions
from monitor.outbox.ports import Outlets
from monitor.storage import Transaction

log: structlog.stdlib.BoundLogger = structlog.get_logger()

LEASE = timedelta(seconds=300)  # longer than any send, so that no lease ends under way
AT_ONCE = 16  # claimed in a turn, shared among the receivers


@dataclass(frozen=True, slots=True)
class Attempt:
    """A notification on its way, its row among the deliveries, and where it goes."""

    notification: Notification
    delivery_id: int
    outlets: Outlets


async def claim(
    tx: Transaction, worker: str, outlets: Outlets, now: datetime, *, under_way: Collection[str], busy: Collection[str]
) -> list[Attempt]:
    """Lease what is due, put aside what must not be sent, store the bytes of the rest, and write the attempts down."""
    claimed = await tx.outbox.claim(worker, now, LEASE, AT_ONCE, but_not=busy)
    # A clock set forward ends the leases of our own sends: those are claimed anew, and must not be sent twice.
    claimed = [each for each in claimed if each.id not in under_way]
    silences = await tx.silences.active(now) if claimed else []
    ready: dict[str, Notification] = {}
    for each in claimed:
        reason = decisions.held(each, outlets.settings, silences, now)
        if reason:
            log.info("notification kept back", notification=each.id, receiver=each.receiver, reason=reason)
            await tx.outbox.suppress(each.id, reason)
        elif rendered := await _rendered(tx, each, outlets):
            ready[each.id] = rendered
    if not ready:
        return []
    started = await tx.outbox.start_attempts(worker, list(ready), now, LEASE)
    return [Attempt(ready[id], delivery_id, outlets) for id, delivery_id in started.items()]


async def _rendered(tx: Transaction, notification: Notification, outlets: Outlets) -> Notification | None:
    """The notification with its bytes, made once and stored; None where that cannot be done: it is dead then."""
    if notification.rendered is not None:
        return notification
    first = await tx.outbox.first_in_thread(notification.receiver, notification.recipient, notification.thread)
    try:
        made = outlets.renderer.render(notification, first)
    except Exception as error:  # the boundary to rendering: one that fails must not hold up all others
        log.exception("notification not rendered", notification=notification.id)
        await tx.outbox.drop(notification.id, f"{decisions.Fault.NOT_RENDERED}: {error}")
        return None
    return replace(notification, rendered=await tx.outbox.save_rendered(notification.id, made))

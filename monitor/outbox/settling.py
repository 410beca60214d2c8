"""From attempts that ended to what is stored of them: notifications settled, receivers judged, owners told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog

from monitor.config import MonitorSettings
from monitor.errors import DeliveryError
from monitor.model.alert import NotificationState
from monitor.outbox import decisions
from monitor.outbox.claiming import Attempt
from monitor.outbox.handing import give
from monitor.storage import Transaction

log: structlog.stdlib.BoundLogger = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Ended:
    """An attempt that is over; `error` is None where the receiver took it."""

    attempt: Attempt
    error: DeliveryError | None
    at: datetime


async def settle(
    tx: Transaction, ended: Sequence[Ended], settings: MonitorSettings, now: datetime, chance: Callable[[], float]
) -> None:
    """Write down how attempts ended, and what that says of their receivers."""
    by_receiver: dict[str, list[DeliveryError | None]] = defaultdict(list)
    for each in ended:
        by_receiver[each.attempt.notification.receiver].append(each.error)
    settlements = [
        decisions.settlement(each.attempt.notification, each.attempt.delivery_id, each.error, each.at, chance())
        for each in ended
    ]
    await tx.outbox.settle(settlements)
    for each, settlement in zip(ended, settlements, strict=True):
        if settlement.state is NotificationState.DEAD:
            await give(tx, [each.attempt.notification], settings, now)
            await tx.outbox.add(decisions.dead_notices(each.attempt.notification, settlement, settings))
    for receiver, errors in by_receiver.items():
        await _judge(tx, receiver, decisions.verdict(errors), settings, now)


async def _judge(
    tx: Transaction, receiver: str, error: DeliveryError | None, settings: MonitorSettings, now: datetime
) -> None:
    if error is None:
        if await tx.receivers.recovered(receiver, now):
            log.info("receiver recovered", receiver=receiver)
        return
    before = await tx.receivers.health(receiver, now)
    after = decisions.health_after(before, error, now)
    if after != before:
        log.warning(f"receiver {after.state}", receiver=receiver, reason=after.reason, detail=after.detail)
        await tx.receivers.set(after)
        await tx.outbox.add(decisions.paused_notices(before, after, settings))


def report(ended: Ended) -> None:
    """Log how an attempt ended."""
    notification, error = ended.attempt.notification, ended.error
    about = {"notification": notification.id, "receiver": notification.receiver, "attempt": notification.attempts + 1}
    if error is None:
        log.info("notification sent", **about)
    else:
        log.warning("delivery failed", **about, reason=error.reason, detail=error.detail)

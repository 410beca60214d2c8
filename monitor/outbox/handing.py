"""Fallbacks: what a receiver cannot be told is told to another in its place."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import structlog

from monitor.config import MonitorSettings
from monitor.model.alert import KeptBack, Notification, NotificationKind
from monitor.outbox import decisions
from monitor.storage import Transaction

log: structlog.stdlib.BoundLogger = structlog.get_logger()

_AT_ONCE = 1_000  # handed over in a turn


async def hand_over(tx: Transaction, settings: MonitorSettings, now: datetime) -> None:
    """Give what waits for receivers out of reach to their fallbacks. What is held for later waits for its time."""
    fallbacks = {name: one.fallback for name, one in settings.receivers.items() if one.fallback}
    if not fallbacks:
        return
    for name, health in (await tx.receivers.all()).items():
        fallback = fallbacks.get(name)
        if fallback and decisions.is_out_of_reach(health, fallback, now):
            found = await tx.queue.stranded(name, now, _AT_ONCE)
            stranded = [one for one in found if one.kind is not NotificationKind.DRILL]
            await give(tx, stranded, settings, now)
            await tx.queue.suppress({one.id: f"{KeptBack.HANDED_OVER}: to {fallback.to}" for one in stranded})


async def give(tx: Transaction, stranded: Sequence[Notification], settings: MonitorSettings, now: datetime) -> None:
    """Address them to the fallback of their receiver, where it has one; whoever is told of the same anyway gets it
    once."""
    known = await tx.outbox.addressed([one.alert_id for one in stranded if one.alert_id])
    for one in stranded:
        instead = decisions.in_place_of(one, settings, now)
        new = [each for each in instead if decisions.address(each) not in known]
        await tx.outbox.add(new)
        known.update(map(decisions.address, new))
        for each in new:
            log.warning("handed over", notification=one.id, receiver=one.receiver, to=each.receiver, as_=each.id)

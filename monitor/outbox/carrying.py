"""Several notifications in one message: a digest of their alerts carries them, and they are settled with it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from monitor.alerting import ids
from monitor.config import MonitorSettings
from monitor.model.alert import HeldBy, NotificationKind
from monitor.model.facts import WhyFacts
from monitor.outbox.digest_content import Frame, content, listed, notification
from monitor.outbox.planning import Parcel
from monitor.storage import Transaction

_TEMPLATE = "digest"


async def carry(tx: Transaction, parcel: Parcel, settings: MonitorSettings, now: datetime) -> str | None:
    """Put a digest of the parcel's notifications into the outbox, and let them leave in it; answers its id. None where
    nothing of the parcel is left to be sent."""
    first = parcel.members[0]
    about = f"{parcel.cause}:{':'.join(one.id for one in parcel.members)}"
    id = ids.notification_id(NotificationKind.DIGEST, about, first.receiver, first.recipient)
    carried = set(await tx.queue.carry([one.id for one in parcel.members], id, now))
    members = [one for one in parcel.members if one.id in carried]
    if not members:
        return None
    items = [replace(item, held={}) for item in await tx.digests.of_notifications(sorted(carried), now)]
    frame = _frame(Parcel(tuple(members), parcel.cause), settings, now)
    facts = await tx.digests.facts([item.alert.id for item in listed(items, frame)])
    made = notification(content(items, frame, facts), id=id, thread=id, template=_TEMPLATE, now=now)
    await tx.outbox.add([made])
    if parcel.group:
        await tx.queue.assign([id], parcel.group)
    return id


def _frame(parcel: Parcel, settings: MonitorSettings, now: datetime) -> Frame:
    first = parcel.members[0]
    routes = dict.fromkeys(one.route for one in parcel.members)
    return Frame(
        str(parcel.cause or HeldBy.GROUPED),
        min(one.created for one in parcel.members),
        now,
        settings.timezone_of(first.receiver),
        settings.receivers[first.receiver].storm_cap,
        WhyFacts(rule="", route=", ".join(routes), receiver=first.receiver, recipient=first.recipient),
    )

"""Messages of the monitor about itself, to the owner of what is in trouble."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from monitor.alerting import ids
from monitor.alerting.routes import recipients
from monitor.config import EmailReceiver, MonitorSettings
from monitor.model.alert import Notification, NotificationKind
from monitor.model.facts import NoticeContent, WhyFacts


def notices(
    receiver: str | None, *, about: str, subject: str, lines: Sequence[str], settings: MonitorSettings, now: datetime
) -> tuple[Notification, ...]:
    """A notice to every recipient of a receiver; none where there is no such receiver.

    `about` names the cause, such as `paused:desk:2026-11-23T06:00`: the same cause is told once.
    """
    if receiver is None or receiver not in settings.receivers:
        return ()
    return tuple(
        _notice(WhyFacts(rule="", route="owner", receiver=receiver, recipient=recipient), about, subject, lines, now)
        for recipient in recipients(settings.receivers[receiver])
    )


def notices_to_address(
    address: str, *, about: str, subject: str, lines: Sequence[str], settings: MonitorSettings, now: datetime
) -> tuple[Notification, ...]:
    """A notice to a mail address that may be no receiver's, as a rule's `owner` is: it leaves by the first receiver
    that sends mail, best by the monitor's owner. None where no receiver does."""
    by_mail = [name for name, one in settings.receivers.items() if isinstance(one, EmailReceiver)]
    carrier = settings.owner if settings.owner in by_mail else next(iter(by_mail), None)
    if carrier is None:
        return ()
    return (_notice(WhyFacts(rule="", route="owner", receiver=carrier, recipient=address), about, subject, lines, now),)


def owner_of(receiver: str, settings: MonitorSettings) -> str | None:
    """Who is told that a receiver is in trouble: its owner, else the monitor's, else its fallback; by another way than
    itself."""
    shape = settings.receivers.get(receiver)
    fallback = shape.fallback.to if shape and shape.fallback else None
    ways = (shape.owner if shape else None, settings.owner, fallback)
    return next((name for name in ways if name and name != receiver), None)


def _notice(why: WhyFacts, about: str, subject: str, lines: Sequence[str], now: datetime) -> Notification:
    return Notification(
        id=ids.notification_id(NotificationKind.NOTICE, about, why["receiver"], why["recipient"]),
        kind=NotificationKind.NOTICE,
        receiver=why["receiver"],
        recipient=why["recipient"],
        thread=about,
        content=dict(NoticeContent(subject=subject, lines=list(lines), why=why)),
        due=now,
        created=now,
        route=why["route"],
        template="notice",
    )

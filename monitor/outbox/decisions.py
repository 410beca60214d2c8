"""What an attempt's outcome means: for the notification, for its receiver, and for the receiver's owner. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum

from monitor.alerting import ids
from monitor.alerting.notices import notices, owner_of
from monitor.alerting.routes import recipients
from monitor.config import Fallback, MonitorSettings
from monitor.errors import DeliveryError, PermanentFailure, ReceiverBroken, TemporaryFailure
from monitor.model.alert import (
    DeliveryOutcome,
    Notification,
    NotificationKind,
    NotificationState,
    ReceiverHealth,
    ReceiverState,
)
from monitor.storage.rows import Settlement

DELAYS = tuple(timedelta(seconds=seconds) for seconds in (10, 60, 5 * 60, 15 * 60, 60 * 60, 2 * 60 * 60, 4 * 60 * 60))
JITTER = 0.2
GIVE_UP_AFTER = timedelta(days=2)
LEAST_ATTEMPTS = len(DELAYS)  # two days may pass at once, when the process was down or the clock was set
LONGEST_PAUSE = timedelta(days=1)  # that a server may ask for
LONGEST_WAIT = LONGEST_PAUSE + timedelta(
    hours=1
)  # of one that was tried: what is due later was put off by another clock
FIRST_PROBE = timedelta(seconds=10)
PROBE_EVERY = timedelta(seconds=60)


class Fault(StrEnum):
    """Failures of an attempt that no receiver reported."""

    TIMEOUT = "timeout"
    INTERNAL_ERROR = "internal_error"
    NOT_RENDERED = "not_rendered"


def settlement(
    notification: Notification, delivery_id: int, error: DeliveryError | None, ended: datetime, chance: float
) -> Settlement:
    """What becomes of a notification. `notification` is as it was claimed, before this attempt was counted; `chance`,
    from 0 to 1, spreads the attempts of many that failed together."""
    outcome, state, due = DeliveryOutcome.SENT, NotificationState.SENT, None
    match error:
        case PermanentFailure():
            outcome, state = DeliveryOutcome.PERMANENT, NotificationState.DEAD
        case ReceiverBroken():
            outcome, state, due = DeliveryOutcome.BROKEN, NotificationState.PENDING, ended
        case DeliveryError():
            outcome, due = DeliveryOutcome.TEMPORARY, next_try(notification, error, ended, chance)
            state = NotificationState.PENDING if due else NotificationState.DEAD
    return Settlement(
        delivery_id=delivery_id,
        notification_id=notification.id,
        ended=ended,
        outcome=outcome,
        state=state,
        due=due,
        reason=error.reason if error else "",
        detail=error.detail if error else "",
    )


def next_try(notification: Notification, error: DeliveryError, ended: datetime, chance: float) -> datetime | None:
    """When to try again after a temporary failure; None: two days are over, give up."""
    attempt = notification.attempts + 1
    age = ended - (notification.first_attempt or ended)
    if age >= GIVE_UP_AFTER and attempt >= LEAST_ATTEMPTS:
        return None
    delay = DELAYS[min(attempt, len(DELAYS)) - 1] * (1 - JITTER + 2 * JITTER * chance)
    return ended + max(delay, _asked_for(error))


def verdict(errors: Sequence[DeliveryError | None]) -> DeliveryError | None:
    """What several attempts that ended together say of their receiver: broken if one found it broken, well (None) if
    one got an answer of its own, else failing. A refusal of one message is an answer."""
    broken = next((error for error in errors if isinstance(error, ReceiverBroken)), None)
    if broken:
        return broken
    failures = [error for error in errors if isinstance(error, TemporaryFailure) and error.receiver_wide]
    return failures[-1] if len(failures) == len(errors) else None


def health_after(before: ReceiverHealth, error: DeliveryError, now: datetime) -> ReceiverHealth:
    """The receiver's state after a failure that is its own. A pause is a person's to end, and stays."""
    if before.state is ReceiverState.PAUSED:
        return before
    if isinstance(error, ReceiverBroken):
        return ReceiverHealth(before.name, ReceiverState.PAUSED, now, error.reason, error.detail)
    again = before.state is ReceiverState.FAILING
    probe = now + max(PROBE_EVERY if again else FIRST_PROBE, _asked_for(error))
    failing = replace(before, reason=error.reason, detail=error.detail, next_probe=probe)
    return failing if again else replace(failing, state=ReceiverState.FAILING, since=now)


def paused_notices(
    before: ReceiverHealth, after: ReceiverHealth, settings: MonitorSettings
) -> tuple[Notification, ...]:
    """What the owner is told when a receiver has just been paused; nothing where nobody else can be told."""
    if before.state is ReceiverState.PAUSED or after.state is not ReceiverState.PAUSED:
        return ()
    name, since = after.name, after.since
    lines = (
        f"The receiver {name} does not work: {after.reason.replace('_', ' ')}.",
        f"It said: {after.detail}",
        "Its rules go on, and its messages wait; nothing is lost.",
        f"Mend its settings, then run: monitor receivers resume {name}",
    )
    subject = f"Receiver {name} is paused: {after.reason.replace('_', ' ')}"
    about = f"paused:{name}:{since.isoformat()}"
    to = owner_of(name, settings)
    return notices(to, about=about, subject=subject, lines=lines, settings=settings, now=since)


def dead_notices(one: Notification, settlement: Settlement, settings: MonitorSettings) -> tuple[Notification, ...]:
    """What the owner is told of a message that was given up: once a day for each recipient."""
    if settlement.state is not NotificationState.DEAD or one.kind in (NotificationKind.NOTICE, NotificationKind.DRILL):
        return ()
    whom = one.recipient or one.receiver
    lines = (
        f"{whom} ({one.receiver}) did not take a message: {settlement.reason.replace('_', ' ')}.",
        f"It said: {settlement.detail}",
        "It is not tried again. Others may be refused like it; this is said once a day.",
        f"To send it after all: monitor deliveries retry {one.id}. All of them: monitor deliveries list --state dead",
    )
    about, subject = f"dead:{one.receiver}:{one.recipient}:{settlement.ended:%Y-%m-%d}", f"{whom} refuses messages"
    to = owner_of(one.receiver, settings)
    return notices(to, about=about, subject=subject, lines=lines, settings=settings, now=settlement.ended)


def is_out_of_reach(health: ReceiverHealth, fallback: Fallback, now: datetime) -> bool:
    """Whether its fallback is told in a receiver's place: it is paused, or has failed for long enough."""
    if health.state is ReceiverState.PAUSED:
        return True
    return health.state is ReceiverState.FAILING and health.since + fallback.after <= now


def in_place_of(one: Notification, settings: MonitorSettings, now: datetime) -> tuple[Notification, ...]:
    """A notification, addressed to the fallback of its receiver instead: the same whenever it is made. None where there
    is no fallback, and of a drill: it asks who can be reached."""
    shape = settings.receivers.get(one.receiver)
    if shape is None or shape.fallback is None or one.kind is NotificationKind.DRILL:
        return ()
    to, route = shape.fallback.to, f"fallback of {one.receiver}"
    return tuple(
        Notification(
            id=ids.notification_id(one.kind, f"fallback:{one.id}", to, recipient),
            kind=one.kind,
            receiver=to,
            recipient=recipient,
            thread=one.thread,
            content={
                **one.content,
                "why": {**one.content.get("why", {}), "route": route, "receiver": to, "recipient": recipient},
            },
            due=now,
            created=one.created,
            alert_id=one.alert_id,
            route=route,
            template=one.template,
        )
        for recipient in recipients(settings.receivers[to])
    )


def address(one: Notification) -> tuple[str, str, datetime, str]:
    """What two notifications share that tell one person the same: those about one alert that were made together."""
    return one.alert_id or one.id, one.kind, one.created, one.recipient.casefold() or f"\0{one.receiver}"


def _asked_for(error: DeliveryError) -> timedelta:
    seconds = error.retry_after if isinstance(error, TemporaryFailure) else None
    return min(timedelta(seconds=min(seconds or 0.0, 1e9)), LONGEST_PAUSE)

"""Alerts and what is sent about them: the rows that make "once" and "never lost" true."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Any


class AlertSeverity(StrEnum):
    """How urgent an alert is; the order of definition is the order of urgency."""

    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"
    CRITICAL = "critical"

    @property
    def rank(self) -> int:
        return list(AlertSeverity).index(self)


class AlertState(StrEnum):
    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Alert:
    """The durable fact: rule × happening. At most one open alert has the same (`rule_id`, `happening`).

    `happening` is a canonical text key: `slot:<json list of entries>` or `story:<story id>`. `facts` are the plain JSON
    values that templates see (`model.facts`), frozen when the alert was raised. `last_match` moves with each match.
    """

    id: str
    rule_id: str
    happening: str
    state: AlertState
    severity: AlertSeverity
    headline: str
    late: bool
    opened: datetime
    last_match: datetime
    hold_until: datetime
    story_id: str
    facts: Mapping[str, Any]


class Told(IntEnum):
    """How far the news of an alert has got, in the order of how soon people hear of it. What a silence suppressed told
    nobody; what failed or was dropped counts as told, since it is for people to retry."""

    NOBODY = 0
    DIGEST = 1
    AT_ONCE = 2


class NotificationKind(StrEnum):
    """ALERT: about one alert. DIGEST: several of them. NOTICE: the monitor about itself, to an owner. DRILL: a practice
    alert, which nothing holds back and nobody counts."""

    ALERT = "alert"
    DIGEST = "digest"
    NOTICE = "notice"
    DRILL = "drill"


class NotificationState(StrEnum):
    """PENDING: to be sent when due. The others are final: SENT, DEAD (permanent failure, or two days of temporary
    ones, or dropped by a person) and SUPPRESSED (kept back, with a reason). Retrying a dead one makes it PENDING."""

    PENDING = "pending"
    SENT = "sent"
    DEAD = "dead"
    SUPPRESSED = "suppressed"


class KeptBack(StrEnum):
    """Why a match or a notification was not sent. Log, table, page and test use these words."""

    SILENCED = "silenced"
    SHADOW = "shadow"
    LATE_WITHOUT_DIGEST = "late_without_digest"
    RECEIVER_REMOVED = "receiver_removed"
    HANDED_OVER = "handed_over"
    ALREADY_ALERTED = "already_alerted"
    COPY = "copy"


class HeldBy(StrEnum):
    """Why a notification leaves later than at once. GROUPED: with others of its group. THROTTLED: its recipient had
    enough for now. QUIET_HOURS: nobody is to be interrupted."""

    GROUPED = "grouped"
    THROTTLED = "throttled"
    QUIET_HOURS = "quiet_hours"


@dataclass(frozen=True, slots=True)
class Held:
    """Not now: why, in words too, and when it is decided anew."""

    by: HeldBy
    until: datetime
    detail: str


@dataclass(frozen=True, slots=True)
class Notification:
    """An alert, a digest or a notice addressed to one recipient of one receiver: a row of the outbox.

    `id` is stable over every attempt and makes the e-mail's Message-ID and the webhook's `webhook-id`. `recipient` is
    the mail address, or empty where the receiver has only one (webhook, console, file). `thread` groups the
    notifications of one happening; they leave in the order of `seq` (ascending, given by the store). `content` is
    what templates see; `rendered` the bytes to send, stored before the first attempt and never made anew.

    `carried_by` is the id of the digest in which it leaves instead of by itself; it is settled with that. `group` names
    the group of its route that it left with, or waits for; `held` is why it did not leave at once.
    """

    id: str
    kind: NotificationKind
    receiver: str
    recipient: str
    thread: str
    content: Mapping[str, Any]
    due: datetime
    created: datetime
    alert_id: str | None = None
    route: str = ""
    template: str = "default"
    state: NotificationState = NotificationState.PENDING
    reason: str = ""
    attempts: int = 0
    first_attempt: datetime | None = None
    rendered: bytes | None = None
    carried_by: str | None = None
    group: str = ""
    held: HeldBy | None = None
    seq: int = 0


class DeliveryOutcome(StrEnum):
    """STARTED is what a crash leaves behind: the outcome is unknown, and the notification is sent again."""

    STARTED = "started"
    SENT = "sent"
    TEMPORARY = "temporary"
    PERMANENT = "permanent"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Delivery:
    """One attempt to send a notification; the row is written before the attempt starts."""

    id: int
    notification_id: str
    started: datetime
    ended: datetime | None
    outcome: DeliveryOutcome
    reason: str = ""
    detail: str = ""


class ReceiverState(StrEnum):
    """OK: send. FAILING: probe once a minute with the oldest. PAUSED: send nothing until `receivers resume`."""

    OK = "ok"
    FAILING = "failing"
    PAUSED = "paused"


@dataclass(frozen=True, slots=True)
class ReceiverHealth:
    """The state of a receiver, kept in the store so that it survives a restart and the command line can change it."""

    name: str
    state: ReceiverState
    since: datetime
    reason: str = ""
    detail: str = ""
    next_probe: datetime | None = None


@dataclass(frozen=True, slots=True)
class Silence:
    """Somebody's temporary mute of what `scope` names: `rule:ID`, `tag:NAME`, `slot:NAME=VALUE`, `story:ID` or
    `receiver:NAME`."""

    id: int
    scope: str
    owner: str
    reason: str
    starts: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class DigestWindow:
    """A digest's window `[start, end)`; due when `end` has passed; closed once its notifications are written."""

    digest: str
    start: datetime
    end: datetime
    closed: datetime | None = None

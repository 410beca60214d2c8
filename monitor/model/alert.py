"""Alerts and what is sent about them: the rows that make "once" and "never lost" true."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Any, NamedTuple

from monitor.model.article import ArticleId
from monitor.model.entries import Entry
from monitor.model.match import Status


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
    """OPEN: further matches of the happening join it. CLOSED: its hold has ended, or what it told of is over."""

    OPEN = "open"
    CLOSED = "closed"


class Standing(StrEnum):
    """What the reports of an alert come to; `docs/alerts.md` has the table of how one follows the other.

    REPORTED: nothing speaks against it. CONFIRMED: asserted, after it was only claimed, contested or denied. CONTESTED:
    one source says so, another denies it. DENIED: those who reported it deny it now. RETRACTED: nothing that it rests
    on is left.
    """

    REPORTED = "reported"
    CONFIRMED = "confirmed"
    CONTESTED = "contested"
    DENIED = "denied"
    RETRACTED = "retracted"


@dataclass(frozen=True, slots=True)
class Alert:
    """The durable fact: rule × happening. At most one open alert has the same (`rule_id`, `happening`).

    `happening` is a canonical text key: `slot:<json list of entries>`, `story:<story id>`, or `window:<json list of
    values>` for a rule with `when`. `facts` are the plain JSON values that templates see (`model.facts`), as they were
    last told. `last_match` and `hold_until` move with the matches that keep it open.

    `status` is the strongest that was told of it, `sources` the most independent sources that it ever had, `entries`
    what each slot of `again_if` was told to hold.
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
    standing: Standing = Standing.REPORTED
    status: Status = Status.UNKNOWN
    sources: int = 1
    entries: Mapping[str, Sequence[Entry]] = field(default_factory=dict)


class ChangeKind(StrEnum):
    """A step in an alert's life. CORRECTED: an article that it rests on was, and it still stands."""

    RAISED = "raised"
    UPDATED = "updated"
    CONFIRMED = "confirmed"
    CONTESTED = "contested"
    DENIED = "denied"
    RETRACTED = "retracted"
    CORRECTED = "corrected"
    CLOSED = "closed"


class Cause(StrEnum):
    """Why a step was taken: the word for log, table, page and test."""

    FIRST_MATCH = "first_match"
    WINDOW_FULL = "window_full"
    SILENCE = "silence"
    STATUS_ROSE = "status_rose"
    STATUS_TURNED = "status_turned"
    SLOT_CHANGED = "slot_changed"
    SOURCES_REACHED = "sources_reached"
    SEVERITY_ROSE = "severity_rose"
    IN_TIME = "in_time"
    UNMUTED = "unmuted"
    REPORTED_AGAIN = "reported_again"
    MARKED_CORRECTED = "marked_corrected"
    MARKED_WITHDRAWN = "marked_withdrawn"
    NO_LONGER_SAID = "no_longer_said"
    HOLD_ENDED = "hold_ended"
    HEARD_AGAIN = "heard_again"


class Difference(NamedTuple):
    """What changed, from what to what: `status`, `standing`, `severity`, `sources`, or a slot's name."""

    what: str
    before: str
    now: str


@dataclass(frozen=True, slots=True)
class AlertChange:
    """A step in an alert's life: when, why, by which version of which article, and how many were told of it at once.
    `kept_back` says why nobody was, where that is so."""

    alert_id: str
    kind: ChangeKind
    causes: tuple[Cause, ...]
    at: datetime
    differences: tuple[Difference, ...] = ()
    article: ArticleId | None = None
    number: int | None = None
    told: int = 0
    kept_back: str | None = None


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
    """Why a match or a notification was not sent. Log, table, page and test use these words.

    BY_THE_WAY: told again, in passing, after its alert has closed.
    NOT_IN_AGAIN_IF: the rule wants no update of this. LATE: old news interrupts nobody, the digest has it. WITHDRAWN: a
    withdrawal opens no alert. WEAKER: no more than a mention of what is open. COUNTED: `when` waits for more.
    NOT_COUNTED: a copy, or without the value that `when` counts by. NOBODY_HAD_IT: at once, that is; digests show it
    anew. STILL_REPORTED: a page that nobody was quoted dropped what others still report.
    """

    SILENCED = "silenced"
    SHADOW = "shadow"
    LATE_WITHOUT_DIGEST = "late_without_digest"
    RECEIVER_REMOVED = "receiver_removed"
    HANDED_OVER = "handed_over"
    ALREADY_ALERTED = "already_alerted"
    BY_THE_WAY = "by_the_way"
    COPY = "copy"
    NOT_IN_AGAIN_IF = "not_in_again_if"
    LATE = "late"
    WITHDRAWN = "withdrawn"
    WEAKER = "weaker"
    COUNTED = "counted"
    NOT_COUNTED = "not_counted"
    NOBODY_HAD_IT = "nobody_had_it"
    STILL_REPORTED = "still_reported"


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

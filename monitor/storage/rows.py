"""What the store takes and gives beside the model's own nouns: plain frozen rows, every time aware and in UTC."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from monitor.errors import Problem
from monitor.model.alert import (
    Alert,
    AlertChange,
    Delivery,
    DeliveryOutcome,
    HeldBy,
    Notification,
    NotificationKind,
    NotificationState,
    ReceiverHealth,
)
from monitor.model.article import Article, ArticleId, Fingerprint, RawArticle, Span
from monitor.model.facts import AboutFacts
from monitor.model.match import Status


class LedgerState(StrEnum):
    """What became of the content that the ledger names."""

    TAKEN = "taken"
    QUARANTINED = "quarantined"


@dataclass(frozen=True, slots=True)
class LedgerVersion:
    """The content of an article that was dealt with last. `number` counts its versions from 1."""

    content_hash: str
    fingerprint: Fingerprint | None
    state: LedgerState
    number: int


@dataclass(frozen=True, slots=True)
class Taken:
    """A raw article that is dealt with in this transaction, and how it ended."""

    raw: RawArticle
    state: LedgerState = LedgerState.TAKEN


@dataclass(frozen=True, slots=True)
class NewArticle:
    """An article to keep. `number` comes from `ledger.record`; `copy_of` is the article whose text it repeats,
    `take_of` the version of an article that it continues, with `news`: the sentences that are new in it. `credits`
    are the agencies that it credits."""

    article: Article
    number: int
    story_id: str
    copy_of: ArticleId | None = None
    credits: tuple[str, ...] = ()
    take_of: tuple[ArticleId, int] | None = None
    news: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """A kept version of an article, without its text."""

    id: ArticleId
    number: int
    version: str
    headline: str
    source: str
    language: str
    published: datetime
    received: datetime
    story_id: str
    copy_of: ArticleId | None
    url: str | None
    correction: bool
    credits: tuple[str, ...] = ()
    take_of: tuple[ArticleId, int] | None = None
    news: tuple[Span, ...] = ()


class ArchivePlace(NamedTuple):
    """Where an article stands in the archive: when it was received, and its number there."""

    received: datetime
    seq: int


@dataclass(frozen=True, slots=True)
class ArchivedArticle:
    """A kept version of an article, complete."""

    place: ArchivePlace
    number: int
    story_id: str
    article: Article


@dataclass(frozen=True, slots=True)
class ArchiveStatus:
    """How much is kept: versions of articles, their bytes as they are stored, when the first was received; the same of
    originals. `waiting`: how many are not in the index yet."""

    articles: int
    bytes: int
    oldest: datetime | None
    originals: int
    bytes_of_originals: int
    waiting: int


@dataclass(frozen=True, slots=True)
class SketchRow:
    """What is kept of a version to compare new articles with it. `seq`: its place in the order of all."""

    seq: int
    article: ArticleId
    number: int
    placed: datetime
    sketch: bytes


@dataclass(frozen=True, slots=True)
class PlacedRow:
    """A sketch with what the article's own row says of it, and when its story began."""

    seq: int
    article: ArticleId
    number: int
    story_id: str
    language: str
    published: datetime
    placed: datetime
    began: datetime
    publisher: str
    credits: tuple[str, ...]
    copy_of: ArticleId | None
    sketch: bytes


@dataclass(frozen=True, slots=True)
class StoryRow:
    """A story: the article that told it first."""

    id: str
    headline: str
    article: ArticleId
    created: datetime


@dataclass(frozen=True, slots=True)
class MatchRow:
    """Rule × article × happening, and what came of it: the alert it belongs to, or why there is none.

    `voice` is the independent source, None for a copy; `disputed`: beside a claim it has a denial. `withdrawn`: since
    when the article no longer says so.
    """

    article: ArticleId
    number: int
    rule_id: str
    happening: str
    matched: datetime
    alert_id: str | None
    kept_back: str | None
    facts: Mapping[str, Any]
    status: Status = Status.UNKNOWN
    voice: str | None = None
    disputed: bool = False
    withdrawn: datetime | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A notification that could be sent now, as far as deciding over it needs it.

    `tried`: its bytes exist and may have been delivered, so it leaves as it is or not at all. `behind`: so many pending
    ones stand before it in its thread. `story` is empty for what is about no alert.
    """

    id: str
    seq: int
    kind: NotificationKind
    receiver: str
    recipient: str
    thread: str
    route: str
    due: datetime
    created: datetime
    about: AboutFacts
    story: str = ""
    group: str = ""
    held: HeldBy | None = None
    tried: bool = False
    behind: int = 0


@dataclass(frozen=True, slots=True)
class Past:
    """What a receiver's recipients got of late: when messages left to each, when one of a group did, and until when
    others of a group wait already."""

    left: Mapping[str, Sequence[datetime]] = field(default_factory=dict)
    group_left: Mapping[tuple[str, str], datetime] = field(default_factory=dict)
    group_waits: Mapping[tuple[str, str], datetime] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Hold:
    """One time that a notification was held back."""

    by: HeldBy
    detail: str
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class KeptBackCount:
    """So many were kept back from a recipient, and why: a `KeptBack` word, and for a silence whose it is."""

    reason: str
    detail: str
    count: int


@dataclass(frozen=True, slots=True)
class Settlement:
    """How an attempt ended, and what that makes of its notification: `state`, and `due` where it stays PENDING."""

    delivery_id: int
    notification_id: str
    ended: datetime
    outcome: DeliveryOutcome
    state: NotificationState
    due: datetime | None = None
    reason: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class ReportRow:
    """An article that told of an alert. `copy`: it repeats another's text, and is no source of its own. `withdrawn`: it
    was taken back."""

    publisher: str
    headline: str
    url: str | None
    published: datetime
    matched: datetime
    status: Status
    copy: bool
    withdrawn: bool = False


Recipient = tuple[str, str]
"""A receiver, and one of its recipients."""


@dataclass(frozen=True, slots=True)
class DigestItem:
    """An alert for a digest, without its facts; its rule's title; everything that tells of it, earliest first; its
    life, step by step. `again`: an earlier window had it. `mailed` says when a recipient had it at once, `told` when he
    had the last message about it, `held` why he has not got one yet."""

    alert: Alert
    added: datetime
    late: bool
    title: str = ""
    reports: tuple[ReportRow, ...] = ()
    changes: tuple[AlertChange, ...] = ()
    again: bool = False
    mailed: Mapping[Recipient, datetime] = field(default_factory=dict)
    told: Mapping[Recipient, datetime] = field(default_factory=dict)
    held: Mapping[Recipient, HeldBy] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class QuarantineRow:
    """A file that cannot be read. Open until a later version can be, or a retry succeeds; read again at `until`, where
    only time is missing (an embargo)."""

    id: int
    article: ArticleId
    content_hash: str
    reason: str
    detail: str
    since: datetime
    resolved: datetime | None
    retry: bool
    until: datetime | None = None


class FileKind(StrEnum):
    """The files that people write, each kept in its last good version."""

    RULE = "rule"
    LIST = "list"
    TEMPLATE = "template"
    SETTINGS = "settings"


@dataclass(frozen=True, slots=True)
class GoodFile:
    """The last version of a file that was valid: what runs while the file on disk is broken."""

    path: str
    kind: FileKind
    text: str
    digest: str


@dataclass(frozen=True, slots=True)
class BrokenFile:
    """A version of a file that is not in service, with everything that is wrong with it."""

    path: str
    kind: FileKind
    digest: str
    problems: tuple[Problem, ...]
    since: datetime


def worker_name(host: str, pid: int) -> str:
    """Who holds a lease: one process, on one machine."""
    return f"{host}:{pid}"


@dataclass(frozen=True, slots=True)
class DaemonRow:
    """A running daemon as it last reported itself. `summary` is what `monitor status` shows."""

    id: str
    pid: int
    host: str
    started: datetime
    heartbeat: datetime
    summary: Mapping[str, Any]

    @property
    def worker(self) -> str:
        """The name under which it leases what it sends."""
        return worker_name(self.host, self.pid)


@dataclass(frozen=True, slots=True)
class NotificationHistory:
    """A notification with every time that it was held back and every attempt to send it, oldest first. One that left in
    another message has that one's attempts. `waits_for`: it is pending, and its receiver is paused or failing."""

    notification: Notification
    deliveries: tuple[Delivery, ...]
    holds: tuple[Hold, ...] = ()
    waits_for: ReceiverHealth | None = None


@dataclass(frozen=True, slots=True)
class MatchHistory:
    """A match with the article it is in, its alert, and what was sent about that alert. `changes` are the steps of the
    alert's life that this article brought."""

    match: MatchRow
    article: ArticleRow
    alert: Alert | None
    notifications: tuple[NotificationHistory, ...]
    digests: tuple[str, ...]
    changes: tuple[AlertChange, ...] = ()


@dataclass(frozen=True, slots=True)
class ArticleHistory:
    """Everything that came of one article, all versions: the answer of `why ARTICLE`."""

    versions: tuple[ArticleRow, ...]
    matches: tuple[MatchHistory, ...]
    quarantine: tuple[QuarantineRow, ...]


@dataclass(frozen=True, slots=True)
class AlertHistory:
    """Everything behind and after one alert: the answer of `why ALERT`. `changes` are its life."""

    alert: Alert
    changes: tuple[AlertChange, ...]
    matches: tuple[MatchHistory, ...]
    notifications: tuple[NotificationHistory, ...]
    digests: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Purged:
    """How many rows a purge took away."""

    articles: int
    matches: int
    alerts: int
    notifications: int

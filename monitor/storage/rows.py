"""What the store takes and gives beside the model's own nouns: plain frozen rows, every time aware and in UTC."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from monitor.errors import Problem
from monitor.model.alert import Alert, Delivery, DeliveryOutcome, Notification, NotificationState
from monitor.model.article import Article, ArticleId, Fingerprint, RawArticle


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
    """An article to keep. `number` comes from `ledger.record`; `copy_of` is the article whose text it repeats."""

    article: Article
    number: int
    story_id: str
    copy_of: ArticleId | None = None


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


@dataclass(frozen=True, slots=True)
class StoryRow:
    """A story: the article that told it first, and the fingerprint of that text (None: too short for copies)."""

    id: str
    fingerprint: str | None
    headline: str
    article: ArticleId
    created: datetime


@dataclass(frozen=True, slots=True)
class MatchRow:
    """Rule × article × happening, and what came of it: the alert it belongs to, or why there is none."""

    article: ArticleId
    number: int
    rule_id: str
    happening: str
    matched: datetime
    alert_id: str | None
    kept_back: str | None
    facts: Mapping[str, Any]


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
class DigestItem:
    """An alert that a digest collected. `mailed`: when a (receiver, recipient) already had it at once."""

    alert: Alert
    added: datetime
    late: bool
    mailed: Mapping[tuple[str, str], datetime]


@dataclass(frozen=True, slots=True)
class QuarantineRow:
    """A file that cannot be read. Open until a later version can be, or a retry succeeds."""

    id: int
    article: ArticleId
    content_hash: str
    reason: str
    detail: str
    since: datetime
    resolved: datetime | None
    retry: bool


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
    """A notification with every attempt to send it, oldest first."""

    notification: Notification
    deliveries: tuple[Delivery, ...]


@dataclass(frozen=True, slots=True)
class MatchHistory:
    """A match with the article it is in, its alert, and what was sent about that alert."""

    match: MatchRow
    article: ArticleRow
    alert: Alert | None
    notifications: tuple[NotificationHistory, ...]
    digests: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ArticleHistory:
    """Everything that came of one article, all versions: the answer of `why ARTICLE`."""

    versions: tuple[ArticleRow, ...]
    matches: tuple[MatchHistory, ...]
    quarantine: tuple[QuarantineRow, ...]


@dataclass(frozen=True, slots=True)
class AlertHistory:
    """Everything behind and after one alert: the answer of `why ALERT`."""

    alert: Alert
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

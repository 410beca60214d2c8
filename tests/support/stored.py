"""Things to put into a store, with everything given that a test does not care about."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from typing import Any

from monitor.model.alert import (
    Alert,
    AlertSeverity,
    AlertState,
    DeliveryOutcome,
    Notification,
    NotificationKind,
    NotificationState,
)
from monitor.model.article import (
    Article,
    ArticleId,
    Fingerprint,
    Paragraph,
    PublishedFrom,
    RawArticle,
    Span,
    Zone,
)
from monitor.storage import Transaction
from monitor.storage.rows import MatchRow, NewArticle, Settlement

NOW = datetime(2024, 12, 5, 16, 30, tzinfo=UTC)
SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


def raw(path: str = "a.txt", content: str = "a", **changes: Any) -> RawArticle:
    values: dict[str, Any] = {
        "id": ArticleId("wire", path),
        "content": content.encode(),
        "content_hash": content,
        "received": NOW,
        "modified": NOW,
        "fingerprint": Fingerprint(2**64 - 1, len(content), 1_733_416_200_123_456_789),
    }
    return RawArticle(**{**values, **changes})


def article(path: str = "a.txt", **changes: Any) -> Article:
    text = "Rebels capture Hama\n\nRebels captured Hama. حماة fell."
    values: dict[str, Any] = {
        "id": ArticleId("wire", path),
        "version": "a",
        "text": text,
        "paragraphs": (
            Paragraph(Zone.HEADLINE, 0, 19, (Span(0, 19),)),
            Paragraph(Zone.BODY, 21, len(text), (Span(21, 42), Span(43, len(text)))),
        ),
        "quotes": (Span(28, 36),),
        "language": "en",
        "published": NOW - MINUTE,
        "published_from": PublishedFrom.DATELINE,
        "received": NOW,
        "source": "AFP",
        "place": "BEIRUT",
        "warnings": ("a warning",),
    }
    return Article(**{**values, **changes})


def kept(path: str = "a.txt", number: int = 1, story: str = "story-1", **changes: Any) -> NewArticle:
    return NewArticle(article(path, **changes), number, story)


def alert(alert_id: str = "alert-1", happening: str = 'slot:["Hama"]', **changes: Any) -> Alert:
    values: dict[str, Any] = {
        "id": alert_id,
        "rule_id": "city-captured",
        "happening": happening,
        "state": AlertState.OPEN,
        "severity": AlertSeverity.HIGH,
        "headline": "Hama captured",
        "late": False,
        "opened": NOW,
        "last_match": NOW,
        "hold_until": NOW + 2 * DAY,
        "story_id": "story-1",
        "facts": {"city": {"name": "Hama", "lat": 35.13}},
    }
    return Alert(**{**values, **changes})


def match(alert_id: str | None = "alert-1", path: str = "a.txt", **changes: Any) -> MatchRow:
    values: dict[str, Any] = {
        "article": ArticleId("wire", path),
        "number": 1,
        "rule_id": "city-captured",
        "happening": 'slot:["Hama"]',
        "matched": NOW,
        "alert_id": alert_id,
        "kept_back": None,
        "facts": {"proof": "Rebels captured Hama."},
    }
    return MatchRow(**{**values, **changes})


def notification(name: str = "n1", receiver: str = "desk", thread: str = "", **changes: Any) -> Notification:
    """Each has a thread of its own unless it is told one."""
    values: dict[str, Any] = {
        "id": name,
        "kind": NotificationKind.ALERT,
        "receiver": receiver,
        "recipient": "a@example.org",
        "thread": thread or name,
        "content": {"alert": {"headline": "Hama captured"}},
        "due": NOW,
        "created": NOW,
    }
    return Notification(**{**values, **changes})


def sent(delivery_id: int, name: str = "n1", ended: datetime = NOW) -> Settlement:
    return Settlement(delivery_id, name, ended, DeliveryOutcome.SENT, NotificationState.SENT)


def put_off(delivery_id: int, name: str, due: datetime) -> Settlement:
    """A temporary failure: to be tried again."""
    return Settlement(
        delivery_id, name, NOW, DeliveryOutcome.TEMPORARY, NotificationState.PENDING, due, "timeout", "no answer"
    )


async def claim(
    tx: Transaction, worker: str, now: datetime, lease: timedelta, limit: int, *, but_not: Collection[str] = ()
) -> list[Notification]:
    """Lease what may be sent, the first of each thread, at most `limit`, shared among the receivers: as a worker does
    whose settings hold nothing back."""
    chosen: list[str] = []
    willing = await tx.queue.willing(now, limit, but_not=but_not)
    for place, (receiver, failing) in enumerate(willing):
        share = max(1, (limit - len(chosen)) // (len(willing) - place))
        found = await (tx.queue.probe(receiver, now) if failing else tx.queue.heads(receiver, now, share))
        chosen += [one.id for one in found]
    return await tx.queue.lease(chosen, worker, now, lease)

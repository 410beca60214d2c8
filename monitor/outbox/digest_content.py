"""What a digest says: the alerts of a window by severity, rule and story. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import groupby

from monitor.alerting import ids
from monitor.alerting.facts import iso
from monitor.alerting.routes import recipients
from monitor.config import MonitorSettings, WhenEmpty
from monitor.model.alert import AlertSeverity, DigestWindow, Notification, NotificationKind
from monitor.model.facts import (
    AlertFacts,
    DigestContent,
    DigestEntry,
    DigestRule,
    DigestSection,
    DigestStory,
    WhyFacts,
)
from monitor.storage.rows import DigestItem


def digest_notifications(
    window: DigestWindow, items: Sequence[DigestItem], settings: MonitorSettings, now: datetime
) -> tuple[Notification, ...]:
    """A window, to each recipient of its digest; none where nothing was collected and the settings say `skip`."""
    digest = settings.digests[window.digest]
    return tuple(
        _notification(window, items, settings, (receiver, recipient), now)
        for receiver in digest.to
        for recipient in recipients(settings.receivers[receiver])
        if items or (settings.receivers[receiver].when_empty or digest.when_empty) is WhenEmpty.SEND
    )


def _notification(
    window: DigestWindow, items: Sequence[DigestItem], settings: MonitorSettings, to: tuple[str, str], now: datetime
) -> Notification:
    receiver, recipient = to
    digest = settings.digests[window.digest]
    about = f"digest:{window.digest}:{iso(window.start)}"
    entries = [_entry(item, receiver, recipient) for item in items]
    content = DigestContent(
        digest=window.digest,
        start=iso(window.start),
        end=iso(window.end),
        timezone=settings.timezone_of(receiver, window.digest),
        sections=_sections(items, entries),
        total=len(entries),
        why=WhyFacts(rule="", route=f"digest {window.digest}", receiver=receiver, recipient=recipient),
    )
    return Notification(
        id=ids.notification_id(NotificationKind.DIGEST, about, receiver, recipient),
        kind=NotificationKind.DIGEST,
        receiver=receiver,
        recipient=recipient,
        thread=about,
        content=dict(content),
        due=now,
        created=now,
        route=f"digest {window.digest}",
        template=digest.template,
    )


def _entry(item: DigestItem, receiver: str, recipient: str) -> DigestEntry:
    mailed = item.mailed.get((receiver, recipient))
    # The facts of an alert are stored by the pipeline, in this shape, and never changed.
    facts: AlertFacts = item.alert.facts  # type: ignore[assignment]
    return DigestEntry(alert=facts, mailed_at=iso(mailed) if mailed else None, late=item.late)


def _sections(items: Iterable[DigestItem], entries: Iterable[DigestEntry]) -> list[DigestSection]:
    """Most urgent first; within a severity rules by title; within a rule stories, and in them alerts, by time."""
    pairs = list(zip(items, entries, strict=True))
    return [
        DigestSection(severity=severity.value, rules=_rules([p for p in pairs if p[0].alert.severity is severity]))
        for severity in sorted(AlertSeverity, key=lambda each: -each.rank)
        if any(item.alert.severity is severity for item, _ in pairs)
    ]


def _rules(pairs: list[tuple[DigestItem, DigestEntry]]) -> list[DigestRule]:
    def of_rule(pair: tuple[DigestItem, DigestEntry]) -> tuple[str, str]:
        return pair[1]["alert"]["rule"]["title"], pair[0].alert.rule_id

    return [
        DigestRule(id=id, title=title, stories=_stories(list(group)))
        for (title, id), group in groupby(sorted(pairs, key=of_rule), key=of_rule)
    ]


def _stories(pairs: list[tuple[DigestItem, DigestEntry]]) -> list[DigestStory]:
    stories: dict[str, DigestStory] = {}
    for item, entry in sorted(pairs, key=lambda pair: pair[0].added):
        headline = entry["alert"]["article"]["headline"]
        new = DigestStory(story=item.alert.story_id, headline=headline, entries=[])
        stories.setdefault(item.alert.story_id, new)["entries"].append(entry)
    return list(stories.values())

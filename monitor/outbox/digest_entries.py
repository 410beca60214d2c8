"""One alert in a digest: how it stands, what is new of it, who reported it, and how much it matters. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from math import log2
from typing import Any

from monitor.alerting.facts import iso
from monitor.model.alert import AlertSeverity
from monitor.model.facts import DigestEntry, NewsFacts, SourceFacts
from monitor.model.match import Status
from monitor.storage.rows import DigestItem, Recipient, Report

_WEIGHTS = {AlertSeverity.LOW: 1, AlertSeverity.NORMAL: 2, AlertSeverity.HIGH: 4, AlertSeverity.CRITICAL: 8}
_NEW, _CHANGED, _KNOWN, _LATE = 1.0, 0.75, 0.5, 0.5
_ROUND_NUMBERS = (2, 5, 10)  # independent sources that are worth saying
_STATUSES = list(Status)


def importance(item: DigestItem, reader: Recipient, since: datetime) -> float:
    """Severity × novelty × independent sources. A second source doubles it, each doubling of them adds as much again:
    a low alert that eight papers print stays below a critical one that one agency has."""
    sources = len(independent(item.reports))
    return _WEIGHTS[item.alert.severity] * _novelty(item, reader, since) * (1 + log2(max(1, sources)))


def is_worth_saying(item: DigestItem, since: datetime) -> bool:
    """Whether an alert belongs into a digest: a new one always, one of an earlier digest where it stands otherwise."""
    return not item.again or bool(news(item, since))


def superseded(items: Iterable[DigestItem]) -> set[str]:
    """The alerts in whose place a later one of the same happening has come."""
    latest: dict[tuple[str, str], DigestItem] = {}
    older = set()
    for item in sorted(items, key=lambda one: (one.alert.opened, one.alert.id)):
        before = latest.get((item.alert.rule_id, item.alert.happening))
        if before is not None:
            older.add(before.alert.id)
        latest[item.alert.rule_id, item.alert.happening] = item
    return older


def entry(
    item: DigestItem, facts: Mapping[str, Any], reader: Recipient, since: datetime, struck: str = ""
) -> DigestEntry:
    """`since` is the end of the digest before; what the reader had at once he knows from then on."""
    known = _known_since(item, reader, since)
    mailed = item.mailed.get(reader)
    held = item.held.get(reader)
    sources = independent(item.reports)
    return DigestEntry(
        alert=facts,  # type: ignore[typeddict-item]  # stored by the pipeline, in this shape
        status=standing(item.reports),
        sources=[_source(report) for report in sources],
        copies=sum(report.copy for report in item.reports),
        news=news(item, known) if known else [],
        mailed_at=iso(mailed) if mailed else None,
        late=item.late,
        held=held.value if held else "",
        struck=struck,
    )


def news(item: DigestItem, since: datetime) -> list[NewsFacts]:
    """What was not so before `since`."""
    before = [report for report in item.reports if report.matched < since]
    found = []
    was, now = standing(before), standing(item.reports)
    if was != now:
        found.append(NewsFacts(what="status", before=was, now=now))
    old, sources = independent(before), independent(item.reports)
    if any(len(old) < number <= len(sources) for number in _ROUND_NUMBERS):
        known = {report.publisher.casefold() for report in old}
        names = [report.publisher for report in sources if report.publisher.casefold() not in known]
        found.append(NewsFacts(what="sources", before=str(len(old)), now=", ".join(names)))
    return found


def independent(reports: Sequence[Report]) -> list[Report]:
    """The first report of each source that wrote something of its own, earliest first. Where all of them only repeat
    another's text, the first: somebody has said it."""
    own = [report for report in reports if not report.copy] or reports[:1]
    first: dict[str, Report] = {}
    for report in own:
        first.setdefault(report.publisher.casefold(), report)
    return list(first.values())


def standing(reports: Sequence[Report]) -> str:
    """The strongest status that was reported; empty where there is none."""
    said = [Status(report.status) for report in reports if report.status]
    return min(said, key=_STATUSES.index).value if said else ""


def _novelty(item: DigestItem, reader: Recipient, since: datetime) -> float:
    known = _known_since(item, reader, since)
    if known is not None:
        return _CHANGED if news(item, known) else _KNOWN
    return _LATE if item.late else _NEW


def _known_since(item: DigestItem, reader: Recipient, since: datetime) -> datetime | None:
    """When the reader heard of the alert last, before this digest."""
    told = [moment for moment in (item.mailed.get(reader), since if item.again else None) if moment]
    return max(told, default=None)


def _source(report: Report) -> SourceFacts:
    return SourceFacts(name=report.publisher, published=iso(report.published), headline=report.headline, url=report.url)

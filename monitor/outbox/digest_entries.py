"""One alert in a digest: how it stands, what is new of it, who reported it, and how much it matters. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from math import log2
from typing import Any

from monitor.alerting.facts import iso
from monitor.alerting.life import MANY_SOURCES
from monitor.model.alert import AlertSeverity, ChangeKind, KeptBack, Standing
from monitor.model.facts import DigestEntry, NewsFacts, SourceFacts
from monitor.model.match import Status
from monitor.rules.alertschema import SOURCES
from monitor.storage.rows import DigestItem, Recipient, ReportRow

_WEIGHTS = {AlertSeverity.LOW: 1, AlertSeverity.NORMAL: 2, AlertSeverity.HIGH: 4, AlertSeverity.CRITICAL: 8}
_NEW, _CHANGED, _KNOWN, _LATE = 1.0, 0.75, 0.5, 0.5
_SUPERSEDED = "superseded"
_NO_LONGER = (Standing.RETRACTED, Standing.DENIED)
_AGAINST = (Status.DENIED, Status.NEGATED)
_NOT_TOLD = (KeptBack.NOT_IN_AGAIN_IF, KeptBack.STILL_REPORTED)


def importance(item: DigestItem, reader: Recipient, since: datetime) -> float:
    """Severity × novelty × independent sources. A second source doubles it, each doubling of them adds as much again:
    a low alert that eight papers print stays below a critical one that one agency has."""
    sources = len(independent(affirming(item)))
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
    item: DigestItem, facts: Mapping[str, Any], reader: Recipient, since: datetime, *, superseded: bool = False
) -> DigestEntry:
    """`since` is the end of the digest before; what the reader had at once he knows from then on."""
    known = _known_since(item, reader, since)
    mailed = item.mailed.get(reader)
    held = item.held.get(reader)
    return DigestEntry(
        alert=facts,  # type: ignore[typeddict-item]  # stored by the pipeline, in this shape
        status=item.alert.status.value,
        standing=item.alert.standing.value,
        sources=[_source(report) for report in independent(affirming(item))],
        copies=sum(report.copy for report in item.reports),
        news=news(item, known) if known else [],
        mailed_at=iso(mailed) if mailed else None,
        late=item.late,
        held=held.value if held else "",
        struck=item.alert.standing.value if item.alert.standing in _NO_LONGER else _SUPERSEDED if superseded else "",
    )


def news(item: DigestItem, since: datetime) -> list[NewsFacts]:
    """What was not so before `since`, as far as the rule wants it told."""
    steps = [step for step in item.changes if step.at >= since and step.kept_back not in _NOT_TOLD]
    first: dict[str, str] = {}
    last: dict[str, str] = {}
    for what, before, now in (difference for step in steps for difference in step.differences):
        first.setdefault(what, before)
        last[what] = now
    found = [
        NewsFacts(what=what, before=first[what], now=now)
        for what, now in last.items()
        if now != first[what] and what != SOURCES
    ]
    if any(step.kind is ChangeKind.CORRECTED for step in steps):
        found.append(NewsFacts(what="corrected", before="", now=""))
    return [*found, *_new_sources(item, since)]


def _new_sources(item: DigestItem, since: datetime) -> Iterator[NewsFacts]:
    reports = affirming(item)
    old, sources = independent([report for report in reports if report.matched < since]), independent(reports)
    if any(len(old) < number <= len(sources) for number in MANY_SOURCES):
        known = {report.publisher.casefold() for report in old}
        names = [report.publisher for report in sources if report.publisher.casefold() not in known]
        yield NewsFacts(what=SOURCES, before=str(len(old)), now=", ".join(names))


def affirming(item: DigestItem) -> Sequence[ReportRow]:
    """The reports that say so; where none is left, those that said so."""
    against = () if item.alert.status in _AGAINST else _AGAINST
    said = [report for report in item.reports if report.status not in against]
    return [report for report in said if not report.withdrawn] or said


def independent(reports: Sequence[ReportRow]) -> list[ReportRow]:
    """The first report of each source that wrote something of its own, earliest first. Where all of them only repeat
    another's text, the first: somebody has said it."""
    own = [report for report in reports if not report.copy] or reports[:1]
    first: dict[str, ReportRow] = {}
    for report in own:
        first.setdefault(report.publisher.casefold(), report)
    return list(first.values())


def _novelty(item: DigestItem, reader: Recipient, since: datetime) -> float:
    known = _known_since(item, reader, since)
    if known is not None:
        return _CHANGED if news(item, known) else _KNOWN
    return _LATE if item.late else _NEW


def _known_since(item: DigestItem, reader: Recipient, since: datetime) -> datetime | None:
    """When the reader heard of the alert last, before this digest."""
    times = (item.told.get(reader), since if item.again else None)
    return max((moment for moment in times if moment), default=None)


def _source(report: ReportRow) -> SourceFacts:
    return SourceFacts(name=report.publisher, published=iso(report.published), headline=report.headline, url=report.url)

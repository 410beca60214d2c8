"""How an alert stands, and what a report changes about that: the table of `docs/alerts.md`, as functions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from monitor.alerting.evidence import Finding, Verdict, stronger
from monitor.model.alert import Alert, AlertSeverity, Cause, ChangeKind, Difference, Standing
from monitor.model.entries import Entry, entry_of, entry_told, is_another
from monitor.model.match import SlotValue, Status
from monitor.rules.alertschema import SOURCES, STATUS
from monitor.rules.compiled import Rule

MANY_SOURCES = (2, 5, 10)
"""So many independent sources are worth an update, where `again_if` names them."""

_OF_FINDING = {
    Finding.NOTHING: Standing.RETRACTED,
    Finding.CONTESTED: Standing.CONTESTED,
    Finding.DENIED: Standing.DENIED,
}
_DOUBTED = frozenset({Standing.CONTESTED, Standing.DENIED})
_KINDS = {
    Standing.REPORTED: ChangeKind.UPDATED,
    Standing.CONFIRMED: ChangeKind.CONFIRMED,
    Standing.CONTESTED: ChangeKind.CONTESTED,
    Standing.DENIED: ChangeKind.DENIED,
    Standing.RETRACTED: ChangeKind.RETRACTED,
}


def standing(before: Standing | None, status: Status, found: Verdict, *, looks: bool = True) -> Standing:
    """How an alert stands that stood as `before`, with `status` the strongest told of it. `before` is None for a new
    one; `looks`: whether its rule asks for a status, without which nothing is ever confirmed."""
    if found.finding in _OF_FINDING:
        return _OF_FINDING[found.finding]
    asserted = looks and found.status is Status.ASSERTED
    if before is None or before is Standing.RETRACTED or not asserted:
        return Standing.REPORTED
    if before in _DOUBTED or before is Standing.CONFIRMED or stronger(Status.ASSERTED, status):
        return Standing.CONFIRMED
    return Standing.REPORTED


@dataclass(frozen=True, slots=True)
class Turn:
    """What a report changes. `alert` is as it stands now. `kind` is None where nothing did. `asked`: whether the rule
    wants it told."""

    alert: Alert
    kind: ChangeKind | None = None
    causes: tuple[Cause, ...] = ()
    differences: tuple[Difference, ...] = ()
    asked: bool = False


@dataclass(frozen=True, slots=True)
class _Part:
    """One thing that changed."""

    cause: Cause
    difference: Difference
    asked: bool


def turn(alert: Alert, rule: Rule, found: Verdict, slots: Mapping[str, SlotValue]) -> Turn:
    """What the reports, now that they come to `found`, change about an alert. `slots` are those of the article that was
    added, empty where it doesn't say so."""
    now = standing(alert.standing, alert.status, found, looks=rule.conditions.status is not None)
    parts = [
        *_standing(alert, rule, now),
        *_status(alert, rule, found),
        *_slots(alert, rule, slots),
        *_sources(alert, rule, found),
        *_severity(alert, rule, found),
    ]
    kind = None
    if parts:
        kind = _KINDS[now] if now is not alert.standing else ChangeKind.UPDATED
    asked = any(part.asked for part in parts)
    changed = replace(
        alert,
        standing=now,
        status=_strongest(alert, found, now),
        sources=max(alert.sources, len(found.sources)),
        severity=severity(rule, len(found.sources), alert.severity),
        entries=told_entries(rule, slots, alert.entries) if asked else alert.entries,
    )
    causes = tuple(dict.fromkeys(part.cause for part in parts))
    return Turn(changed, kind, causes, tuple(part.difference for part in parts), asked)


def severity(rule: Rule, sources: int, before: AlertSeverity | None = None) -> AlertSeverity:
    """How urgent so many independent sources make an alert; never less than it was."""
    reached = [rule.severity, *(severity for severity, needed in rule.raises if sources >= needed)]
    return max(reached if before is None else [*reached, before], key=_rank)


def _rank(severity: AlertSeverity) -> int:
    return severity.rank


def told_entries(
    rule: Rule, slots: Mapping[str, SlotValue], before: Mapping[str, Sequence[Entry]] | None = None
) -> Mapping[str, tuple[Entry, ...]]:
    """What each slot of `again_if` has been told to hold, the latest last."""
    told = {slot: tuple(entries) for slot, entries in (before or {}).items()}
    for slot in _watched(rule):
        entry = entry_of(slots.get(slot))
        if entry and entry not in told.get(slot, ()):
            told[slot] = (*told.get(slot, ()), entry)
    return told


def _watched(rule: Rule) -> Iterator[str]:
    return (slot for slot in rule.again_if if slot not in (STATUS, SOURCES))


def _strongest(alert: Alert, found: Verdict, now: Standing) -> Status:
    """What was retracted and is reported again begins anew."""
    if found.status is None:
        return alert.status
    anew = alert.standing is Standing.RETRACTED and now is not Standing.RETRACTED
    return found.status if anew or stronger(found.status, alert.status) else alert.status


def _standing(alert: Alert, rule: Rule, now: Standing) -> Iterator[_Part]:
    if now is alert.standing:
        return
    difference = Difference("standing", alert.standing, now)
    if alert.standing is Standing.RETRACTED:
        yield _Part(Cause.REPORTED_AGAIN, difference, asked=True)
    elif alert.standing is Standing.REPORTED and now is Standing.CONFIRMED:
        yield _Part(Cause.STATUS_ROSE, difference, asked=STATUS in rule.again_if)
    else:
        yield _Part(Cause.STATUS_TURNED, difference, asked=STATUS in rule.again_if)


def _status(alert: Alert, rule: Rule, found: Verdict) -> Iterator[_Part]:
    if found.status is not None and stronger(found.status, alert.status):
        yield _Part(Cause.STATUS_ROSE, Difference("status", alert.status, found.status), asked=STATUS in rule.again_if)


def _slots(alert: Alert, rule: Rule, slots: Mapping[str, SlotValue]) -> Iterator[_Part]:
    for slot in _watched(rule):
        shown = alert.facts.get("slots", {}).get(slot, {})
        first, entry = entry_told(shown), entry_of(slots.get(slot))
        told = alert.entries.get(slot) or ((first,) if first else ())  # the rule may not have watched it then
        if entry and all(is_another(entry, each) for each in told):
            before = told[-1].name if told else shown.get("text", "")
            yield _Part(Cause.SLOT_CHANGED, Difference(slot, before, entry.name), asked=True)


def _sources(alert: Alert, rule: Rule, found: Verdict) -> Iterator[_Part]:
    count = len(found.sources)
    if SOURCES in rule.again_if and any(alert.sources < many <= count for many in MANY_SOURCES):
        yield _Part(Cause.SOURCES_REACHED, Difference(SOURCES, str(alert.sources), str(count)), asked=True)


def _severity(alert: Alert, rule: Rule, found: Verdict) -> Iterator[_Part]:
    risen = severity(rule, len(found.sources), alert.severity)
    if risen is not alert.severity:
        yield _Part(Cause.SEVERITY_ROSE, Difference("severity", alert.severity, risen), asked=True)

"""What the reports of an alert come to. The order in which they arrived plays no part, only when they were published.

Each source counts by its latest word. One that asserts later than every denial settles the matter; a mere claim does
not.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from monitor.model.match import Status
from monitor.model.report import Report
from monitor.rules.compiled import Rule

_STRENGTH = {status: rank for rank, status in enumerate(Status)}
_OPPOSING = frozenset({Status.DENIED, Status.NEGATED})


class Finding(StrEnum):
    """NOTHING: no report is left. HOLDS: somebody says so, nobody speaks against it. CONTESTED: both. DENIED: only
    denials are left."""

    NOTHING = "nothing"
    HOLDS = "holds"
    CONTESTED = "contested"
    DENIED = "denied"


@dataclass(frozen=True, slots=True)
class Verdict:
    """`status` is the strongest that is reported (None where nobody says so); `sources` are those who do, the first to
    report first."""

    finding: Finding
    status: Status | None
    sources: tuple[str, ...]


def verdict(reports: Iterable[Report], rule: Rule) -> Verdict:
    """What these reports, one an article, come to for a rule."""
    telling = [each for each in reports if affirms(each.status, rule) or opposes(each.status, rule)]
    latest = _latest_words(telling)
    affirming = [each for each in latest if affirms(each.status, rule)]
    opposing = [each for each in latest if opposes(each.status, rule) or (each.disputed and not _any(rule))]
    status = min((each.status for each in affirming), key=_STRENGTH.__getitem__, default=None)
    return Verdict(_finding(affirming, opposing), status, _sources(telling, affirming))


def essential(reports: Iterable[Report]) -> tuple[Report, ...]:
    """Few of many that come to the same: of each source and status the first and the last. Enough as long as none of
    the others is taken back."""
    ends: dict[tuple[str, Status], tuple[Report, Report]] = {}
    for each in reports:
        key = each.voice.casefold(), each.status
        first, last = ends.get(key, (each, each))
        ends[key] = min(first, each, key=_time), max(last, each, key=_time)
    return tuple(dict.fromkeys(each for pair in ends.values() for each in pair))


def affirms(status: Status, rule: Rule) -> bool:
    """Whether a report of this status says what the rule looks for. One that nobody looked for is as if asserted."""
    wanted = rule.conditions.status
    return wanted is None or status is Status.UNKNOWN or status in wanted


def opposes(status: Status, rule: Rule) -> bool:
    """Whether it says the opposite. A rule that takes any status is never opposed: what its words' sentences deny may
    be anything."""
    return not affirms(status, rule) and status in _OPPOSING


def stronger(one: Status, other: Status) -> bool:
    """Whether a status says more surely that it happened than another."""
    return _STRENGTH[one] < _STRENGTH[other]


def _any(rule: Rule) -> bool:
    return rule.conditions.status is None


def _latest_words(reports: Sequence[Report]) -> list[Report]:
    latest: dict[str, Report] = {}
    for each in sorted(reports, key=_time):
        latest[each.voice.casefold()] = each
    return list(latest.values())


def _finding(affirming: Sequence[Report], opposing: Sequence[Report]) -> Finding:
    if not affirming:
        return Finding.DENIED if opposing else Finding.NOTHING
    if not opposing:
        return Finding.HOLDS
    last_denial = max(map(_time, opposing))
    settled = any(each.status is Status.ASSERTED and _time(each) > last_denial for each in affirming)
    return Finding.HOLDS if settled else Finding.CONTESTED


def _sources(telling: Sequence[Report], affirming: Sequence[Report]) -> tuple[str, ...]:
    """Those who affirm, in the order of their first reports."""
    still = {each.voice.casefold(): each.voice for each in affirming}
    order = dict.fromkeys(each.voice.casefold() for each in sorted(telling, key=_time))
    return tuple(still[voice] for voice in order if voice in still)


def _time(report: Report) -> tuple[datetime, datetime, str]:
    """Articles of one moment, such as those that know only their day, are in the order of their arrival."""
    return report.published, report.received, str(report.article)

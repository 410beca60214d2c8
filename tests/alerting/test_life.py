"""The table of docs/alerts.md: how an alert stands after each turn, and what is said of it."""

from __future__ import annotations

from itertools import product
from pathlib import Path
from typing import Any

import pytest

from monitor.alerting.evidence import Finding, Verdict
from monitor.alerting.life import severity, standing, told_entries, turn
from monitor.delivery.render.words import label
from monitor.model.alert import AlertSeverity, Cause, ChangeKind, Standing
from monitor.model.article import Span
from monitor.model.match import SlotValue, Status
from monitor.rules.compiled import ASSERTED, Conditions
from tests.support.alerting import rule
from tests.support.stored import alert

DOCUMENT = (Path(__file__).parents[2] / "docs/alerts.md").read_text(encoding="utf-8")
SECTION = DOCUMENT.partition("## How it stands")[2].partition("\n## ")[0]
ROWS = [
    [cell.strip().strip("`") for cell in line.strip("|").split("|")]
    for line in SECTION.splitlines()
    if line.startswith("| `") or line.startswith("| - ")
]
EVENT = rule(conditions=Conditions(status=ASSERTED))
TELLS = {finding: finding in (Finding.HOLDS, Finding.CONTESTED) for finding in Finding}


def found(finding: str, status: str = "-", sources: tuple[str, ...] = ("Reuters",)) -> Verdict:
    return Verdict(Finding(finding), None if status == "-" else Status(status), sources)


@pytest.mark.parametrize("row", ROWS, ids=" ".join)
def test_the_table(row: list[str]) -> None:
    before, told, finding, now, after, message = row
    if before == "-":
        assert standing(None, Status(now), found(finding, now)) == after
        return
    known = alert(standing=Standing(before), status=Status(told))
    result = turn(known, EVENT, found(finding, now), {})
    assert result.alert.standing == after
    said = label({"kind": result.kind}).upper() if result.kind and result.asked else "-"
    assert said == message


def test_the_table_has_every_turn() -> None:
    """Each standing with each finding; where a status makes a difference, both of its values."""
    assert {(row[0], row[2]) for row in ROWS if row[0] != "-"} == set(product(Standing, Finding))
    assert {row[3] for row in ROWS if row[2] == "holds"} == {"asserted", "claimed"}


@pytest.mark.parametrize(("before", "finding"), list(product(Standing, Finding)))
def test_without_status_in_again_if_no_turn_is_asked_for(before: Standing, finding: Finding) -> None:
    quiet = rule(conditions=Conditions(status=ASSERTED), again_if=())
    result = turn(alert(standing=before), quiet, found(finding, "asserted" if TELLS[finding] else "-"), {})
    assert result.asked is (before is Standing.RETRACTED and finding is not Finding.NOTHING)


def test_a_rule_that_takes_any_status_confirms_nothing() -> None:
    result = turn(alert(status=Status.POSSIBLE), rule(), found("holds", "asserted"), {})
    assert (result.alert.standing, result.kind) == (Standing.REPORTED, ChangeKind.UPDATED)
    assert (result.causes, result.alert.status) == ((Cause.STATUS_ROSE,), Status.ASSERTED)


def slots(**entries: str | None) -> dict[str, SlotValue]:
    return {name: SlotValue(entry or "rebels", Span(0, 1), entry) for name, entry in entries.items()}


def test_an_entry_that_was_not_told_is_an_update_and_only_once() -> None:
    asked = rule(conditions=Conditions(status=ASSERTED), again_if=("captor",))
    known = alert(status=Status.ASSERTED, entries=told_entries(asked, slots(captor=None)), facts=_told("rebels"))
    assert known.entries == {}
    holds = found("holds", "asserted")
    assert turn(known, asked, holds, slots(captor=None)).kind is None
    first = turn(known, asked, holds, slots(captor="HTS"))
    assert (first.kind, first.causes, first.asked) == (ChangeKind.UPDATED, (Cause.SLOT_CHANGED,), True)
    assert [tuple(one) for one in first.differences] == [("captor", "rebels", "HTS")]
    second = turn(first.alert, asked, holds, slots(captor="SNA"))
    assert [tuple(one) for one in second.differences] == [("captor", "HTS", "SNA")]
    assert turn(second.alert, asked, holds, slots(captor="HTS")).kind is None
    assert turn(second.alert, EVENT, holds, slots(captor="YPG")).kind is None


def test_what_was_told_before_the_rule_asked_for_the_slot_is_no_update() -> None:
    asked = rule(conditions=Conditions(status=ASSERTED), again_if=("captor",))
    known = alert(status=Status.ASSERTED, facts=_told("HTS fighters", "HTS"))
    holds = found("holds", "asserted")
    assert turn(known, asked, holds, slots(captor="HTS")).kind is None
    other = turn(known, asked, holds, slots(captor="SNA"))
    assert [tuple(one) for one in other.differences] == [("captor", "HTS", "SNA")]


def _told(captor: str, name: str | None = None) -> dict[str, Any]:
    return {"slots": {"captor": {"text": captor, "name": name}}}


def test_another_number_is_another_entry() -> None:
    asked = rule(again_if=("dead",))
    twelve, twenty = ({"dead": SlotValue(f"at least {n}", Span(0, 1), None, {"number": float(n)})} for n in (12, 20))
    known = alert(status=Status.ASSERTED, entries=told_entries(asked, twelve))
    assert turn(known, asked, found("holds", "asserted"), twelve).kind is None
    assert turn(known, asked, found("holds", "asserted"), twenty).differences[0].before == "12.0"


@pytest.mark.parametrize(
    ("had", "have", "told"), [(1, 2, True), (2, 3, False), (2, 4, False), (3, 5, True), (1, 7, True), (9, 10, True), (10, 40, False), (5, 2, False)]
)  # fmt: skip
def test_sources_are_told_at_two_five_and_ten(had: int, have: int, told: bool) -> None:
    asked = rule(again_if=("sources",))
    names = tuple(map(str, range(have)))
    result = turn(alert(status=Status.ASSERTED, sources=had), asked, found("holds", "asserted", names), {})
    assert (result.kind is not None) is told
    assert result.alert.sources == max(had, have)


@pytest.mark.parametrize(
    ("sources", "expected"), [(1, "normal"), (2, "high"), (3, "high"), (5, "critical"), (9, "critical")]
)
def test_severity_rises_with_sources_and_never_falls(sources: int, expected: str) -> None:
    asked = rule(raises=((AlertSeverity.HIGH, 2), (AlertSeverity.CRITICAL, 5)), again_if=())
    assert severity(asked, sources) == expected
    assert severity(asked, sources, AlertSeverity.CRITICAL) is AlertSeverity.CRITICAL
    names = tuple(map(str, range(sources)))
    known = alert(status=Status.ASSERTED, severity=AlertSeverity.NORMAL)
    result = turn(known, asked, found("holds", "asserted", names), {})
    assert result.alert.severity == expected
    assert result.asked is (expected != "normal")


def test_what_is_reported_again_after_a_retraction_begins_anew() -> None:
    result = turn(alert(standing=Standing.RETRACTED, status=Status.ASSERTED), EVENT, found("holds", "claimed"), {})
    assert (result.alert.status, result.causes) == (Status.CLAIMED, (Cause.REPORTED_AGAIN,))

"""What reports come to, whatever the order in which they arrived."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.alerting.evidence import Finding, Verdict, essential, verdict
from monitor.model.article import ArticleId
from monitor.model.match import Status
from monitor.model.report import Report
from monitor.rules.compiled import ASSERTED, Conditions
from tests.support.alerting import rule
from tests.support.articles import PUBLISHED as NOW

EVENT = rule(conditions=Conditions(status=ASSERTED))
WORDS = rule()
STATUS = {"+": Status.ASSERTED, "c": Status.CLAIMED, "-": Status.DENIED, "n": Status.NEGATED, "?": Status.POSSIBLE}


def reports(story: str) -> list[Report]:
    """`a+ b- a!`: sources a and b, one an hour; `!` is a claim with its denial."""
    return [
        Report(
            ArticleId("wire", f"{n}.txt"), 1, "s1", said[0], STATUS.get(said[1], Status.CLAIMED),
            NOW + timedelta(hours=n), NOW + timedelta(hours=n), said[1] == "!",
        )
        for n, said in enumerate(story.split())
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("story", "finding", "status", "sources"),
    [
        ("", "nothing", None, ""),
        ("a?", "nothing", None, ""),
        ("a+", "holds", "asserted", "a"),
        ("ac", "holds", "claimed", "a"),
        ("ac b+", "holds", "asserted", "ab"),
        ("a+ b-", "contested", "asserted", "a"),
        ("a+ bn", "contested", "asserted", "a"),
        ("a+ a-", "denied", None, ""),
        ("a+ b- a-", "denied", None, ""),
        ("b- a+", "holds", "asserted", "a"),
        ("a+ b- a+", "holds", "asserted", "a"),
        ("a+ b- c+", "holds", "asserted", "ac"),
        ("a+ b- cc", "contested", "asserted", "ac"),
        ("ac b- b+", "holds", "asserted", "ab"),
        ("a-", "denied", None, ""),
        ("a!", "contested", "claimed", "a"),
        ("a! b+", "holds", "asserted", "ab"),
        ("a+ a? b?", "holds", "asserted", "a"),
        ("b+ a+ b+", "holds", "asserted", "ba"),
    ],
)
def test_what_reports_come_to(story: str, finding: str, status: str | None, sources: str) -> None:
    expected = Verdict(Finding(finding), Status(status) if status else None, tuple(sources))
    assert verdict(reports(story), EVENT) == expected
    assert verdict(reversed(reports(story)), EVENT) == expected


def test_names_of_a_source_are_one_in_any_case() -> None:
    told = [*reports("a+"), *(_renamed(report, "A") for report in reports("a+ a+")[1:])]
    assert verdict(told, EVENT).sources == ("A",)


def _renamed(report: Report, voice: str) -> Report:
    return Report(report.article, 1, "s1", voice, report.status, report.published, report.received)


def test_a_rule_that_takes_any_status_is_never_opposed() -> None:
    assert verdict(reports("a+ b- a- c!"), WORDS).finding is Finding.HOLDS
    assert verdict(reports("a-"), WORDS).status is Status.DENIED


said = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("+c-n?!")).map("".join), max_size=7).map(" ".join)


@given(said, st.randoms(use_true_random=False))
def test_the_order_of_arrival_plays_no_part(story: str, chance: object) -> None:
    told = reports(story)
    shuffled = list(told)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert verdict(shuffled, EVENT) == verdict(told, EVENT)


@given(said)
def test_what_is_essential_comes_to_the_same(story: str) -> None:
    told = reports(story)
    assert verdict(essential(told), EVENT) == verdict(told, EVENT)
    assert verdict(essential(told), WORDS) == verdict(told, WORDS)
    assert len(essential(told * 3)) <= 3 * len(STATUS) * 2


@given(said)
def test_nobody_is_a_source_whose_last_word_is_a_denial(story: str) -> None:
    last = {each[0]: each[1] for each in story.split() if each[1] != "?"}
    assert set(verdict(reports(story), EVENT).sources) == {who for who, what in last.items() if what in "+c!"}

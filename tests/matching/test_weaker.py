"""Mentions of a status that the rule does not take: they open nothing, and reach what is open."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.model.match import Match, Status
from monitor.rules.compiled import ASSERTED, Event, EventSlot, Role, Rule, Unit
from monitor.rules.families import shipped
from monitor.rules.lists import load_lists
from tests.matching.test_properties import event_rules, event_texts
from tests.support.rules import NOW, engine, news, rule, slot, terms

CAPTURED = rule(
    "captured",
    event=Event((shipped("seize"), shipped("fall")), (EventSlot(Role.TARGET, "city", terms("$cities")),)),
    status=ASSERTED,
    once_per=("city",),
)
WORDS = rule("words", all=(terms("captured"), (slot("$cities", "city"),)), within=Unit.SENTENCE, once_per=("city",))


LISTS = load_lists({}).lists


def found(text: str, *, weaker: bool = True) -> list[Match]:
    return engine(CAPTURED, lists=LISTS).match(news(text), now=NOW, weaker=weaker)


def said(each: Match) -> tuple[object, bool, Status, list[Status]]:
    return each.happening, each.opens, each.proof.status, [mention.status for mention in each.weaker]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rebels captured Hama.", [(("Hama",), True, Status.ASSERTED, [])]),
        ("The army denied that rebels had captured Hama.", [(("Hama",), False, Status.DENIED, [Status.DENIED])]),
        (
            "Rebels said they had captured Hama. The army denied that rebels had captured Hama.",
            [(("Hama",), True, Status.CLAIMED, [Status.DENIED])],
        ),
        (
            "If Aleppo falls, the war is lost. Rebels captured Hama.",
            [(("Hama",), True, Status.ASSERTED, []), (("Aleppo",), False, Status.HYPOTHETICAL, [Status.HYPOTHETICAL])],
        ),
    ],
)
def test_weaker_mentions_are_kept_apart(text: str, expected: object) -> None:
    assert [said(each) for each in found(text)] == expected


def test_nobody_sees_them_who_does_not_ask() -> None:
    assert found("The army denied that rebels had captured Hama.", weaker=False) == []
    (plain,) = found("Rebels captured Hama. Rebels will capture Hama.", weaker=False)
    assert plain.weaker == ()


def test_the_strongest_of_them_is_the_proof() -> None:
    text = "If Hama falls, Homs is next. The army denied that rebels had captured Hama."
    (only,) = found(text)
    assert (only.proof.status, len(only.mentions)) == (Status.DENIED, 2)


def test_a_rule_that_takes_any_status_has_none() -> None:
    article = news("The army denied that rebels had captured Hama.")
    (only,) = engine(WORDS).match(article, now=NOW, weaker=True)
    assert (only.opens, only.weaker) == (True, ())


@settings(max_examples=80)
@given(event_rules(), st.lists(event_texts, min_size=1, max_size=3))
def test_they_change_nothing_of_what_opens_and_the_filter_loses_none(asked: Rule, paragraphs: list[str]) -> None:
    made, article = engine(asked), news(*paragraphs)
    plain, wide = made.match(article, now=NOW), made.match(article, now=NOW, weaker=True)
    assert wide == made.match_all(article, now=NOW, weaker=True)
    opening = [each for each in wide if each.opens]
    assert [(each.happening, each.mentions, each.proof) for each in opening] == [
        (each.happening, each.mentions, each.proof) for each in plain
    ]
    assert all(each.proof in each.mentions and each.mentions == each.weaker for each in wide if not each.opens)
    assert len({each.happening for each in wide}) == len(wide)

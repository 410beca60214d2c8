"""Boolean expressions on articles: what holds, where, and on what it rests."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.matching.explain import explain
from monitor.matching.explained import as_json, as_text
from monitor.matching.pairs import Place, alone, pairs
from monitor.model.article import Article, Zone
from monitor.rules.compiled import Rule, Unit
from monitor.rules.query import parse
from tests.support.rules import NOW, engine, match, news, rule, terms

EVACUATION = "(embassy OR consulate) NEAR/6 evacuat* NOT drill"
COLLEGE = 'college NEAR/0 NOT "electoral college"'


def asked(text: str, **narrowed: Any) -> Rule:
    return rule(query=parse(text), **narrowed)


def met(text: str, article: Article | str, **narrowed: Any) -> list[str]:
    """The marked words of all mentions."""
    made = news(article) if isinstance(article, str) else article
    found = match(asked(text, **narrowed), made)
    return [made.quote(span) for each in found for mention in each.mentions for span in mention.spans]


@pytest.mark.parametrize(
    ("text", "article", "words"),
    [
        (EVACUATION, "The embassy is evacuating its staff.", "embassy evacuating"),
        (EVACUATION, "They evacuate the consulate.", "evacuate consulate"),
        (EVACUATION, "The embassy, far away from all that is known to us here, evacuated.", ""),
        (EVACUATION, "The embassy is evacuating. It is a drill.", ""),
        ("a1 b1", "b1 x. a1", "b1 a1"),
        ("a1 b1", "a1", ""),
        ("a1 OR b1 c1", "a1", "a1"),
        ("a1 OR b1 c1", "b1", ""),
        ("a1 OR b1 c1", "a1 b1", "a1"),
        ("(a1 OR b1) c1", "a1 x", ""),
        ("capture", "captured", "captured"),
        ('"capture"', "captured", ""),
        ('"capture" OR "captured"', "Captured", "Captured"),
        ("evacuat*", "evacuees", ""),
        ("evacu*", "evacuees", "evacuees"),
        ("$cities embassy", "The embassy in Hama", "embassy Hama"),
        ('"embassy of $countries"', "the embassy of the UK", "embassy of the UK"),
        ("/m-?23/ seized", "M23 seized it", "M23 seized"),
        ("a1 ONEAR/1 b1", "a1 x b1", "a1 b1"),
        ("a1 ONEAR/1 b1", "b1 x a1", ""),
        ("a1 NEAR/1 b1", "b1 x a1", "b1 a1"),
        ("a1 NEAR/1 b1", "b1 x x a1", ""),
        ("a1 NEAR/0 b1 NEAR/0 c1", "a1 b1 c1", "a1 b1 c1"),
        ("a1 NEAR/0 b1 NEAR/0 c1", "a1 b1 x c1", ""),
        ("(a1 NEAR/0 b1) ONEAR/3 c1", "c1 a1 b1", ""),
        ("SENTENCE(a1 b1)", "X a1. B1 x.", ""),
        ("SENTENCE(a1 b1)", "X a1 y b1. B1 x.", "a1 b1"),
        ("SENTENCE(a1 NOT b1)", "X a1 y b1. Then a1 x.", "a1"),
        ("NOT SENTENCE(a1 b1) a1", "X a1 y b1. Then a1 x.", ""),
        ("NOT SENTENCE(a1 b1) a1", "X a1. B1 x.", "a1"),
        ("ATLEAST/3(a1 OR b1)", "a1 b1", ""),
        ("ATLEAST/3(a1 OR b1)", "a1 b1 a1", "a1 b1 a1"),
        ("DISTINCT/2(a1 OR b1)", "a1 a1", ""),
        ("DISTINCT/2(a1 OR b1)", "a1 a1 b1", "a1 a1 b1"),
        ("DISTINCT/2(a1 OR b1 NEAR/0 c1)", "b1 c1. c1 b1", ""),
        ("DISTINCT/2(a1 OR b1 NEAR/0 c1)", "b1 c1. a1", "b1 c1 a1"),
        ("SENTENCE(ATLEAST/2(a1))", "X a1. X a1.", ""),
        (COLLEGE, "the electoral college", ""),
        (COLLEGE, "the electoral college met at the college", "college"),
        ("a1 ONEAR/0 NOT b1", "b1 a1", "a1"),
        ("a1 ONEAR/0 NOT b1", "a1 b1", ""),
        ("a1 NOT (b1 OR NOT c1)", "a1 c1", "a1 c1"),
        ("a1 NOT (b1 OR NOT c1)", "a1", ""),
    ],
)
def test_what_holds_and_what_it_rests_on(text: str, article: str, words: str) -> None:
    assert " ".join(met(text, article)) == words


@pytest.mark.parametrize(
    ("text", "within", "fires"),
    [
        ("a1 b1", Unit.ARTICLE, True),
        ("a1 b1", Unit.PARAGRAPH, False),
        ("a1 c1", Unit.PARAGRAPH, True),
        ("a1 c1", Unit.SENTENCE, False),
        ("PARAGRAPH(a1 c1)", Unit.ARTICLE, True),
        ("PARAGRAPH(a1 b1)", Unit.ARTICLE, False),
        ("PARAGRAPH(a1 c1)", Unit.SENTENCE, False),
        ("a1 NOT b1", Unit.ARTICLE, False),
        ("a1 NOT b1", Unit.PARAGRAPH, True),
        ("a1 NEAR/9 b1", Unit.ARTICLE, False),
        ("a1 NEAR/9 c1", Unit.ARTICLE, True),
        ("a1 NEAR/9 c1", Unit.SENTENCE, False),
    ],
)
def test_units(text: str, within: Unit, fires: bool) -> None:
    assert bool(match(asked(text, within=within), news("One a1. One c1.", "Two b1."))) is fires


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("headline:a1", "a1"),
        ("headline:b1", ""),
        ("caption:c1", "c1"),
        ("c1", ""),
        ("headline:(a1 OR b1) b1", "a1 b1"),
        ("b1 NOT headline:b1", "b1"),
        ("b1 NOT caption:c1", ""),
    ],
)
def test_a_zone_is_searched_even_where_the_rule_searches_others(text: str, words: str) -> None:
    article = news((Zone.HEADLINE, "Head a1"), "Body b1", (Zone.CAPTION, "Caption c1"))
    assert " ".join(met(text, article)) == words


def test_it_joins_the_other_conditions() -> None:
    assert met("a1", "a1. b1", any=terms("b1")) == ["a1", "b1"]
    assert met("a1", "X a1. X b1.", any=terms("b1"), within=Unit.SENTENCE) == []
    assert met("a1", "a1 c1", none=terms("c1")) == []
    assert met("a1", "X a1 y. X a1 z.", unless=terms("y")) == ["a1"]
    assert met("capture", "captured", inflect=False) == []


def test_unless_never_lifts_an_exclusion() -> None:
    assert met("a1 NOT b1", "X a1. X b1 y.", unless=terms("y")) == []


PLACES = st.lists(
    st.integers(0, 14).flatmap(lambda n: st.integers(n + 1, n + 3).map(lambda m: Place(n, m, ()))), max_size=8
)


@settings(max_examples=150)
@given(PLACES, PLACES, st.integers(0, 4), st.booleans())
def test_pairs_are_what_trying_everything_finds(
    left: list[Place], right: list[Place], words: int, ordered: bool
) -> None:
    def near(one: Place, other: Place) -> bool:
        gap = max(other.first - one.last, one.first - other.last, 0)
        return gap <= words and (not ordered or other.first >= one.last)

    blocks = {"block": lambda place: place.first // 8}
    same = [(one, other) for one, other in product(left, right) if one.first // 8 == other.first // 8]
    hulls = {(min(a.first, b.first), max(a.last, b.last)) for a, b in same if near(a, b)}
    found = {(each.first, each.last) for each in pairs(left, right, words=words, ordered=ordered, **blocks)}
    assert found <= hulls
    assert bool(found) is bool(hulls)
    assert {first for first, _ in found} | {last for _, last in found} <= {edge for hull in hulls for edge in hull}
    beside = [one for one in left if any(near(one, b) for a, b in same if a == one)]
    assert alone(left, right, words=words, ordered=ordered, **blocks) == [one for one in left if one not in beside]


def test_an_explanation_says_which_branch_held() -> None:
    each, article = asked(EVACUATION), news("They evacuate the consulate.")
    told = explain(engine(each), each, article, NOW)
    assert [(branch.asked, branch.holds) for branch in told.steps[0].branches] == [
        ("(embassy OR consulate) NEAR/6 evacuat*", True),
        ("embassy OR consulate", True),
        ("embassy", False),
        ("consulate", True),
        ("evacuat*", True),
        ("NOT drill", True),
        ("drill", False),
    ]
    assert "  no        embassy\n" in as_text(told)
    assert as_json(told)["steps"][0]["branches"][3] == {"asked": "consulate", "depth": 3, "holds": True}  # type: ignore[index]


@pytest.mark.parametrize(
    ("text", "article", "reason"),
    [
        (EVACUATION, "The embassy evacuates in a drill.", "query: `NOT drill` does not hold"),
        (EVACUATION, "Here is the embassy.", "query: `(embassy OR consulate) NEAR/6 evacuat*` does not hold"),
        ("a1 OR b1", "c1", "query: the expression does not hold"),
    ],
)
def test_the_first_no(text: str, article: str, reason: str) -> None:
    each = asked(text)
    assert explain(engine(each), each, news(article), NOW).first_no == reason

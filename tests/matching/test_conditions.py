"""Conditions, as the rule language says them: what holds, and in which unit."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from monitor.model.article import Span, Zone
from monitor.rules.compiled import Unit
from tests.support.rules import NOW, at_least, groups, match, near, news, rule, score, slot, terms

SENTENCE = Unit.SENTENCE
PARAGRAPH = Unit.PARAGRAPH


@pytest.mark.parametrize(
    ("conditions", "text", "fires"),
    [
        ({"any": terms("cholera", "plague")}, "The plague.", True),
        ({"any": terms("cholera", "plague")}, "The flu.", False),
        ({"all": groups("cholera", ["outbreak", "cases"])}, "Cholera. Many cases.", True),
        ({"all": groups("cholera", ["outbreak", "cases"])}, "Many cases of an outbreak.", False),
        ({"all": groups("cholera", "cases"), "within": SENTENCE}, "Cholera. Many cases.", False),
        ({"all": groups("cholera", "cases"), "within": SENTENCE}, "Cases of cholera.", True),
        ({"all": groups("cholera", "cases"), "within": PARAGRAPH}, "Cholera. Many cases.", True),
        ({"any": terms("cholera"), "none": terms("film")}, "Cholera. A film.", False),
        ({"any": terms("cholera"), "none": terms("film")}, "Cholera.", True),
        ({"near": near("rebels", "city", words=2)}, "rebels in the city", True),
        ({"near": near("rebels", "city", words=2)}, "rebels in the old city", False),
        ({"near": near("rebels", "city", words=2)}, "the city of the rebels", True),
        ({"near": near("rebels", "city", words=2, ordered=True)}, "the city of the rebels", False),
        ({"near": near("rebels", ["take", "seize"], "city", words=1)}, "rebels rebels seize rebels a city", True),
        ({"near": near("rebels", "city", words=9), "within": SENTENCE}, "Rebels came. The city fell.", False),
        ({"near": near("rebels", "city", words=9)}, "Rebels came. The city fell.", True),
        ({"at_least": at_least(3, "dead", "killed")}, "Dead, killed. Dead.", True),
        ({"at_least": at_least(3, "dead", "killed")}, "Dead, killed.", False),
        ({"at_least": at_least(3, "dead", "killed"), "within": SENTENCE}, "Dead, killed. Dead.", False),
        ({"at_least": at_least(2, "dead", "killed", distinct=True)}, "Dead. Dead.", False),
        ({"at_least": at_least(2, "dead", "killed", distinct=True)}, "Dead. Killed.", True),
        ({"at_least": at_least(2, "$cities", distinct=True)}, "Hama and Hamah", False),
        ({"at_least": at_least(2, "$cities", distinct=True)}, "Hama and Aleppo", True),
        ({"score": score(20, {"rebels": 10, "city": 10, "film": -15})}, "Rebels. Rebels.", False),
        ({"score": score(20, {"rebels": 10, "city": 10, "film": -15})}, "Rebels. City.", True),
        ({"score": score(20, {"rebels": 10, "city": 10, "film": -15})}, "Rebels. City. Film.", False),
        ({"score": score(20, {"rebels": 10, "city": 10}), "within": SENTENCE}, "Rebels. City.", False),
        ({"score": score(-5, {"film": -10}), "any": terms("rebels")}, "Rebels.", True),
        ({"score": score(-5, {"film": -10}), "any": terms("rebels")}, "Rebels in a film.", False),
        ({"any": terms("capture"), "unless": terms("camera")}, "Captured on camera.", False),
        ({"any": terms("capture"), "unless": terms("camera")}, "Captured on camera. They captured it.", True),
        ({"at_least": at_least(2, "capture"), "unless": terms("camera")}, "Captured on camera. Captured.", False),
        ({"any": terms("city"), "none": terms("film"), "unless": terms("old")}, "The city. An old film.", False),
        ({"none": terms("film")}, "The city.", False),
    ],
)
def test_conditions_hold(conditions: dict[str, Any], text: str, fires: bool) -> None:
    assert bool(match(rule(**conditions), text)) is fires


def test_near_never_crosses_a_paragraph() -> None:
    assert not match(rule(near=near("rebels", "city", words=50)), news("The rebels.", "The city."))


@pytest.mark.parametrize(
    ("zones", "fires"),
    [
        ({Zone.HEADLINE}, False),
        ({Zone.BODY}, True),
        ({Zone.LEAD}, False),
        ({Zone.QUOTE}, True),
        ({Zone.LEAD, Zone.QUOTE}, True),
        ({Zone.DATELINE}, False),
    ],
)
def test_zones_narrow_the_search(zones: set[Zone], fires: bool) -> None:
    article = news((Zone.HEADLINE, "A day"), "One.", "Two.", 'He said: "The cholera."')
    start = article.text.index("The cholera")
    article = news(*_zoned(article), quotes=(Span(start, start + 12),))
    assert bool(match(rule(any=terms("cholera"), zones=frozenset(zones)), article)) is fires


def _zoned(article: Any) -> list[tuple[Zone, str]]:
    return [(each.zone, article.text[each.start : each.end]) for each in article.paragraphs]


def test_the_lead_is_the_first_two_paragraphs_of_the_body() -> None:
    asked = rule(any=terms("cholera"), zones=frozenset({Zone.LEAD}))
    assert match(asked, news((Zone.HEADLINE, "x"), "One.", "Cholera."))
    assert not match(asked, news((Zone.HEADLINE, "x"), "One.", "Two.", "Cholera."))


def test_what_has_lost_its_paragraphs_has_a_lead_all_the_same() -> None:
    asked = rule(any=terms("cholera"), zones=frozenset({Zone.LEAD}))
    assert match(asked, news((Zone.HEADLINE, "x"), f"{'It rained. ' * 80}Cholera."))
    assert not match(asked, news((Zone.HEADLINE, "x"), f"{'It rained. ' * 100}Cholera."))


def test_a_dateline_is_not_searched_unless_asked_for() -> None:
    article = news((Zone.DATELINE, "HAMA, Dec 5 (Reuters) -"), "Calm.")
    assert not match(rule(any=terms("$cities")), article)
    assert match(rule(any=terms("$cities"), zones=frozenset({Zone.DATELINE})), article)


@pytest.mark.parametrize(
    ("conditions", "fires"),
    [
        ({"languages": frozenset({"en"})}, True),
        ({"languages": frozenset({"fr"})}, False),
        ({"sources": frozenset({"reuters"})}, True),
        ({"sources": frozenset({"wire"})}, True),
        ({"sources": frozenset({"AFP"})}, False),
    ],
)
def test_languages_and_sources(conditions: dict[str, Any], fires: bool) -> None:
    assert bool(match(rule(any=terms("cholera"), **conditions), "Cholera.")) is fires


@pytest.mark.parametrize(("age", "late"), [(timedelta(days=2), False), (timedelta(days=4), True)])
def test_an_old_article_is_late_and_matches(age: timedelta, late: bool) -> None:
    assert match(rule(any=terms("cholera")), news("Cholera.", published=NOW - age))[0].late is late


def test_headlines_in_capitals() -> None:
    asked = rule(
        near=near("rebels", "take", slot("$cities", "city")), zones=frozenset({Zone.HEADLINE}), once_per=("city",)
    )
    for headline in ("REBELS TAKE HAMA", "Rebels Take Hama", "Rebels take Hama"):
        assert match(asked, news((Zone.HEADLINE, headline)))[0].happening == ("Hama",)


def test_a_disabled_rule_is_not_asked() -> None:
    assert not match(rule(any=terms("cholera"), enabled=False), "Cholera.")

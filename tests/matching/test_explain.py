"""What a person is told: the first step that said no, in words, and the text underlined."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from monitor.matching.explain import explain
from monitor.matching.explained import as_json, as_text
from monitor.model.article import Zone
from monitor.rules.compiled import ASSERTED, Unit
from tests.support.rules import NOW, at_least, engine, groups, near, news, rule, score, slot, terms

TAKEN = rule(
    near=near("rebels", "capture", slot("$cities", "city"), words=3),
    unless=terms("if"),
    within=Unit.SENTENCE,
    once_per=("city",),
)


@pytest.mark.parametrize(
    ("conditions", "text", "reason"),
    [
        ({"any": terms("cholera", "plague")}, "Calm.", "any: no `cholera` or `plague` in the article"),
        ({"all": groups("cholera", "deaths")}, "Cholera.", "all: no `deaths` in the article"),
        ({"any": terms("calm"), "zones": frozenset({Zone.HEADLINE})}, "Calm.", "any: no `calm` in the searched zones (headline)"),
        ({"any": terms("calm"), "unless": terms("if")}, "If calm.", "any: no `calm` is left: `unless` took every one away"),
        ({"any": terms("calm"), "status": ASSERTED}, "There is no calm.", "any: no `calm` is left: what the sentences say of it is negated, not in [asserted, claimed]"),
        ({"any": terms("calm"), "status": ASSERTED, "unless": terms("film")}, "No calm. A calm film.", "any: no `calm` is left: `unless` took some away, and what the sentences say of it is negated, not in [asserted, claimed]"),
        ({"any": terms("calm"), "none": terms("film")}, "Calm film.", "none: `film` occurs"),
        ({"near": near("a", "b", words=1)}, "a x x x b", "near: every item occurs, but where they are closest 3 words stand between; 1 may"),
        ({"near": near("a", "b", ordered=True)}, "b a", "near: every item occurs, but never in one paragraph in this order"),
        ({"near": near("a", "b")}, "a", "near: no `b` in the article"),
        ({"at_least": at_least(2, "calm")}, "Calm.", "at_least: fewer than 2 of calm"),
        ({"score": score(5, {"calm": 2})}, "Calm.", "score: less than 5 of calm: 2"),
        ({"all": groups("a", "b"), "within": Unit.SENTENCE}, "An a. The b.", "within: each condition holds somewhere, but no one sentence holds them all"),
        ({"any": terms("calm"), "languages": frozenset({"fr"})}, "Calm.", "language: the article's is en, not fr"),
        ({"any": terms("calm"), "sources": frozenset({"AFP"})}, "Calm.", "source: the article's is Reuters, not AFP"),
    ],
)  # fmt: skip
def test_the_first_step_that_said_no(conditions: dict[str, Any], text: str, reason: str) -> None:
    asked = rule(**conditions)
    assert explain(engine(asked), asked, news(text), NOW).first_no == reason


def test_a_rule_that_fires_as_text() -> None:
    article = news("Rebels captured Hama on Thursday. If rebels capture Aleppo, all is lost.")
    assert as_text(explain(engine(TAKEN), TAKEN, article, NOW)) == (
        """\
rule: fires on a.txt

  yes near: [rebels], [capture], [$cities] within 3 words (3 places)
  struck: `rebels`, since its sentence has `If`
  struck: `capture`, since its sentence has `If`
  struck: `Aleppo`, since its sentence has `If`

  city: Hama
  proof:
  [body] Rebels captured Hama on Thursday.
         ^^^^^^ ^^^^^^^^ ^^^^
  does not count:
  [body] If rebels capture Aleppo, all is lost.
         ^^ ^^^^^^ ^^^^^^^ ^^^^^^
"""
    )


def test_what_status_took_away_is_shown() -> None:
    asked = rule(any=terms("calm"), status=ASSERTED)
    explained = explain(engine(asked), asked, news("All is calm. There is no calm."), NOW)
    assert "  struck: `calm`, since its status is negated (cue 'no')\n" in as_text(explained)
    struck: Any = as_json(explained)["struck"]
    assert [(each["status"], each["cue"], each["by"]) for each in struck] == [("negated", "no", None)]


def test_of_a_long_list_only_what_was_found_is_shown() -> None:
    words = [f"word{number}" for number in range(50)]
    asked = rule(any=terms(*words, "calm"))
    (line,) = [
        line for line in as_text(explain(engine(asked), asked, news("All is calm."), NOW)).splitlines() if "yes" in line
    ]
    assert line.startswith("  yes any: calm, of word0, word1")
    assert "word20" not in line


def test_a_rule_that_does_not_fire_as_text() -> None:
    assert as_text(explain(engine(TAKEN), TAKEN, news("Rebels left 大 Hama."), NOW)) == (
        """\
rule: does not fire on a.txt
first no: near: no `capture` in the article

  no  near: [rebels], [capture], [$cities] within 3 words (2 places)

  [body] Rebels left 大 Hama.
         ^^^^^^         ^^^^
"""
    )


def test_as_json_it_is_plain_and_complete() -> None:
    explained = as_json(explain(engine(TAKEN), TAKEN, news("Rebels captured Hama."), NOW))
    assert json.loads(json.dumps(explained)) == explained
    assert explained["fires"] is True
    assert explained["matches"] == [
        {
            "happening": ["Hama"],
            "slots": {"city": {"text": "Hama", "name": "Hama", "country": "SY", "lat": 35.13}},
            "proof": "Rebels captured Hama.",
            "zone": "body",
            "status": "asserted",
            "spans": [[0, 6], [7, 15], [16, 20]],
            "mentions": 1,
        }
    ]


def test_a_rule_that_is_not_in_force_can_be_explained() -> None:
    draft = replace(rule("draft", any=terms("calm")), enabled=False)
    assert explain(engine(TAKEN), draft, news("Calm."), NOW).fires

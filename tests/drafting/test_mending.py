"""What would keep a rule from firing on a sentence: each change is tried, and loses no test that must fire."""

from __future__ import annotations

import pytest

from monitor.drafting.mending import Change, changes
from monitor.matching import Engine
from monitor.matching.explain import explain
from monitor.rules.compiled import RuleSet
from monitor.rules.lists import load_lists
from monitor.rules.load import load_rules
from tests.support.rules import NOW, news

LISTS = load_lists({}).lists


def found(rule: str, sentence: str) -> list[Change]:
    (made,) = load_rules({"f.yml": f"title: t\n{rule}"}, LISTS).rules["f.yml"]
    engine = Engine(RuleSet({made.id: made}, LISTS))
    explained = explain(engine, made, news(sentence), NOW)
    assert explained.fires
    return list(changes(engine, made, explained, language="en", now=NOW))


CAPTURED = """\
event:
  action: $seize
  actor: {of: [rebel, army, club], optional: true}
  target: {as: city, of: $cities}
"""


@pytest.mark.parametrize(
    ("rule", "sentence", "expected"),
    [
        ("any: [cholera]\ntests: {yes: [Cholera kills twelve.]}", "Cholera, the musical, opens.", "unless: [musical]"),
        (f"{CAPTURED}tests: {{yes: [Rebels captured Hama.]}}", "A club captured Hama in a war.", "`not: [club]` in `actor`"),
        (f"{CAPTURED}tests: {{yes: [Rebels captured Hama.]}}", "Hama was captured in a war.", "take `optional` away from `actor`: it must be filled then"),
        (f"{CAPTURED}tests: {{yes: [Rebels captured Hama.]}}", "Rebels said they had captured Hama.", "status: [asserted]"),
        ("any: [cholera]\ntests: {yes: [Cholera kills twelve.]}", "There is no cholera.", "status: [asserted, claimed, denied, possible, planned, hypothetical, past, fiction, question]"),
        ("all: [cholera, deaths]\ntests: {yes: [Cholera causes deaths.]}", "Cholera is back. Deaths are few.", "within: sentence"),
    ],
)  # fmt: skip
def test_a_change_is_named(rule: str, sentence: str, expected: str) -> None:
    assert expected in [change.said for change in found(rule, sentence)]


@pytest.mark.parametrize(
    ("rule", "sentence", "never"),
    [
        ("any: [cholera]\ntests: {yes: [Cholera in the musical academy kills.]}", "Cholera, the musical.", "unless: [musical]"),
        (f"{CAPTURED}tests: {{yes: [Hama was captured in a war.]}}", "Goma was captured in a war.", "take `optional` away from `actor`: it must be filled then"),
        (f"{CAPTURED}tests: {{yes: [{{text: Rebels said they had captured Hama., status: claimed}}]}}", "Rebels said they had captured Goma.", "status: [asserted]"),
        (f"{CAPTURED}", "Rebels captured Hama.", "`not: [hama]` in `target`"),
    ],
)  # fmt: skip
def test_what_would_lose_a_test_is_not(rule: str, sentence: str, never: str) -> None:
    assert never not in [change.said for change in found(rule, sentence)]


def test_every_change_keeps_the_sentence_away() -> None:
    sentence = "The theatre club of a school in period costume captured Hama in a battle of the civil war."
    made = found(f"{CAPTURED}tests: {{yes: [Rebels captured Hama., The army captured Goma.]}}", sentence)
    assert len(made) >= 4
    for change in made:
        engine = Engine(RuleSet({change.rule.id: change.rule}, LISTS))
        assert not explain(engine, change.rule, news(sentence), NOW).fires

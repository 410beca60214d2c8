"""The rules that ship: their own tests, and the article they were written for."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest

from monitor.matching import Engine
from monitor.model.article import Article, ArticleId
from monitor.reading import read_paragraph, read_text
from monitor.rules.compiled import Rule, RuleSet, RuleTest
from monitor.rules.lists import load_lists
from monitor.rules.load import load_rules

RULES = Path(__file__).parents[2] / "rules"
NOW = datetime(2024, 12, 5, 18, 0, tzinfo=UTC)


@cache
def ruleset() -> RuleSet:
    lists = load_lists({}).lists
    files = {path.name: path.read_text() for path in RULES.glob("*.yml")}
    loaded = load_rules(files, lists, lambda path: (RULES / path).read_text())
    assert loaded.problems == ()
    return RuleSet({rule.id: rule for rules in loaded.rules.values() for rule in rules}, lists)


@cache
def engine() -> Engine:
    return Engine(ruleset())


def article(test: RuleTest) -> Article:
    if test.file:
        return read_text(test.text, id=ArticleId("tests", test.file), published=NOW)
    return read_paragraph(test.text, id=ArticleId("tests", str(test.line)), published=NOW, language="en")


def cases() -> list[tuple[Rule, RuleTest]]:
    return [(rule, test) for rule in ruleset().rules.values() for test in rule.tests]


@pytest.mark.parametrize(("rule", "test"), cases(), ids=lambda value: getattr(value, "id", None) or str(value.line))
def test_a_rules_own_tests(rule: Rule, test: RuleTest) -> None:
    found = [match for match in engine().match(article(test), now=NOW) if match.rule_id == rule.id]
    assert bool(found) is test.fires, test.text
    for slot, name in test.slots.items():
        assert [match.slots[slot].name for match in found] == [name]
    if test.quote:
        assert test.quote in found[0].article.quote(found[0].proof.sentence)


def test_the_shipped_article_makes_exactly_two_alerts() -> None:
    text = (RULES / "examples/syria-hama.txt").read_text()
    found = engine().match(read_text(text, id=ArticleId("seeds", "syria-hama.txt"), published=NOW), now=NOW)
    assert sorted((match.rule_id, match.happening) for match in found) == [
        ("city-captured", ("Hama",)),
        ("embassy-evacuation", ("China", "Syria")),
    ]
    assert text == (RULES.parent / "seeds/syria-hama.txt").read_text()


@pytest.mark.parametrize("rule_id", ["city-captured", "embassy-evacuation"])
def test_each_rule_has_ten_tests_of_each_kind(rule_id: str) -> None:
    tests = ruleset().rules[rule_id].tests
    assert min(sum(test.fires for test in tests), sum(not test.fires for test in tests)) >= 10

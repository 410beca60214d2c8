"""The rules of the packs: each well formed, with enough tests that pass, known to the docs, and measured."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest

from benchmarks.quality.packs import verdicts
from monitor.delivery.render import check_headline, render_headline
from monitor.lexicon import shipped_packs
from monitor.matching import Engine
from monitor.matching.examples import run_tests
from monitor.rules.compiled import Rule, RuleSet
from monitor.rules.compiling import slots_of
from monitor.rules.lists import load_lists
from monitor.rules.load import Loaded, load_rules
from monitor.rules.packs import shipped_rules, with_packs

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
PAGE = (Path(__file__).parents[2] / "docs/packs.md").read_text(encoding="utf-8")
IDS = sorted(shipped_rules())


@cache
def loaded() -> Loaded:
    return load_rules(with_packs({}, shipped_packs()), load_lists({}).lists)


@cache
def engine() -> Engine:
    rules = {rule.id: rule for rules in loaded().rules.values() for rule in rules}
    return Engine(RuleSet(rules, load_lists({}).lists))


def rule(rule_id: str) -> Rule:
    return engine().ruleset.rules[rule_id]


def test_they_load_without_a_word_of_complaint() -> None:
    assert loaded().problems == ()
    assert sorted(engine().ruleset.rules) == IDS
    assert {pack: len(files) >= 6 for pack, files in shipped_packs().items()} == dict.fromkeys(
        ("conflict", "diplomacy", "disaster", "politics"), True
    )


@pytest.mark.parametrize("rule_id", IDS)
def test_a_rules_own_tests(rule_id: str) -> None:
    results = run_tests(engine(), rule(rule_id), default_language="en", now=NOW)
    assert [(result.test.text, result.why) for result in results if not result.passed] == []


@pytest.mark.parametrize("rule_id", IDS)
def test_each_has_eight_tests_of_each_kind_and_looks_at_slots_and_statuses(rule_id: str) -> None:
    tests = rule(rule_id).tests
    assert sum(test.fires for test in tests) >= 8
    assert sum(not test.fires for test in tests) >= 8
    assert any(test.slots for test in tests) or not rule(rule_id).once_per


@pytest.mark.parametrize("rule_id", IDS)
def test_each_says_what_an_alert_needs(rule_id: str) -> None:
    made = rule(rule_id)
    assert made.headline is not None
    assert made.tags[0] == shipped_rules()[rule_id]
    assert made.enabled
    assert made.shipped
    slots = slots_of(made.conditions)
    assert set(made.once_per) <= slots
    assert check_headline(made.headline, slots) == ()
    bare = render_headline(made.headline, {}, made.title)
    full = render_headline(made.headline, {name: {"text": "Xs", "name": "X"} for name in slots}, "")
    assert full
    assert bare
    assert "  " not in f"{full} {bare}"


@pytest.mark.parametrize("pack", sorted(shipped_packs()))
def test_each_file_tells_for_whom_it_is_and_what_it_leaves_out(pack: str) -> None:
    for text in shipped_packs()[pack].values():
        about = " ".join(text.split("title:", maxsplit=1)[0].replace("#", " ").split())
        assert "For " in about
        assert "Not here: " in about


@pytest.mark.parametrize("rule_id", IDS)
def test_each_is_documented(rule_id: str) -> None:
    assert f"| `{rule_id}` |" in PAGE


@pytest.mark.parametrize("rule_id", IDS)
def test_each_was_read(rule_id: str) -> None:
    """Somebody has judged hits of it, as it was then. How many are right of those that it still has is in docs/quality.md."""
    assert sum(known == rule_id for known, _, _ in verdicts()) >= 10

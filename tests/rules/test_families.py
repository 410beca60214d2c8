"""Every shipped verb family finds what its own tests say, through the real engine; and how family files are read."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from monitor.matching import Engine
from monitor.matching.examples import family_rules, run_tests
from monitor.rules.actions import Family
from monitor.rules.compiled import Rule, RuleSet, RuleTest
from monitor.rules.families import Families, load_families, shipped, shipped_names
from monitor.rules.lists import load_lists
from tests.support.rules import NOW

CASES = [(name, number) for name in shipped_names() for number in range(len(shipped(name).tests))]


def rule_of(family: Family, test: RuleTest) -> Rule:
    """A rule that asks for the family with the slots of its tests; a test that names a status sees them all."""
    (rule,) = family_rules(family, (test,), f"{family.name}.yml")
    return rule


@cache
def engine(name: str) -> Engine:
    family = shipped(name)
    first = rule_of(family, family.tests[0])
    return Engine(RuleSet({first.id: first}, load_lists({}).lists))


@pytest.mark.parametrize(("name", "number"), CASES, ids=str)
def test_a_family_finds_what_its_tests_say(name: str, number: int) -> None:
    test = shipped(name).tests[number]
    result = run_tests(engine(name), rule_of(shipped(name), test), default_language="en", now=NOW)[0]
    assert result.passed, f"{test.text}\n{result.why}"


@pytest.mark.parametrize("name", shipped_names())
def test_a_family_has_enough_tests_and_a_category(name: str) -> None:
    family = shipped(name)
    assert sum(test.fires for test in family.tests) >= 12
    assert sum(not test.fires for test in family.tests) >= 12
    assert family.title
    assert "en" in family.languages


SMALL = "title: t\nlanguages: {en: {verbs: [{words: [besiege], subject: actor, object: target}]}}\n"


def test_a_file_replaces_the_shipped_family_of_its_name() -> None:
    loaded = load_families({"actions/seize.yml": SMALL}, ())
    family = loaded.get("seize")
    assert loaded.problems == ()
    assert family is not None
    assert [verb.verbs[0][0] for verb in family.languages["en"].verbs] != []
    assert family.digest != shipped("seize").digest
    assert len(family.languages["en"].verbs) == 1


def test_a_file_extends_a_family() -> None:
    loaded = load_families({"actions/more.yml": f"extend: seize\n{SMALL}"}, ())
    family = loaded.get("seize")
    assert family is not None
    assert len(family.languages["en"].verbs) == len(shipped("seize").languages["en"].verbs) + 1
    assert loaded.get("more") is None
    assert loaded.files == {"actions/more.yml": "seize"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("extend: sieze\n", "no family `sieze` to extend"),
        ("title: t\nlanguages: {en: {verbs: [{wrds: [a]}]}}\n", "unknown key `wrds`"),
        ("title: t\nlanguages: {en: {verbs: [{words: [a], subject: actr}]}}\n", "must be one of actor"),
        ("title: t\nlanguages: {en: {verbs: [{words: [TARGET fall]}]}}\n", "must begin with the verb"),
        ("title: t\nusual: {actor: [$cites]}\n", "there is no list `$cites`"),
        ("title: t\nplover: WAR\n", "must be one of AGREE"),
        ("title: [\n", ""),
        ("title: t\n", "the family names no action"),
    ],
)
def test_every_fault_is_said_where_it_stands(text: str, expected: str) -> None:
    problems = load_families({"actions/f.yml": text}, ("cities",)).problems
    assert problems
    assert any(expected in problem.message for problem in problems), problems
    assert all(problem.line >= 1 for problem in problems)


def test_a_name_that_no_rule_can_write_is_refused() -> None:
    (problem,) = load_families({"actions/Take_Over!.yml": SMALL}, ()).problems
    assert (problem.code, problem.suggestion) == ("family-name", "call the file `take-over.yml`")


def test_of_two_files_that_make_a_family_the_second_is_in_error() -> None:
    loaded = load_families({"actions/a/siege.yml": SMALL, "actions/b/siege.yml": SMALL}, ())
    (problem,) = loaded.problems
    assert (problem.file, problem.code) == ("actions/b/siege.yml", "duplicate-family")
    assert loaded.files == {"actions/a/siege.yml": "siege"}


def test_names_are_those_of_the_package_and_the_users() -> None:
    assert {"seize", "mine"} <= load_families({"actions/mine.yml": SMALL}, ()).names()
    assert Families().get("nothing-of-the-kind") is None


def test_a_changed_family_changes_the_digest_of_rules_that_name_it() -> None:
    from monitor.rules.load import load_rules

    text = {"a.yml": "title: t\nevent: {action: $seize, target: x}\n", "b.yml": "title: t\nany: [x]\n"}
    before = load_rules(text, {**load_lists({}).lists})
    after = load_rules(
        text, load_lists({}).lists, families=load_families({"actions/seize.yml": SMALL}, ()), previous=before
    )
    assert before.problems == after.problems == ()
    assert before.rules["a.yml"][0].digest != after.rules["a.yml"][0].digest
    assert before.rules["b.yml"][0] is after.rules["b.yml"][0]
    assert replace(before.rules["a.yml"][0], digest="") != after.rules["a.yml"][0]

"""docs/rules.md tells the truth: it names every key, and its examples are valid."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from monitor.matching import Engine
from monitor.matching.examples import family_rules, run_tests
from monitor.rules import listfiles, schema
from monitor.rules.compiled import RuleSet
from monitor.rules.cues import load_cues
from monitor.rules.families import load_families
from monitor.rules.lint import Code
from monitor.rules.lists import load_lists
from monitor.rules.load import load_rules
from tests.support.rules import NOW

TEXT = (Path(__file__).parents[2] / "docs/rules.md").read_text()
EXAMPLES = re.findall(r"```yaml\n(.*?)```", TEXT, re.DOTALL)


def keys(made: Any) -> Iterator[str]:
    if isinstance(made, dict):
        yield from made.get("properties", {})
        for value in made.values():
            yield from keys(value)
    elif isinstance(made, list):
        for value in made:
            yield from keys(value)


@pytest.mark.parametrize("key", sorted({*keys(schema.json_schema()), *keys(listfiles.json_schema())}))
def test_every_key_is_documented(key: str) -> None:
    assert re.search(rf"`{key}\b", TEXT), key


@pytest.mark.parametrize("code", Code)
def test_every_warning_is_documented(code: Code) -> None:
    assert f"| `{code}` | " in TEXT


def test_every_shipped_list_is_documented() -> None:
    assert all(f"`${name}`" in TEXT for name in load_lists({}).lists)


FAMILIES = [example for example in EXAMPLES if "languages:" in example]


@pytest.mark.parametrize("text", [e for e in EXAMPLES if e.startswith("title") and e not in FAMILIES])
def test_whole_rules_are_valid(text: str) -> None:
    assert load_rules({"example.yml": text}, load_lists({}).lists).problems == ()


@pytest.mark.parametrize("text", [e for e in EXAMPLES if e.startswith("near") or e.startswith("tests")])
def test_parts_of_rules_are_valid(text: str) -> None:
    rest = "" if text.startswith("near") else "any: [{of: $cities, as: city}]\n"
    problems = load_rules({"example.yml": f"title: t\n{rest}{text}"}, load_lists({}).lists, lambda _: "Hama").problems
    assert problems == ()


@pytest.mark.parametrize("text", [e for e in EXAMPLES if "cues:" in e])
def test_cues_are_valid(text: str) -> None:
    assert load_cues({"status/en.yml": text}).problems == ()


@pytest.mark.parametrize("text", FAMILIES)
def test_families_are_valid_and_pass_their_tests(text: str) -> None:
    lists = load_lists({}).lists
    loaded = load_families({"actions/x.yml": text}, lists)
    family = loaded.get("x")
    assert loaded.problems == ()
    assert family is not None
    for rule in family_rules(family, loaded.tests["actions/x.yml"], "actions/x.yml"):
        results = run_tests(Engine(RuleSet({rule.id: rule}, lists)), rule, default_language="en", now=NOW)
        assert [result.why for result in results if not result.passed] == []


@pytest.mark.parametrize("text", [e for e in EXAMPLES if e.startswith(("#", "extend")) and "cues:" not in e])
def test_lists_are_valid(text: str) -> None:
    assert load_lists({"lists/example.yml": text}).problems == ()

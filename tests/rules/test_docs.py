"""docs/rules.md tells the truth: it names every key, and its examples are valid."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from monitor.rules import listfiles, schema
from monitor.rules.lists import load_lists
from monitor.rules.load import load_rules

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


def test_every_shipped_list_is_documented() -> None:
    assert all(f"`${name}`" in TEXT for name in load_lists({}).lists)


@pytest.mark.parametrize("text", [example for example in EXAMPLES if example.startswith("title")])
def test_whole_rules_are_valid(text: str) -> None:
    assert load_rules({"example.yml": text}, load_lists({}).lists).problems == ()


@pytest.mark.parametrize("text", [e for e in EXAMPLES if e.startswith("near") or e.startswith("tests")])
def test_parts_of_rules_are_valid(text: str) -> None:
    rest = "" if text.startswith("near") else "any: [{of: $cities, as: city}]\n"
    problems = load_rules({"example.yml": f"title: t\n{rest}{text}"}, load_lists({}).lists, lambda _: "Hama").problems
    assert problems == ()


@pytest.mark.parametrize("text", [e for e in EXAMPLES if e.startswith(("#", "extend"))])
def test_lists_are_valid(text: str) -> None:
    assert load_lists({"lists/example.yml": text}).problems == ()

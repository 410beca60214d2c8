"""The JSON schemas for editors say the same as the real validator, and the files that ship are the ones made from it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from ruamel.yaml import YAML

from monitor.errors import Severity
from monitor.lexicon import shipped_actions
from monitor.rules import cues, familyfiles, listfiles, schema
from monitor.rules.families import load_families
from monitor.rules.lists import load_lists
from monitor.rules.load import load_rules

ROOT = Path(__file__).parents[2]

GOOD = [
    "event: {action: a}",
    "event: {action: [$seize, besiege], actor: a, target: [a, b], place: {of: a, not: [b], as: where, optional: true}}",
    "event: {action: a, actor: {shape: name}, number: {as: dead}, date: {optional: true}}",
    "any: [x]\nstatus: any",
    "any: [x]\nstatus: [asserted, denied]\ntests: {yes: [{text: x, status: denied}]}",
    "any: [x]",
    "any: [x, 8, true, {of: y, as: slot}, {of: [y, 2], inflect: false}]",
    "all: [x, [y, z], {of: y, as: s}]\nwithin: sentence",
    "near: {terms: [a, [b, {of: c, as: d}]], words: 0, ordered: true}",
    "at_least: {count: 2, of: [a, b], distinct: true}",
    "score: {need: 1.5, terms: {a: 2, b: -0.5}}",
    "any: [x]\nin: [headline, quote]\nlanguage: [en]\nsource: [Reuters]\nmax_age: 3d",
    "any: [x]\nid: a-1\nseverity: high\ntags: [a]\nnotify: [b]\ntemplate: t\nowner: o\nshadow: true\nenabled: false",
    "any: [{of: x, as: s}]\nalert: {once_per: [s], hold: 45m}",
    "any: [{of: x, as: s}]\nalert: {again_if: [status, s, sources]}",
    "any: [x]\nraise: {high: {sources: 2}, critical: {sources: 5}}",
    "any: [{of: x, as: s}]\nwhen: {count: 3, over: 6h, by: [s.country, s], sources: 2}",
    "any: [x]\nwhen: {spike: 2.5, over: 6h, against: 14d, at_least: 5}",
    "any: [{of: x, as: s}]\nwhen: {new: s.name, memory: 90d}",
    "when: {sequence: [a, b-2], by: [city.country, country.name], over: 72h}",
    "when: {sequence: [a, b], over: 72h}",
    "any: [x]\nwhen: {silence: 45m}",
    "source: [Reuters]\nwhen: {silence: 45m}",
    "any: [x]\nheadline: '{{ city.name }}'\ntests: {yes: [a, {text: b, quote: c}], no: [d]}",
]
BAD = [
    "",
    "none: [x]",
    "any: x",
    "any: []",
    "any: [[x]]",
    "any: [{as: s}]",
    "any: [{of: x, as: Slot}]",
    "any: [{of: []}]",
    "all: [[]]",
    "any: [x]\nanny: [y]",
    "near: {terms: [a]}",
    "near: {terms: [a, b], words: -1}",
    "near: {terms: [a, b], ordered: 1}",
    "at_least: {count: 0, of: [a]}",
    "at_least: {of: [a]}",
    "score: {need: 0, terms: {a: 1}}",
    "score: {need: 1, terms: {}}",
    "score: {need: 1, terms: {a: x}}",
    "any: [x]\nwithin: page",
    "any: [x]\nin: [footer]",
    "any: [x]\nlanguage: [english]",
    "any: [x]\nmax_age: 3 days",
    "any: [x]\nmax_age: 0d",
    "any: [x]\nshadow: sometimes",
    "any: [x]\nid: A",
    "any: [x]\nseverity: urgent",
    "any: [x]\ntags: a",
    "any: [x]\nalert: {hold: 5}",
    "any: [x]\nalert: {again_if: [Status]}",
    "any: [x]\nraise: {urgent: {sources: 2}}",
    "any: [x]\nraise: {critical: {sources: 1}}",
    "any: [x]\nraise: {critical: 2}",
    "any: [x]\nwhen: {over: 6h}",
    "any: [x]\nwhen: {count: 3}",
    "any: [x]\nwhen: {count: 0, over: 6h}",
    "any: [x]\nwhen: {count: 3, over: 6h, by: [S.x.y]}",
    "any: [x]\nwhen: {count: 3, over: 6h, memory: 3d}",
    "any: [x]\nwhen: {spike: 1, over: 6h, against: 14d}",
    "any: [x]\nwhen: {spike: 3, over: 6h}",
    "any: [x]\nwhen: {new: captor name}",
    "when: {sequence: [a], over: 6h}",
    "when: {sequence: [a, b, c], over: 6h}",
    "when: {sequence: [a, b], over: 6h, by: [a.b]}",
    "when: {count: 3, over: 6h}",
    "any: [x]\nwhen: {silence: 0m}",
    "event: {target: a}",
    "event: {action: [], target: a}",
    "event: {action: a, target: {of: []}}",
    "event: {action: a, target: {shape: number}}",
    "event: {action: a, number: x}",
    "any: [x]\nstatus: [sure]",
    "any: [x]\ntests: {yes: [{text: a, status: unknown}]}",
    "any: [x]\ntests: {yes: [{text: a, file: b}]}",
    "any: [x]\ntests: {yes: [{quote: a}]}",
    "any: [x]\ntests: {no: [{text: a, quote: b}]}",
    "any: [x]\ntests: {maybe: [a]}",
]
GOOD_LISTS = [
    "[a, B, 8]",
    "[{name: a, also: [b], lat: 3, lon: 4.5, country: SY}]",
    "extend: cities\nentries: [a]\nambiguous: {a: [b]}",
]
BAD_LISTS = ["[[a]]", "[{also: [a]}]", "entries: a", "entries: [a]\nother: b", "[{name: a, lat: x}]", "[{name: a, lon: 300}]", "[{name: a, more: {b: c}}]"]  # fmt: skip

GOOD_FAMILIES = [
    "languages: {en: {verbs: [{words: [capture], subject: actor, object: [target, place], prepositions: {from: recipient}}]}}",
    "languages: {en: {nouns: [{words: [fall], possessive: target, before: [target], light: launch, needs: actor}]}}",
    "extend: seize\nstrict: target\nusual: {actor: army}",
    "extend: seize\nlanguages: {en: {figurative: take five, unless: [chess]}}\ntests: {event: {target: x}, yes: [a], no: [b]}",
    "plover: ASSAULT\nlanguages: {en: {verbs: [{words: [urge], infinitive: {words: [leave], object: target}, voice: active}]}}",
]
BAD_FAMILIES = [
    "title: t",
    "languages: {en: {verbs: [{subject: actor}]}}",
    "languages: {en: {verbs: [{words: [], subject: actor}]}}",
    "languages: {en: {verbs: [{words: [a], subject: who}]}}",
    "languages: {en: {verbs: [{words: [a], voice: loud}]}}",
    "languages: {english: {verbs: [{words: [a]}]}}",
    "extend: seize\nplover: WAR",
    "extend: seize\nverbs: [a]",
]
GOOD_CUES = [
    "extend: en\ncues: [{words: [maybe], status: possible}]",
    "cues: [{words: [maybe, so ... so], status: said, bears: both, reach: 3, takes: noun, spares_known: true, ends: [but], unless: ['/a b/']}]",
    "boundaries: {relative: [who]}\nspeakers: {neutral: [monitor], pronouns: [they]}",
]
BAD_CUES = [
    "cues: [{words: [maybe]}]",
    "cues: [{words: [], status: possible}]",
    "cues: [{words: [maybe], status: perhaps}]",
    "cues: [{words: [maybe], status: possible, reach: 0}]",
    "cues: [{words: [maybe], status: possible, bears: above}]",
    "extend: english",
    "cue: []",
]


def agrees(made: Callable[[], dict[str, Any]], text: str, *, good: bool) -> None:
    """As an editor does it: YAML 1.2 with its numbers and truth values, against the schema."""
    value = YAML(typ="safe", pure=True).load(text)
    validator = jsonschema.Draft202012Validator(made())
    validator.check_schema(made())
    assert validator.is_valid(value) is good, text


@pytest.mark.parametrize(("text", "good"), [(text, True) for text in GOOD] + [(text, False) for text in BAD])
def test_rules_by_schema_and_by_validator(text: str, good: bool) -> None:
    text = f"title: t\n{text}"
    agrees(schema.json_schema, text, good=good)
    problems = load_rules({"f.yml": text}, {}).problems
    assert (not [problem for problem in problems if problem.severity is Severity.ERROR]) is good, problems


@pytest.mark.parametrize(
    ("text", "good"), [(text, True) for text in GOOD_LISTS] + [(text, False) for text in BAD_LISTS]
)
def test_lists_by_schema_and_by_validator(text: str, good: bool) -> None:
    agrees(listfiles.json_schema, text, good=good)
    problems = load_lists({"lists/x.yml": text}).problems
    assert (not [problem for problem in problems if problem.severity is Severity.ERROR]) is good, problems


@pytest.mark.parametrize(
    ("text", "good"), [(text, True) for text in GOOD_FAMILIES] + [(text, False) for text in BAD_FAMILIES]
)
def test_families_by_schema_and_by_validator(text: str, good: bool) -> None:
    if "extend" in text or "languages" in text:  # a family without words has the right form, and no meaning
        agrees(familyfiles.json_schema, text, good=good)
    assert (load_families({"actions/x.yml": text}, {"cities"}).problems == ()) is good


@pytest.mark.parametrize(("text", "good"), [(text, True) for text in GOOD_CUES] + [(text, False) for text in BAD_CUES])
def test_cues_by_schema_and_by_validator(text: str, good: bool) -> None:
    agrees(cues.json_schema, text, good=good)
    assert (cues.load_cues({"status/en.yml": text}).problems == ()) is good


@pytest.mark.parametrize("file", sorted(shipped_actions()))
def test_the_shipped_families_are_valid_by_their_schema(file: str) -> None:
    agrees(familyfiles.json_schema, shipped_actions()[file], good=True)


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("rule", schema.json_schema),
        ("list", listfiles.json_schema),
        ("action", familyfiles.json_schema),
        ("status", cues.json_schema),
    ],
)
def test_the_shipped_schemas_are_made_from_the_models(name: str, made: Callable[[], dict[str, Any]]) -> None:
    assert json.loads((ROOT / f"docs/schemas/{name}.schema.json").read_text()) == made()


@pytest.mark.parametrize("path", sorted((ROOT / "rules").glob("*.yml")), ids=lambda path: path.name)
def test_the_shipped_rules_name_the_schema_and_are_valid_by_it(path: Path) -> None:
    text = path.read_text()
    first = text.splitlines()[0]
    assert first.startswith("# yaml-language-server: $schema=")
    assert (path.parent / first.split("=", 1)[1]).resolve() == ROOT / "docs/schemas/rule.schema.json"
    agrees(schema.json_schema, text, good=True)

"""Words under one name: a group stands for its words, in terms and verbs, and never for too many."""

from __future__ import annotations

import pytest

from monitor.rules.actions import VerbWords
from monitor.rules.compiled import Word
from monitor.rules.families import load_families
from monitor.rules.load import load_rules
from monitor.rules.terms import MOST_WAYS

GROUPS = "groups: {MISSION: [embassy, high commission], OFFICE: [MISSION, ministry]}\n"


@pytest.mark.parametrize(
    ("term", "written"),
    [
        ("MISSION", ["embassy", "high commission"]),
        ("OFFICE", ["embassy", "high commission", "ministry"]),
        ("MISSION staff", ["embassy staff", "high commission staff"]),
        ("staff ... MISSION", ["staff ... embassy", "staff ... high commission"]),
        ("MISSIONS", ["MISSIONS"]),
        ("'/MISSION/'", ["/MISSION/"]),
    ],
)
def test_a_group_stands_for_its_words(term: str, written: list[str]) -> None:
    loaded = load_rules({"f.yml": f"title: t\n{GROUPS}any: [{term}]"}, {})
    assert [each.written for each in loaded.rules["f.yml"][0].conditions.any] == written


def test_verbs_of_a_family_are_made_of_groups() -> None:
    text = "languages: {en: {groups: {TELL: [urge, tell]}, verbs: [{words: [TELL out], object: target}]}}"
    made = load_families({"actions/asking.yml": text}, ()).get("asking")
    assert made is not None
    assert [_written(verb) for verb in made.languages["en"].verbs[0].verbs] == ["urge out", "tell out"]


def _written(verb: VerbWords) -> str:
    return " ".join(part.text for part in verb if isinstance(part, Word))


@pytest.mark.parametrize(
    ("groups", "terms", "said"),
    [
        ("{Mission: [x]}", "x", "must be capitals"),
        ("{ACTOR: [x]}", "x", "no slot's name"),
        ("{AB: []}", "x", "needs at least one item"),
        ("{AB: [x ... y]}", "a ... AB ... b", "…"),
        (f"{{AB: [{', '.join(f'w{n}' for n in range(50))}]}}", "AB AB AB", f"more than {MOST_WAYS:,} ways to write `AB AB AB`"),
        (f"{{AB: [{', '.join(f'w{n}' for n in range(50))}], CD: [AB AB AB]}}", "x", f"more than {MOST_WAYS:,} ways"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said(groups: str, terms: str, said: str) -> None:
    loaded = load_rules({"f.yml": f"title: t\ngroups: {groups}\nany: [{terms}]"}, {})
    if said == "…":  # several gaps are a term like any other
        assert loaded.problems == ()
    else:
        assert any(said in problem.message for problem in loaded.problems), loaded.problems
        assert not loaded.rules

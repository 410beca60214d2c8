"""An event in several ways; slots of one name, and what may fill a slot beside its terms."""

from __future__ import annotations

import pytest

from monitor.matching.explain import explain
from monitor.model.match import Match
from monitor.rules.compiled import Rule
from monitor.rules.lists import load_lists
from monitor.rules.load import load_rules
from tests.support.rules import NOW, engine, match, news

LISTS = load_lists({}).lists


def asked(event: str) -> Rule:
    loaded = load_rules({"f.yml": f"title: t\nevent:\n{event}"}, LISTS)
    assert loaded.rules, loaded.problems
    return loaded.rules["f.yml"][0]


def found(event: str, text: str) -> list[dict[str, str]]:
    return [_slots(each) for each in match(asked(event), text, lists=LISTS)]


def _slots(each: Match) -> dict[str, str]:
    return {name: value.name or value.text.removeprefix("a ").removeprefix("an ") for name, value in each.slots.items()}


WAYS = """
  - {action: arrest, actor: {as: who, of: [police]}, target: {as: whom, of: [editor]}}
  - {action: [expel], target: {as: whom, of: [diplomat]}}
"""


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        ("Police arrested an editor.", [{"who": "Police", "whom": "editor"}]),
        ("Norway expelled a diplomat.", [{"whom": "diplomat"}]),
        ("Norway expelled an editor.", []),
        ("Soldiers arrested an editor.", []),
    ],
)
def test_of_several_ways_any_will_do(text: str, slots: list[dict[str, str]]) -> None:
    assert found(WAYS, text) == slots


AGREEING = """
  action: recall
  actor: {as: nation, of: $countries}
  target: {as: nation, of: ["$countries diplomat", ambassador]}
"""


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        ("France recalled its ambassador.", [{"nation": "France"}]),
        ("France recalled a French diplomat.", [{"nation": "France"}]),
        ("France recalled a Norwegian diplomat.", []),
    ],
)
def test_slots_of_one_name_hold_one_entry(text: str, slots: list[dict[str, str]]) -> None:
    assert found(AGREEING, text) == slots


def test_explain_names_slots_that_do_not_agree() -> None:
    rule = asked(AGREEING)
    told = explain(engine(rule, lists=LISTS), rule, news("France recalled a Norwegian diplomat."), NOW)
    assert [each.no for each in told.events] == ["nation holds 'Norwegian diplomat' (Norway), and another entry, too"]


@pytest.mark.parametrize(
    ("slot", "text", "slots"),
    [
        # other_than: the entry of another slot is passed over
        ("target: {as: at, of: $countries, other_than: actor, optional: true}", "France bombed France.", [{"actor": "France"}]),
        ("target: {as: at, of: $countries, other_than: actor}", "France bombed Mali.", [{"actor": "France", "at": "Mali"}]),
        # head: what the words are about
        ("target: {of: [envoy], head: true}", "France bombed the envoy's house.", []),
        ("target: {of: [envoy]}", "France bombed the envoy's house.", [{"actor": "France", "target": "the envoy"}]),
        # unnamed: nobody else may stand there
        ("target: {of: [base], optional: unnamed}", "France bombed a school.", []),
        ("target: {of: [base], optional: unnamed}", "France has bombed again.", [{"actor": "France"}]),
        ("target: {of: [base], optional: true}", "France bombed a school.", [{"actor": "France"}]),
        # elsewhere: the article's nearest
        ("target: {of: [base]}\n  place: {as: at, of: $countries, elsewhere: true}", "Fighting goes on in Mali. France bombed a base.", [{"actor": "France", "target": "base", "at": "Mali"}]),
        ("target: {of: [base]}\n  place: {as: at, of: $countries}", "Fighting goes on in Mali. France bombed a base.", []),
        # a city's country
        ("target: {as: at, of: $cities.country}", "France bombed Bamako.", [{"actor": "France", "at": "Mali"}]),
    ],
)  # fmt: skip
def test_what_a_slot_may_ask_for(slot: str, text: str, slots: list[dict[str, str]]) -> None:
    assert found(f"  action: bomb\n  actor: $countries\n  {slot}", text) == slots

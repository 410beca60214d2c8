"""`extend:`: what one file changes in a rule of another, and a desk's own rules beside those of packs."""

from __future__ import annotations

from datetime import timedelta

import pytest

from monitor.errors import Severity
from monitor.model.alert import AlertSeverity
from monitor.rules.compiled import Rule
from monitor.rules.load import Loaded, load_rules
from monitor.rules.schema import CONDITIONS
from monitor.rules.windows import Count

QUAKE = """\
title: Earthquake
any: [earthquake]
unless: [drill]
severity: high
tags: [disaster]
alert: {once_per: [], hold: 24h}
tests:
  yes: [An earthquake shook Quito.]
  no: [An earthquake drill.]
"""
BASE = {"packs/own/quake.yml": QUAKE}


def load(change: str, **more: str) -> Loaded:
    return load_rules({**BASE, "change.yml": change, **more}, {})


def only(loaded: Loaded) -> Rule:
    (rule,) = (rule for rules in loaded.rules.values() for rule in rules)
    return rule


def codes(loaded: Loaded) -> list[tuple[str, str]]:
    return [(problem.file, problem.code) for problem in loaded.problems]


@pytest.mark.parametrize(
    ("said", "field", "value"),
    [
        ("enabled: false", "enabled", False),
        ("title: A quake", "title", "A quake"),
        ("severity: critical", "severity", AlertSeverity.CRITICAL),
        ("notify: [desk]", "notify", ("desk",)),
        ("tags: [chile]", "tags", ("disaster", "chile")),
        ("alert: {hold: 6h}", "hold", timedelta(hours=6)),
        ("alert: {again_if: [sources]}", "again_if", ("sources",)),
        ("max_age: 1d", "max_age", timedelta(days=1)),
        ("raise: {critical: {sources: 2}}", "raises", ((AlertSeverity.CRITICAL, 2),)),
        ("when: {count: 3, over: 6h}", "when", Count(3, timedelta(hours=6))),
    ],
)
def test_a_change_of_the_alert_leaves_the_rest(said: str, field: str, value: object) -> None:
    loaded = load(f"extend: quake\n{said}\n")
    before, rule = only(load_rules(BASE, {})), only(loaded)
    assert loaded.problems == ()
    assert getattr(rule, field) == value
    assert (rule.conditions, rule.tests) == (before.conditions, before.tests)
    assert rule.digest != before.digest
    assert (rule.id, rule.file, rule.place_of(field)) == ("quake", "packs/own/quake.yml", ("change.yml", 1))
    assert rule.place_of("headline") == ("packs/own/quake.yml", 1)


def test_what_strikes_is_added_and_what_is_looked_for_replaced() -> None:
    rule = only(load("extend: quake\nany: [temblor]\nunless: [film]\nall: [Chile]\nin: [headline]\n"))
    assert [term.written for term in rule.conditions.any] == ["temblor"]
    assert [term.written for term in rule.conditions.unless] == ["drill", "film"]
    assert [term.written for group in rule.conditions.all for term in group] == ["Chile"]
    assert [str(zone) for zone in rule.conditions.zones] == ["headline"]


def test_tests_of_what_is_no_longer_looked_for_are_left_behind() -> None:
    tests = "tests: {yes: [A temblor shook Quito.]}\n"
    added = only(load(f"extend: quake\nseverity: low\n{tests}"))
    replaced = only(load(f"extend: quake\nany: [temblor]\n{tests}"))
    assert [(test.text, added.file_of(test)) for test in added.tests] == [
        ("An earthquake shook Quito.", "packs/own/quake.yml"),
        ("An earthquake drill.", "packs/own/quake.yml"),
        ("A temblor shook Quito.", "change.yml"),
    ]
    assert [test.text for test in replaced.tests] == ["A temblor shook Quito."]


def test_changes_are_made_in_the_order_of_their_files() -> None:
    rule = only(load("extend: quake\nseverity: low\n", **{"z.yml": "extend: quake\nseverity: normal\n"}))
    assert rule.severity is AlertSeverity.NORMAL
    assert [change.file for change in rule.changed_by] == ["change.yml", "z.yml"]


@pytest.mark.parametrize(
    ("said", "code", "advice"),
    [
        ("extend: quaek", "unknown-rule", "did you mean `quake`?"),
        ("extend: quake\nid: other", "unknown-key", ""),
        ("extend: quake\nseverty: low", "unknown-key", "did you mean `severity`?"),
        ("extend: quake\nany: [$ports]", "unknown-list", ""),
        ("extend: quake\nalert: {once_per: [city]}", "unknown-slot", ""),
        ("extend: quake\nalert: {again_if: [city]}", "unknown-slot", ""),
        ("extend: quake\nwhen: {new: city}", "unknown-slot", ""),
        ("extend: quake\nwhen: {count: 3, over: 6h, by: [city.country]}", "unknown-slot", ""),
        ("extend: quake\n---\nextend: quake", "duplicate-id", ""),
    ],
)
def test_a_faulty_change_is_an_error_of_its_own_file(said: str, code: str, advice: str) -> None:
    loaded = load(said)
    (problem,) = loaded.problems
    assert (problem.file, problem.code, problem.suggestion) == ("change.yml", code, advice)
    assert problem.line > 0
    assert "packs/own/quake.yml" in loaded.rules


def test_a_change_waits_for_a_broken_rule() -> None:
    loaded = load_rules({"quake.yml": "titel: x\n", "change.yml": "extend: quake\nseverity: low\n"}, {})
    assert {file for file, _ in codes(loaded)} == {"quake.yml"}


def test_a_change_of_a_rule_whose_pack_is_off_is_only_warned_of() -> None:
    (problem,) = load_rules({"change.yml": "extend: earthquake\nenabled: false\n"}, {}).problems
    assert (problem.code, problem.severity) == ("pack-off", Severity.WARNING)
    assert problem.suggestion == "add `disaster` to `packs` in monitor.yml"


@pytest.mark.parametrize("own", ["a.yml", "z.yml"])
def test_a_desks_own_rule_takes_the_place_of_a_packs(own: str) -> None:
    mine = f"id: quake\n{QUAKE.replace('Earthquake', 'Mine')}"
    before = load_rules(BASE, {})
    loaded = load_rules({**BASE, own: mine, "change.yml": "extend: quake\nseverity: low\n"}, {}, previous=before)
    rule = only(loaded)
    assert (loaded.problems, rule.title, rule.severity) == ((), "Mine", AlertSeverity.LOW)


def test_two_packs_of_one_id_clash_as_files_do() -> None:
    loaded = load_rules({**BASE, "packs/z/quake.yml": QUAKE}, {})
    assert codes(loaded) == [("packs/z/quake.yml", "duplicate-id")]


def test_every_key_can_be_changed() -> None:
    """A key that was added to rules and forgotten here would be ignored in silence."""
    from monitor.rules.changes import field_of
    from monitor.rules.schema import RuleKeys

    fields = {name: field_of(name) for name in RuleKeys.model_fields if name != "alert"}
    assert set(CONDITIONS) <= fields.keys()
    assert {name for name, field in fields.items() if field is None} == {
        "groups"
    }  # its own terms are written with them

"""Which version of each file is in service, after an edit of real texts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from monitor.errors import Problem
from monitor.gate import Admitted, admit
from monitor.model.alert import AlertSeverity
from monitor.workspace import Files
from tests.support.alerting import settings as some_settings

NOW = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
SETTINGS = some_settings()
CITY = """\
title: City
template: city
any: [$towns]
tests:
  yes:
    - Rebels took Hama.
  no:
    - Rebels took tea.
"""
RIVER = "title: River\nany: [orontes]\n"
SHARED = ("rules/lists/", "rules/actions/", "rules/status/")
GOOD = {
    "rules/city.yml": CITY,
    "rules/river.yml": RIVER,
    "rules/lists/towns.txt": "Hama\n",
    "templates/city.txt.j2": "{{ alert.headline }}",
}


def files(texts: Mapping[str, str]) -> Files:
    """The texts, each where it belongs."""
    lists = {path: text for path, text in texts.items() if path.startswith(SHARED)}
    rules = {path: text for path, text in texts.items() if path.startswith("rules/") and path not in lists}
    templates = {path: text for path, text in texts.items() if path.startswith("templates/")}
    return Files(_below(rules), _below(lists), templates, lambda _: None)


def _below(texts: Mapping[str, str]) -> dict[str, str]:
    return {path.removeprefix("rules/"): text for path, text in texts.items()}


@pytest.fixture(scope="module")
def before() -> Admitted:
    return admit(files(GOOD), {}, SETTINGS, NOW)


def test_sound_files_are_admitted(before: Admitted) -> None:
    assert (before.texts, before.refused) == (GOOD, {})
    assert set(before.engine.ruleset.rules) == {"city", "river"}


@pytest.mark.parametrize("restarted", [False, True])
@pytest.mark.parametrize(
    ("edited", "refused"),
    [
        ({"rules/city.yml": "titel: City\n"}, {"rules/city.yml": "unknown-key"}),
        ({"rules/city.yml": "a: [\n"}, {"rules/city.yml": "yaml"}),
        ({"rules/city.yml": CITY.replace("took tea", "took Hama")}, {"rules/city.yml": "test-failed"}),
        ({"rules/city.yml": CITY.replace("[$towns]", "[$rivers]")}, {"rules/city.yml": "unknown-list"}),
        ({"rules/city.yml": CITY.replace("template: city", "template: cty")}, {"rules/city.yml": "unknown-template"}),
        ({"rules/lists/towns.txt": "Aleppo\n"}, {"rules/lists/towns.txt": "test-failed"}),
        ({"rules/lists/towns.txt": "Hama\ntea\n"}, {"rules/lists/towns.txt": "test-failed"}),
        ({"rules/lists/towns.txt": "---"}, {"rules/lists/towns.txt": "empty-term"}),
        ({"templates/city.txt.j2": "{{ alert.headlne }}"}, {"templates/city.txt.j2": "unknown-variable"}),
        ({"templates/city.txt.j2": "{% if %}"}, {"templates/city.txt.j2": "template-syntax"}),
        (
            {"rules/city.yml": "titel: x\n", "rules/lists/towns.txt": "Aleppo\n"},
            {"rules/city.yml": "unknown-key", "rules/lists/towns.txt": "test-failed"},
        ),
    ],
)
def test_the_last_good_version_stays(
    before: Admitted, edited: Mapping[str, str], refused: Mapping[str, str], *, restarted: bool
) -> None:
    after = admit(files({**GOOD, **edited}), GOOD, SETTINGS, NOW, None if restarted else before)
    assert {path: problems[0].code for path, problems in after.refused.items()} == refused
    assert after.texts == GOOD
    assert after.engine.ruleset.rules.keys() == before.engine.ruleset.rules.keys()
    assert after.workspace.errors == 0


SIEGE = """\
title: A town is besieged
languages: {en: {verbs: [{words: [besiege], subject: actor, object: target}]}}
tests:
  event: {target: $towns}
  yes:
    - Rebels besieged Hama.
    - {text: If rebels besiege Hama it falls., status: hypothetical}
"""
CUES = "extend: en\ncues: [{words: [on the grapevine], status: claimed, reach: sentence}]\n"
EVENTS = {
    "rules/siege.yml": """\
title: Siege
event: {action: $siege, target: {of: $towns, as: town}}
tests:
  yes:
    - {text: On the grapevine rebels besieged Hama., status: claimed}
    - {text: Rebels besieged Hama., slots: {town: Hama}}
""",
    "rules/lists/towns.txt": "Hama\n",
    "rules/actions/siege.yml": SIEGE,
    "rules/status/en.yml": CUES,
}


@pytest.fixture(scope="module")
def besieged() -> Admitted:
    return admit(files(EVENTS), {}, SETTINGS, NOW)


@pytest.mark.parametrize("restarted", [False, True])
@pytest.mark.parametrize(
    ("edited", "refused"),
    [
        ({"rules/status/en.yml": "cues: [\n"}, {"rules/status/en.yml": "yaml"}),
        ({"rules/status/en.yml": CUES.replace("claimed", "calimed")}, {"rules/status/en.yml": "not-one-of"}),
        ({"rules/status/en.yml": CUES.replace("claimed", "denied")}, {"rules/status/en.yml": "test-failed"}),
        ({"rules/actions/siege.yml": SIEGE.replace("words", "wrds")}, {"rules/actions/siege.yml": "unknown-key"}),
        ({"rules/actions/siege.yml": SIEGE.replace("[besiege]", "[surround]")}, {"rules/actions/siege.yml": "test-failed"}),
        ({"rules/actions/siege.yml": SIEGE.replace("hypothetical", "planned")}, {"rules/actions/siege.yml": "test-failed"}),
        ({"rules/lists/towns.txt": "Aleppo\n"}, {"rules/lists/towns.txt": "test-failed"}),
    ],
)  # fmt: skip
def test_families_and_cues_keep_their_last_good_version(
    besieged: Admitted, edited: Mapping[str, str], refused: Mapping[str, str], *, restarted: bool
) -> None:
    assert (besieged.refused, besieged.texts) == ({}, EVENTS)
    after = admit(files({**EVENTS, **edited}), EVENTS, SETTINGS, NOW, None if restarted else besieged)
    assert {path: problems[0].code for path, problems in after.refused.items()} == refused
    assert after.texts == EVENTS


def test_an_edited_table_of_cues_goes_into_service(besieged: Admitted) -> None:
    edited = {
        **EVENTS,
        "rules/status/en.yml": f"{CUES}  # more to come\n".replace(
            "cues: [", "cues: [{words: [mayhap], status: possible}, "
        ),
    }
    after = admit(files(edited), EVENTS, SETTINGS, NOW, besieged)
    assert (after.refused, after.engine.statuses is besieged.engine.statuses) == ({}, False)
    assert after.engine.statuses.digests["en"] == after.workspace.cues.tables["en"].digest


def test_a_family_that_no_rule_names_is_tested_too() -> None:
    texts = {**GOOD, "rules/actions/siege.yml": SIEGE.replace("besieged Hama", "besieged Cairo")}
    after = admit(files(texts), {}, SETTINGS, NOW)
    assert {path: problems[0].code for path, problems in after.refused.items()} == {
        "rules/actions/siege.yml": "test-failed"
    }


@pytest.mark.parametrize("path", ["rules/new.yml", "rules/lists/new.yml", "templates/new.txt.j2"])
def test_a_new_file_that_is_broken_stays_out_alone(before: Admitted, path: str) -> None:
    after = admit(files({**GOOD, path: "{{ nobody: }}"}), GOOD, SETTINGS, NOW, before)
    assert set(after.refused) == {path}
    assert after.texts == GOOD


def test_a_sound_edit_beside_a_broken_one_goes_into_service(before: Admitted) -> None:
    texts = {**GOOD, "rules/river.yml": RIVER.replace("River", "The Orontes"), "rules/city.yml": "titel: x\n"}
    after = admit(files(texts), GOOD, SETTINGS, NOW, before)
    assert after.engine.ruleset.rules["river"].title == "The Orontes"
    assert after.texts["rules/city.yml"] == CITY


@pytest.mark.parametrize("unreadable", ["rules/latin.yml", "rules/river.yml"])
def test_beside_a_file_that_cannot_be_read_tests_are_run(before: Admitted, unreadable: str) -> None:
    texts = {path: text for path, text in GOOD.items() if path != unreadable}
    failing = {**texts, "rules/new.yml": "title: New\nany: [tea]\ntests: {yes: [Coffee.]}\n"}
    fault = Problem(unreadable, 0, 0, "encoding", "is not UTF-8 text")
    after = admit(replace(files(failing), problems=(fault,)), GOOD, SETTINGS, NOW, before)
    assert after.refused.keys() == {unreadable, "rules/new.yml"}
    assert after.texts == GOOD


EXAMPLE = {**GOOD, "rules/city.yml": CITY + "    - file: examples/tea.txt\n"}


@pytest.mark.parametrize("restarted", [False, True])
def test_a_rule_stays_in_service_when_the_file_of_a_test_is_gone(before: Admitted, *, restarted: bool) -> None:
    """Also where the whole folder is: the last good texts need no example."""
    here = admit(replace(files(EXAMPLE), examples=lambda _: "Tea in Homs."), GOOD, SETTINGS, NOW, before)
    assert (here.refused, here.texts) == ({}, EXAMPLE)
    previous = None if restarted else here
    gone = Problem("rules", 0, 0, "no-folder", "the folder is not there")
    for found in (files(EXAMPLE), Files({}, {}, files(GOOD).templates, lambda _: None, (gone,), (gone,))):
        after = admit(found, EXAMPLE, SETTINGS, NOW, previous)
        assert set(after.engine.ruleset.rules) == {"city", "river"}


@pytest.mark.parametrize("restarted", [False, True])
def test_a_rule_stays_in_service_when_its_template_is_gone(before: Admitted, *, restarted: bool) -> None:
    texts = {path: text for path, text in GOOD.items() if not path.startswith("templates/")}
    after = admit(files(texts), GOOD, SETTINGS, NOW, None if restarted else before)
    assert set(after.engine.ruleset.rules) == {"city", "river"}
    assert [problem.message for problem in after.refused["rules/city.yml"]] == ["no template is named `city`"]
    edited = {**texts, "rules/city.yml": CITY.replace("City", "Town")}
    assert admit(files(edited), GOOD, SETTINGS, NOW, after).engine.ruleset.rules["city"].title == "City"


@pytest.mark.parametrize("restarted", [False, True])
def test_a_rule_stays_in_service_when_its_receiver_is_gone(before: Admitted, *, restarted: bool) -> None:
    texts = {**GOOD, "rules/city.yml": f"{CITY}notify: [desk]\n"}
    then = admit(files(texts), texts, SETTINGS, NOW, before)
    without = SETTINGS.model_copy(update={"receivers": {}})
    after = admit(files(texts), texts, without, NOW, None if restarted else then)
    assert set(after.engine.ruleset.rules) == {"city", "river"}
    assert [problem.message for problem in after.refused["rules/city.yml"]] == ["no receiver is named `desk`"]
    edited = {**texts, "rules/city.yml": f"{CITY}notify: [dsk]\n"}
    assert admit(files(edited), texts, SETTINGS, NOW, then).engine.ruleset.rules["city"].notify == ("desk",)


def test_a_rule_that_names_a_file_which_is_not_there_stays_out(before: Admitted) -> None:
    after = admit(files(EXAMPLE), GOOD, SETTINGS, NOW, before)
    (problem,) = after.refused["rules/city.yml"]
    assert problem.message == "a test of `city` fails: there is no file `examples/tea.txt` in the rules' folder"
    assert after.texts == GOOD


def test_what_is_mended_goes_into_service(before: Admitted) -> None:
    broken = admit(files({**GOOD, "rules/city.yml": "titel: x\n"}), GOOD, SETTINGS, NOW, before)
    mended = {**GOOD, "rules/city.yml": CITY.replace("City", "Town")}
    after = admit(files(mended), GOOD, SETTINGS, NOW, broken)
    assert (after.refused, after.engine.ruleset.rules["city"].title) == ({}, "Town")


def test_a_file_that_is_removed_is_gone(before: Admitted) -> None:
    texts = {path: text for path, text in GOOD.items() if path != "rules/river.yml"}
    after = admit(files(texts), GOOD, SETTINGS, NOW, before)
    assert set(after.engine.ruleset.rules) == {"city"}


CHANGE = "extend: city\nseverity: low\n"
CHANGED = {**GOOD, "rules/change.yml": CHANGE}


@pytest.fixture(scope="module")
def changed() -> Admitted:
    return admit(files(CHANGED), {}, SETTINGS, NOW)


@pytest.mark.parametrize("restarted", [False, True])
@pytest.mark.parametrize(
    ("edited", "refused"),
    [
        ({"rules/change.yml": "extend: city\nseverty: low\n"}, {"rules/change.yml": "unknown-key"}),
        ({"rules/change.yml": "extend: ctiy\n"}, {"rules/change.yml": "unknown-rule"}),
        ({"rules/change.yml": f"{CHANGE}headline: '{{{{ nobody }}}}'\n"}, {"rules/change.yml": "unknown-variable"}),
        ({"rules/change.yml": f"{CHANGE}notify: [dsk]\n"}, {"rules/change.yml": "unknown-name"}),
        ({"rules/change.yml": f"{CHANGE}template: citty\n"}, {"rules/change.yml": "unknown-template"}),
        ({"rules/change.yml": f"{CHANGE}tests: {{yes: [Nothing.]}}\n"}, {"rules/change.yml": "test-failed"}),
        ({"rules/change.yml": f"{CHANGE}any: [tea]\ntests: {{no: [Tea.]}}\n"}, {"rules/change.yml": "test-failed"}),
        (
            {"rules/city.yml": CITY.replace("took tea", "took Hama")},
            {"rules/city.yml": "test-failed"},
        ),
        ({"rules/lists/towns.txt": "Aleppo\n"}, {"rules/lists/towns.txt": "test-failed"}),
    ],
)
def test_the_last_good_version_of_a_change_stays(
    changed: Admitted, edited: Mapping[str, str], refused: Mapping[str, str], *, restarted: bool
) -> None:
    after = admit(files({**CHANGED, **edited}), CHANGED, SETTINGS, NOW, None if restarted else changed)
    assert {path: problems[0].code for path, problems in after.refused.items()} == refused
    assert after.texts == CHANGED
    assert after.engine.ruleset.rules["city"].severity is AlertSeverity.LOW


def test_a_new_change_that_is_wrong_leaves_the_rule_as_it_was(before: Admitted) -> None:
    """Also where the rule itself is as new as the change."""
    faulty = {**GOOD, "rules/change.yml": f"{CHANGE}tests: {{yes: [Nothing.]}}\n"}
    for good, previous in ((GOOD, before), ({}, None)):
        after = admit(files(faulty), good, SETTINGS, NOW, previous)
        assert set(after.refused) == {"rules/change.yml"}
        assert after.engine.ruleset.rules["city"].severity is AlertSeverity.NORMAL


def test_a_change_that_goes_is_undone(changed: Admitted) -> None:
    after = admit(files(GOOD), CHANGED, SETTINGS, NOW, changed)
    assert (after.refused, after.engine.ruleset.rules["city"].severity) == ({}, AlertSeverity.NORMAL)


def test_a_list_that_goes_takes_its_rule_back_to_nothing(before: Admitted) -> None:
    """Its last good version names the same list: where that is gone, the rule cannot run, and its file is refused."""
    texts = {path: text for path, text in GOOD.items() if path != "rules/lists/towns.txt"}
    after = admit(files(texts), GOOD, SETTINGS, NOW, before)
    assert set(after.refused) == {"rules/city.yml"}
    assert set(after.engine.ruleset.rules) == {"river"}

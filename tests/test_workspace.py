"""Files on disk → what is in force, and every problem under the name that a person knows the file by."""

from __future__ import annotations

import os
from pathlib import Path
from threading import Thread

import pytest

from monitor.config import MonitorSettings
from monitor.workspace import MAX_BYTES, Files, Workspace, compile_files, load, read
from tests.support.alerting import settings as some_settings

RULE = "title: City\nany: [hama]\n"


@pytest.fixture
def settings() -> MonitorSettings:
    return some_settings()


def write(root: Path, files: dict[str, str | bytes]) -> Path:
    for path, content in files.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
    return root


def codes(workspace: Workspace) -> set[tuple[str, str]]:
    return {(problem.file, problem.code) for problem in workspace.problems}


def test_a_rules_folder_that_is_not_there_is_an_error(tmp_path: Path, settings: MonitorSettings) -> None:
    found = load(tmp_path, settings)
    assert (found.ruleset.rules, codes(found)) == ({}, {("rules", "no-folder")})
    assert "default" in found.templates.names()


def test_a_folder_that_cannot_be_entered_is_an_error(tmp_path: Path, settings: MonitorSettings) -> None:
    found = load(write(tmp_path, {"rules": RULE, "templates": "a file"}), settings)
    assert codes(found) == {("rules", "unreadable"), ("templates", "unreadable")}


@pytest.mark.parametrize("file", ["a.yml", "notes.md"])
def test_no_rule_that_runs_is_warned_of(tmp_path: Path, settings: MonitorSettings, file: str) -> None:
    found = load(write(tmp_path, {f"rules/{file}": f"enabled: false\n{RULE}"}), settings)
    assert (codes(found), found.errors) == ({("rules", "no-rules")}, 0)


def test_each_kind_of_file_is_found_where_it_belongs(tmp_path: Path, settings: MonitorSettings) -> None:
    files = read(
        write(
            tmp_path,
            {
                "rules/a.yml": RULE,
                "rules/deep/er/b.yaml": RULE,
                "rules/lists/towns.txt": "Hama\n",
                "rules/actions/siege.yml": "extend: seize\n",
                "rules/status/en.yaml": "extend: en\n",
                "rules/.hidden/c.yml": RULE,
                "rules/d.yml~": RULE,
                "rules/examples/e.txt": "Hama",
                "templates/default.txt.j2": "x",
                "templates/notes.md": "x",
            },
        ),
        settings,
    )
    assert set(files.rules) == {"a.yml", "deep/er/b.yaml"}
    assert set(files.lists) == {"lists/towns.txt", "actions/siege.yml", "status/en.yaml"}
    assert set(files.templates) == {"templates/default.txt.j2"}
    assert files.examples("examples/e.txt") == "Hama"
    assert files.examples("examples/gone.txt") is None


def test_only_the_packs_that_are_on_are_read(tmp_path: Path) -> None:
    own = {"rules/packs/mine/a.yml": RULE, "rules/packs/other/b.yml": RULE, "rules/packs/c.yml": RULE}
    root = write(tmp_path, {**own, "rules/packs/disaster/flood.yml": RULE})
    assert read(root, some_settings()).rules == {}
    files = read(root, some_settings(packs=["mine", "disaster"]))
    names = {path.split("/")[1] for path in files.rules}
    assert (names, files.rules["packs/mine/a.yml"]) == ({"mine", "disaster"}, RULE)
    assert files.rules["packs/disaster/flood.yml"] == RULE
    assert "earthquake" in files.rules["packs/disaster/earthquake.yml"]


def test_a_desk_changes_one_rule_of_a_pack(tmp_path: Path) -> None:
    write(tmp_path, {"rules/quiet.yml": "extend: flood\nenabled: false\n", "rules/storm.yml": f"id: storm\n{RULE}"})
    found = load(tmp_path, some_settings(packs=["disaster"]))
    rules = found.ruleset.rules
    assert (found.problems, rules["flood"].enabled, rules["earthquake"].enabled) == ((), False, True)
    assert (rules["storm"].title, rules["storm"].shipped, rules["flood"].shipped) == ("City", False, True)


def test_a_faulty_change_takes_its_rule_out_until_it_is_mended(tmp_path: Path) -> None:
    """For the command line: the daemon goes on with the last good version."""
    write(tmp_path, {"rules/loud.yml": "extend: flood\ntemplate: cty\n"})
    found = load(tmp_path, some_settings(packs=["disaster"]))
    (problem,) = found.problems
    assert (problem.file, problem.line, problem.code) == ("rules/loud.yml", 2, "unknown-template")
    assert "flood" not in found.ruleset.rules
    assert "earthquake" in found.ruleset.rules


def test_a_broken_file_breaks_alone(tmp_path: Path, settings: MonitorSettings) -> None:
    found = load(write(tmp_path, {"rules/a.yml": RULE, "rules/b.yml": "titel: x\n"}), settings)
    assert set(found.ruleset.rules) == {"a"}
    assert found.broken == {"b.yml"}
    assert ("rules/b.yml", "unknown-key") in codes(found)


@pytest.mark.parametrize(("content", "code"), [(b"title: \xff\n", "encoding"), (b"#" * (MAX_BYTES + 1), "too-large")])
def test_what_cannot_be_read_is_a_problem(tmp_path: Path, settings: MonitorSettings, content: bytes, code: str) -> None:
    found = load(write(tmp_path, {"rules/a.yml": content, "rules/b.yml": RULE}), settings)
    assert set(found.ruleset.rules) == {"b"}
    assert codes(found) == {("rules/a.yml", code)}


def test_where_a_text_is_not_in_utf_8_is_said(tmp_path: Path, settings: MonitorSettings) -> None:
    (problem,) = load(write(tmp_path, {"rules/a.yml": b"any: [x]\ntitle: Caf\xe9\n"}), settings).problems
    assert str(problem) == "rules/a.yml:2:11: error: is not UTF-8 text: the byte 0xe9 (save it as UTF-8)"


def test_a_pipe_is_not_waited_for(tmp_path: Path, settings: MonitorSettings) -> None:
    write(tmp_path, {"rules/a.yml": f"{RULE}tests:\n  yes:\n    - file: told.txt\n", "templates/notes.md": ""})
    for path in ("rules/pipe.yml", "rules/told.txt", "templates/pipe.txt.j2"):
        os.mkfifo(tmp_path / path)
    found: list[Files] = []
    reading = Thread(target=lambda: found.append(read(tmp_path, settings)), daemon=True)
    reading.start()
    reading.join(20)
    (files,) = found
    unreadable = [("rules/pipe.yml", "unreadable"), ("templates/pipe.txt.j2", "unreadable")]
    assert [(problem.file, problem.code) for problem in files.problems] == unreadable
    assert files.examples("told.txt") is None


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("notify: [dsk]", "unknown-name"),
        ("template: cholra", "unknown-template"),
        ('headline: "{{ town.name }}"', "unknown-variable"),
        ('headline: "{{ town"', "template-syntax"),
    ],
)
def test_names_that_lead_nowhere_are_found_at_their_line(
    tmp_path: Path, settings: MonitorSettings, line: str, code: str
) -> None:
    found = load(write(tmp_path, {"rules/a.yml": f"{RULE}{line}\n"}), settings)
    (problem,) = found.problems
    assert (problem.code, problem.line, problem.source_line) == (code, 3, line)
    assert found.ruleset.rules == {}


def test_only_lists_that_a_sound_rule_names_are_in_force(tmp_path: Path, settings: MonitorSettings) -> None:
    lists = {"rules/lists/towns.txt": "Hama\n", "rules/lists/rivers.txt": "Orontes\n"}
    found = load(write(tmp_path, {**lists, "rules/a.yml": "title: T\nany: [$towns]\n"}), settings)
    assert set(found.ruleset.lists) == {"towns"}
    assert "rivers" in found.lists.lists


def test_a_reload_keeps_what_did_not_change(tmp_path: Path, settings: MonitorSettings) -> None:
    before = load(write(tmp_path, {"rules/a.yml": RULE, "rules/b.yml": RULE}), settings)
    write(tmp_path, {"rules/b.yml": RULE.replace("City", "Town")})
    after = compile_files(read(tmp_path, settings), settings, previous=before)
    assert after.ruleset.rules["a"] is before.ruleset.rules["a"]
    assert after.ruleset.rules["b"].title == "Town"


def test_a_name_that_is_no_text_is_told_of_as_text(tmp_path: Path, settings: MonitorSettings) -> None:
    found = load(
        write(tmp_path, {"rules/caf\udce9.yml": "nobody", "templates/x\udcff.txt.j2": "{{ nobody }}"}), settings
    )
    assert {problem.file for problem in found.problems} == {r"rules/caf\xe9.yml", r"templates/x\xff.txt.j2"}


def test_an_example_is_found_in_a_folder_whose_name_is_no_text(tmp_path: Path, settings: MonitorSettings) -> None:
    rule = f"{RULE}tests:\n  yes:\n    - file: hama.txt\n"
    found = load(write(tmp_path, {"rules/\udce9/hama.txt": "Hama fell.", "rules/\udce9/city.yml": rule}), settings)
    assert found.problems == ()

"""`check`, `test` and `schema`."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import jsonschema
import pytest
from ruamel.yaml import YAML

from monitor.cli import schemas
from monitor.cli.exit_codes import ExitCode
from tests.support.desk import RULE, SETTINGS, Desk

ROOT = Path(__file__).resolve().parents[2]


def test_sound_files_pass(desk: Desk) -> None:
    result = desk("check")
    assert (result.exit_code, result.stdout) == (ExitCode.DONE, "1 rules, nothing to complain about\n")


def test_an_error_is_shown_as_a_compiler_shows_it(desk: Desk) -> None:
    desk.write("rules/cholera.yml", RULE.replace("any:", "anny:"))
    result = desk("check")
    assert result.exit_code == ExitCode.INVALID
    assert "rules/cholera.yml:2:1: error: unknown key `anny` [unknown-key]" in result.stdout
    assert "    2 | anny: [cholera, acute watery diarrhoea]\n      | ^\n      = did you mean `any`?\n" in result.stdout
    assert result.stdout.endswith("1 error\n")


def test_every_kind_of_file_is_checked_at_once(desk: Desk) -> None:
    desk.write("rules/one.yml", "titel: x\n")
    desk.write("rules/lists/places.yml", "entries: 3\n")
    desk.write("rules/odd.yml", RULE.replace("title:", "notify: [dsk]\ntemplate: cholra\ntitle:"))
    desk.write("templates/default.txt.j2", "{{ alert.headlne }}")
    found = json.loads(desk("check", "--format", "json").stdout)
    files = {(problem["file"], problem["code"]) for problem in found if problem["severity"] == "error"}
    assert {file for file, _ in files} == {
        "rules/one.yml",
        "rules/lists/places.yml",
        "rules/odd.yml",
        "templates/default.txt.j2",
    }
    assert {code for file, code in files if file == "rules/odd.yml"} == {"unknown-name", "unknown-template"}
    (line,) = {problem["line"] for problem in found if problem["code"] == "unknown-name"}
    assert line == 1


def test_a_failing_test_is_an_error(desk: Desk) -> None:
    desk.write("rules/cholera.yml", RULE + "    - The ministry confirmed nine cases of cholera.\n")
    (problem,) = json.loads(desk("check", "--format", "json").stdout)
    assert (problem["code"], problem["file"], problem["line"]) == ("test-failed", "rules/cholera.yml", 11)


def test_warnings_pass_unless_strict(desk: Desk) -> None:
    desk.write("monitor.yml", SETTINGS + "smtp: {host: mail.example.org, security: none}\n")
    assert desk("check").exit_code == ExitCode.DONE
    result = desk("check", "--strict", "--format", "github")
    assert result.exit_code == ExitCode.INVALID
    assert result.stdout.startswith("::warning file=")
    assert "monitor.yml,line=15,col=42,title=clear-text::" in result.stdout


def test_broken_settings_are_reported_alone(desk: Desk) -> None:
    desk.write("monitor.yml", SETTINGS.replace("to: [desk]", "to: [dekc]"))
    result = desk("check")
    assert result.exit_code == ExitCode.INVALID
    assert "did you mean `desk`?" in result.stdout


def test_github_escapes_what_would_end_a_property(desk: Desk) -> None:
    desk.write("rules/a,b.yml", "titel: x\n")
    assert "file=rules/a%2Cb.yml," in desk("check", "--format", "github").stdout


def test_rule_tests_pass(desk: Desk) -> None:
    result = desk("test")
    assert (result.exit_code, result.stdout) == (ExitCode.DONE, "ok   cholera: 2 tests\n2 passed, 0 failed\n")


def test_a_failing_rule_test_says_why(desk: Desk, tmp_path: Path) -> None:
    desk.write("rules/cholera.yml", RULE + "    - The ministry confirmed nine cases of cholera.\n")
    result = desk("test", "chol*", "--junit", str(tmp_path / "report.xml"))
    assert result.exit_code == ExitCode.FINDINGS
    assert "rules/cholera.yml:11: should not fire: fired" in result.stdout
    assert result.stdout.endswith("2 passed, 1 failed\n")
    (suite,) = ElementTree.parse(tmp_path / "report.xml").getroot()
    assert (suite.get("name"), suite.get("tests"), suite.get("failures")) == ("cholera", "3", "1")
    assert [case.find("failure") is not None for case in suite] == [False, False, True]


def test_a_broken_file_does_not_stop_the_tests_of_others(desk: Desk) -> None:
    desk.write("rules/one.yml", "titel: x\n")
    result = desk("test")
    assert result.exit_code == ExitCode.INVALID
    assert "2 passed, 0 failed" in result.stdout
    assert "rules/one.yml:1:1" in result.stderr


def test_an_unknown_rule_is_a_wrong_call(desk: Desk) -> None:
    result = desk("test", "colera")
    assert result.exit_code == ExitCode.USAGE
    assert "did you mean `cholera`?" in result.stderr


@pytest.mark.parametrize("name", list(schemas.SCHEMAS))
def test_the_schemas_in_docs_are_those_that_the_command_prints(desk: Desk, name: str) -> None:
    printed = desk("schema", name).stdout
    jsonschema.Draft202012Validator.check_schema(json.loads(printed))
    assert (ROOT / "docs/schemas" / f"{name}.schema.json").read_text(encoding="utf-8") == printed


@pytest.mark.parametrize("path", ["monitor.yml", "deploy/monitor.compose.yml"])
def test_shipped_settings_fit_their_schema(path: str) -> None:
    text = (ROOT / path).read_text(encoding="utf-8")
    named = text.splitlines()[0].removeprefix("# yaml-language-server: $schema=")
    schema = json.loads(((ROOT / path).parent / named).read_text(encoding="utf-8"))
    jsonschema.validate(YAML(typ="safe", pure=True).load(text), schema)


@pytest.mark.parametrize(
    ("hook", "valid"),
    [("{kind: webhook, url_file: x}", True), ("{kind: webhook, url: x}", True), ("{kind: webhook}", False)],
)
def test_the_schema_takes_a_file_in_place_of_a_secret(hook: str, valid: bool) -> None:
    settings = YAML(typ="safe", pure=True).load(SETTINGS.replace("  box:", f"  chat: {hook}\n  box:"))
    schema = json.loads(schemas.text("monitor"))
    assert jsonschema.Draft202012Validator(schema).is_valid(settings) == valid

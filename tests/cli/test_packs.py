"""`packs`, and the other commands on rules of packs."""

from __future__ import annotations

import json

from monitor.cli.exit_codes import ExitCode
from tests.support.desk import SETTINGS, Desk

QUAKE = "An earthquake struck Nepal on Saturday.\n"
ON = f"{SETTINGS}packs: [disaster]\n"


def test_packs_are_listed_with_their_rules(desk: Desk) -> None:
    desk.write("monitor.yml", ON)
    desk.write("rules/quiet.yml", "extend: flood\nenabled: false\n")
    lines = desk("packs").stdout.splitlines()
    assert "disaster: on" in lines
    assert "conflict: off" in lines
    flood = next(line for line in lines if line.startswith("  flood"))
    assert flood.endswith("(switched off, changed by quiet.yml)")
    (disaster,) = (pack for pack in json.loads(desk("packs", "--format", "json").stdout) if pack["pack"] == "disaster")
    assert disaster["on"] is True
    assert {"rule": "flood", "enabled": False, "changed_by": ["quiet.yml"]}.items() <= next(
        rule for rule in disaster["rules"] if rule["rule"] == "flood"
    ).items()


def test_a_rule_of_a_pack_that_is_on_matches(desk: Desk) -> None:
    file = desk.write("quake.txt", QUAKE)
    assert desk("match", str(file)).stdout == ""
    desk.write("monitor.yml", ON)
    found = json.loads(desk("match", "--format", "jsonl", str(file)).stdout)
    assert (found["rule"], found["slots"]["place"]["name"]) == ("earthquake", "Nepal")
    assert desk("explain", "earthquake", str(file)).stdout.startswith("earthquake: fires")


def test_check_and_test_know_the_packs(desk: Desk) -> None:
    desk.write("monitor.yml", ON)
    assert desk("check").exit_code == ExitCode.DONE
    result = desk("test", "earthquake")
    assert result.exit_code == ExitCode.DONE
    assert "ok   earthquake" in result.stdout


def test_a_failing_test_of_a_change_is_shown_where_it_stands(desk: Desk) -> None:
    desk.write("monitor.yml", ON)
    desk.write("rules/loud.yml", "extend: earthquake\nseverity: critical\ntests:\n  yes:\n    - Nothing.\n")
    result = desk("test", "earthquake")
    assert result.exit_code == ExitCode.FINDINGS
    assert "rules/loud.yml:5: should fire" in result.stdout


def test_an_unknown_pack_is_an_error_of_the_settings(desk: Desk) -> None:
    desk.write("monitor.yml", f"{SETTINGS}packs: [disastre]\n")
    result = desk("check")
    assert result.exit_code == ExitCode.INVALID
    assert "no pack is named `disastre`" in result.stdout
    assert "did you mean `disaster`?" in result.stdout

"""`rules import`."""

from __future__ import annotations

from monitor.cli.exit_codes import ExitCode
from tests.support.desk import Desk


def test_a_string_becomes_a_rule_file(desk: Desk) -> None:
    result = desk(
        "rules", "import", "-", "--id", "evacuation", "--title", "Evacuation", input="embassy evacuation -drill\n"
    )
    assert result.exit_code == ExitCode.DONE
    assert result.stdout.startswith("id: evacuation\ntitle: Evacuation\nall: [embassy, evacuation]\nnone: [drill]\n")


def test_what_was_imported_runs(desk: Desk) -> None:
    alerts = str(desk.write("alerts.txt", "(embassy OR consulate) NEAR/6 evacuat* NOT drill"))
    assert (
        desk("rules", "import", alerts, "--id", "evacuation", "--out", str(desk.root / "rules")).exit_code
        == ExitCode.DONE
    )
    article = str(desk.write("a.txt", "Staff evacuated the consulate."))
    result = desk("match", "--rule", "evacuation", "--expect", article)
    assert (result.exit_code, "consulate" in result.stdout) == (ExitCode.DONE, True)


def test_no_file_is_overwritten(desk: Desk) -> None:
    alerts = str(desk.write("alerts.txt", "embassy"))
    desk.write("rules/evacuation.yml", "mine")
    result = desk("rules", "import", alerts, "--id", "evacuation", "--out", str(desk.root / "rules"))
    assert result.exit_code == ExitCode.USAGE
    assert "evacuation.yml is there already" in result.stderr


def test_a_refusal_names_the_operator(desk: Desk) -> None:
    result = desk("rules", "import", "-", input="embassy W/5 staff")
    assert (result.exit_code, result.stdout) == (ExitCode.FINDINGS, "")
    assert "`W/5`" in result.stderr


def test_a_rule_is_said_in_plain_words(desk: Desk) -> None:
    result = desk("rules", "read", "chol*")
    assert result.exit_code == ExitCode.DONE
    assert result.stdout.startswith(
        "Cholera outbreak (cholera, in cholera.yml)\n\nFires when one sentence in an article has\n"
    )
    assert "'outbreak', 'cases' or 'deaths'" in result.stdout


def test_only_sound_rules_can_be_read(desk: Desk) -> None:
    desk.write("rules/broken.yml", "titel: x\n")
    result = desk("rules", "read", "broken")
    assert result.exit_code == ExitCode.USAGE
    assert "rules/broken.yml:1:1: error: unknown key `titel`" in result.stderr

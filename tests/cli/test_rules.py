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


SAMPLES = ("Rebels captured Hama.", "M23 seized Goma on Monday.", "The army took control of Kunduz.")


def test_a_rule_is_drafted_from_sentences(desk: Desk) -> None:
    result = desk("rules", "new", "--title", "City captured", "--out", str(desk.root / "rules"), *SAMPLES)
    assert result.exit_code == ExitCode.DONE
    assert "an event: $seize fits every sample" in result.stderr
    assert "7 of its tests pass, 0 fail" in result.stderr
    assert "action: $seize" in (desk.root / "rules/city-captured.yml").read_text()
    assert desk("check", "--strict").exit_code == ExitCode.DONE
    assert "ok   city-captured: 7 tests" in desk("test").stdout


def test_samples_may_come_from_a_pipe(desk: Desk) -> None:
    result = desk("rules", "new", "--from", "-", "--id", "captured", input="\n".join(SAMPLES) + "\n\n")
    assert result.exit_code == ExitCode.DONE
    assert "id: captured\n" in result.stdout
    assert result.stdout.startswith("# yaml-language-server")


def test_without_a_sample_nothing_can_be_drafted(desk: Desk) -> None:
    result = desk("rules", "new")
    assert result.exit_code == ExitCode.USAGE
    assert "three do well" in result.stderr


def test_a_draft_overwrites_nothing(desk: Desk) -> None:
    result = desk("rules", "new", "--id", "cholera", "--out", str(desk.root / "rules"), *SAMPLES)
    assert result.exit_code == ExitCode.USAGE
    assert "cholera.yml is there already" in result.stderr

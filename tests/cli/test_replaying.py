"""`replay`."""

from __future__ import annotations

import json
from email import message_from_bytes, policy

import pytest

from monitor.cli.exit_codes import ExitCode
from tests.cli.test_backtesting import FIRES, NEWS
from tests.support.desk import RULE, SETTINGS, Desk

AT = "2026-11-0{} 00:00:00"


@pytest.fixture
def day(desk: Desk) -> str:
    desk.write("rules/cholera.yml", RULE.replace("within", "alert: {hold: 36h}\nwithin"))
    desk.write("past/news.jsonl", NEWS)
    return str(desk.root / "past")


def test_every_step_is_printed_in_its_time_and_nobody_is_told(desk: Desk, day: str) -> None:
    result = desk("replay", day, "--speed", "max")
    assert result.exit_code == ExitCode.DONE, result.output
    said = result.stdout.splitlines()
    assert said[0] == "2026-11-02 00:00:00  raised     Cholera outbreak: News of a  [cholera]"
    assert said[1:3] == ["    a: first_match", f"    “{FIRES}”"]
    assert said[3] == "2026-11-03 12:01:00  closed     Cholera outbreak: News of a  [cholera]"
    assert said[4] == "    hold_ended"
    assert said[5].startswith("2026-11-06 00:00:00  raised     ")
    assert result.stderr.splitlines() == ["4 articles; 2 raised, 1 closed"]
    assert sorted(path.name for path in desk.root.iterdir()) == ["monitor.yml", "past", "rules"]


def test_jsonl_has_the_documented_keys(desk: Desk, day: str) -> None:
    result = desk("replay", day, "--speed", "max", "--format", "jsonl", "--until", "2026-11-05")
    (first,) = map(json.loads, result.stdout.splitlines()[:1])
    assert list(first) == [
        "kind", "causes", "at", "differences", "article", "number", "told", "kept_back",
        "alert", "rule", "headline", "severity", "standing", "status", "sentence",
    ]  # fmt: skip
    assert (first["kind"], first["at"], first["rule"]) == ("raised", "2026-11-02T00:00:00+00:00", "cholera")
    assert (first["article"], first["told"], first["sentence"]) == ("file:a", 2, FIRES)


def test_a_receiver_that_is_named_gets_everything_marked_as_a_drill_and_nobody_else(desk: Desk, day: str) -> None:
    desk.write("monitor.yml", SETTINGS + "  evening: {cron: '0 18 * * *', to: [desk]}\nowner: desk\n")
    desk.write("rules/cholera.yml", RULE + "notify: [desk]\n")
    desk.write(
        "past/later.txt", f"---\npublished: 2026-11-02T06:00:00Z\nsource: AP\n---\nCORRECTED: Cholera\n\n{FIRES}\n"
    )
    result = desk("replay", day, "--speed", "max", "--to", "box")
    assert result.exit_code == ExitCode.DONE, result.output
    files = sorted((desk.root / "outbox").iterdir())
    mails = [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]
    assert len(mails) == result.stdout.count("raised ") + result.stdout.count("corrected ") >= 2
    for mail in mails:
        assert mail["Subject"].startswith("Practice alert: ")
        text = mail.get_body(("plain",))
        assert text is not None
        assert "This is a drill" in text.get_content()
    assert len({mail["Message-ID"] for mail in mails}) == len(mails)
    assert [path for path in (desk.root / "var").rglob("*") if path.is_file()] == []  # no mail, and no store


def test_two_replays_send_under_other_ids(desk: Desk, day: str) -> None:
    for _ in range(2):
        desk("replay", day, "--speed", "max", "--to", "box")
    ids = [
        message_from_bytes(file.read_bytes(), policy=policy.default)["Message-ID"]
        for file in (desk.root / "outbox").iterdir()
    ]
    assert len(ids) == len(set(ids)) == 4


def test_a_receiver_that_takes_nothing_is_exit_code_5(desk: Desk, day: str) -> None:
    desk.write("outbox", "a file where the folder should be")
    result = desk("replay", day, "--speed", "max", "--to", "box")
    assert result.exit_code == ExitCode.NOT_DELIVERED
    assert "box: " in result.stderr
    assert "raised" in result.stdout  # the replay went on


@pytest.mark.parametrize("speed", ["0", "-3", "nan", "fast"])
def test_no_speed(desk: Desk, day: str, speed: str) -> None:
    assert desk("replay", day, "--speed", speed).exit_code == ExitCode.USAGE


def test_usage(desk: Desk, day: str) -> None:
    assert desk("replay", day, "--to", "nobody").exit_code == ExitCode.USAGE
    assert desk("replay", day, "--rule", "none").exit_code == ExitCode.USAGE


def test_only_the_rule_asked_for(desk: Desk, day: str) -> None:
    desk.write("rules/off.yml", "title: Ministers\nany: [minister]\nenabled: false\n")
    said = desk("replay", day, "--speed", "max", "--rule", "off", "--format", "jsonl").stdout
    assert [(one["rule"], one["kind"]) for one in map(json.loads, said.splitlines())] == [
        ("off", "raised"),
        ("off", "closed"),
    ]

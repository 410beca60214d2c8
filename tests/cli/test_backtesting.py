"""`backtest`."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from monitor.cli.exit_codes import ExitCode
from monitor.storage import Transaction
from monitor.storage.rows import FileKind, GoodFile
from tests.support.desk import RULE, Desk
from tests.support.service import ROOT, Service, until

FIRES = "Aid workers reported 40 cases of cholera in the port city on Monday."
DENGUE = "Doctors counted 12 cases of dengue in the valley on Tuesday."


def lines(*articles: tuple[str, str, str]) -> str:
    given = [{"id": id, "published": day, "title": f"News of {id}", "text": text} for id, day, text in articles]
    return "".join(json.dumps(one) + "\n" for one in given)


NEWS = lines(
    ("a", "2026-11-02", FIRES),
    ("b", "2026-11-03", "The minister left for the capital, where he will speak to the press."),
    ("c", "2026-11-04", DENGUE),
    ("d", "2026-11-06", "Cholera deaths rose to 30 in the northern camp, the ministry said."),
)


def running(text: str, **others: str) -> Any:
    """In the store, as a daemon leaves it: these files are in service."""

    async def save(tx: Transaction) -> None:
        files = {"rules/cholera.yml": text, **{f"rules/{name}.yml": other for name, other in others.items()}}
        await tx.rulefiles.save_good([GoodFile(path, FileKind.RULE, each, "x") for path, each in files.items()])

    return save


def run(desk: Desk, *arguments: str, input: str | None = NEWS) -> dict[str, Any]:
    result = desk("backtest", "--format", "json", "--jobs", "1", *arguments, input=input)
    assert result.exit_code == ExitCode.DONE, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def test_the_documented_keys(desk: Desk) -> None:
    desk.stored(running(RULE.replace("cholera,", "dengue,")))
    found = run(desk, "-")
    assert list(found) == [
        "articles", "unreadable", "from", "to", "seconds", "rules", "by", "chart", "alerts", "against",
    ]  # fmt: skip
    assert (found["articles"], found["from"], found["by"]) == (4, "2026-11-02T00:00:00+00:00", "day")
    assert found["rules"] == [{"rule": "cholera", "matched": 2, "alerts": 2}]
    assert [(one["day"], one["alerts"]) for one in found["chart"]] == [
        ("2026-11-02", 1), ("2026-11-03", 0), ("2026-11-04", 0), ("2026-11-05", 0), ("2026-11-06", 1),
    ]  # fmt: skip
    first = found["alerts"][0]
    assert list(first) == [
        "rule", "opened", "article", "title", "headline", "sentence", "status", "standing", "severity", "sources", "late",
        "slots", "until",
    ]  # fmt: skip
    assert (first["article"], first["sentence"], first["late"]) == ("a", FIRES, False)
    (against,) = found["against"]
    assert list(against) == ["version", "alerts", "added", "gone", "changed"]
    assert (against["version"], against["alerts"]) == ("the running version", 1)
    assert [one["article"] for one in against["added"]] == ["a", "d"]
    assert [(one["article"], one["sentence"]) for one in against["gone"]] == [("c", DENGUE)]


def test_for_people(desk: Desk) -> None:
    desk.stored(running(RULE.replace("cholera,", "dengue,")))
    result = desk("backtest", "--jobs", "1", "-", input=NEWS)
    assert "\x1b" not in result.stdout
    said = result.stdout.splitlines()
    assert said[0].startswith("4 articles from 2026-11-02 to 2026-11-06, ")
    assert "2026-11-02  1 █" in said
    assert "2026-11-03  0" in said
    assert "Against the running version: +2 / −1" in said
    at = said.index("− 2026-11-04 00:00  Cholera outbreak: News of c  [cholera, asserted]")
    assert said[at + 1 : at + 3] == ["    c: News of c", f"    “{DENGUE}”"]
    assert result.stderr == ""


def test_what_is_the_same_has_no_difference_and_is_not_run_again(desk: Desk) -> None:
    desk.stored(running(RULE))
    (against,) = run(desk, "-")["against"]
    assert (against["alerts"], against["added"], against["gone"], against["changed"]) == (2, [], [], [])


def test_without_a_store_there_is_nothing_to_compare_with_and_none_is_made(desk: Desk) -> None:
    assert run(desk, "-")["against"] == []
    assert "Nothing to compare with" in desk("backtest", "--jobs", "1", "-", input=NEWS).stdout
    assert not (desk.root / "var").exists()


def test_a_rule_that_only_runs_or_is_only_on_disk(desk: Desk) -> None:
    desk.stored(running(RULE, old=RULE.replace("cholera,", "dengue,")))
    desk.write("rules/new.yml", "title: Ministers\nany: [minister]\n")
    (against,) = run(desk, "-")["against"]
    assert [(one["rule"], one["article"]) for one in against["added"]] == [("new", "b")]
    assert [(one["rule"], one["article"]) for one in against["gone"]] == [("old", "c")]


def test_a_rule_that_is_switched_off_or_in_the_shadow_is_tried_out_where_it_is_named(desk: Desk) -> None:
    desk.write("rules/off.yml", "title: Ministers\nany: [minister]\nenabled: false\n")
    desk.write("rules/dark.yml", "title: Ministers\nany: [minister]\nshadow: true\n")
    assert [one["rule"] for one in run(desk, "-")["rules"]] == ["cholera", "dark"]
    found = run(desk, "--rule", "off", "--rule", "da*", "-")
    assert sorted(one["rule"] for one in found["alerts"]) == ["dark", "off"]


def test_another_folder_or_file_to_compare_with(desk: Desk) -> None:
    desk.stored(running(RULE))
    other = RULE.replace("cholera,", "dengue,")
    folder, file = desk.write("before/cholera.yml", other).parent, desk.write("draft.yml", other)
    for against in (folder, file):
        (found,) = run(desk, "--rule", "cholera", "--against", str(against), "-")["against"]
        assert found["version"] == str(against)
        assert [one["article"] for one in found["gone"]] == ["c"]
    desk.write("rules/second.yml", "title: Ministers\nany: [minister]\n")
    result = desk("backtest", "--against", str(file), "-", input=NEWS)
    assert result.exit_code == ExitCode.USAGE
    assert "Name one rule" in result.stderr


def test_folders_are_read_with_all_that_is_in_them(desk: Desk) -> None:
    desk.write("past/2026/a.txt", f"---\npublished: 2026-11-02\n---\nCholera\n\n{FIRES}\n")
    desk.write("past/b.jsonl", NEWS)
    desk.write("past/.hidden.txt", FIRES)
    found = run(desk, str(desk.root / "past"), "--since", "2026-11-02", "--until", "2026-11-06", input=None)
    assert found["articles"] == 4
    assert {one["article"] for one in found["alerts"]} == {"a"}  # the other file repeats its text


def test_without_files_the_archive_is_asked(desk: Desk) -> None:
    desk.write("seeds/a.txt", f"Cholera\n\n{FIRES}\n")
    with Service(desk.root).ready() as service:
        until(lambda: desk.stored(_articles) >= 1, "the article is kept")
        service.stop()
    found = run(desk, "--since", "1d", input=None)
    assert (found["articles"], [one["sentence"] for one in found["alerts"]]) == (1, [FIRES])
    (against,) = found["against"]
    assert (against["version"], against["added"], against["gone"]) == ("the running version", [], [])
    assert run(desk, "--until", "2020-01-01", input=None)["articles"] == 0


async def _articles(tx: Transaction) -> int:
    return len(
        [one async for one in tx.archive.between(datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC))]
    )


@pytest.mark.parametrize(("arguments", "code"), [(("--rule", "none", "-"), 2), (("--jobs", "0", "-"), 2)])
def test_usage(desk: Desk, arguments: tuple[str, ...], code: int) -> None:
    assert desk("backtest", *arguments, input=NEWS).exit_code == code


def test_what_cannot_be_read_is_told_and_the_rest_is_run(desk: Desk, tmp_path: Path) -> None:
    result = desk("backtest", "--format", "json", "--jobs", "1", "-", str(tmp_path / "gone"), input="{\n" + NEWS)
    assert result.exit_code == ExitCode.UNREADABLE
    found = json.loads(result.stdout)
    assert (found["articles"], found["unreadable"], len(found["alerts"])) == (4, 2, 2)
    assert "no_file" in result.stderr
    assert "-:1: no JSON" in result.stderr


def test_a_broken_rule_file_is_told_and_the_others_are_run(desk: Desk) -> None:
    desk.write("rules/broken.yml", "title: [")
    result = desk("backtest", "--jobs", "1", "-", input=NEWS)
    assert result.exit_code == ExitCode.DONE
    assert "broken.yml" in result.stderr
    assert "cholera  2        2" in result.stdout


class Watching:
    """A `backtest --edit` as a real process, whose words are waited for."""

    def __init__(self, desk: Desk, news: Path, *arguments: str) -> None:
        self._log = desk.root / "said"
        self._seen = 0
        command = [sys.executable, "-m", "monitor", "--config", str(desk.root / "monitor.yml"), "backtest", "--edit"]
        with self._log.open("wb") as log:
            self.process = subprocess.Popen(
                [*command, *arguments, str(news)], stdout=log, stderr=log, env={**os.environ, "PYTHONPATH": str(ROOT)}
            )

    def said(self) -> str:
        """All that it says until it watches again."""

        def new() -> str:
            text = self._log.read_text("utf-8")[self._seen :]
            assert self.process.poll() is None, text
            return text if "Watching" in text else ""

        text = until(new, "the rules are watched", 60)
        self._seen += len(text)
        return text


def test_edit_shows_what_each_save_changes_and_ends_with_ctrl_c(desk: Desk) -> None:
    desk.stored(running(RULE))
    watching = Watching(desk, desk.write("news.jsonl", NEWS), "--jobs", "2")
    try:
        assert "Against the running version: +0 / −0" in watching.said()

        desk.write("rules/cholera.yml", RULE.replace("[cholera,", "[cholera, dengue,"))
        said = watching.said()
        assert "cholera.yml" in said
        assert "Against the save before: +1 / −0\n+ 2026-11-04" in said
        assert "Against the running version: +1 / −0" in said

        desk.write("rules/cholera.yml", RULE.replace("any: [", "any: {"))
        said = watching.said()
        assert "error" in said
        assert "Against" not in said

        desk.write("rules/cholera.yml", RULE.replace("[cholera,", "[dengue,"))
        said = watching.said()
        assert "test-failed" in said  # its own test is about cholera: it would not go live
        assert "Against the save before: +0 / −2\n− 2026-11-02" in said
        assert "Against the running version: +1 / −2" in said

        desk.write("rules/lists/illnesses.txt", "cholera\n")
        watching.said()
        desk.write("rules/cholera.yml", RULE.replace("[cholera,", "[$illnesses,"))
        assert "Against the running version: +0 / −0" in watching.said()
        desk.write("rules/lists/illnesses.txt", "cholera\ndengue\n")
        said = watching.said()
        assert "lists/illnesses.txt" in said
        assert "Against the save before: +1 / −0" in said

        watching.process.send_signal(signal.SIGINT)
        assert watching.process.wait(30) == ExitCode.DONE
        assert "Traceback" not in (desk.root / "said").read_text("utf-8")
    finally:
        watching.process.kill()
        watching.process.wait()


def test_edit_is_for_people(desk: Desk) -> None:
    assert desk("backtest", "--edit", "--format", "json", "-", input=NEWS).exit_code == ExitCode.USAGE

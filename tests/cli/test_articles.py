"""`read`, `match` and `explain`."""

from __future__ import annotations

import gzip
import json
import os
import pickle

import pytest

from monitor.cli.exit_codes import ExitCode
from monitor.errors import Unreadable, UnreadableReason
from tests.support.desk import RULE, SETTINGS, Desk

FIRES = "Aid workers reported 40 cases of cholera in the port city on Monday."


def jsonl(*articles: dict[str, object]) -> str:
    return "".join(json.dumps(article) + "\n" for article in articles)


def test_match_prints_the_documented_keys(desk: Desk) -> None:
    text = f"The minister left. {FIRES}"
    line = jsonl({"text": text, "id": 7, "title": "Cholera in the port", "extra": 1})
    result = desk("match", "--format", "jsonl", "-", input=line)
    assert result.exit_code == ExitCode.DONE
    found = json.loads(result.stdout)
    assert list(found) == ["article", "rule", "status", "slots", "proof", "mentions", "headline"]
    assert (found["article"], found["rule"], found["proof"]) == ("7", "cholera", FIRES)
    assert found["headline"] == "Cholera outbreak: Cholera in the port"
    (mention,) = found["mentions"]
    assert list(mention) == ["zone", "sentence", "start", "end", "spans", "status", "cue", "said_by"]
    assert mention["sentence"] == FIRES
    article = json.loads(desk("read", "-", input=line).stdout)["text"]
    assert article[mention["start"] : mention["end"]] == FIRES
    assert [article[start:end] for start, end in mention["spans"]] == ["cases", "cholera"]


def test_match_reads_files_and_lines(desk: Desk) -> None:
    one = desk.write("one.txt", f"A headline\n\n{FIRES}\n")
    many = desk.write("many.jsonl", jsonl({"text": FIRES}, {"text": "Nothing."}, {"text": FIRES, "id": "x"}))
    result = desk("match", "--format", "jsonl", str(one), str(many))
    assert [json.loads(line)["article"] for line in result.stdout.splitlines()] == [str(one), f"{many}:1", "x"]


def test_of_a_folder_what_a_watched_folder_would_take_is_read(desk: Desk) -> None:
    one = desk.write("day/deep/one.txt", FIRES)
    desk.write("day/one.txt.part", FIRES)
    (desk.root / "day/link.txt").symlink_to(desk.write("elsewhere.txt", FIRES))
    os.mkfifo(desk.root / "day/pipe.txt")
    result = desk("match", "--format", "jsonl", str(desk.root / "day"))
    assert [json.loads(line)["article"] for line in result.stdout.splitlines()] == [str(one)]


def test_match_for_people_marks_the_words(desk: Desk) -> None:
    result = desk("match", "-", input=jsonl({"text": FIRES, "id": "x"}))
    assert "x: cholera: " in result.stdout
    assert "reported 40 *cases* of *cholera* in" in result.stdout


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "no JSON"),
        ("[" * 100_000, "no JSON"),
        ("[]", "object"),
        ('{"id": 1}', "`text`"),
        ('{"text": ""}', "no_text"),
        ('{"text": 5}', "`text`"),
        ('{"text": "x", "published": "soon"}', "`published`"),
        ('{"text": "x", "language": "English"}', "`language`"),
    ],
)
def test_a_line_that_is_no_article_stops_no_other(desk: Desk, line: str, reason: str) -> None:
    result = desk("match", "-", input=f"{line}\n{jsonl({'text': FIRES})}")
    assert result.exit_code == ExitCode.UNREADABLE
    assert "-:1" in result.stderr
    assert reason in result.stderr
    assert FIRES.split(maxsplit=1)[0] in result.stdout


def test_a_missing_file_is_unreadable(desk: Desk) -> None:
    result = desk("read", "gone.txt")
    assert result.exit_code == ExitCode.UNREADABLE
    assert result.stderr == "monitor: no_file: gone.txt: No such file or directory\n"


@pytest.mark.parametrize(("text", "code"), [(FIRES, ExitCode.DONE), ("Nothing.", ExitCode.FINDINGS)])
def test_expect(desk: Desk, text: str, code: ExitCode) -> None:
    assert desk("match", "--expect", "-", input=jsonl({"text": text})).exit_code == code


def test_match_is_without_time(desk: Desk) -> None:
    old = jsonl({"text": FIRES, "date": "2001-01-01", "lang": "en"})
    assert desk("match", "--expect", "-", input=old).exit_code == ExitCode.DONE


def test_a_disabled_rule_runs_only_when_it_is_named(desk: Desk) -> None:
    desk.write("rules/cholera.yml", "enabled: false\n" + RULE)
    line = jsonl({"text": FIRES})
    assert desk("match", "-", input=line).stdout == ""
    assert desk("match", "--rule", "cholera", "-", input=line).stdout != ""


def test_a_file_in_a_watched_folder_is_read_as_its_source_says(desk: Desk) -> None:
    says = "{folder: seeds, glob: '*.json', fields: {text: story.body}, timezone: Asia/Tokyo}"
    desk.write("monitor.yml", SETTINGS.replace("folder: seeds", says))
    text = json.dumps({"story": {"body": "Cholera broke out."}, "published": "2026-11-23 08:00"})
    desk.write("seeds/deep/a.json", text)
    desk.write("elsewhere.json", text)
    article = json.loads(desk("read", str(desk.root / "seeds/deep/a.json")).stdout)
    assert (article["text"], article["published"]) == ("Cholera broke out.", "2026-11-22T23:00:00+00:00")
    assert desk("read", str(desk.root / "elsewhere.json")).exit_code == ExitCode.UNREADABLE


def test_read_shows_zones_sentences_and_dates(desk: Desk) -> None:
    text = "---\ntitle: Cholera in the port\npublished: 2024-12-05T10:00:00Z\n---\nOne sentence. Another one.\n"
    article = json.loads(desk("read", str(desk.write("a.md", text))).stdout)
    assert (article["headline"], article["published_from"]) == ("Cholera in the port", "front_matter")
    assert article["published"] == "2024-12-05T10:00:00+00:00"
    body = next(paragraph for paragraph in article["paragraphs"] if paragraph["zone"] == "body")
    assert (body["sentences"], body["lead"]) == (["One sentence.", "Another one."], True)


@pytest.mark.parametrize(
    ("headline", "marked"),
    [("KILL: Hama falls", (True, True)), ("CORRECTED-Hama falls", (True, False)), ("Hama falls", (False, False))],
)
def test_read_shows_what_an_article_takes_back(desk: Desk, headline: str, marked: tuple[bool, bool]) -> None:
    article = json.loads(desk("read", str(desk.write("a.txt", f"{headline}\n\nThe city has not fallen.\n"))).stdout)
    assert (article["correction"], article["withdrawn"]) == marked


def test_explain_says_the_first_no(desk: Desk) -> None:
    file = str(desk.write("a.txt", "A headline\n\nThere were cases of flu.\n"))
    assert "first no: any: no `cholera`" in desk("explain", "cholera", file).stdout
    told = json.loads(desk("explain", "cholera", file, "--format", "json").stdout)
    assert (told["fires"], [step["holds"] for step in told["steps"]]) == (False, [False, True])


def test_explain_underlines(desk: Desk) -> None:
    file = str(desk.write("a.txt", f"A headline\n\n{FIRES}\n"))
    lines = desk("explain", "cholera", file).stdout.splitlines()
    assert lines[0].startswith("cholera: fires")
    (number,) = [number for number, line in enumerate(lines) if FIRES in line]
    marked = "".join(letter for letter, caret in zip(lines[number], lines[number + 1], strict=False) if caret == "^")
    assert marked == "casescholera"


def test_lines_that_cannot_be_read_are_said_like_files(desk: Desk) -> None:
    whole = gzip.compress(b'{"text": "Rebels captured Hama on Monday."}\n' * 50)
    (desk.root / "cut.jsonl.gz").write_bytes(whole[:-20])
    for name, reason in (("none.jsonl", "no_file"), ("cut.jsonl.gz", "broken")):
        result = desk("read", str(desk.root / name))
        assert result.exit_code == ExitCode.UNREADABLE, result.output
        assert f"{reason}: {desk.root / name}" in result.output


def test_why_a_file_cannot_be_read_reaches_another_process() -> None:
    copied = pickle.loads(pickle.dumps(Unreadable(UnreadableReason.BROKEN, "p.png")))
    assert (copied.reason, copied.detail, copied.until) == (UnreadableReason.BROKEN, "p.png", None)

"""`search` finds what the archive holds, and says what matched."""

from __future__ import annotations

import json
import sqlite3

import pytest

from monitor.cli.exit_codes import ExitCode
from monitor.model.article import ArticleId
from monitor.reading import read_text
from monitor.storage import Transaction
from monitor.storage.rows import NewArticle
from tests.support.desk import Desk
from tests.support.stored import MINUTE, NOW

TEXTS = (
    "Cholera cases rose.\n\nThe ministry confirmed twelve cases of cholera in the camp. Rain fell.",
    "Hama falls\n\nRebels captured the central city of Hama. Cholera was not reported.",
    "A film\n\nThe picture captured hearts in Paris, in London and in Rome; Hama is not in it, and neither is anything else.",
)


@pytest.fixture
def archive(desk: Desk) -> Desk:
    async def fill(tx: Transaction) -> None:
        for number, text in enumerate(TEXTS, start=1):
            received = NOW + number * MINUTE
            read = read_text(
                text, id=ArticleId("wire", f"{number}.txt"), published=NOW, received=received, source="AFP"
            )
            await tx.articles.add([NewArticle(read, 1, f"s{number}")])

    desk.stored(fill)
    return desk


def found(desk: Desk, *arguments: str) -> list[str]:
    result = desk("search", *arguments, "--format", "jsonl")
    assert result.exit_code == ExitCode.DONE, result.output
    return [json.loads(line)["article"] for line in result.stdout.splitlines()]


@pytest.mark.parametrize(
    ("query", "articles"),
    [
        ("cholera", ["wire:2.txt", "wire:1.txt"]),
        ("captures NEAR/5 Hama", ["wire:2.txt"]),
        ("captured Hama", ["wire:3.txt", "wire:2.txt"]),
        ('"captures"', []),
        ("headline:film", ["wire:3.txt"]),
        ("$cities AND captured", ["wire:3.txt", "wire:2.txt"]),
        ("/twel+ve/", ["wire:1.txt"]),
    ],
)
def test_articles_are_found_newest_first(archive: Desk, query: str, articles: list[str]) -> None:
    assert found(archive, query) == articles


def test_what_a_rule_matches_is_found(archive: Desk) -> None:
    assert found(archive, "--rule", "cholera") == ["wire:1.txt"]


def test_pages_and_times(archive: Desk) -> None:
    page = json.loads(archive("search", "cholera", "--limit", "1", "--format", "json").stdout)
    assert [one["article"] for one in page] == ["wire:2.txt"]
    assert found(archive, "cholera", "--before", page[0]["place"]) == ["wire:1.txt"]
    assert found(archive, "cholera", "--since", (NOW + 2 * MINUTE).isoformat()) == ["wire:2.txt"]
    assert found(archive, "cholera", "--before", (NOW + 2 * MINUTE).isoformat()) == ["wire:1.txt"]


def test_people_see_the_words_in_their_sentence(archive: Desk) -> None:
    result = archive("search", "captured NEAR/5 Hama")
    assert "Hama falls" in result.stdout
    assert "  AFP, wire:2.txt\n" in result.stdout
    assert "  Rebels *captured* the central city of *Hama*." in result.stdout
    assert "older ones: --before 20" in archive("search", "cholera", "--limit", "1").stderr


def test_programs_see_where_the_words_stand(archive: Desk) -> None:
    (one,) = json.loads(archive("search", "captured NEAR/5 Hama", "--format", "json").stdout)
    (mention,) = one["matches"][0]["mentions"]
    assert mention["sentence"] == one["matches"][0]["proof"] == "Rebels captured the central city of Hama."
    assert len(mention["spans"]) == 2
    assert (one["headline"], one["source"], one["story"], one["number"]) == ("Hama falls", "AFP", "s2", 1)


def test_what_needs_no_word_is_looked_for_everywhere_and_that_is_said(archive: Desk) -> None:
    assert "every article is looked at" in archive("search", "/twelve/").stderr
    assert archive("search", "twelve").stderr == ""


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["nowhere"], ExitCode.DONE, ""),
        (["nowhere", "--expect"], ExitCode.FINDINGS, ""),
        ([], ExitCode.USAGE, "give a query, or --rule"),
        (["a", "--rule", "cholera"], ExitCode.USAGE, "give a query, or --rule"),
        (["(rebels AND"], ExitCode.USAGE, "the query, at letter "),
        (["$citis"], ExitCode.USAGE, "there is no list `$citis`; did you mean"),
        (["a", "--before", "2026-11-28/x"], ExitCode.USAGE, "no place of an article"),
    ],
)
def test_how_it_ends(archive: Desk, arguments: list[str], code: ExitCode, said: str) -> None:
    result = archive("search", *arguments)
    assert result.exit_code == code
    assert said in result.stderr


def test_nothing_is_written_and_nobody_waited_for(archive: Desk) -> None:
    state = archive.root / "var" / "monitor.db"
    with sqlite3.connect(state) as writer:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("UPDATE articles SET headline = 'x'")
        assert found(archive, "cholera") == ["wire:2.txt", "wire:1.txt"]
        writer.rollback()

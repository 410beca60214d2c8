"""Tables of cues as files: what a user may add, and what is refused."""

from __future__ import annotations

import jsonschema
import pytest
from ruamel.yaml import YAML

from monitor.lexicon import shipped_status
from monitor.matching.atoms import Atoms
from monitor.matching.status import StatusFinder
from monitor.matching.view import ArticleView
from monitor.matching.vocabulary import Vocabulary
from monitor.model.article import Span
from monitor.model.match import Status
from monitor.rules.cues import json_schema, load_cues, shipped_cues
from tests.support.rules import news

WORD_OF_MOUTH = """
extend: en
cues:
  - words: [word of mouth has it that]
    status: claimed
    reach: complement
"""


def _status(text: str, word: str, files: dict[str, str]) -> Status:
    loaded = load_cues(files)
    assert not loaded.problems
    start = text.index(word)
    view = ArticleView(news(text), Vocabulary(Atoms(), {}), {})
    return StatusFinder(loaded.tables).find(view, Span(start, start + len(word))).status


def test_a_table_is_extended() -> None:
    text = "Word of mouth has it that Hama fell, and rebels may come."
    assert _status(text, "fell", {}) is Status.ASSERTED
    assert _status(text, "fell", {"status/en.yml": WORD_OF_MOUTH}) is Status.CLAIMED
    assert _status(text, "come", {"status/en.yml": WORD_OF_MOUTH}) is Status.POSSIBLE


def test_a_table_is_replaced() -> None:
    files = {"status/en.yml": WORD_OF_MOUTH.replace("extend: en", "")}
    assert _status("Hama may fall.", "fall", files) is Status.ASSERTED


def test_a_language_is_added() -> None:
    loaded = load_cues({"status/de.yml": "cues:\n  - {words: [nicht], status: negated}\n"})
    assert set(loaded.tables) == {"de", "en"}


@pytest.mark.parametrize(
    ("key", "value", "held"),
    [
        ("ends", "[but]", False),
        ("ends", "[although]", True),
        ("reach", "'2'", False),
        ("reach", "'9'", True),
        ("takes", "noun", False),
        ("bears", "before", False),
        ("unless", "[grapevine tells]", False),
        ("unless", "['/GRAPEVINE T/']", False),
    ],
)
def test_a_cue_says_how_far_it_reaches(key: str, value: str, held: bool) -> None:
    cue = f"  - {{words: [grapevine tells], status: fiction, {key}: {value}}}\n"
    found = _status("The grapevine tells but now and then Hama fell.", "fell", {"status/en.yml": f"cues:\n{cue}"})
    assert (found is Status.FICTION) == held


FAULTY = [
    ("cues: [{words: [maybe], status: perhaps}]", "status/en.yml", 1),
    ("cues: [{words: [maybe], status: possible, reach: far}]", "status/en.yml", 1),
    ("cues: [{words: [], status: possible}]", "status/en.yml", 1),
    ("cues: [{words: ['/may.?be/'], status: possible}]", "status/en.yml", 1),
    ("cues: [{words: [in $cities], status: possible}]", "status/en.yml", 1),
    ("cues: [{word: [maybe], status: possible}, {words: [x], status: y}]", "status/en.yml", 2),
    ("cue: []", "status/en.yml", 1),
    ("extend: fr", "status/en.yml", 1),
    ("cues: []", "status/english.yml", 1),
    ("", "status/en.yml", 1),
]


@pytest.mark.parametrize(("text", "file", "problems"), FAULTY)
def test_a_faulty_file_is_named_and_left_out(text: str, file: str, problems: int) -> None:
    loaded = load_cues({file: text, "status/fr.yml": "cues: [{words: [pas], status: negated}]"})
    assert len(loaded.problems) == problems
    assert {problem.file for problem in loaded.problems} == {file}
    assert loaded.tables["en"] is shipped_cues()["en"]
    assert "fr" in loaded.tables


def test_the_shipped_table_holds_to_the_schema() -> None:
    schema = json_schema()
    for text in shipped_status().values():
        jsonschema.validate(YAML(typ="safe", pure=True).load(text), schema)


def test_of_two_files_for_one_language_the_second_is_in_error() -> None:
    loaded = load_cues({"status/a/en.yml": WORD_OF_MOUTH, "status/en.yml": WORD_OF_MOUTH})
    assert [(problem.file, problem.code) for problem in loaded.problems] == [("status/en.yml", "duplicate-table")]
    assert loaded.files == {"status/a/en.yml": "en"}


def test_an_edit_changes_the_digest() -> None:
    assert load_cues({"status/en.yml": WORD_OF_MOUTH}).tables["en"].digest != shipped_cues()["en"].digest

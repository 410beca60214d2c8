"""Strict YAML: words as written, positions of everything, every problem at once, and nothing but InvalidFiles."""

from __future__ import annotations

from typing import Annotated, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict, Field

from monitor.errors import InvalidFiles
from monitor.strictyaml import Document, Plain, parse, validate


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Mail(Strict):
    kind: Literal["mail"]
    to: list[str] = Field(min_length=1)


class Hook(Strict):
    kind: Literal["hook"]
    url: str = Field(min_length=1)


class Sample(Strict):
    title: str
    count: int = Field(1, ge=1, le=9)
    share: float = 0.5
    on: bool = False
    level: Literal["low", "high"] = "low"
    where: dict[str, Annotated[Mail | Hook, Field(discriminator="kind")]] = Field(default_factory=dict)


def problems(text: str, model: type[BaseModel] | None = None) -> list[str]:
    try:
        for document in parse(text, "f.yml"):
            if model:
                validate(document, model)
    except InvalidFiles as error:
        return [str(problem).replace("f.yml:", "", 1) for problem in error.problems]
    return []


@pytest.mark.parametrize(
    ("text", "root"),
    [
        ("a: NO", {"a": "NO"}),
        ("a: [010, 17:30, null, ~, 1e3, 2026-11-23, 0x1f]", {"a": ["010", "17:30", "null", "~", "1e3", "2026-11-23", "0x1f"]}),
        ("a:", {"a": ""}),
        ("a: 'it''s'\nb: \"\\u00e9\"", {"a": "it's", "b": "é"}),
        ("a: |\n  one\n  two\n", {"a": "one\ntwo\n"}),
        ("\ufeffa: b\r\nc: d\r", {"a": "b", "c": "d"}),
        ("a: evacuat*\nb: $cities", {"a": "evacuat*", "b": "$cities"}),
    ],
)  # fmt: skip
def test_words_are_taken_as_written(text: str, root: Plain) -> None:
    assert [document.root for document in parse(text, "f.yml")] == [root]


def test_several_documents_and_empty_ones() -> None:
    documents = parse("# c\n---\na: 1\n---\n---\nb: 2\n", "f.yml")
    assert [document.root for document in documents] == [{"a": "1"}, {"b": "2"}]
    assert [document.position().line for document in documents] == [3, 6]
    assert parse("", "f.yml") == parse("# only a comment\n", "f.yml") == []


def test_positions_of_values_and_keys() -> None:
    document: Document = parse("a:\n  b: [x, y]\n  c:\nd: z", "f.yml")[0]
    assert document.position(("a", "b", 1)) == (2, 10)
    assert document.position(("a", "b"), key=True) == (2, 3)
    assert document.position(("a", "c")) == (3, 3)  # nothing there: the key
    assert document.position(("a", "nowhere", 3)) == (2, 3)
    problem = document.problem(("d",), "code", "wrong", "do this")
    assert (problem.line, problem.column, problem.source_line) == (4, 4, "d: z")
    assert str(problem) == "f.yml:4:4: error: wrong (do this)"


FORM = [
    ("a: *x", "1:4: error: `*x` is an alias; aliases are not allowed (write it out, or put a term that starts with `*` in quotes)"),
    ("a: &x y", "1:4: error: `&x` is an anchor; anchors are not allowed (write it out, or put text that starts with `&` in quotes)"),
    ("a: !t y", "1:4: error: text that starts with `!` is a tag; tags are not allowed (put it in quotes)"),
    ("a: 1\na: 2", "2:1: error: the key `a` occurs twice; it is first on line 1"),
    ("<<: {a: 1}", "1:1: error: merge keys (`<<`) are not allowed (write the keys out)"),
    ("a:\n\tb: c", "2:1: error: not valid YAML: found character '\\t' that cannot start any token (indent with spaces, not with tabs)"),
    ("a: b: c", "1:5: error: not valid YAML: mapping values are not allowed here (put text that contains `: ` in quotes)"),
    ("a: 'b", "1:4: error: not valid YAML: found unexpected end of stream (a closing quotation mark is missing)"),
    ("a: [b", "1:4: error: not valid YAML: expected ',' or ']', but got '<stream end>' (a comma or a closing bracket is missing)"),
    ("a: {{ b }} c", "1:5: error: not valid YAML: a key must be text (put text that contains braces or brackets in quotes)"),
    ("a: \x00", "1:4: error: the invisible character U+0000 is not allowed in YAML"),
    ('a: "\\0"', "1:4: error: the text holds a character that no text may hold (leave out its `\\` escape)"),
    ('a: "\\ud800"', "1:4: error: the text holds a character that no text may hold (leave out its `\\` escape)"),
    ("[" * 30, "1:21: error: not valid YAML: more than 20 levels inside one another"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "message"), FORM)
def test_faults_of_form(text: str, message: str) -> None:
    assert problems(text) == [message]


MEANING = [
    ("titel: x", ["1:1: error: unknown key `titel` (did you mean `title`?)"]),
    ("count: 3", ["1:1: error: missing key `title`"]),
    ("title: x\ncount: many", ["2:8: error: `count` must be a whole number, not `many`"]),
    ("title: x\ncount: 10", ["2:8: error: `count` must be at most 9, not `10`"]),
    ("title: x\nshare: half", ["2:8: error: `share` must be a number, not `half`"]),
    ("title: x\non: maybe", ["2:5: error: `on` must be `true` or `false`, not `maybe`"]),
    ("title: [x]", ["1:8: error: `title` must be text, not a list"]),
    ("title: x\nlevel: hgh", ["2:8: error: `level` must be one of low, high, not `hgh` (did you mean `high`?)"]),
    ("title: x\nlevel:", ["2:1: error: `level` has no value; it must be one of low, high"]),
    ("[a, b]", ["1:1: error: the file must be a block of keys and values, not a list"]),
    (
        "title: x\nwhere:\n  a: {kind: mial}\n  b: {kind: mail, too: [c]}\n  c: {kind: hook, url: }\n  d: {to: [x]}\n  e: {kind: mail, to: x}",
        [
            "3:6: error: `kind` of `a` must be one of mail, hook, not `mial` (did you mean `mail`?)",
            "4:19: error: unknown key `too` (did you mean `to`?)",
            "5:19: error: `url` is empty",
            "6:6: error: missing key `kind` in `d`",
            "7:23: error: `to` must be a list, such as `[one, two]`, not `x` (write `[x]`)",
        ],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "messages"), MEANING)
def test_faults_of_meaning_are_all_shown_in_plain_words(text: str, messages: list[str]) -> None:
    assert problems(text, Sample) == messages


def test_too_large_a_file_is_refused() -> None:
    assert problems("a: " + "x" * 1_000_000) == [" error: the file has more than 1,000,000 letters"]


YAML_LIKE = st.text(alphabet="ab:-[]{}#'\"\\|>*&!%@`,? \n\t0$~.\x85\u2028é", max_size=60)


@given(st.one_of(st.text(max_size=60), YAML_LIKE))
def test_any_text_parses_or_is_invalid(text: str) -> None:
    problems(text, Sample)


@given(YAML_LIKE)
def test_problems_stand_inside_of_the_file(text: str) -> None:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    assert all(int(problem.split(":")[0]) <= len(lines) for problem in problems(text) if problem[0] != " ")

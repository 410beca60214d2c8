"""Rules of other tools as rule files: what becomes of them, and what is refused by name."""

from __future__ import annotations

import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from monitor.errors import Problem, Severity
from monitor.matching import Engine
from monitor.model.article import Zone
from monitor.rules.compiled import RuleSet
from monitor.rules.importing import FORMS, Imported, Refused, import_rules
from monitor.rules.lists import load_lists
from monitor.rules.load import load_rules
from tests.support.rules import NOW, news

LISTS = load_lists({}).lists


def imported(text: str, form: str = "auto") -> Imported:
    (made,) = import_rules(text, form, id="it", title="t")
    assert isinstance(made, Imported), made
    return made


def refused(text: str, form: str = "auto") -> str:
    (made,) = import_rules(text, form)
    assert isinstance(made, Refused), made
    return made.reason


def iptc(query: str) -> str:
    return json.dumps({"rules": [{"name": "Fire - 2", "query": query, "topicId": "medtop:2"}]})


def errors(text: str) -> list[Problem]:
    return [each for each in load_rules({"it.yml": text}, LISTS).problems if each.severity is Severity.ERROR]


def fires(text: str, article: str, headline: str = "x") -> bool:
    loaded = load_rules({"it.yml": text}, LISTS)
    assert errors(text) == []
    engine = Engine(RuleSet({rule.id: rule for rule in loaded.rules["it.yml"]}, LISTS))
    return bool(engine.match(news((Zone.HEADLINE, headline), article), now=NOW))


@pytest.mark.parametrize(
    ("text", "form", "lines"),
    [
        ("a OR b", "boolean", ["any: [a, b]"]),
        ("a b NOT (c OR d)", "boolean", ["all: [a, b]", "none: [c, d]", "within: article"]),
        ("(a OR b) NEAR/5 c", "boolean", ["near: {terms: [[a, b], c], words: 5}"]),
        ("ATLEAST/3(a OR b)", "boolean", ["at_least: {count: 3, of: [a, b]}"]),
        ("headline:(a OR b)", "boolean", ["any: [a, b]", "in: [headline]"]),
        ('"it\'s" OR "10"', "boolean", ["any: [it's, '10']", "inflect: false"]),
        ('a OR "b c"', "boolean", ["query: 'a OR \"b c\"'"]),
        ("SENTENCE(a b)", "boolean", ["query: SENTENCE(a AND b)"]),
        ("a OR b c -d", "google", ["all: [[a, b], c]", "none: [d]", "within: article"]),
        ("a | b intitle:c", "google", ["query: '(a OR b) AND headline:c'"]),
        ("a AROUND(3) b", "auto", ["near: {terms: [a, b], words: 3}"]),
        ("a b", "lucene", ["any: [a, b]"]),
        ("+a +b -c", "lucene", ["all: [a, b]", "none: [c]", "within: article"]),
        ("a OR b -c", "lucene", ["any: [a, b]", "none: [c]"]),
        ("a AND NOT b", "lucene", ["any: [a]", "none: [b]"]),
        ("a NOT b", "lucene", ["any: [a]", "none: [b]"]),
        ("title:(a b) && c", "lucene", ["query: 'headline:(a OR b) AND c'"]),
        ('-"b c" a', "lucene", ["query: 'a AND NOT \"b c\"'"]),
        ("a NEAR/2f b", "brandwatch", ["near: {terms: [a, b], words: 2, ordered: true}"]),
        ("{Apple} AND pie", "brandwatch", ["query: '\"=Apple\" AND pie'"]),
    ],
)
def test_boolean_strings(text: str, form: str, lines: list[str]) -> None:
    made = imported(text, form)
    assert made.text.splitlines() == ["id: it", "title: t", *lines]
    assert errors(made.text) == []


def test_what_changes_no_match_is_told() -> None:
    assert imported("a^2 OR b", "lucene").notes == ("`^2` is left out: a weight ranks, and changes no match",)
    assert imported('"a b"~5', "lucene").notes == ('`"a b"~5` becomes `NEAR/5`, with either word first',)
    assert imported("a <<<why>>> b", "brandwatch").notes == ("comments (`<<<…>>>`) are left out",)


@pytest.mark.parametrize(
    ("text", "form", "said"),
    [
        ("roam~", "lucene", "`roam~`"),
        ("te?t", "lucene", "`te?t`"),
        ("date:[1 TO 2]", "lucene", "`date:`"),
        ('"a b c"~5', "lucene", "`~5`"),
        ("a site:bbc.co.uk", "google", "`site:`"),
        ("a W/5 b", "boolean", "`W/5`"),
        ("-a", "google", "none of its words"),
        ("{} a", "brandwatch", "`{}`"),
    ],
)
def test_what_cannot_be_said_is_refused_by_name(text: str, form: str, said: str) -> None:
    assert said in refused(text, form)


@pytest.mark.parametrize(
    ("query", "headline", "body", "yes"),
    [
        ('(or (title any "fire fires") (body adj "house fire"))', "Fire", "x", True),
        ('(or (title any "fire fires") (body adj "house fire"))', "x", "A house FIRE", True),
        ('(or (title any "fire fires") (body adj "house fire"))', "x", "fires", False),
        ('(text_content any/stemming "burn")', "x", "burned", True),
        ('(text_content any "burn")', "x", "burned", False),
        ('(text_content adj/stemming "face veil")', "x", "face veils", True),
        ('(text_content adj/stemming "face veil")', "x", "veils face", False),
        ('(body any/literal "AIDS")', "x", "aids", False),
        ('(body any "AIDS")', "x", "aids", True),
        ('("molest*")', "x", "molested", True),
        ('(and (body all "a1 b1") (not (title = "c1") (body = "d1")))', "c1", "a1 b1", False),
        ('(and (body all "a1 b1") (not (title = "c1") (body = "d1")))', "x", "b1 a1", True),
        ('(or/count>=2 (body any "a1 b1"))', "x", "a1 a1", True),
        ('(or/count>2 (body any "a1 b1"))', "x", "a1 a1", False),
        ('(or/countunique>1 (body any "a1 b1"))', "x", "a1 a1", False),
        ('(prox/unit=word/distance<=3 (body any "a1") (body any "b1"))', "x", "b1 x x a1", True),
        ('(prox/unit=word/distance<3 (body any "a1") (body any "b1"))', "x", "b1 x x a1", False),
        ('(prox/unit=sentence/distance=1 (body any "a1") (body any "b1"))', "x", "Say a1. Say b1.", False),
        ('(title adj/regexp "\\\\d+\\\\-?year")', "A 12-year wait", "x", True),
        ('(and (body any "a1") // why // (body any "b1"))', "x", "a1 b1", True),
    ],
)
def test_iptc_rules(query: str, headline: str, body: str, yes: bool) -> None:
    (made,) = import_rules(iptc(query.replace("\\\\", "\\")))
    assert isinstance(made, Imported), made
    assert made.id == "fire-2"
    assert fires(made.text, body, headline) is yes


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ('(prox/unit=word/distance>0 (body any "a") (body any "b"))', "`prox/unit=word/distance>0`"),
        ('(prox/unit=sentence/distance=4 (body any "a") (body any "b"))', "`prox/unit=sentence/distance=4`"),
        ('(xor (body any "a") (body any "b"))', "`xor`"),
        ('(slug any "a")', "`slug`"),
        ('(body within "a")', "`within`"),
        ('(not (body any "a"))', "none of its words"),
        ("(and", "parentheses"),
        ("(" * 60, "EXTRA"),
        ('(or "a" "b")', "joins something other"),
    ],
)
def test_iptc_rules_that_cannot_be_said(query: str, said: str) -> None:
    assert said in refused(iptc(query), "iptc")


def test_every_rule_of_a_file_has_an_id_of_its_own() -> None:
    rules = [{"name": "Same", "query": '("a1")'}, {"name": "same!", "query": '("b1")'}, {"name": "none"}, "x"]
    made = import_rules(json.dumps(rules), "auto", id="desk")
    assert [each.id for each in made if isinstance(each, Imported)] == ["desk-same", "desk-same-2"]
    assert [each.reason for each in made if isinstance(each, Refused)] == ["it has no `query`"] * 2
    assert "not JSON" in refused('{"rules": [', "auto")


def test_a_long_expression_is_folded_and_read_again() -> None:
    words = [f'"{first}  {second}"' for first in "abcdefghij" for second in "klmno"]
    text = "c1 AND (" + " OR ".join(words) + ")"
    made = imported(text, "boolean")
    assert max(map(len, made.text.splitlines())) < 125
    assert fires(made.text, "c1 j o")


@given(st.text(max_size=40), st.sampled_from(FORMS))
@example("$a", "auto")
def test_whatever_comes_is_imported_or_refused(text: str, form: str) -> None:
    for each in import_rules(text, form, id="it"):
        if isinstance(each, Imported):  # `$name` is a list, in strings too; that there is none is said as in any rule
            assert [found for found in errors(each.text) if found.code != "unknown-list"] == []

"""The language of Boolean expressions: how it binds, how it is written, what is refused and where."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.rules.lists import load_lists
from monitor.rules.load import load_rules
from monitor.rules.query import LONGEST, QueryFault, parse, write


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a b", "a AND b"),
        ("a OR b c", "a OR (b AND c)"),
        ("a b NEAR/3 c", "a AND b NEAR/3 c"),
        ("NOT a b", "b AND NOT a"),
        ("(embassy OR consulate) NEAR/6 evacuat* NOT drill", "(embassy OR consulate) NEAR/6 evacuat* AND NOT drill"),
        ("a NEAR/2 b ONEAR/3 c", "a NEAR/2 b ONEAR/3 c"),
        ("a NEAR/2 NOT b", "a NEAR/2 NOT b"),
        ("NOT NOT a", "a"),
        ("c NOT (a OR b)", "c AND NOT a AND NOT b"),
        ("headline:(a OR b) c", "headline:(a OR b) AND c"),
        ("headline:a NEAR/1 headline:b", "headline:(a NEAR/1 b)"),
        ("“curly quotes” x", '"curly quotes" AND x'),
        ("SENTENCE(a b) PARAGRAPH(c OR d)", "SENTENCE(a AND b) AND PARAGRAPH(c OR d)"),
        ("ATLEAST/3(a OR b) DISTINCT/2(a OR b)", "ATLEAST/3(a OR b) AND DISTINCT/2(a OR b)"),
        ("/M-?23/ $cities", "/M-?23/ AND $cities"),
        ("=Turkey 17:30", "=Turkey AND 17:30"),
        ('"near" "AND"', '"near" AND "AND"'),
    ],
)
def test_how_it_binds(text: str, written: str) -> None:
    assert write(parse(text).expression) == written


@pytest.mark.parametrize(
    ("text", "start", "said", "advice"),
    [
        ("a W/5 b", 2, "`W/5`", "NEAR/5"),
        ("a /5 b", 2, "`/5`", "NEAR/5"),
        ("a PRE/3 b", 2, "`PRE/3`", "ONEAR/3"),
        ("a NEAR/3f b", 2, "`NEAR/3f`", "ONEAR/3"),
        ("a AROUND(4) b", 2, "`AROUND(4)`", "NEAR/4"),
        ("a ADJ b", 2, "`ADJ`", "phrase"),
        ("a NEAR b", 2, "`NEAR`", "NEAR/6"),
        ("a near/3 b", 2, "`near/3`", "NEAR/3"),
        ("a w/s b", 2, "`w/s`", "SENTENCE"),
        ('"a b"~5', 5, "`~5`", "NEAR/5"),
        ("roam~ x", 0, "`roam~`", "OR"),
        ("te?t", 0, "`te?t`", "*"),
        ("a^2 b", 0, "`a^2`", "weight"),
        ("a [1 TO 5]", 2, "`[1 TO 5]`", "range"),
        ("a TO b", 2, "`TO`", "range"),
        ("site:bbc.co.uk a", 0, "`site:`", "`source`"),
        ("a after:2024-01-01", 2, "`after:`", "`max_age`"),
        ("title:a", 0, "`title:`", "`headline:`"),
        ("a -b", 2, "`-`", "NOT"),
        ("+a b", 0, "`+`", "leave it out"),
        ("a && b", 2, "`&&`", "AND"),
        ("a | b", 2, "`|`", "OR"),
        ("a or b", 2, "`or`", "capitals"),
        ("{Apple} pie", 0, "`{Apple}`", "round"),
        ("'a b'", 0, "`'a`", "double quotes"),
        ("a XOR b", 2, "`XOR`", "NOT"),
    ],
)
def test_operators_of_other_tools_are_refused_by_name(text: str, start: int, said: str, advice: str) -> None:
    with pytest.raises(QueryFault) as refused:
        parse(text)
    assert (refused.value.start, refused.value.code) == (start, "operator")
    assert said in refused.value.message
    assert advice in refused.value.suggestion


@pytest.mark.parametrize(
    ("text", "start", "said"),
    [
        ("", 0, "empty"),
        ("(a", 0, "never closed"),
        ("a)", 1, "without its `(`"),
        ("()", 1, "nothing stands before"),
        ("a OR", 2, "nothing follows"),
        ("OR a", 0, "nothing on its left"),
        ("a AND OR b", 6, "nothing on its left"),
        ('a "b', 2, "not closed"),
        ("NOT a", 0, "none of its words"),
        ("a OR NOT b", 0, "none of its words"),
        ("a SENTENCE(NOT b)", 0, "`SENTENCE(…)`"),
        ("(a b) NEAR/3 c", 6, "joins terms"),
        ("NOT a NEAR/3 b", 6, "two things"),
        ("a NEAR/201 b", 2, "from 0 to 200"),
        ("ATLEAST/0(a)", 0, "from 1"),
        ("ATLEAST/2 a", 0, "in parentheses"),
        ("ATLEAST/2(a b)", 0, "counts terms"),
        ("ev* x", 0, "too much"),
        ("x /(/", 2, "not a valid regular expression"),
        ("(" * 41 + "a", 40, "nested deeper"),
        ("a " * 2_001, 4_000, "more than 2000 terms"),
        ("a" * (LONGEST + 1), LONGEST, "longer than"),
    ],
)
def test_faults_say_where(text: str, start: int, said: str) -> None:
    with pytest.raises(QueryFault) as refused:
        parse(text)
    assert refused.value.start == start
    assert said in refused.value.message


@given(st.text(alphabet="ab \"“”()/:~^*-+!?[]{}|&$=.'\\ANDORTE1", max_size=40))
def test_whatever_is_written_only_faults_are_raised(text: str) -> None:
    try:
        made = parse(text)
    except QueryFault:
        return
    again = write(made.expression)
    assert write(parse(again).expression) == again


def problems(text: str) -> list[tuple[int, int, str]]:
    return [(each.line, each.column, each.code) for each in load_rules({"a.yml": text}, load_lists({}).lists).problems]


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("query: embassy W/5 evacuated", 2, 16),
        ("query: 'embassy W/5 evacuated'", 2, 17),
        ("query: '\"it''s here\" W/5 evacuated'", 2, 22),
        ('query: "\\"x\\" W/5 evacuated"', 2, 15),
        ("query: >\n  embassy OR\n  consulate W/5 evacuated", 4, 13),
        ("query: |-\n  embassy\n  W/5 evacuated", 4, 3),
    ],
)
def test_a_fault_stands_where_it_is_in_the_file(text: str, line: int, column: int) -> None:
    assert problems(f"title: t\n{text}\n") == [(line, column, "operator")]


def test_a_list_that_is_not_there() -> None:
    assert problems("title: t\nquery: $citys embassy\n") == [(2, 8, "unknown-list")]


def test_a_rule_of_a_query_alone_is_sound() -> None:
    assert problems("title: t\nquery: (embassy OR consulate) NEAR/6 evacuat* NOT drill\n") == []

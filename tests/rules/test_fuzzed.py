"""Rule files and queries, damaged: loaded, or a problem that stands inside of the file; never an exception.

Short here; `make fuzz` tries a hundred times as many and more.
"""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from monitor.errors import Severity
from monitor.rules.compiled import Query
from monitor.rules.lists import load_lists
from monitor.rules.load import load_rules
from monitor.rules.packs import shipped_rules
from monitor.rules.query import QueryFault, parse, write
from tests.support.fuzzing import fuzz

SMALL = sorted(text for text in shipped_rules().values() if len(text) < 6_000)
BITS = sorted({bit for text in SMALL for bit in re.findall(r"[\w$-]+:?|[^\w\s]|\n *", text)})
TOKENS = [
    "a", "b", "attack*", '"a b"', "“c d”", "AND", "OR", "NOT", "NEAR/3", "ONEAR/2", "NEAR/0", "NEAR/201", "(", ")", "ATLEAST/2(",
    "DISTINCT/2(", "SENTENCE(", "PARAGRAPH(", "headline:", "body:", "quote:", "$cities", "=Turkey", "/M-?23/", "/(a|b)+/", "/(/", "*", "?",
    "~2", "^3", "[1 TO 5]", "&", "|", "!", "W/5", "'", '"', "\\", "\n", "é", "中文", "\u202e", "\0", "-", "17:30", "a" * 300,
]  # fmt: skip


@st.composite
def damaged_rule(draw: st.DrawFn) -> str:
    text = draw(st.sampled_from(SMALL))
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.sampled_from([0, 1, 2, 5, 40, 400])))
        text = text[:start] + draw(st.sampled_from(["", *BITS]) | st.text(max_size=3)) + text[end:]
    lines = text.split("\n")
    if draw(st.booleans()):  # a line somewhere else, or twice
        line = lines[draw(st.integers(0, len(lines) - 1))]
        lines.insert(draw(st.integers(0, len(lines))), line)
    return "\n".join(lines)


@fuzz(40)
@given(damaged_rule())
def test_a_damaged_rule_file_loads_or_has_a_problem_in_it(text: str) -> None:
    loaded = load_rules({"f.yml": text}, load_lists({}).lists)
    errors = [problem for problem in loaded.problems if problem.severity is Severity.ERROR]
    assert bool(errors) != ("f.yml" in loaded.rules)
    lines = len(re.split(r"\r\n|[\n\r\x85\u2028\u2029]", text))
    assert all(0 <= problem.line <= lines and str(problem) for problem in loaded.problems)


@fuzz(150)
@given(
    st.lists(
        st.tuples(st.sampled_from(TOKENS) | st.text(max_size=3), st.sampled_from(["", " ", " ", "\t"])), max_size=25
    )
)
def test_a_query_of_any_tokens_is_parsed_or_refused_at_a_place_in_it(tokens: list[tuple[str, str]]) -> None:
    text = "".join(token + gap for token, gap in tokens)
    made = parsed(text)
    if isinstance(made, QueryFault):
        assert 0 <= made.start <= len(text)
        return
    again = write(made.expression)
    assert write(parse(again).expression) == again


def parsed(text: str) -> Query | QueryFault:
    try:
        return parse(text)
    except QueryFault as fault:
        return fault

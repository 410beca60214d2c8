"""Regular expressions on RE2, in the Unicode sense, compared with Python's."""

from __future__ import annotations

import re

import pytest
import re2
from hypothesis import given
from hypothesis import strategies as st

from monitor.text.patterns import CompiledPattern, InvalidPattern, mark

_QUIET = re2.Options()
_QUIET.log_errors = False


def found(expression: str, text: str) -> list[str]:
    return [text[span.start : span.end] for span in CompiledPattern(expression).search(text, mark(text))]


@pytest.mark.parametrize(
    ("expression", "text", "expected"),
    [
        (r"\bM-?23\b", "m23, M-23, éM23, M23é (M23)", ["m23", "M-23", "M23"]),
        (r"\bélan\b", "élan xélan élané", ["élan"]),
        (r"\w+", "où est-il", ["où", "est", "il"]),
        (r"[\w-]+\s\d+", "est-ce\u00a0٣٤", ["est-ce\u00a0٣٤"]),
        (r"\W", "aé!", ["!"]),
        (r"[^a]b", "éb", ["éb"]),
        (r"a.c", "aéc", ["aéc"]),
        (r"(?:\bfoo\b ?)+", "é foo foo", ["foo foo"]),
        (r"\bfoo$", "é foo", ["foo"]),
        (r"\Qa.b\E", "é a.b axb", ["a.b"]),
        (r"a{2}b?", "é aab", ["aab"]),
        (r"\p{Greek}+", "é αβγ", ["αβγ"]),
        (r"x*", "é", []),
    ],
)
def test_searching(expression: str, text: str, expected: list[str]) -> None:
    assert found(expression, text) == expected


@pytest.mark.parametrize("expression", [r"(?=a)", r"(a)\1", "(", r"a**b["])
def test_what_re2_refuses(expression: str) -> None:
    with pytest.raises(InvalidPattern):
        CompiledPattern(expression)


PIECES = r"a b é . ^ $ | ( ) (?: (?i) * + ? *? {2} { [ ] [^ - \w \W \d \D \s \S \b \B \. \pL \p{Greek} \x41 [[:alpha:]] \Q \E \n".split()


@given(st.lists(st.sampled_from(PIECES), max_size=7).map("".join))
def test_whatever_re2_takes_is_taken(expression: str) -> None:
    try:
        re2.compile(expression, _QUIET)
    except re2.error:
        return
    CompiledPattern(expression)


@given(
    st.sampled_from([r"\bé+\b", r"\ba", r"a\b", r"\w+\b.\b\w", r"[^\s]+", r"(?:\ba|é\b)+", r"\b\d+\b"]),
    st.text(alphabet="aé1 -ß\n", max_size=20),
)
def test_the_same_as_pythons(expression: str, text: str) -> None:
    assert found(expression, text) == [match[0] for match in re.finditer(expression, text, re.IGNORECASE)]

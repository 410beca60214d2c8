from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.reading.normal import normalise


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\r\nb\rc\u2028d\x0be", "a\nb\nc\nd\ne"),
        ("a\u00a0b\tc\u3000d\u202fe", "a b c d e"),
        ("re\u200bbels cap\u00adture\ufeff\u202ed\x07 cap\u200dtured", "rebels captured captured"),
        ("cafe\u0301 Ḩama\u0304h", "café Ḩamāh"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("x\ud800y", "x\ufffdy"),
        ("plain “text” – here…", "plain “text” – here…"),
    ],
)
def test_one_spelling(text: str, expected: str) -> None:
    assert normalise(text) == expected


def test_runs_of_combining_marks_are_cut() -> None:
    assert len(normalise("a" + "\u0301\u0327" * 100_000 + "b")) < 40


@given(st.text())
def test_the_result_is_normal_and_stays_so(text: str) -> None:
    once = normalise(text)
    assert unicodedata.is_normalized("NFC", once)
    assert normalise(once) == once

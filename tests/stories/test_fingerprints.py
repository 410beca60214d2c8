from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.model.article import Zone
from monitor.stories.fingerprints import fingerprint
from tests.support.articles import article

WORDS = [f"word{n}" for n in range(60)]
BODY = "“The rebels' advance” " + " ".join(WORDS)


def test_a_copy_differs_in_white_space_quotes_case_agency_line_and_dateline() -> None:
    original = article(
        (Zone.HEADLINE, "Rebels take Hama"), (Zone.DATELINE, "BEIRUT, Dec 5 (Reuters) -"), (Zone.BODY, BODY)
    )
    reprint = article(
        (Zone.HEADLINE, "REBELS TAKE HAMA"),
        (Zone.BYLINE, "By A. Writer"),
        (Zone.BODY, BODY[:200].replace("“", '"').replace("”", '"').replace(" ", "\n")),
        (Zone.BODY, BODY[200:].upper()),
        (Zone.CREDIT, "Reuters/AP/AFP"),
    )
    assert fingerprint(original) is not None
    assert fingerprint(original) == fingerprint(reprint)


@pytest.mark.parametrize(
    ("text", "is_long_enough"),
    [
        (" ".join(WORDS), True),
        (" ".join(WORDS[:59]), False),
        ("叙利亚反对派武装占领了战略城市" * 4, True),
        ("叙利亚反对派武装", False),
        ("", False),
    ],
)
def test_short_texts_are_never_copies(text: str, is_long_enough: bool) -> None:
    assert (fingerprint(article((Zone.HEADLINE, "Results"), (Zone.BODY, text))) is not None) is is_long_enough


def test_a_marked_correction_is_never_a_copy() -> None:
    assert fingerprint(article((Zone.BODY, BODY), correction=True)) is None


@given(st.integers(0, 59), st.sampled_from(["other", "5", "word"]))
def test_one_changed_word_is_another_text(at: int, word: str) -> None:
    changed = [*WORDS[:at], word, *WORDS[at + 1 :]]
    assert fingerprint(article((Zone.BODY, " ".join(changed)))) != fingerprint(article((Zone.BODY, " ".join(WORDS))))


@given(st.lists(st.integers(1, 59), unique=True))
def test_where_paragraphs_break_does_not_matter(breaks: list[int]) -> None:
    bounds = [0, *sorted(breaks), 60]
    parts = [(Zone.BODY, " ".join(WORDS[a:b])) for a, b in pairwise(bounds)]
    assert fingerprint(article(*parts)) == fingerprint(article((Zone.BODY, " ".join(WORDS))))

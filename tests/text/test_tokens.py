"""Where words begin and end, and what counts of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.text.tokens import Case, form, is_one_word, tokenise


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Rebels captured Hama.", ["Rebels", "captured", "Hama"]),
        ("Hama's, the rebels’ O'Brien", ["Hama's", "the", "rebels", "O'Brien"]),
        ("cease-fire", ["cease", "fire"]),
        ("1,000 and 3.5 and 1, 2.", ["1,000", "and", "3.5", "and", "1", "2"]),
        ("the U.S. and U.N.-backed", ["the", "U.S.", "and", "U.N.", "backed"]),
        ("The end.Next", ["The", "end", "Next"]),
        ("中国 said", ["中", "国", "said"]),
        ("ไทย", ["ไ", "ท", "ย"]),
        ("हिन्दी", ["हिन्दी"]),
        ("هَذا", ["هَذا"]),
        ("", []),
        (" .,- ", []),
    ],
)
def test_words(text: str, words: list[str]) -> None:
    assert tokenise(text).words == words


@pytest.mark.parametrize(
    ("word", "folded", "case", "counted"),
    [
        ("Hama's", "hama", Case.CAPITAL, "Hama"),
        ("HAMA’S", "hama", Case.CAPITALS, "HAMA"),
        ("l'armée", "armee", Case.LOWER, "armée"),
        ("Sana'a", "sanaa", Case.CAPITAL, "Sana'a"),
        ("Ḩamāh", "hamah", Case.CAPITAL, "Ḩamāh"),
        ("U.S.", "us", Case.CAPITALS, "U.S."),
        ("M23", "m23", Case.CAPITALS, "M23"),
        ("McAllen", "mcallen", Case.CAPITAL, "McAllen"),
        ("1,000", "1000", Case.LOWER, "1,000"),
        ("3.5", "3.5", Case.LOWER, "3.5"),
        ("حماة", "حماة", Case.LOWER, "حماة"),
    ],
)
def test_what_counts_of_a_word(word: str, folded: str, case: Case, counted: str) -> None:
    each = form(word)
    assert (each.folded, each.case, word[each.left : len(word) - each.right]) == (folded, case, counted)


@given(st.text(st.sampled_from("abzAZ09'-._é\u00ad国"), max_size=6))
def test_what_is_surely_one_word_is_one(piece: str) -> None:
    assert not is_one_word(piece) or tokenise(piece).words == [piece]


def test_neighbours_joined_by_a_hyphen() -> None:
    assert tokenise("a state-of-the-art cease‑fire - now").joined == [1, 2, 3, 5]


@given(st.text())
def test_words_stand_where_they_say(text: str) -> None:
    tokens = tokenise(text)
    assert [text[start:end] for start, end in zip(tokens.starts, tokens.ends, strict=True)] == tokens.words
    assert all(form(word).left + form(word).right < len(word) for word in tokens.words)

"""Which letters are one to a reader."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.text.folding import fold, unaccent


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("CAFÉ", "cafe"),
        ("Ḩamāh", "hamah"),
        ("Łódź", "lodz"),
        ("Straße", "strasse"),
        ("Ἀθῆναι", "αθηναι"),
        ("Αθήνα", "αθηνα"),
        ("Ёлка", "елка"),
        ("Йод", "йод"),
        ("Київ", "київ"),
        ("أَحمد", "احمد"),
        ("שָׁלוֹם", "שלום"),
        ("ʿAlī", "ali"),
        ("ＮＡＴＯ", "nato"),
        ("co\u00adoperation", "cooperation"),
        ("हिन्दी", "हिन्दी"),
        ("大使馆", "大使馆"),
    ],
)
def test_folding(written: str, folded: str) -> None:
    assert fold(written) == folded


def test_case_is_kept_without_accents() -> None:
    assert unaccent("Łódź ÉTAT") == "Lodz ETAT"


@given(st.text())
def test_a_folded_text_stays_as_it_is(text: str) -> None:
    assert fold(fold(text)) == fold(text)

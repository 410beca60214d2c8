from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.stories.headlines import compatible

COMPATIBLE = [
    ("Rebels take Hama", "Rebels take Hama"),
    ("Rebels take Hama", "REBELS  TAKE ‘HAMA’"),
    ("Rebels take Hama", "Rebels take Hama, army says"),
    ("Rebels take Hama", "Rebels take strategic city of Hama in major blow to Assad"),
    ("FORD <F> INCREASES 2ND QTR OUTPUT", "FORD INCREASES 2ND QTR OUTPUT, REPORT SAYS"),
    ("U.S. ASKS JAPAN TO END IMPORT CONTROLS", "U.S. ASKS JAPAN END IMPORT CONTROLS"),
    ("Apple's Q3 profit up", "Apple Q3 profit up"),
    ("Rebels take the strategic city of Hama", "Rebels seize the strategic city of Hama"),
    ("سيطر المسلحون على حماة", "سيطر المسلحون على حماة اليوم"),
]
APART = [
    ("Apple Q3 profit up", "Orange Q3 profit up"),
    ("APPLE Q3 PROFIT UP", "ORANGE Q3 PROFIT UP"),
    ("Quarterly profit of Apple is up sharply", "Quarterly profit of Orange is up sharply"),
    ("Quake kills 10 in the north of the country", "Quake kills 12 in the north of the country"),
    ("Profit up in Q3 at the phone maker", "Profit up in Q2 at the phone maker"),
    ("Rebels take Hama", "Army denies losing city"),
    ("Apple", "Apple Orange"),
    ("سيطر المسلحون على حماة", "سيطر المسلحون على حمص"),
    ("", "Rebels take Hama"),
]


@pytest.mark.parametrize(("a", "b"), COMPATIBLE)
def test_compatible(a: str, b: str) -> None:
    assert compatible(a, b)
    assert compatible(b, a)


@pytest.mark.parametrize(("a", "b"), APART)
def test_apart(a: str, b: str) -> None:
    assert not compatible(a, b)
    assert not compatible(b, a)


names = st.sampled_from(["Apple", "Orange", "Ford", "GM", "Hama", "7", "12", "Q3"])


@given(st.lists(names, min_size=1, max_size=3), st.lists(names, min_size=1, max_size=3))
def test_different_names_never_stand_over_one_text(a: list[str], b: list[str]) -> None:
    first, second = (f"quarterly profit of {' '.join(x)} rises sharply again" for x in (a, b))
    each_has_its_own = bool(set(a) - set(b)) and bool(set(b) - set(a))
    if each_has_its_own:
        assert not compatible(first, second)


@given(st.text(max_size=80))
def test_every_headline_is_compatible_with_itself(headline: str) -> None:
    assert compatible(headline, headline)


@given(st.text(max_size=60), st.text(max_size=60))
def test_symmetric(a: str, b: str) -> None:
    assert compatible(a, b) == compatible(b, a)

"""Sets of sentences as bits are sets of numbers."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from monitor.matching.sentencesets import each_of, holds, nearby, set_of

numbers = st.sets(st.integers(0, 200))


@given(numbers, st.integers(-3, 203))
def test_a_set_holds_what_it_was_made_of(sentences: set[int], one: int) -> None:
    found = set_of(sentences)
    assert list(each_of(found)) == sorted(sentences)
    assert holds(found, one) is (one in sentences)


@given(numbers, st.integers(0, 4), st.integers(0, 4))
def test_nearby_is_what_has_one_so_near(sentences: set[int], back: int, ahead: int) -> None:
    found = set(each_of(nearby(set_of(sentences), back=back, ahead=ahead)))
    assert found == {n for n in range(210) if not sentences.isdisjoint(range(n - back, n + ahead + 1))}

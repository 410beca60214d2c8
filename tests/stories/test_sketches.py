"""What is kept of an article, and how two compare."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from monitor.model.article import Zone
from monitor.stories import Arrival, Sketch
from monitor.stories.index import Frequencies, Recent
from monitor.stories.overlap import overlap
from monitor.stories.stems import arabic_stem
from tests.support.articles import article

WORDS = st.lists(st.sampled_from([f"word{n}" for n in range(40)] + ["Hama", "Homs", "the", "12"]), max_size=60)


def sketch(*words: str) -> Sketch:
    return Arrival.of(article((Zone.BODY, " ".join(words) or "."))).sketch


# the first article of a process loads its lists
@given(WORDS)
def test_a_sketch_survives_its_bytes_and_is_like_itself(words: list[str]) -> None:
    one = sketch(*words)
    assert Sketch.unpack(one.pack()) == one
    same = overlap(one, one)
    assert same in {(1.0, 1.0), (0.0, 0.0)}
    assert (same == (1.0, 1.0)) == (len(words) >= 4)


@given(WORDS, WORDS)
def test_overlap_is_symmetric_and_a_share(a: list[str], b: list[str]) -> None:
    one, other = overlap(sketch(*a), sketch(*b)), overlap(sketch(*b), sketch(*a))
    assert (one.within, one.over) == (other.over, other.within)
    assert 0 <= one.within <= 1


def test_a_text_inside_of_a_longer_one_is_wholly_within_it() -> None:
    text = [f"word{n}" for n in range(60)]
    found = overlap(sketch(*text), sketch(*text, *(f"other{n}" for n in range(60))))
    assert found.within == 1
    assert 0.4 < found.over < 0.6


def test_a_sketch_of_a_long_text_is_bounded() -> None:
    long = sketch(*(f"Word{n} other{n} {n}." for n in range(20_000)))
    assert len(long.pack()) < 4_000


def test_what_was_counted_and_taken_away_leaves_nothing() -> None:
    frequencies, keys = Frequencies(), np.arange(100, dtype=np.uint32)
    before = frequencies.rarity(keys)
    frequencies.add(keys)
    assert (frequencies.rarity(keys) < before).any()
    frequencies.remove(keys)
    assert (frequencies.rarity(keys) == before).all()


def test_the_nearest_share_the_most_weight_and_the_old_are_not_found() -> None:
    recent = Recent()
    for row, numbers in enumerate(([1, 2], [2, 3], [3], [1, 2, 3])):
        recent.add(row, np.array(numbers, np.uint32))
    keys, weights = np.array([2, 3], np.uint32), np.array([1.0, 5.0])
    assert recent.find(keys, weights, oldest=0, most=3) == [3, 1, 2]
    assert recent.find(keys, weights, oldest=2, most=3) == [3, 2]


def test_arabic_words_lose_what_is_written_onto_them() -> None:
    assert arabic_stem("والمدينه") == arabic_stem("مدينة") == arabic_stem("المدينة")
    assert arabic_stem("Hama") == "Hama"

"""What is kept of an article, and how two compare."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.model.article import Zone
from monitor.stories import Arrival, Sketch
from monitor.stories.index import Frequencies, Recent
from monitor.stories.likeness import EVIDENCE, evidence
from monitor.stories.overlap import overlap
from monitor.stories.sketch import Mark
from monitor.stories.stems import arabic_stem
from monitor.stories.units import WordMemory
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
    assert recent.find(keys, weights, oldest=0, most=3) == [(3, 6.0), (1, 6.0), (2, 5.0)]
    assert recent.find(keys, weights, oldest=2, most=3) == [(3, 6.0), (2, 5.0)]


@given(WORDS, WORDS)
def test_evidence_is_symmetric_and_none_counts_for_more_than_all(a: list[str], b: list[str]) -> None:
    one, other, rarity = sketch(*a), sketch(*b), Frequencies().rarity
    assert evidence(one, [other, one], rarity)[0] == pytest.approx(evidence(other, [one], rarity)[0])
    assert (evidence(one, [other, one], rarity) <= 1.000001).all()


def test_numbers_that_end_in_the_same_bits_are_told_apart() -> None:
    ours, theirs = (_of_terms([1, 1 + (1 << 16), other]) for other in (2, 2 + (1 << 16)))
    rows = evidence(ours, [ours, theirs], Frequencies().rarity)
    assert rows[0, list(EVIDENCE).index("names_of_both")] == pytest.approx(1)
    assert rows[1, list(EVIDENCE).index("names_of_both")] == pytest.approx(2 / 3)


def _of_terms(terms: list[int]) -> Sketch:
    none, size = np.zeros(0, np.uint32), len(terms)
    return Sketch.of(
        words=size,
        weekdays=0,
        terms=np.array(terms, np.uint32),
        weights=np.ones(size),
        marks=np.full(size, Mark.NAME),
        phrases=none,
        dates=none,
        sentences=none,
        shingles=none,
    )


def test_the_memory_of_words_is_bounded_and_keeps_what_is_met_again() -> None:
    asked: list[str] = []

    def work_out(word: str) -> int:
        asked.append(word)
        return len(word)

    memory = WordMemory(work_out, most=10)
    for number in range(100):
        assert memory["the"] == 3
        assert memory[f"name{number}"] == len(f"name{number}")
    assert asked.count("the") == 1
    assert memory.size <= 20


def test_arabic_words_lose_what_is_written_onto_them() -> None:
    assert arabic_stem("والمدينه") == arabic_stem("مدينة") == arabic_stem("المدينة")
    assert arabic_stem("Hama") == "Hama"

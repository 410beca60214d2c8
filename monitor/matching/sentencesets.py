"""Sets of an article's sentences, as the bits of a number: what is asked of every sentence is one operation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

SentenceSet = int
"""The set of the sentences whose bits are set: `0b101` holds the first and the third."""


def set_of(sentences: Iterable[int]) -> SentenceSet:
    """These sentences as a set."""
    found = 0
    for number in sentences:
        found |= 1 << number
    return found


def holds(found: SentenceSet, sentence: int) -> bool:
    """Whether a set holds a sentence; none before the first is in any."""
    return sentence >= 0 and bool(found >> sentence & 1)


def each_of(found: SentenceSet) -> Iterator[int]:
    """The numbers of the sentences of a set, in order."""
    while found:
        lowest = found & -found
        yield lowest.bit_length() - 1
        found ^= lowest


def nearby(others: SentenceSet, *, back: int, ahead: int) -> SentenceSet:
    """The sentences that have one of the others at most so many sentences back or ahead; may go on after the last."""
    found = others
    for distance in range(1, back + 1):
        found |= others << distance
    for distance in range(1, ahead + 1):
        found |= others >> distance
    return found

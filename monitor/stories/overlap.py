"""How much of one article's text stands in another, from their sketches."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from monitor.stories.sketch import Mark, Sketch
from monitor.stories.units import Ids

_FULL = 128  # shingles: a sketch with as many may have left out the larger ones


class Overlap(NamedTuple):
    """`within`: the share of the article's text that stands in the other; `over`: the share of the other's that stands
    in it."""

    within: float
    over: float


NOTHING = Overlap(0.0, 0.0)


def overlap(sketch: Sketch, other: Sketch) -> Overlap:
    """Exact up to 128 different runs of four units; of longer texts an estimate, within 0.1 nearly always."""
    mine, theirs = _comparable(sketch.shingles, other.shingles)
    common = len(set(mine.tolist()).intersection(theirs.tolist()))
    return Overlap(_share(common, mine.size), _share(common, theirs.size))


def known_numbers(sketch: Sketch, other: Sketch) -> float:
    """The share of the article's numbers that the other has, too; 1 without any."""
    numbers = sketch.marked(Mark.NUMBER).tolist()
    return len(set(other.terms.tolist()).intersection(numbers)) / len(numbers) if numbers else 1.0


def _comparable(mine: Ids, theirs: Ids) -> tuple[Ids, Ids]:
    """The shingles up to the largest that both sketches would have kept."""
    highest = min(int(part[-1]) if part.size >= _FULL else 2**32 for part in (mine, theirs))
    return mine[(mine <= highest) & (mine != 0)], theirs[(theirs <= highest) & (theirs != 0)]


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def new_sentences(sketch: Sketch, known: Sequence[Sketch]) -> int:
    """How many of its sentences none of the others has word for word."""
    told = {0}.union(*(other.sentences.tolist() for other in known))
    return sum(sentence not in told for sentence in sketch.sentences.tolist())

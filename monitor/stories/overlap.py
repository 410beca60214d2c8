"""How much of one article's text stands in another, from their sketches."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

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
    common = np.intersect1d(mine, theirs, assume_unique=True).size
    return Overlap(_share(common, mine.size), _share(common, theirs.size))


def known_numbers(sketch: Sketch, other: Sketch) -> float:
    """The share of the article's numbers that the other has, too; 1 without any."""
    numbers = sketch.marked(Mark.NUMBER)
    return float(np.isin(numbers, other.terms).mean()) if numbers.size else 1.0


def _comparable(mine: Ids, theirs: Ids) -> tuple[Ids, Ids]:
    """The shingles up to the largest that both sketches would have kept."""
    highest = min(int(part[-1]) if part.size >= _FULL else 2**32 for part in (mine, theirs))
    return mine[(mine <= highest) & (mine != 0)], theirs[(theirs <= highest) & (theirs != 0)]


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def new_sentences(sketch: Sketch, known: Sequence[Sketch]) -> int:
    """How many of its sentences none of the others has word for word."""
    told = np.concatenate([other.sentences for other in known]) if known else np.zeros(0, np.uint32)
    return int((~np.isin(sketch.sentences, told) & (sketch.sentences != 0)).sum())

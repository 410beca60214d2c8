"""Whether two articles tell of the same event, as the sum of what speaks for it and against it.

Each kind of evidence is a number from 0 to 1 or so; `weights` says how much it and its products with the others count.
`docs/quality.md` has the figures.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import accumulate
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from monitor.stories.sketch import Mark, Sketch, marks, weights
from monitor.stories.units import Ids
from monitor.stories.weights import BIAS, PRODUCTS, SINGLE

Floats = NDArray[np.float64]
Rarity = Callable[[Ids], Floats]
"""How rare each unit is among the articles of the window: the logarithm of one in how many has it."""

EVIDENCE = {
    "names_of_either": "the share of one article's names that the other has: of the one that shares more",
    "names_of_both": "of the one that shares less",
    "other_names": "each has a prominent name that the other lacks, or only mentions",
    "lead": "units of headline and first sentence in common",
    "phrases": "neighbouring words in common",
    "figures": "the same, with a number among them",
    "date": "a year or a day in common",
    "year": "the year that each names first is the same",
    "other_year": "it is another one",
    "weekday": "the same weekday in the first sentences",
    "other_weekday": "another one",
    "ordinary_words": "words in common that are no names: two events of one kind have them, too",
}
_SINGLE = np.array([SINGLE[name] for name in EVIDENCE])
_PRODUCTS = np.array([[0.0] * (len(PRODUCTS) - len(row)) + list(row) for row in PRODUCTS])
SURE = 6.0
_FEW = 500  # articles: the fit's windows held as many
_TABLE = 1 << 16
_MORE = 0.9  # for each natural logarithm of how many times as many


class _Part(NamedTuple):
    """One part of many sketches, end to end: the numbers, where each sketch begins, and whose each number is."""

    ids: Ids
    begins: NDArray[np.int64]
    whose: NDArray[np.int64]


class _Terms(NamedTuple):
    """Terms with what they weigh here."""

    rarity: Floats
    weight: Floats
    name: NDArray[np.bool_]
    number: NDArray[np.bool_]
    lead: NDArray[np.bool_]


def evidence(sketch: Sketch, others: Sequence[Sketch], rarity: Rarity) -> Floats:
    """The evidence between an article and each of the others: a row each, a column for each of `EVIDENCE`."""
    part = _end_to_end([other.terms for other in others])
    mine = _terms(sketch.terms, sketch.stored, rarity)
    theirs = _terms(part.ids, np.concatenate([other.stored for other in others]), rarity)
    at = _find(part.ids, sketch.terms)
    either, both = _names_in_common(mine, theirs, part, at)
    phrases, figures = _phrases(sketch, others, rarity)
    year, other_year = _years(sketch, others)
    weekday, other_weekday = _weekdays(sketch, others)
    return np.stack(
        [
            either,
            both,
            _other_names(mine, theirs, part, at),
            _cosine(mine.rarity * mine.lead, theirs.rarity * theirs.lead, part, at),
            phrases,
            figures,
            _date(sketch, others, rarity),
            year,
            other_year,
            weekday,
            other_weekday,
            _cosine(_ordinary(mine), _ordinary(theirs), part, at),
        ],
        axis=1,
    )


def odds(rows: Floats, articles: int) -> Floats:
    """For each row of evidence, how much speaks for the same event: log odds, from -6 to 6. Of the more `articles` a
    neighbour was chosen as the nearest, the likelier it only looks like it."""
    found = rows @ _SINGLE + np.einsum("ni,ij,nj->n", rows, _PRODUCTS, rows) + BIAS
    clipped: Floats = np.clip(found - _MORE * math.log(max(1.0, articles / _FEW)), -SURE, SURE)
    return clipped


def _end_to_end(parts: Sequence[Ids]) -> _Part:
    sizes = [part.size for part in parts]
    begins = np.array([0, *accumulate(sizes)][:-1])
    return _Part(np.concatenate(parts), begins, np.repeat(np.arange(len(parts)), sizes))


def _terms(ids: Ids, stored: Ids, rarity: Rarity) -> _Terms:
    rare, mark = rarity(ids) * (ids != 0), marks(stored)
    return _Terms(
        rare,
        rare * weights(stored),
        (mark & np.uint32(Mark.NAME)) > 0,
        (mark & np.uint32(Mark.NUMBER)) > 0,
        (mark & np.uint32(Mark.LEAD)) > 0,
    )


def _find(ids: Ids, known: Ids) -> NDArray[np.int64]:
    """Where in `known` each id is; -1 for those that are not there, and for nothing (0)."""
    places = np.arange(known.size, dtype=np.int16)
    # A table by the last bits is four times as fast as a search, but for the one time in ten that two share them.
    table = np.zeros(_TABLE, np.int16)
    table[known & np.uint32(_TABLE - 1)] = places
    at = table[ids & np.uint32(_TABLE - 1)].astype(np.int64)
    if (table[known & np.uint32(_TABLE - 1)] != places).any():
        order = np.argsort(known)
        at = order[np.minimum(np.searchsorted(known[order], ids), known.size - 1)]
    return np.where((known[at] == ids) & (ids != 0), at, -1)


def _sum(values: Floats, part: _Part) -> Floats:
    return np.add.reduceat(values, part.begins)


def _taken(values: Floats, at: NDArray[np.int64]) -> Floats:
    """My value of each of their units; 0 for those I lack."""
    return np.where(at >= 0, values[at], 0.0)


def _share(part: Floats, whole: Floats | float) -> Floats:
    return part / np.maximum(whole, 1e-9)


def _cosine(mine: Floats, theirs: Floats, part: _Part, at: NDArray[np.int64]) -> Floats:
    length = math.sqrt(float(mine @ mine)) * np.sqrt(_sum(theirs * theirs, part))
    return _share(_sum(_taken(mine, at) * theirs, part), length)


def _names_in_common(mine: _Terms, theirs: _Terms, part: _Part, at: NDArray[np.int64]) -> tuple[Floats, Floats]:
    my_names, their_names = mine.weight * mine.name, theirs.weight * theirs.name
    of_mine = _share(_sum(_taken(my_names, at), part), float(my_names.sum()))
    of_theirs = _share(_sum(their_names * (at >= 0), part), _sum(their_names, part))
    return np.maximum(of_mine, of_theirs), np.minimum(of_mine, of_theirs)


_RARE = 2.0  # from this rarity on (one article in seven), a name counts in full


def _other_names(mine: _Terms, theirs: _Terms, part: _Part, at: NDArray[np.int64]) -> Floats:
    """How much more prominent in one article its most divergent name is than in the other, on the side where that is
    less. Near 1: each is about somebody else."""
    my_names, their_names = _prominence(mine, None), _prominence(theirs, part)
    more_theirs = np.maximum.reduceat(their_names - _taken(my_names, at), part.begins)
    named = np.flatnonzero(my_names)
    if not named.size:
        return np.zeros(part.begins.size)
    more_mine = np.tile(my_names, (part.begins.size, 1))
    found = np.flatnonzero(at >= 0)
    more_mine[part.whose[found], at[found]] -= their_names[found]
    less: Floats = np.minimum(more_theirs, more_mine[:, named].max(axis=1))
    return np.maximum(less, 0.0)


def _prominence(terms: _Terms, part: _Part | None) -> Floats:
    """Of each name, relative to the article's most prominent one; common ones count less."""
    weight = np.where(terms.name, terms.weight / np.maximum(terms.rarity, 1e-9), 0.0)
    if part is None:
        highest: Floats | float = max(float(weight.max()), 1e-9)
    else:
        highest = np.maximum(np.maximum.reduceat(weight, part.begins), 1e-9)[part.whose]
    return weight / highest * np.minimum(1.0, terms.rarity / _RARE)


def _ordinary(terms: _Terms) -> Floats:
    return terms.weight * ~(terms.name | terms.number)


def _phrases(sketch: Sketch, others: Sequence[Sketch], rarity: Rarity) -> tuple[Floats, Floats]:
    part = _end_to_end([other.phrases for other in others])
    at = _find(part.ids, sketch.phrases)
    mine, theirs = rarity(sketch.phrases) * (sketch.phrases != 0), rarity(part.ids) * (part.ids != 0)
    with_number = _cosine(mine * (sketch.phrases & np.uint32(1)), theirs * (part.ids & np.uint32(1)), part, at)
    return _cosine(mine, theirs, part, at), with_number


def _date(sketch: Sketch, others: Sequence[Sketch], rarity: Rarity) -> Floats:
    """The rarity of the rarest date in common, relative to what is met once."""
    part = _end_to_end([other.dates for other in others])
    shared = rarity(part.ids) * (_find(part.ids, sketch.dates) >= 0)
    once = float(rarity(np.zeros(1, np.uint32))[0])
    return np.maximum.reduceat(shared, part.begins) / max(once, 1e-9)


def _years(sketch: Sketch, others: Sequence[Sketch]) -> tuple[Floats, Floats]:
    mine, theirs = sketch.year, np.array([other.year for other in others])
    both = (theirs > 0) & (mine > 0)
    return (both & (theirs == mine)).astype(float), (both & (theirs != mine)).astype(float)


def _weekdays(sketch: Sketch, others: Sequence[Sketch]) -> tuple[Floats, Floats]:
    mine, theirs = sketch.weekdays, np.array([other.weekdays for other in others])
    same = (theirs & mine) > 0
    return same.astype(float), (~same & (theirs > 0) & (mine > 0)).astype(float)

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

from monitor.stories.sketch import Mark, Sketch, weights
from monitor.stories.units import YEARS, Ids
from monitor.stories.weights import BIAS, PRODUCTS, SINGLE

Floats = NDArray[np.float64]
Indices = NDArray[np.intp]
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
_RARE = 2.0  # from this rarity on (one article in seven), a name counts in full
_TABLE = 1 << 16
_LEAST = 1e-9  # so that nothing is divided by 0
_MORE = 0.9  # for each natural logarithm of how many times as many


class _Laid(NamedTuple):
    """One part of several sketches, end to end: its numbers, how rare they are here, where those of each sketch begin,
    and whose each is. The first sketch is the one that the others are compared with."""

    ids: Ids
    rarity: Floats
    begins: Indices
    whose: Indices

    def sum(self, values: Floats) -> Floats:
        """For each sketch."""
        return np.add.reduceat(values, self.begins)

    def highest(self, values: Floats) -> Floats:
        """Of each sketch."""
        return np.maximum.reduceat(values, self.begins)


class _Shared(NamedTuple):
    """The numbers of all that the first has: where they are, where the same number is in the first, and whose they
    are. What is worked out of one article's alone is worked out for the first with the others."""

    places: Indices
    first: Indices
    whose: Indices
    sketches: int

    def sum(self, values: Floats) -> Floats:
        """For each sketch."""
        return np.bincount(self.whose, values, self.sketches).astype(np.float64, copy=False)


def evidence(sketch: Sketch, others: Sequence[Sketch], rarity: Rarity) -> Floats:
    """The evidence between an article and each of the others: a row each, a column for each of `EVIDENCE`."""
    compared = [each.compared() for each in (sketch, *others)]
    terms = _laid([each.terms for each in compared], rarity)
    phrases = _laid([each.phrases for each in compared], rarity)
    dates = _laid([each.dates for each in compared], rarity)
    shared = _shared(terms)
    stored = np.concatenate([each.stored for each in compared])
    prominent = weights(stored)
    name, lead = (stored & np.uint32(Mark.NAME)) > 0, (stored & np.uint32(Mark.LEAD)) > 0
    ordinary = (stored & np.uint32(Mark.NAME | Mark.NUMBER)) == 0
    weight = terms.rarity * prominent
    columns = [
        *_names_in_common(weight * name, terms, shared),
        _other_names(prominent * name, terms, shared),
        _cosine(terms.rarity * lead, terms, shared),
        *_phrases(phrases),
        _date(dates, rarity),
        *_years(dates),
        *_weekdays([each.weekdays for each in compared]),
        _cosine(weight * ordinary, terms, shared),
    ]
    rows: Floats = np.array(columns)[:, 1:].T
    return rows


def odds(rows: Floats, articles: int) -> Floats:
    """For each row of evidence, how much speaks for the same event: log odds, from -6 to 6. Of the more `articles` a
    neighbour was chosen as the nearest, the likelier it only looks like it."""
    found = rows @ _SINGLE + (rows @ _PRODUCTS * rows).sum(axis=1) + BIAS
    clipped: Floats = np.clip(found - _MORE * math.log(max(1.0, articles / _FEW)), -SURE, SURE)
    return clipped


def _laid(parts: Sequence[Ids], rarity: Rarity) -> _Laid:
    ids, sizes = np.concatenate(parts), [part.size for part in parts]
    rare = rarity(ids)
    rare[ids == 0] = 0.0
    return _Laid(ids, rare, np.array([0, *accumulate(sizes[:-1])]), np.arange(len(parts)).repeat(sizes))


def _shared(part: _Laid) -> _Shared:
    first = part.ids[: part.begins[1]] if part.begins.size > 1 else part.ids
    places = np.arange(first.size, dtype=np.uint8)
    # A table by the last bits: a search takes four times as long. Two of a hundred may share them: these are mended.
    table = np.zeros(_TABLE, np.uint8)
    slots = (part.ids & np.uint32(_TABLE - 1)).astype(np.intp)
    table[slots[: first.size]] = places
    at = table.take(slots)
    for lost in np.flatnonzero(at[: first.size] != places).tolist():
        at[part.ids == first[lost]] = lost
    found = np.flatnonzero(first.take(at) == part.ids)
    return _Shared(found, at.take(found).astype(np.intp), part.whose.take(found), part.begins.size)


def _share(part: Floats, whole: Floats | float) -> Floats:
    return part / np.maximum(whole, _LEAST)


def _cosine(values: Floats, part: _Laid, shared: _Shared) -> Floats:
    length = np.sqrt(part.sum(values * values))
    return _share(shared.sum(values.take(shared.first) * values.take(shared.places)), length * length[0])


def _names_in_common(names: Floats, terms: _Laid, shared: _Shared) -> tuple[Floats, Floats]:
    whole = terms.sum(names)
    of_mine = _share(shared.sum(names.take(shared.first)), whole[0])
    of_theirs = _share(shared.sum(names.take(shared.places)), whole)
    return np.maximum(of_mine, of_theirs), np.minimum(of_mine, of_theirs)


def _other_names(names: Floats, terms: _Laid, shared: _Shared) -> Floats:
    """How much more prominent in one article its most divergent name is than in the other, on the side where that is
    less. Near 1: each is about somebody else. A name's prominence is relative to that of the article's most prominent
    one; common ones count less."""
    names = names * (terms.rarity > 0)
    prominence = names / np.maximum(terms.highest(names), _LEAST).take(terms.whose)
    prominence *= np.minimum(terms.rarity / _RARE, 1.0)
    theirs = prominence.copy()
    theirs[shared.places] -= prominence.take(shared.first)
    mine = np.empty((shared.sketches, int((terms.whose == 0).sum())))
    mine[:] = prominence[: mine.shape[1]]
    mine[shared.whose, shared.first] -= prominence.take(shared.places)
    less: Floats = np.minimum(terms.highest(theirs), mine.max(axis=1))
    return np.maximum(less, 0.0)


def _phrases(phrases: _Laid) -> tuple[Floats, Floats]:
    shared = _shared(phrases)
    with_number = phrases.rarity * (phrases.ids & np.uint32(1))
    return _cosine(phrases.rarity, phrases, shared), _cosine(with_number, phrases, shared)


def _date(dates: _Laid, rarity: Rarity) -> Floats:
    """The rarity of the rarest date in common, relative to what is met once."""
    places = _shared(dates).places
    common = np.zeros(dates.ids.size)
    common[places] = dates.rarity.take(places)
    return _share(dates.highest(common), float(rarity(np.zeros(1, np.uint32))[0]))


def _years(dates: _Laid) -> tuple[Floats, Floats]:
    years = np.array([each if each in YEARS else 0 for each in dates.ids.take(dates.begins).tolist()])
    both = (years > 0) & (years[0] > 0)
    return (both & (years == years[0])).astype(float), (both & (years != years[0])).astype(float)


def _weekdays(named: Sequence[int]) -> tuple[Floats, Floats]:
    days = np.array(named)
    same = (days & days[0]) > 0
    return same.astype(float), (~same & (days > 0) & (days[0] > 0)).astype(float)

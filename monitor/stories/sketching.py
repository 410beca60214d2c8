"""Article → sketch."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from monitor.stories.sketch import Mark, Sketch
from monitor.stories.units import Ids, Kind, Units, first_of_each, joined, key, weekday
from monitor.text.months import MONTHS

Indices = NDArray[np.int64]

_TERMS, _PHRASES, _DATES, _SENTENCES, _SHINGLES = 128, 128, 8, 64, 128
"""How many of each are kept at most."""
_LEAD = 2  # sentences, the headline among them
_DATED = 4  # sentences in which a weekday is that of the event
_BEGINNING = 0.3  # of the article: a word counts twice at its start, and once from there on
_RUN = 4  # units in a shingle
_SHORTEST = 4  # units in a sentence that can be recognised again
_TITLE_CASE = 0.6  # the share of capitals from which a headline's capitals say nothing of its words
_FEWEST_NAMES = 2  # below, and where nothing is written small (scripts without capitals), every term may be one
_DAY = "stndrh."  # what follows the number of a day: 3rd, 3.


def sketch(found: Units) -> Sketch:
    """The sketch of an article with these units."""
    says = np.flatnonzero((found.kinds & Kind.SMALL) == 0)
    terms, weights, marks = _terms(found, says)
    return Sketch.of(
        words=found.ids.size,
        weekdays=_weekdays(found),
        terms=terms,
        weights=weights,
        marks=marks,
        phrases=_first(phrase_keys(found, says), _PHRASES),
        dates=_dates(found),
        sentences=sentence_keys(found)[1][:_SENTENCES],
        shingles=_shingles(found),
    )


def _terms(found: Units, says: Indices) -> tuple[Ids, NDArray[np.float64], Indices]:
    """The terms, their weights and marks. Sorted by unit, the places of each are a run: its marks are their union."""
    if not says.size:
        return found.ids[says], np.zeros(0), says
    order = np.argsort(found.ids[says], kind="stable")
    ids, places = found.ids[says][order], says[order]
    begins = np.flatnonzero(first_of_each(ids))
    counts = _sizes(begins, ids.size)
    weights = (1 + np.log(counts)) * (1 + np.maximum(0, 1 - order[begins] / (_BEGINNING * says.size)))
    marks = np.bitwise_or.reduceat(_marks(found, says)[places], begins)
    written_small = (marks & _SMALL) > 0
    names = ((marks & Mark.NAME) > 0) & ~written_small
    if names.sum() < _FEWEST_NAMES or not written_small.any():
        names[:] = True
    marks = np.where(names, marks | Mark.NAME, marks & ~Mark.NAME) & ~_SMALL
    best = np.argsort(-weights, kind="stable")[:_TERMS]
    return ids[begins][best], weights[best], marks[best]


def _sizes(begins: Indices, whole: int) -> Indices:
    """How long each run is."""
    sizes = np.empty_like(begins)
    np.subtract(begins[1:], begins[:-1], out=sizes[:-1])
    sizes[-1:] = whole - begins[-1:]
    return sizes


_SMALL = 1 << 8
"""While a sketch is made: written small somewhere, so no name, though a sentence or a heading begins with it."""


def _mark(kind: int) -> int:
    """What a unit's kind says of its marks; NAME, if no sentence begins with it."""
    if kind & Kind.NUMBER:
        return Mark.NUMBER | (Mark.NAME if kind & Kind.CAPITAL else 0)
    if not kind & Kind.CAPITAL:
        return _SMALL
    return Mark.NAME | (0 if kind & Kind.ORDINARY else Mark.TELLING)


_BY_KIND = np.array([_mark(kind) for kind in range(1 << 8)])


def _marks(found: Units, says: Indices) -> Indices:
    """The marks of each place in the text; NAME where it is written like one and no sentence begins."""
    marks = _BY_KIND.take(found.kinds)
    marks[found.opens] &= ~Mark.NAME
    heads = np.flatnonzero(found.headline)
    if heads.size and _in_title_case(found.kinds.take(heads)):
        marks[heads] &= ~Mark.NAME
    marks |= np.where(found.headline, Mark.HEADLINE, Mark.BODY)
    marks[: np.searchsorted(found.sentence, _LEAD)] |= Mark.LEAD
    if found.headline[says[0]]:
        marks[says[0]] |= Mark.FIRST
    return marks


def _in_title_case(kinds: Indices) -> bool:
    words = kinds[(kinds & Kind.NUMBER) == 0]
    return bool(words.size) and float(((words & Kind.CAPITAL) > 0).mean()) > _TITLE_CASE


def phrase_keys(found: Units, says: Indices) -> Ids:
    """The phrases that begin at these places, in order."""
    following = found.next[says]
    pair = (following != says) & ((found.kinds[following] & Kind.SMALL) == 0)
    first, second = says[pair], following[pair]
    number = ((found.kinds[first] | found.kinds[second]) & Kind.NUMBER) > 0
    keys: Ids = (joined(found.ids[first], found.ids[second]) & np.uint32(0xFFFFFFFE)) | number
    return keys


def _first(keys: Ids, most: int) -> Ids:
    """The first of them, each once, in order."""
    return np.array(list(dict.fromkeys(keys.tolist()))[:most], np.uint32)


def _weekdays(found: Units) -> int:
    days = 0
    for at in np.flatnonzero(((found.kinds & Kind.WEEKDAY) > 0) & (found.sentence < _DATED)).tolist():
        days |= 1 << (weekday(found.words[at]) or 0)
    return days


def _dates(found: Units) -> Ids:
    dates = found.ids[(found.kinds & Kind.YEAR) > 0].tolist()
    for at in np.flatnonzero((found.kinds & Kind.MONTH) > 0).tolist():
        for beside in (at - 1, at + 1, at - 2):
            word = found.words[beside].rstrip(_DAY) if 0 <= beside < len(found.words) else ""
            if word.isdecimal() and 1 <= int(word) <= 31:
                dates.append(key(f"{MONTHS[found.words[at].casefold()]}-{int(word)}"))
                break
    return np.array(list(dict.fromkeys(dates))[:_DATES], np.uint32)


def sentence_keys(found: Units) -> tuple[Indices, Ids]:
    """The sentences of at least four units that are no headline, in order: which they are, and one number for each,
    equal for sentences of the same units."""
    if not found.ids.size:
        return found.next, found.ids
    begins = np.flatnonzero(first_of_each(found.sentence))
    size = _sizes(begins, found.ids.size)
    position = (np.arange(found.ids.size) - begins.repeat(size)).astype(np.uint64)
    mixed = (found.ids + np.uint64(1)) * (position * np.uint64(2) + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
    sums = np.add.reduceat(mixed ^ (mixed >> np.uint64(31)), begins)
    kept = (size >= _SHORTEST) & ~found.headline[begins]
    return found.sentence[begins][kept], (sums[kept] >> np.uint64(32)).astype(np.uint32)


def _shingles(found: Units) -> Ids:
    ids = found.ids[~found.headline]
    if ids.size < _RUN:
        return ids[:0]
    last = ids.size - _RUN + 1
    runs = ids[:last]
    for step in range(1, _RUN):
        runs = joined(runs, ids[step : last + step])
    runs = np.sort(runs)
    different: Ids = runs[first_of_each(runs)]
    return different[:_SHINGLES]

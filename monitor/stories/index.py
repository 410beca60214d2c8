"""The numbers that the recent articles have in common: how frequent each is, and who had it last. Constant memory."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from monitor.stories.units import Ids, common

_COUNTERS = 1 << 21  # numbers that share a counter make each other a little less rare
_BUCKETS, _DEPTH = 1 << 19, 16
_PLACE = 16  # bits: of sixteen rows for each of some thousand keys
_LOGARITHMS = np.log(np.arange(1, 1 << 17))  # of one more than each count; a window holds 60,000 articles
_ORDINARY = 100  # articles of an ordinary day that every window is as if it had seen, see `units.common`


class Frequencies:
    """In how many articles of the window each number occurs. What was added can be taken away again, exactly."""

    def __init__(self) -> None:
        self._counts = np.zeros(_COUNTERS, np.int32)
        words, counts = common()
        np.add.at(self._counts, words & np.uint32(_COUNTERS - 1), counts)
        self._articles = _ORDINARY

    def add(self, keys: Ids) -> None:
        """An article has these; a key that is given twice counts once."""
        self._counts[_slots(keys, _COUNTERS)] += 1
        self._articles += 1

    def remove(self, keys: Ids) -> None:
        """It leaves the window."""
        self._counts[_slots(keys, _COUNTERS)] -= 1
        self._articles -= 1

    def rarity(self, keys: Ids) -> NDArray[np.float64]:
        """The logarithm of one in how many articles has it."""
        counts = self._counts.take(_slots(keys, _COUNTERS))
        rarity = math.log(self._articles + 1) - _LOGARITHMS.take(counts, mode="clip")
        return np.maximum(rarity, 0.0, out=rarity)


def _slots(keys: Ids, slots: int) -> NDArray[np.intp]:
    """Where in a table of so many slots (a power of two) each key is. In numpy's own type of indices: with any other it
    takes five times as long to look up."""
    return (keys & np.uint32(slots - 1)).astype(np.intp)


class Undo(NamedTuple):
    """What an addition to `Recent` overwrote."""

    buckets: NDArray[np.intp]
    rows: NDArray[np.int32]
    fill: NDArray[np.uint8]


class Recent:
    """For each number, the last sixteen articles that had it; numbers may share a bucket. Articles are known by row,
    from 0 on in the order in which they came."""

    def __init__(self) -> None:
        self._rows = np.full((_BUCKETS, _DEPTH), -1, np.int32)
        self._next = np.zeros(_BUCKETS, np.uint8)

    def add(self, row: int, keys: Ids) -> Undo:
        """An article has these numbers."""
        buckets = _slots(keys, _BUCKETS)
        at = self._next.take(buckets)
        undo = Undo(buckets, self._rows[buckets, at], at)
        self._rows[buckets, at] = row
        self._next[buckets] = (at + 1) % _DEPTH
        return undo

    def undo(self, added: Undo) -> None:
        """Take the last addition back."""
        self._rows[added.buckets, added.fill] = added.rows
        self._next[added.buckets] = added.fill

    def find(self, keys: Ids, weights: NDArray[np.float64], oldest: int, most: int) -> list[tuple[int, float]]:
        """The rows from `oldest` on that share the most weight with these numbers, and how much; of equals the later
        first."""
        rows = self._rows.take(_slots(keys, _BUCKETS), axis=0).ravel()
        places = np.flatnonzero(rows >= oldest)
        if not places.size:
            return []
        # Sorted as one number, row and place, so that equal rows are added up in the order of the keys.
        both = np.sort((rows[places].astype(np.int64) << _PLACE) | places)
        rows, places = both >> _PLACE, both & ((1 << _PLACE) - 1)
        begins = np.flatnonzero(np.concatenate([[True], rows[1:] != rows[:-1]]))
        each, total = rows[begins], np.add.reduceat(weights.take(places // _DEPTH), begins)
        if total.size > most:
            best = np.flatnonzero(total >= np.partition(total, -most)[-most])
            each, total = each[best], total[best]
        best = np.lexsort((-each, -total))[:most]
        return list(zip(each[best].tolist(), total[best].tolist(), strict=True))

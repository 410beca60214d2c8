"""What is kept of an article to compare it with those that come after it: some two kilobytes, whatever its length.

Nothing in a sketch depends on other articles: what its parts weigh is for the window it is compared in.
"""

from __future__ import annotations

from itertools import accumulate
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from monitor.stories.units import Ids

_PARTS = ("terms", "marks", "phrases", "dates", "sentences", "shingles")
_BEGIN = 2 + len(_PARTS) + 1  # after words, weekdays, and where each part begins and the last one ends
_STEPS = 64  # of a weight, in the number it is stored as
_FLAGS = 7


class Mark:
    """What a term is in its article. NAME: it may tell who or where. LEAD: in the first two sentences. FIRST: it is the
    headline's first. TELLING: written like a name, and no ordinary word. Plain bits, as in `Kind`."""

    NAME: Final = 1
    NUMBER: Final = 2
    LEAD: Final = 4
    HEADLINE: Final = 8
    BODY: Final = 16
    FIRST: Final = 32
    TELLING: Final = 64


class Compared(NamedTuple):
    """The parts of a sketch by which likeness is judged."""

    weekdays: int
    terms: Ids
    stored: Ids
    phrases: Ids
    dates: Ids


class Sketch:
    """The parts of an article as numbers of units (see `units`). No part is empty: it holds a 0 instead.

    `terms`: units that say something, the most prominent first, with their `weights` and `marks`. `phrases`: two
    neighbours each; the last bit says that a number is among them. `dates`: years, and then days of a month.
    `sentences`: one number each, in order. `shingles`: the smallest of the numbers of all runs of units.
    """

    __slots__ = ("data",)

    def __init__(self, data: Ids) -> None:
        self.data = data

    @classmethod
    def of(
        cls,
        *,
        words: int,
        weekdays: int,
        terms: Ids,
        weights: NDArray[np.float64],
        marks: NDArray[np.int64],
        phrases: Ids,
        dates: Ids,
        sentences: Ids,
        shingles: Ids,
    ) -> Sketch:
        """A sketch of these parts. Weights are kept to a 64th."""
        stored = (np.rint(weights * _STEPS).astype(np.uint32) << np.uint32(_FLAGS)) | marks.astype(np.uint32)
        nothing = np.zeros(1, np.uint32)
        parts = [part if part.size else nothing for part in (terms, stored, phrases, dates, sentences, shingles)]
        ends = accumulate((part.size for part in parts), initial=_BEGIN)
        return cls(np.concatenate([np.array([words, weekdays, *ends], np.uint32), *parts]))

    @classmethod
    def unpack(cls, stored: bytes) -> Sketch:
        """The sketch that `pack` gave."""
        return cls(np.frombuffer(stored, "<u4"))

    def pack(self) -> bytes:
        """The sketch as bytes, the same on every machine."""
        return self.data.astype("<u4").tobytes()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sketch) and np.array_equal(self.data, other.data)

    def __hash__(self) -> int:
        return hash(self.data.tobytes())

    @property
    def words(self) -> int:
        """How many units the article has."""
        return self.data.item(0)

    @property
    def weekdays(self) -> int:
        """The weekdays that its first sentences name, a bit each."""
        return self.data.item(1)

    @property
    def terms(self) -> Ids:
        return self._part(0)

    @property
    def weights(self) -> NDArray[np.float64]:
        return weights(self.stored)

    @property
    def marks(self) -> Ids:
        return marks(self.stored)

    @property
    def stored(self) -> Ids:
        """Weights and marks of the terms, as `weights` and `marks` take them apart."""
        return self._part(1)

    def marked(self, mark: int) -> Ids:
        """The terms with this mark."""
        return self.terms[(self.stored & np.uint32(mark)) > 0]

    @property
    def phrases(self) -> Ids:
        return self._part(2)

    @property
    def dates(self) -> Ids:
        return self._part(3)

    @property
    def sentences(self) -> Ids:
        return self._part(4)

    @property
    def shingles(self) -> Ids:
        return self._part(5)

    def compared(self) -> Compared:
        """Several parts at once, in a third of the time."""
        data = self.data
        _, weekdays, terms, stored, phrases, dates, end = data[:7].tolist()
        return Compared(weekdays, data[terms:stored], data[stored:phrases], data[phrases:dates], data[dates:end])

    def _part(self, number: int) -> Ids:
        # Python's own numbers: to slice by numpy's takes three times as long, some sixty times an article.
        item = self.data.item
        return self.data[item(2 + number) : item(3 + number)]


def weights(stored: Ids) -> NDArray[np.float64]:
    """How prominent each term is in its article, from 1 up."""
    return (stored >> np.uint32(_FLAGS)) / _STEPS


def marks(stored: Ids) -> Ids:
    """The marks of each term, as a sum of `Mark`."""
    return stored & np.uint32((1 << _FLAGS) - 1)

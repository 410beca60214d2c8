"""What articles teach: which clues are common, and which rules are looked at for nothing, so that these get a better
anchor.
"""

from __future__ import annotations

import numpy as np

from monitor.matching.arrays import Ints, Places, resized
from monitor.matching.candidates.frequencies import Frequencies

_SAMPLED = 8
"""One in so many articles is counted."""
_FIRST_LESSON = 16
_LONGEST_WAIT = 512
"""Counted articles until anchors are looked at again: few at first, then always twice as many, but never more than
this."""
_OFTEN = 4
_SELDOM = 0.25
"""A rule that was looked at so often, and kept for so few of these articles, has a poor anchor."""


class Learning:
    """Counts, for one set of rules."""

    def __init__(self) -> None:
        self.frequencies = Frequencies()
        self._articles = 0
        self._lesson = self._wait = _FIRST_LESSON
        self._looked: Ints = np.zeros(0, np.int32)
        self._kept: Ints = np.zeros(0, np.int32)

    def grown(self, rules: int, expected: list[float]) -> Learning:
        """For more rules, and with further clues, of which so much is expected."""
        made = Learning()
        made.frequencies = self.frequencies.grown(expected)
        made._articles, made._lesson, made._wait = self._articles, self._lesson, self._wait
        made._looked, made._kept = resized(self._looked, rules), resized(self._kept, rules)
        return made

    @property
    def clues(self) -> int:
        """How many clues it knows."""
        return self.frequencies.clues

    def due(self) -> bool:
        """Another article: whether it is one to learn from."""
        self._articles += 1
        return self._articles % _SAMPLED == 0

    def see(self, clues: Places, looked: Ints, kept: Places) -> None:
        """An article that holds these clues: the rules that were looked at, and those that were kept. What is named
        twice counts once."""
        self.frequencies.see(clues)
        self._looked[looked] += 1
        self._kept[kept] += 1

    def lesson(self) -> Places | None:
        """The rules with a poor anchor, where it is time to look; then the counts start anew."""
        if self.frequencies.articles < self._lesson:
            return None
        self._wait = min(2 * self._wait, _LONGEST_WAIT)
        self._lesson += self._wait
        poor = ((self._looked >= _OFTEN) & (self._kept < _SELDOM * self._looked)).nonzero()[0]
        self._looked[:] = 0
        self._kept[:] = 0
        return poor

"""How often articles hold each clue: what was expected at first, and then what was seen."""

from __future__ import annotations

import numpy as np

from monitor.matching.arrays import Floats, Ints, Places, resized

_TRUST = 10.0
"""So many articles count for what was expected of a clue, beside those that were seen."""


class Frequencies:
    """The share of articles that hold each clue."""

    def __init__(self) -> None:
        self.articles = 0
        self._expected: Floats = np.zeros(0)
        self._seen: Ints = np.zeros(0, np.int32)

    @property
    def clues(self) -> int:
        """How many clues it knows."""
        return len(self._seen)

    def grown(self, expected: list[float]) -> Frequencies:
        """With further clues, and what is expected of them."""
        made = Frequencies()
        made.articles = self.articles
        made._expected = np.concatenate((self._expected, np.array(expected, np.float64)))
        made._seen = resized(self._seen, len(made._expected))
        return made

    def see(self, clues: Places) -> None:
        """An article that holds these; what is named twice counts once."""
        self.articles += 1
        self._seen[clues] += 1

    def shares(self) -> Floats:
        """Of all clues."""
        return (self._seen + _TRUST * self._expected) / (self.articles + _TRUST)

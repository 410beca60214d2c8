"""The rules by the clues of their anchors: what an article asks first."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from monitor.matching.arrays import Bytes, Floats, Ints, Places, spread
from monitor.matching.candidates.rows import BESIDE, Anchored


@dataclass(frozen=True, slots=True)
class Anchors:
    """The rules that a clue is an anchor of are those from `starts[clue]` to the next clue's. `beside` has for each of
    them the clues of another group, so that most are dismissed before anything else is read of them."""

    starts: Places
    rows: Ints
    beside: Ints

    @classmethod
    def none(cls) -> Anchors:
        return cls(np.zeros(1, np.intp), np.zeros(0, np.int32), np.zeros((0, BESIDE), np.int32))

    def of(self, clues: Places) -> Places:
        """The places of the rules that these clues are anchors of; a rule may come twice."""
        starts = self.starts[clues]
        return spread(starts, self.starts[clues + 1] - starts)[1]

    def possible(self, clues: Places, there: Bytes) -> Ints:
        """Those of the rules that have a clue of another group, too; a rule may come twice. `there` is what each clue
        is worth."""
        places = self.of(clues)
        worth = there[self.beside[places]].view(np.uint32)[:, 0]
        rows: Ints = self.rows[places[worth != 0]]
        return rows

    def sums(self, shares: Floats, size: int) -> Floats:
        """Of each of `size` rules how often it is looked at, by the shares of its clues."""
        return np.bincount(self.rows, shares.repeat(np.diff(self.starts)), minlength=size).astype(np.float64)

    def put(self, gone: Places, anchored: Anchored, size: int) -> Anchors:
        """Without the rules that are `gone`, with others; `size` is how many clues there are now."""
        owned = np.diff(self.starts)
        kept = np.ones(1 + max(self.rows.max(initial=-1), gone.max(initial=-1)), np.bool_)
        kept[gone] = False
        stays = kept[self.rows]
        old = np.arange(len(owned)).repeat(owned)[stays]
        order = anchored.clues.argsort(kind="stable")
        clues = anchored.clues[order]
        starts = np.zeros(size + 1, np.intp)
        starts[1:] = (np.bincount(old, minlength=size) + np.bincount(clues, minlength=size)).cumsum()
        places = old.searchsorted(clues, side="right")
        return Anchors(
            starts,
            np.insert(self.rows[stays], places, anchored.rows[order]),
            np.insert(self.beside[stays], places, anchored.beside[order], axis=0),
        )

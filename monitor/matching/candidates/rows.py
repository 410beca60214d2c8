"""Rules as rows of arrays: for each the groups of clues that it needs, one after another, and the barred ones last.

What a rule is worth in an article comes of what its clues are worth there: absent, perhaps or surely there. A group is
worth as much as the best of its clues, a barred group the opposite, and a rule as much as the worst of its groups.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from monitor.matching.arrays import Bools, Bytes, Floats, Ints, Places, some, spread

NO, PERHAPS, SURE = 0, 1, 2
ANYTHING = 0
"""The number of a clue that every article holds."""
BESIDE = 4
"""The most clues of a group that is kept beside the anchor."""
_START, _COUNT, _GROUPS, _APART, _MOST = range(5)
_ANY_DISTANCE = (1 << 31) - 1
_FIRST, _BARRED, _KINDS = 1, 2, 2


class Numbered(NamedTuple):
    """What a rule needs, its clues as numbers; see `Needs`."""

    groups: tuple[tuple[int, ...], ...]
    barred: tuple[int, ...]
    apart: int | None
    decided: bool


class Anchored(NamedTuple):
    """Pairs of a rule and a clue of its anchor; with each the clues of another group that the rule needs, if that is
    small (else ANYTHING), and how often articles hold a clue of the anchor."""

    rows: Places
    clues: Places
    beside: Ints
    sums: Floats

    def only(self, chosen: Bools) -> Anchored:
        """Those of the pairs that are chosen."""
        return Anchored(self.rows[chosen], self.clues[chosen], self.beside[chosen], self.sums[chosen])


@dataclass(frozen=True, slots=True)
class Rows:
    """`rules` has five numbers a rule, side by side since they are read together: where its clues begin, how many there
    are, in how many groups, how far apart the first two groups may be (-1: anything), and the most it can be worth
    (SURE where its clues decide). `clues` holds each clue's number, shifted, with marks where a group begins and where
    it is barred."""

    rules: Ints
    clues: Ints

    @classmethod
    def none(cls) -> Rows:
        return cls(np.zeros((0, 5), np.int32), np.zeros(0, np.int32))

    def __len__(self) -> int:
        return len(self.rules)

    def put(self, numbers: Sequence[int], needs: Sequence[Numbered]) -> Rows:
        """With these rows in the place of what has their numbers. The clues of what stood there before are left as a
        gap."""
        rules = np.zeros((max(len(self), 1 + max(numbers, default=-1)), 5), np.int32)
        rules[: len(self)] = self.rules
        clues: list[int] = []
        for row, each in zip(numbers, needs, strict=True):
            start = len(clues)
            for group in each.groups:
                clues += _marked(group, 0)
            clues += _marked(each.barred, _BARRED)
            apart = -1 if each.apart is None else min(each.apart, _ANY_DISTANCE)
            groups = len(each.groups) + bool(each.barred)
            most = SURE if each.decided else PERHAPS
            rules[row] = len(self.clues) + start, len(clues) - start, groups, apart, most
        return Rows(rules, np.concatenate((self.clues, np.array(clues, np.int32))))

    def apart(self, rows: Places) -> Places:
        """How far the first two groups of each of these rules may be apart; -1: it does not matter."""
        apart: Places = self.rules[rows, _APART].astype(np.intp)
        return apart

    def worth(self, rows: Places, there: Bytes) -> Bytes:
        """What each of these rules is worth, as far as clues tell; `there` is what each clue is worth."""
        rules = self.rules[rows]
        groups = rules[:, _GROUPS].astype(np.intp)
        if some(groups == 0):
            return self._worth_of_some(rows, groups > 0, there)
        if not len(rows):
            return np.zeros(0, np.uint8)
        _, index = spread(rules[:, _START].astype(np.intp), rules[:, _COUNT].astype(np.intp))
        clues = self.clues[index]
        begins = (clues & _FIRST).astype(np.bool_).nonzero()[0]
        of_group = np.maximum.reduceat(there[clues >> _KINDS], begins)
        barred = (clues[begins] & _BARRED).astype(np.bool_)
        of_group[barred] = SURE - of_group[barred]
        worth = np.minimum.reduceat(of_group, np.add.accumulate(groups) - groups)
        return np.minimum(worth, rules[:, _MOST].astype(np.uint8))

    def _worth_of_some(self, rows: Places, asked: Bools, there: Bytes) -> Bytes:
        """Rules of which nothing is asked are worth looking at."""
        worth: Bytes = np.full(len(rows), PERHAPS, np.uint8)
        worth[asked] = self.worth(rows[asked], there)
        return worth

    def sides(self, rows: Places) -> tuple[Places, Places, Places]:
        """The clues of the first two groups of each of these rules: to which rule they belong, to which group, and the
        clues."""
        owners, clues, begins = self._spread(rows)
        groups = self.rules[rows, _GROUPS]
        side = np.add.accumulate(begins.astype(np.intp)) - (np.add.accumulate(groups) - groups)[owners] - 1
        chosen = side < 2
        return owners[chosen], side[chosen], (clues[chosen] >> _KINDS).astype(np.intp)

    def anchors(self, rows: Places, shares: Floats) -> Anchored:
        """The group of each of these rules with the lowest sum of `shares`. A rule of which nothing is asked has
        none."""
        owners, clues, marks = self._spread(rows)
        begins = marks.nonzero()[0]
        sizes = np.diff(begins, append=len(clues))
        numbers = (clues >> _KINDS).astype(np.intp)
        sums = np.add.reduceat(shares[numbers], begins) if len(begins) else np.zeros(0)
        sums[(clues[begins] & _BARRED).astype(np.bool_)] = np.inf
        best = _least(owners[begins], sums)
        chosen = np.zeros(len(begins), np.bool_)
        chosen[best] = True
        others = np.where(chosen | (sizes > BESIDE), np.inf, sums)
        second = _least(owners[begins], others)
        beside = np.full((len(rows), BESIDE), ANYTHING, np.int32)
        within = np.minimum(np.arange(BESIDE), sizes[second][:, None] - 1)
        beside[owners[begins[second]]] = numbers[begins[second][:, None] + within]
        kept = chosen.repeat(sizes)
        return Anchored(rows[owners[kept]], numbers[kept], beside[owners[kept]], sums.repeat(sizes)[kept])

    def _spread(self, rows: Places) -> tuple[Places, Ints, Bools]:
        """All clues of these rules with their marks: which rule they belong to, the clues, and where groups begin."""
        rules = self.rules[rows].astype(np.intp)
        owners, index = spread(rules[:, _START], rules[:, _COUNT])
        clues = self.clues[index]
        return owners, clues, (clues & _FIRST).astype(np.bool_)


def _marked(group: tuple[int, ...], barred: int) -> list[int]:
    marked = [clue << _KINDS | barred for clue in group]
    if marked:
        marked[0] |= _FIRST
    return marked


def _least(owners: Places, sums: Floats) -> Places:
    """Of each owner's elements the first of the least sum, if that is finite."""
    order = np.lexsort((sums, owners))
    ordered = owners[order]
    firsts = np.ones(len(order), np.bool_)
    firsts[1:] = ordered[1:] != ordered[:-1]
    best: Places = order[firsts]
    return best[np.isfinite(sums[best])]

"""Whether members of two groups of single words stand close together, for many rules at once."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from monitor.matching.arrays import Bools, Places, spread
from monitor.matching.candidates.rows import Rows

_PARAGRAPH = 1 << 40
"""Added to a word's place for each paragraph before it: further apart than any rule asks."""


def are_close(rows: Places, asked: Rows, clues: Places, places: Places, paragraph: Callable[[Places], Places]) -> Bools:
    """For each of these rules, whether its first two groups have members at most `apart` words apart in one paragraph.
    `clues` stand at `places`, and those in a `paragraph`.

    Of all members by place only neighbours need be looked at: what is nearest has no other member between.
    """
    owners, sides, wanted = asked.sides(rows)
    clues, at = _by_clue(wanted, clues, places)
    at = at + _PARAGRAPH * paragraph(at)
    lows = clues.searchsorted(wanted)
    found, index = spread(lows, clues.searchsorted(wanted, side="right") - lows)
    owners, sides, at = owners[found], sides[found], at[index]
    by_place = np.lexsort((sides, at, owners))
    owners, sides, at = owners[by_place], sides[by_place], at[by_place]
    near = (owners[1:] == owners[:-1]) & (sides[1:] != sides[:-1])
    near &= at[1:] - at[:-1] - 1 <= asked.apart(rows)[owners[1:]]
    close = np.zeros(len(rows), np.bool_)
    close[owners[1:][near]] = True
    return close


def _by_clue(wanted: Places, clues: Places, places: Places) -> tuple[Places, Places]:
    """Only what is wanted of the clues, in their order, with the place of each."""
    flags = np.zeros(1 + max(clues.max(initial=0), wanted.max(initial=0)), np.bool_)
    flags[wanted] = True
    chosen = flags[clues].nonzero()[0]
    chosen = chosen[clues[chosen].argsort(kind="stable")]
    return clues[chosen], places[chosen]

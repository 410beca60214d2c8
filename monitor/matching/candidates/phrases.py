"""Which runs of two and more atoms stand in an article.

Each is met by one pair of neighbours in it, the one that is likely to be the rarest; the rest is looked at where the
pair stands. The pairs are in a table of buckets, so that all pairs of an article are looked up at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from monitor.matching.arrays import Bools, Bytes, Ints, Places, places_of, resized, some, spread
from monitor.matching.candidates.clues import Clue
from monitor.matching.candidates.rows import PERHAPS, SURE
from monitor.matching.view import ArticleView

Pairs: TypeAlias = npt.NDArray[np.uint64]
"""The left part in the upper half of the number, the right one in the lower."""


class Met(NamedTuple):
    """Clues that an article holds, where each stands (a phrase: its pair), and what that is worth."""

    clues: Places
    places: Places
    worth: int


_LEFT, _RIGHT = np.uint8(1), np.uint8(2)
Rest: TypeAlias = tuple[tuple[int, int], ...]
"""Parts, each with its distance from the pair's first."""
_HALF = np.uint64(32)
_MIX = np.uint64(0x9E3779B97F4A7C15)
_FEWEST_BITS = 4
_ROOM = 4
"""Buckets a phrase: more cost memory, fewer cost time."""


@dataclass(frozen=True, slots=True)
class Phrases:
    """Phrases by the bucket of their pair: the pair and the clue. `starts` says where each bucket begins, `roles` of
    each part on which sides of pairs it stands, and `rests` (which only grows) what stands around the pair of a clue,
    and where."""

    pairs: Pairs
    clues: Ints
    starts: Ints
    roles: Bytes
    rests: dict[int, Rest]

    @classmethod
    def none(cls) -> Phrases:
        starts = np.zeros((1 << _FEWEST_BITS) + 1, np.int32)
        return cls(np.zeros(0, np.uint64), np.zeros(0, np.int32), starts, np.zeros(0, np.uint8), {})

    def added(self, runs: Iterable[tuple[int, Clue]], parts: int, cost: Callable[[Clue], float]) -> Phrases:
        """With further phrases, each a clue; `parts` is how many there are now."""
        roles = resized(self.roles, parts)
        anchored = [(clue, run, _rarest_pair(run, cost)) for clue, run in runs]
        if not anchored:
            return replace(self, roles=roles)
        left = np.array([run[at] for _, run, at in anchored], np.uint64)
        right = np.array([run[at + 1] for _, run, at in anchored], np.uint64)
        roles[left.astype(np.intp)] |= _LEFT
        roles[right.astype(np.intp)] |= _RIGHT
        pairs = np.concatenate((self.pairs, left << _HALF | right))
        clues = np.concatenate((self.clues, np.array([clue for clue, _, _ in anchored], np.int32)))
        buckets = _buckets(pairs, _bits(len(pairs)))
        order = buckets.argsort(kind="stable")
        self.rests.update((clue, _rest(run, at)) for clue, run, at in anchored if len(run) > 2)
        return Phrases(pairs[order], clues[order], _starts(buckets), roles, self.rests)

    def met(self, view: ArticleView) -> Iterator[Met]:
        """The phrases that the article holds, or may hold."""
        if not len(self.pairs):
            return
        clues, places = self._looked_up(*self._neighbours(view))
        whole = self._whole(view, clues, places)
        yield Met(clues, places, SURE) if whole is None else Met(clues[whole], places[whole], SURE)
        if view.joined:
            if whole is not None:
                yield Met(clues[~whole], places[~whole], PERHAPS)
            over = np.array(list(_over_joins(view)), np.uint64)
            yield Met(*self._looked_up(over, np.zeros(len(over), np.intp)), PERHAPS)

    def _neighbours(self, view: ArticleView) -> tuple[Pairs, Places]:
        """The pairs of parts that stand next to each other in one sentence, and where."""
        roles = self.roles[view.met.parts]
        chosen = places_of(roles)
        places, parts, roles = view.met.places[chosen], view.met.parts[chosen], roles[chosen]
        left, right = _next_to(places)
        fit = (roles[left] & _LEFT).view(np.bool_) & (roles[right] >> _LEFT).view(np.bool_)
        begins = view.begins()
        if begins is not None:
            fit &= ~begins[places[right]]
        left, right = left[fit], right[fit]
        return parts[left].view(np.uint64) << _HALF | parts[right].view(np.uint64), places[left]

    def _looked_up(self, pairs: Pairs, places: Places) -> tuple[Places, Places]:
        """The clues of pairs, and where they stand."""
        buckets = _buckets(pairs, _bits(len(self.pairs)))
        starts = self.starts[buckets].astype(np.intp)
        rows, index = spread(starts, self.starts[buckets + 1] - starts)
        same = self.pairs[index] == pairs[rows]
        return self.clues[index[same]].astype(np.intp), places[rows[same]]

    def _whole(self, view: ArticleView, clues: Places, places: Places) -> Bools | None:
        """For each pair that was found, whether the rest of its phrase stands around it; None where it does for all."""
        rests = self.rests
        found = enumerate(zip(clues.tolist(), places.tolist(), strict=True))
        parted = [n for n, (clue, place) in found if clue in rests and not view.holds_around(place, rests[clue])]
        if not parted:
            return None
        whole = np.ones(len(clues), np.bool_)
        whole[parted] = False
        return whole


def _rest(run: Clue, pair: int) -> Rest:
    return tuple((at - pair, part) for at, part in enumerate(run) if at not in (pair, pair + 1))


def _rarest_pair(run: Clue, cost: Callable[[Clue], float]) -> int:
    costs = [cost((part,)) for part in run]
    return min(range(len(run) - 1), key=lambda at: costs[at] * costs[at + 1])


def _buckets(pairs: Pairs, bits: int) -> Places:
    return ((pairs * _MIX) >> np.uint64(64 - bits)).astype(np.intp)


def _bits(phrases: int) -> int:
    """The number of buckets, as a power of two."""
    return max(_FEWEST_BITS, (_ROOM * phrases).bit_length())


def _starts(buckets: Places) -> Ints:
    """Where each bucket begins, and where the last one ends."""
    size = 1 << _bits(len(buckets))
    starts = np.zeros(size + 1, np.int32)
    starts[1:] = np.bincount(buckets, minlength=size).cumsum()
    return starts


def _next_to(places: Places) -> tuple[Places, Places]:
    """The pairs of elements that stand at a place and at the next. A place may have several."""
    steps = places[1:] - places[:-1]
    if not some(steps == 0):
        left = (steps == 1).nonzero()[0]
        return left, left + 1
    lows = places.searchsorted(places + 1)
    return spread(lows, places.searchsorted(places + 1, side="right") - lows)


def _over_joins(view: ArticleView) -> Iterator[int]:
    """Pairs with words that hyphens join. One that no sentence holds may be among them."""
    for join in view.joined:
        before = view.parts_at(join.first - 1) if join.first else ()
        after = (
            *view.parts_at(join.last),
            *(p for other in view.joined if other.first == join.last for p in other.parts),
        )
        yield from (left << 32 | right for left in before for right in join.parts)
        yield from (left << 32 | right for left in join.parts for right in after)

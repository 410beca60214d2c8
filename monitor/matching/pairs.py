"""Pairs of occurrences that stand close together: what `NEAR/n` of a Boolean expression means. (`near:` of a rule, in
`near`, joins any number of groups and does not count their own words.)

Each occurrence is joined to its nearest partner on either side, so that the work grows with the number of occurrences,
never with its square. A pair is a place again, for a further `NEAR/n`; of pairs with an edge in common the shortest
stays.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from monitor.matching.counted import Member


class Place(NamedTuple):
    """Words `[first, last)` and the members in them."""

    first: int
    last: int
    members: tuple[Member, ...]


Block = Callable[[Place], int]


def pairs(left: Sequence[Place], right: Sequence[Place], *, words: int, ordered: bool, block: Block) -> list[Place]:
    """Stretches from a place on the left to one on the right (`ordered`: behind it) with at most `words` words between,
    none across blocks."""
    found: list[Place] = []
    for ours, theirs in _blocks(left, right, block):
        if ordered:
            candidates = [*_behind(ours, theirs), *_before(theirs, ours)]
        else:
            candidates = [*_nearest(ours, theirs), *_nearest(theirs, ours)]
        found += (_joined(one, other) for one, other in candidates if _gap(one, other) <= words)
    return _shortest(found)


def alone(part: Sequence[Place], other: Sequence[Place], *, words: int, ordered: bool, block: Block) -> list[Place]:
    """The places of `part` that have no `other` within `words` words (`ordered`: behind them)."""
    partners = _behind if ordered else _nearest
    beside = {
        _edges(one)
        for ours, theirs in _blocks(part, other, block)
        for one, partner in partners(ours, theirs)
        if _gap(one, partner) <= words
    }
    return [place for place in part if _edges(place) not in beside]


def _blocks(left: Sequence[Place], right: Sequence[Place], block: Block) -> Iterator[tuple[list[Place], list[Place]]]:
    """What stands in one block, of both sides."""
    sides: dict[int, tuple[list[Place], list[Place]]] = {}
    for place in left:
        sides.setdefault(block(place), ([], []))[0].append(place)
    for place in right:
        if (number := block(place)) in sides:
            sides[number][1].append(place)
    return ((ours, theirs) for ours, theirs in sides.values() if theirs)


def _nearest(ours: Iterable[Place], theirs: Sequence[Place]) -> Iterator[tuple[Place, Place]]:
    """Each with the partner nearest to it that begins before it, and the first that does not."""
    theirs = sorted(theirs, key=_edges)
    firsts = [place.first for place in theirs]
    latest = list(accumulate(theirs, _later))
    for one in ours:
        place = bisect_left(firsts, one.first)
        if place:
            yield one, latest[place - 1]
        if place < len(theirs):
            yield one, theirs[place]


def _behind(ours: Iterable[Place], theirs: Iterable[Place]) -> Iterator[tuple[Place, Place]]:
    """Each with the first partner that begins where it ends or later."""
    found = sorted(theirs, key=_edges)
    firsts = [place.first for place in found]
    for one in ours:
        place = bisect_left(firsts, one.last)
        if place < len(found):
            yield one, found[place]


def _before(ours: Iterable[Place], theirs: Iterable[Place]) -> Iterator[tuple[Place, Place]]:
    """Each with the last partner that ends where it begins or earlier."""
    found = sorted(theirs, key=attrgetter("last", "first"))
    lasts = [place.last for place in found]
    for one in ours:
        place = bisect_right(lasts, one.first)
        if place:
            yield one, found[place - 1]


def _later(one: Place, other: Place) -> Place:
    return other if other.last >= one.last else one


def _edges(place: Place) -> tuple[int, int]:
    return place.first, place.last


def _gap(one: Place, other: Place) -> int:
    return max(one.first - other.last, other.first - one.last, 0)


def _joined(one: Place, other: Place) -> Place:
    return Place(min(one.first, other.first), max(one.last, other.last), (*one.members, *other.members))


def _shortest(found: list[Place]) -> list[Place]:
    """For each edge the shortest stretch that has it."""
    found.sort(key=lambda place: place.last - place.first)
    kept: dict[tuple[int, int], Place] = {}
    firsts: set[int] = set()
    lasts: set[int] = set()
    for place in found:
        if place.first not in firsts or place.last not in lasts:
            kept.setdefault(_edges(place), place)
            firsts.add(place.first)
            lasts.add(place.last)
    return sorted(kept.values(), key=_edges)

"""Boolean expressions: in which units one holds, and on which occurrences that rests.

What is excluded holds in all units but some, so the units are kept as a set and whether it is the set of those left
out. Only occurrences that make the expression true are handed on: of `a OR b`, and of `a NEAR/3 b`, those that hold.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, NamedTuple

from monitor.matching.pairs import Place, alone, pairs
from monitor.matching.terms import ReadyTerm
from monitor.rules.compiled import Apart, Close, Either, Every, Expression, Found, Inside, Often, Term, Unit, Without

if TYPE_CHECKING:
    from monitor.matching.counted import Counted, Member

_FINENESS = (Unit.ARTICLE, Unit.PARAGRAPH, Unit.SENTENCE)


class Holding(NamedTuple):
    """The units in which something holds; with `outside`, all units but these."""

    units: frozenset[int]
    outside: bool = False

    def __and__(self, other: Holding) -> Holding:
        match self.outside, other.outside:
            case False, False:
                return Holding(self.units & other.units)
            case False, True:
                return Holding(self.units - other.units)
            case True, False:
                return Holding(other.units - self.units)
        return Holding(self.units | other.units, outside=True)

    def __invert__(self) -> Holding:
        return Holding(self.units, not self.outside)

    def __or__(self, other: Holding) -> Holding:
        if self.outside or other.outside:
            return ~(~self & ~other)
        return Holding(self.units | other.units)


EVERYWHERE = Holding(frozenset(), outside=True)
NOWHERE = Holding(frozenset())


class Leaf(NamedTuple):
    """A term of an expression. An excluded one sees every occurrence, those that `unless` took away as well."""

    term: ReadyTerm
    excluded: bool


@dataclass(frozen=True, slots=True, eq=False)
class ReadyQuery:
    """An expression with its terms ready; `leaves` by the identity of their `Found`."""

    expression: Expression
    leaves: Mapping[int, Leaf]

    @property
    def proving(self) -> tuple[ReadyTerm, ...]:
        """The terms that a mention can rest on."""
        return tuple(dict.fromkeys(leaf.term for leaf in self.leaves.values() if not leaf.excluded))


def make_query(expression: Expression, ready: Callable[[Term], ReadyTerm]) -> ReadyQuery:
    """The expression with `ready` terms."""
    return ReadyQuery(
        expression, {id(found): Leaf(ready(found.term), excluded) for found, excluded in _found(expression, False)}
    )


def _found(expression: Expression, excluded: bool) -> Iterator[tuple[Found, bool]]:
    match expression:
        case Found():
            yield expression, excluded
        case Every(parts) | Either(parts):
            for part in parts:
                yield from _found(part, excluded)
        case Close(left, right):
            yield from _found(left, excluded)
            yield from _found(right, excluded)
        case Apart(part, other):
            yield from _found(part, excluded)
            yield from _found(other, not excluded)
        case Without(part):
            yield from _found(part, not excluded)
        case Inside(_, part) | Often(_, part):
            yield from _found(part, excluded)


class QueryLook:
    """One look at an article with one expression; what is asked twice is found once."""

    def __init__(self, query: ReadyQuery, counted: Counted) -> None:
        self._query = query
        self._counted = counted
        self._places: dict[tuple[int, Unit], list[Place]] = {}
        self._held: dict[tuple[int, Unit], Holding] = {}

    def holding(self, expression: Expression, within: Unit) -> Holding:
        """The units in which the expression holds."""
        key = id(expression), within
        if key not in self._held:
            self._held[key] = self._holding(expression, within)
        return self._held[key]

    def _holding(self, expression: Expression, within: Unit) -> Holding:
        match expression:
            case Every(parts):
                held = EVERYWHERE
                for part in parts:
                    held &= self.holding(part, within)
                    if held == NOWHERE:
                        break
                return held
            case Either(parts):
                return reduce(or_, (self.holding(part, within) for part in parts))
            case Without(part):
                return ~self.holding(part, within)
            case Inside(unit, part):
                inner = finer(unit, within)
                return Holding(self._outer(self.holding(part, inner).units, inner, within))
            case Often():
                return Holding(self._often(expression, within))
        return Holding(frozenset(self._unit(place, within) for place in self._stretches(expression, within)))

    def somewhere(self, expression: Expression, within: Unit) -> bool:
        """Whether there is a unit in which it holds."""
        held = self.holding(expression, within)
        return len(held.units) < self._counted.units(within) if held.outside else bool(held.units)

    def members(self, expression: Expression, within: Unit, units: frozenset[int]) -> Iterator[Member]:
        """The occurrences on which it rests in those of `units` in which it holds."""
        match expression:
            case Every(parts) | Either(parts):
                for part in parts:
                    held = Holding(units) & self.holding(part, within)
                    yield from self.members(part, within, held.units)
            case Without():
                return
            case Inside(unit, part):
                inner = finer(unit, within)
                inside = self.holding(part, inner).units
                chosen = frozenset(each for each in inside if self._outer((each,), inner, within) <= units)
                yield from self.members(part, inner, chosen)
            case Often(_, part):
                yield from self.members(part, within, units)
            case _:
                for place in self._stretches(expression, within):
                    if self._unit(place, within) in units:
                        yield from place.members

    def _stretches(self, expression: Expression, within: Unit) -> list[Place]:
        """The places of what has places."""
        key = id(expression), within
        if key not in self._places:
            self._places[key] = self._find(expression, within)
        return self._places[key]

    def _find(self, expression: Expression, within: Unit) -> list[Place]:
        def block(place: Place) -> int:
            return self._unit(place, finer(Unit.PARAGRAPH, within))

        match expression:
            case Found(_, zone):
                leaf = self._query.leaves[id(expression)]
                zones = None if zone is None else frozenset((zone,))
                look = self._counted.everything if leaf.excluded else self._counted.kept
                return [Place(each.at.first, each.at.last, (each,)) for each in look(leaf.term, zones)]
            case Either(parts):
                found = (place for part in parts for place in self._stretches(part, within))
                return list({(place.first, place.last): place for place in found}.values())
            case Close(left, right, words, ordered):
                sides = self._stretches(left, within), self._stretches(right, within)
                return pairs(*sides, words=words, ordered=ordered, block=block)
            case Apart(part, other, words, ordered):
                sides = self._stretches(part, within), self._stretches(other, within)
                return alone(*sides, words=words, ordered=ordered, block=block)
        raise TypeError(f"{type(expression).__name__} has no place")

    def _often(self, often: Often, within: Unit) -> frozenset[int]:
        kinds: set[tuple[int, object]] = set()
        for place in self._stretches(often.part, within):
            terms = frozenset((member.term, member.entry) for member in place.members)
            what = terms if often.distinct else (place.first, place.last)
            kinds.add((self._unit(place, within), what))
        counts = Counter(unit for unit, _ in kinds)
        return frozenset(unit for unit, count in counts.items() if count >= often.count)

    def _unit(self, place: Place, within: Unit) -> int:
        return self._counted.unit(place.members[0].at, within)

    def _outer(self, units: Iterable[int], inner: Unit, outer: Unit) -> frozenset[int]:
        """The numbers of the units around these."""
        if inner is outer:
            return frozenset(units)
        if outer is Unit.ARTICLE:
            return frozenset(0 for _ in units)
        return frozenset(self._counted.view.sentences[unit].paragraph for unit in units)


def finer(one: Unit, other: Unit) -> Unit:
    """The smaller of two units."""
    return max(one, other, key=_FINENESS.index)

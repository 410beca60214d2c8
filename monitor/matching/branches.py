"""A Boolean expression taken apart, for explaining: each branch in words, and whether it holds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from monitor.matching.counted import Counted
from monitor.matching.queries import QueryLook, ReadyQuery, finer
from monitor.rules.compiled import Apart, Close, Either, Every, Expression, Found, Inside, Often, Unit, Without
from monitor.rules.query import write


class Branch(NamedTuple):
    """A part of the expression; `depth` 1 is a part of the whole."""

    asked: str
    depth: int
    holds: bool


def branches(query: ReadyQuery, counted: Counted) -> Iterator[Branch]:
    """Every part that is made of several, and every term, in the order of the text. The whole is left to the caller,
    where it has parts."""
    look, within = QueryLook(query, counted), counted.ready.rule.conditions.within
    if not isinstance(query.expression, Found):
        yield from _parts(query.expression, 1, look, within)


def _parts(expression: Expression, depth: int, look: QueryLook, within: Unit) -> Iterator[Branch]:
    match expression:
        case Every(parts) | Either(parts):
            inner: tuple[Expression, ...] = parts
        case Close(left, right) | Apart(left, right):
            inner = (left, right)
        case Without(part) | Often(_, part):
            inner = (part,)
        case Inside(unit, part):
            inner, within = (part,), finer(unit, within)
        case _:
            return
    for part in inner:
        yield Branch(write(part), depth, look.somewhere(part, within))
        yield from _parts(part, depth + 1, look, within)

"""A tree as text: what `parse` would read as the same tree."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from monitor.model.article import Zone
from monitor.rules.compiled import Apart, Close, Either, Every, Expression, Found, Inside, Often, Without


def write(expression: Expression) -> str:
    """The expression in the language of rule files, with no more parentheses than it needs."""
    return _whole(expression, None)


def _whole(expression: Expression, around: Zone | None) -> str:
    """`around`: the zone that is already said before an opening parenthesis."""
    if (zone := _common_zone(expression)) and zone is not around:
        if isinstance(expression, Found):
            return f"{zone}:{expression.term.written}"
        return f"{zone}:({_whole(expression, zone)})"
    match expression:
        case Found():
            text = expression.term.written
        case Either():
            text = " OR ".join(_part(part, around, (Every,)) for part in _by_zone(expression.parts))
        case Every():
            text = " AND ".join(_part(part, around, (Either, Every)) for part in _positive_first(expression.parts))
        case Without():
            text = f"NOT {_part(expression.part, around, (Either, Every, Close, Apart))}"
        case Close() | Apart():
            text = _near(expression, around)
        case Inside():
            text = f"{expression.unit.upper()}({_whole(expression.part, around)})"
        case Often():
            name = "DISTINCT" if expression.distinct else "ATLEAST"
            text = f"{name}/{expression.count}({_whole(expression.part, around)})"
    return text


def _near(expression: Close | Apart, around: Zone | None) -> str:
    name = f"{'ONEAR' if expression.ordered else 'NEAR'}/{expression.words}"
    left, right = (
        (expression.left, expression.right) if isinstance(expression, Close) else (expression.part, expression.other)
    )
    negation = "NOT " if isinstance(expression, Apart) else ""
    loose = (Either, Every, Close, Apart)
    return f"{_part(left, around, (Either, Every))} {name} {negation}{_part(right, around, loose)}"


def _part(expression: Expression, around: Zone | None, loose: tuple[type[Expression], ...]) -> str:
    """A part, in parentheses where it is one of the `loose` kinds; a zone brings its own."""
    text = _whole(expression, around)
    zoned = (zone := _common_zone(expression)) and zone is not around
    return f"({text})" if isinstance(expression, loose) and not zoned else text


def _by_zone(parts: tuple[Expression, ...]) -> Iterator[Expression]:
    """Neighbours in one zone as one part: `headline:(a OR b)`."""
    flat = tuple(_alternatives(parts))
    for zone, group in groupby(flat, _common_zone):
        together = tuple(group)
        if zone is None or len(together) in (1, len(flat)):
            yield from together
        else:
            yield Either(together)


def _alternatives(parts: Iterable[Expression]) -> Iterator[Expression]:
    """Without an OR inside an OR: it says the same, and would be grouped otherwise when it is written again."""
    for part in parts:
        if isinstance(part, Either):
            yield from _alternatives(part.parts)
        else:
            yield part


def _positive_first(parts: Iterable[Expression]) -> list[Expression]:
    return sorted(parts, key=lambda part: isinstance(part, Without))


def _common_zone(expression: Expression) -> Zone | None:
    """The one zone that all terms name."""
    match expression:
        case Found():
            return expression.zone
        case Either(parts) | Every(parts):
            zones = {_common_zone(part) for part in parts}
        case Close(left, right):
            zones = {_common_zone(left), _common_zone(right)}
        case Apart(part, other):
            zones = {_common_zone(part), _common_zone(other)}
        case Inside(_, part) | Often(_, part):
            return _common_zone(part)
        case _:  # a NOT says its zone itself
            return None
    return zones.pop() if len(zones) == 1 else None

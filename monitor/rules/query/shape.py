"""The shape of an expression: what has a place, where NOT stands, and whether it asks for anything at all."""

from __future__ import annotations

from collections.abc import Iterator

from monitor.rules.compiled import Apart, Close, Either, Every, Expression, Found, Inside, Often, Term, Without
from monitor.rules.query.lexing import QueryFault


def has_place(expression: Expression) -> bool:
    """Whether its occurrences are stretches of words, so that NEAR and ATLEAST can use them."""
    if isinstance(expression, Either):
        return all(map(has_place, expression.parts))
    return isinstance(expression, Found | Close | Apart)


def terms_of(expression: Expression) -> Iterator[Term]:
    """Every term, excluded ones included, in the order of the text."""
    match expression:
        case Found(term):
            yield term
        case Either(parts) | Every(parts):
            for part in parts:
                yield from terms_of(part)
        case Close(left, right, _, _) | Apart(left, right, _, _):
            yield from terms_of(left)
            yield from terms_of(right)
        case Without(part) | Inside(_, part) | Often(_, part, _):
            yield from terms_of(part)


def only_terms(expression: Expression) -> bool:
    """A term, or terms joined with OR."""
    return isinstance(expression, Found) or (isinstance(expression, Either) and all(map(only_terms, expression.parts)))


def checked(expression: Expression) -> Expression:
    """The same with every NOT directly before what it excludes, and nested ANDs and ORs laid flat. Raises QueryFault
    where it would hold in articles that contain none of its words: there would be nothing to show, and no way to find
    the rule but to try it on everything."""
    made = _straight(expression, negated=False)
    _refuse_absence(made, "the expression")
    return made


def _straight(expression: Expression, *, negated: bool) -> Expression:
    if isinstance(expression, Without):
        return _straight(expression.part, negated=not negated)
    if isinstance(expression, Every | Either):
        parts = tuple(_straight(part, negated=negated) for part in expression.parts)
        kind = Either if isinstance(expression, Every) is negated else Every
        return kind(tuple(inner for part in parts for inner in (part.parts if isinstance(part, kind) else (part,))))
    if isinstance(expression, Inside):
        part = _straight(expression.part, negated=False)
        name = f"`{expression.unit.upper()}(…)`"
        _refuse_absence(part, name)
        expression = Inside(expression.unit, part)
    return Without(expression) if negated else expression


def _refuse_absence(expression: Expression, name: str) -> None:
    if _holds_of_nothing(expression):
        message = f"{name} would also hold where none of its words occurs"
        raise QueryFault(
            message, 0, "`NOT` only takes away: join it with `AND` to something that must occur", "only-not"
        )


def _holds_of_nothing(expression: Expression) -> bool:
    if isinstance(expression, Every):
        return all(map(_holds_of_nothing, expression.parts))
    if isinstance(expression, Either):
        return any(map(_holds_of_nothing, expression.parts))
    return isinstance(expression, Without)

"""A Boolean expression in words: short parts in a line, longer ones as a tree."""

from __future__ import annotations

from collections.abc import Iterator

from monitor.rules.compiled import Apart, Close, Either, Every, Expression, Found, Inside, Often, Without
from monitor.rules.query.shape import only_terms
from monitor.rules.saying.words import counted, several, term

_WIDTH = 90


def tree(expression: Expression, depth: int = 0) -> Iterator[str]:
    """Lines, each part of an AND or OR indented below it."""
    line = inline(expression)
    if isinstance(expression, Every | Either) and (len(line) > _WIDTH or not _is_simple(expression)):
        head = "all of these:" if isinstance(expression, Every) else "one of these:"
        yield f"{'  ' * depth}- {head}"
        for part in expression.parts:
            yield from tree(part, depth + 1)
    elif isinstance(expression, Without | Inside) and not only_terms(expression.part) and len(line) > _WIDTH:
        yield f"{'  ' * depth}- {_head(expression)}:"
        yield from tree(expression.part, depth + 1)
    else:
        yield f"{'  ' * depth}- {line}"


def _head(expression: Without | Inside) -> str:
    return "not" if isinstance(expression, Without) else f"within one {expression.unit}"


def _is_simple(expression: Expression) -> bool:
    return only_terms(expression) or (isinstance(expression, Every) and all(map(only_terms, expression.parts)))


def inline(expression: Expression) -> str:
    """The whole in one line."""
    match expression:
        case Found(each, zone):
            said = f"{term(each)} in the {zone}" if zone else term(each)
        case Every(parts):
            said = several([_within(part, (Either,)) for part in parts], "and", most=100)
        case Either(parts):
            said = several([_within(part, (Every,)) for part in parts])
        case Without(part):
            said = f"not {_within(part, (Every, Either))}"
        case Close(left, right, words, ordered):
            joint = "followed by" if ordered else "close to"
            said = f"{_side(left)} {joint} {_side(right)} (at most {counted(words, 'word')} between)"
        case Apart(part, other, words, ordered):
            after = " after it" if ordered else ""
            said = f"{_side(part)} without {_side(other)} within {counted(words, 'word')}{after}"
        case Inside(unit, part):
            said = f"({inline(part)}) within one {unit}"
        case Often(count, part, distinct):
            kind = "different ones" if distinct else "occurrences"
            said = f"at least {count} {kind} of {_side(part)}"
    return said


def _side(expression: Expression) -> str:
    return _within(expression, (Either, Close, Apart))


def _within(expression: Expression, loose: tuple[type[Expression], ...]) -> str:
    text = inline(expression)
    return f"({text})" if isinstance(expression, loose) else text

"""A tree as the keys of a rule file: the plain ones where they say the same, else `query`."""

from __future__ import annotations

from collections.abc import Iterator

from monitor.model.article import Zone
from monitor.rules.compiled import Close, Either, Every, Expression, Found, Often, Without
from monitor.rules.query import checked, terms_of, write
from monitor.rules.query.shape import only_terms
from monitor.rules.writing import Keys, Value


def keys_of(expression: Expression) -> Keys:
    """The conditions of a rule that holds exactly where the expression does. Raises QueryFault."""
    return _plain(checked(expression)) or {"query": write(expression)}


def _plain(expression: Expression) -> Keys | None:
    """`any`, `all`, `none`, `near` and `at_least`; None where they cannot say it: all terms must be met alike, and in
    the same zones."""
    parts = expression.parts if isinstance(expression, Every) else (expression,)
    zones, exact = set(_zones(expression)), {term.written.startswith('"') for term in terms_of(expression)}
    if len(zones) != 1 or len(exact) != 1 or any('"' in term.written[1:-1] for term in terms_of(expression)):
        return None
    made: Keys = {}
    required: list[Value] = []
    excluded: list[Value] = []
    for part in parts:
        if only_terms(part):
            required.append(_terms(part))
        elif isinstance(part, Without) and only_terms(part.part):
            excluded += _terms(part.part)
        elif (key := _own_key(part)) and key[0] not in made:
            made[key[0]] = key[1]
        else:
            return None
    return _in_order(made, required, excluded, zones.pop(), exact.pop()) if required or made else None


def _in_order(made: Keys, required: list[Value], excluded: list[Value], zone: Zone | None, exact: bool) -> Keys:
    keys: Keys = {}
    if len(required) == 1 and not made:
        keys["any"] = required[0]
    elif required:
        keys["all"] = [item[0] if isinstance(item, list) and len(item) == 1 else item for item in required]
    keys |= made
    if excluded:
        keys["none"] = excluded
    if zone:
        keys["in"] = [zone.value]
    if exact:
        keys["inflect"] = False
    return keys


def _own_key(part: Expression) -> tuple[str, Keys] | None:
    """`near` for two groups, `at_least` for a count."""
    if isinstance(part, Close) and only_terms(part.left) and only_terms(part.right):
        sides: list[Value] = [_item(part.left), _item(part.right)]
        near: Keys = {"terms": sides, "words": part.words}
        return "near", {**near, "ordered": True} if part.ordered else near
    if isinstance(part, Often) and only_terms(part.part):
        at_least: Keys = {"count": part.count, "of": _terms(part.part)}
        return "at_least", {**at_least, "distinct": True} if part.distinct else at_least
    return None


def _item(expression: Expression) -> Value:
    terms = _terms(expression)
    return terms[0] if len(terms) == 1 else terms


def _terms(expression: Expression) -> list[Value]:
    return [_bare(term.written) for term in terms_of(expression)]


def _bare(written: str) -> str:
    return written[1:-1] if written.startswith('"') else written


def _zones(expression: Expression) -> Iterator[Zone | None]:
    match expression:
        case Found(_, zone):
            yield zone
        case Every(parts) | Either(parts):
            for part in parts:
                yield from _zones(part)
        case Close(left, right):
            yield from (*_zones(left), *_zones(right))
        case Without(part) | Often(_, part):
            yield from _zones(part)
        case _:  # only a query can say it
            yield from (None, Zone.CREDIT)

"""IPTC EXTRA rules: nested lists of `(operator …)` and `(field relation "words")`.

A word without `/stemming` is met in its form only. `text_content`, and a clause without a field, are the parts that
rules search by default. Comments (`// … //`) are passed over.
"""

from __future__ import annotations

import re
from functools import reduce
from typing import NamedTuple

from monitor.model.article import Zone
from monitor.rules.compiled import Close, Either, Every, Expression, Found, Inside, Often, Unit, Without
from monitor.rules.query import QueryFault, query_term
from monitor.rules.query.shape import has_place
from monitor.rules.terms import TermFault

_PIECE = re.compile(r'(?:\s|//[^/]*//)*(?:(\()|(\))|"((?:[^"\\]|\\.)*)"|([^\s()"]+))')
_ZONES = {"title": Zone.HEADLINE, "headline": Zone.HEADLINE, "body": Zone.BODY, "text_content": None}
_COUNT = re.compile(r"or/(count|countunique)(>=|>)(\d{1,4})")
_PROX = re.compile(r"prox/unit=(word|sentence|paragraph)/distance(<=|<|=)(\d{1,3})")
_RELATION = re.compile(r"(any|all|adj|=)(?:/(stemming|literal|regexp))?")
_DEEPEST = 40


class _Words(NamedTuple):
    """What stood in quotes."""

    text: str


class _Group(list["_Group | _Words | str"]):
    """What stood in parentheses."""


def read_iptc(text: str) -> Expression:
    """The tree of one rule's `query`. Raises QueryFault with the operator that cannot be said."""
    return _expression(_groups(text))


def _groups(text: str) -> _Group:
    stack = [_Group()]
    place, end = 0, len(text.rstrip())
    while place < end:
        found = _PIECE.match(text, place)
        if found is None or len(stack) > _DEEPEST:
            raise QueryFault("not a rule of IPTC EXTRA", place)
        place = found.end()
        if found[1]:
            stack.append(_Group())
            stack[-2].append(stack[-1])
        elif found[2]:
            stack.pop()
            if not stack:
                raise QueryFault("a `)` without its `(`", place - 1)
        else:
            stack[-1].append(_Words(found[3]) if found[3] is not None else found[4])
    whole = stack[0]
    if len(stack) > 1 or len(whole) != 1 or not isinstance(whole[0], _Group):
        raise QueryFault("its parentheses do not match", 0)
    return whole[0]


def _expression(group: _Group) -> Expression:
    match group:
        case [_Words(words)]:
            return _clause(None, "any", words)
        case [str(name), str(relation), _Words(words)]:
            if name not in _ZONES:
                raise _refused(name, f"there are {', '.join(f'`{each}`' for each in _ZONES)}")
            return _clause(_ZONES[name], relation, words)
        case [str(operator), *parts] if parts:
            return _joined(operator, [_expression(part) for part in parts if isinstance(part, _Group)], len(parts))
    raise QueryFault("not a rule of IPTC EXTRA", 0)


def _joined(operator: str, parts: list[Expression], written: int) -> Expression:
    if len(parts) != written:
        raise QueryFault(f"`{operator}` joins something other than clauses", 0)
    if operator == "and":
        return _either_or_one(Every, parts)
    if operator == "or":
        return _either_or_one(Either, parts)
    if operator == "not":
        return Without(_either_or_one(Either, parts))
    if found := _COUNT.fullmatch(operator):
        return _counted(operator, found, _either_or_one(Either, parts))
    if (found := _PROX.fullmatch(operator)) and len(parts) == 2:
        return _near(operator, found, parts)
    raise _refused(operator, "it has no counterpart")


def _either_or_one(kind: type[Either | Every], parts: list[Expression]) -> Expression:
    return parts[0] if len(parts) == 1 else kind(tuple(parts))


def _counted(operator: str, found: re.Match[str], part: Expression) -> Expression:
    if not has_place(part):
        raise _refused(operator, "only words and phrases can be counted")
    return Often(int(found[3]) + (found[2] == ">"), part, found[1] == "countunique")


def _near(operator: str, found: re.Match[str], parts: list[Expression]) -> Expression:
    """Neighbours have distance 1, so that distance 3 leaves room for two words between."""
    most = int(found[3]) - (found[2] == "<")
    if found[1] == "word" and found[2] != "=" and all(map(has_place, parts)):
        return Close(parts[0], parts[1], max(most - 1, 0))
    if found[1] != "word" and most <= 1:  # authors write `=1` for "in the same one"
        return Inside(Unit(found[1]), Every(tuple(parts)))
    raise _refused(operator, "write it with `NEAR/n` or `SENTENCE(…)`")


def _clause(zone: Zone | None, relation: str, words: str) -> Expression:
    found = _RELATION.fullmatch(relation)
    if found is None:
        raise _refused(relation, "there are `any`, `all`, `adj` and `=`, with `/stemming`, `/literal` or `/regexp`")
    terms = words.split() if found[1] in ("any", "all") and found[2] != "regexp" else [words.strip()]
    leaves = [_term(term, found[2], zone) for term in terms]
    if not leaves:
        raise QueryFault(f"`{relation}` without words", 0)
    return _either_or_one(Every if found[1] == "all" else Either, leaves)


def _term(words: str, modifier: str | None, zone: Zone | None) -> Expression:
    if modifier == "regexp":
        return _leaf(f"/{words}/", zone)
    if modifier == "literal":
        return _leaf(" ".join(f"={word}" for word in words.split()), zone)
    if modifier is None:
        return _leaf(f'"{words.lower()}"', zone)
    inflected: list[Expression] = [_leaf(word, zone) for word in words.lower().split()]
    return reduce(lambda left, right: Close(left, right, 0, ordered=True), inflected)


def _leaf(written: str, zone: Zone | None) -> Found:
    try:
        return Found(query_term(written if " " not in written or written[0] in '/"' else f'"{written}"'), zone)
    except TermFault as fault:
        raise QueryFault(fault.message, 0, fault.suggestion, fault.code) from None


def _refused(operator: str, advice: str) -> QueryFault:
    return QueryFault(f"`{operator}` cannot be said", 0, advice, "operator")

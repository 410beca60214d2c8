"""Lucene's signs: `+` must occur, `-`, `!` and NOT must not, and what has none only ranks beside a `+`.

Its tokens are put in an order that our grammar reads alike: what is excluded is excluded from all the rest of its
parentheses.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from monitor.rules.query import Token, TokenKind

Notes = list[str]

_AND, _OR = ("AND", "&&"), ("OR", "||")


class _Clause(NamedTuple):
    """A sign (`+`, `-` or none), and the word, phrase or parentheses that it stands before; or an operator."""

    sign: str
    tokens: list[Token]

    @property
    def is_operator(self) -> bool:
        return len(self.tokens) == 1 and self.tokens[0].text in (*_AND, *_OR)


def signed(tokens: Sequence[Token], notes: Notes) -> list[Token]:
    """The tokens without signs, with AND and NOT in their place."""
    clauses = list(_clauses(tokens, notes))
    texts = {clause.tokens[0].text for clause in clauses if clause.is_operator}
    if texts & {*_AND} and texts & {*_OR}:
        notes.append("`AND` binds before `OR`; in Lucene itself a part that stands with `OR` beside them may only rank")
    excluded = [clause.tokens for clause in clauses if clause.sign == "-" and clause.tokens]
    kept = [clause for clause in clauses if clause.sign != "-"]
    if any(clause.sign == "+" for clause in kept):
        for clause in kept:
            if not clause.sign and not clause.is_operator:
                notes.append(f"`{_said(clause.tokens)}` is left out: beside words with `+` it only ranks")
        required = [clause.tokens for clause in kept if clause.sign == "+"]
        return _without(_joined(required, "AND"), excluded)
    if _besides(kept):
        notes.append("words side by side mean OR, as in Lucene")
    return _without([token for clause in _without_idle(clauses) for token in clause.tokens], excluded)


def _besides(clauses: Sequence[_Clause]) -> bool:
    """Whether two parts stand side by side without an operator."""
    return any(not one.is_operator and not other.is_operator for one, other in pairwise(clauses))


def _without_idle(clauses: Sequence[_Clause]) -> list[_Clause]:
    """What is kept, without the operators that joined what is excluded: of `a AND NOT b` only `a`."""
    made: list[_Clause] = []
    for number, clause in enumerate(clauses):
        before = clauses[number - 1].sign if number else ""
        follows = clauses[number + 1].sign if number + 1 < len(clauses) else ""
        idle = clause.is_operator and (follows == "-" or (before == "-" and not made))
        if clause.sign != "-" and not idle:
            made.append(clause)
    return made


def _clauses(tokens: Sequence[Token], notes: Notes) -> Iterator[_Clause]:
    place = 0
    while place < len(tokens):
        token = tokens[place]
        minus = token.text == "NOT" if token.kind is TokenKind.WORD else token.text in ("-", "!")
        sign = "-" if minus else "+" if token.kind is TokenKind.SIGN and token.text == "+" else ""
        begin = place + bool(sign)
        end = _operand_end(tokens, begin) if begin < len(tokens) else begin
        yield _Clause(sign, _inside(tokens[begin:end], notes) or list(tokens[place:end]))
        place = max(end, place + 1)


def _inside(operand: Sequence[Token], notes: Notes) -> list[Token]:
    """An operand, with the signs inside of its parentheses in order."""
    opened = next((n for n, token in enumerate(operand) if token.kind is TokenKind.OPEN), None)
    closed = next((n for n in range(len(operand) - 1, -1, -1) if operand[n].kind is TokenKind.CLOSE), None)
    if opened is None or closed is None or closed < opened:
        return list(operand)
    return [*operand[: opened + 1], *signed(operand[opened + 1 : closed], notes), *operand[closed:]]


def _operand_end(tokens: Sequence[Token], place: int) -> int:
    """The place behind a field, and the word, phrase or parentheses that follow it."""
    if tokens[place].kind is TokenKind.FIELD or tokens[place].kind is TokenKind.SIGN:
        return _operand_end(tokens, place + 1) if place + 1 < len(tokens) else place + 1
    depth = 0
    for end in range(place, len(tokens)):
        depth += (tokens[end].kind is TokenKind.OPEN) - (tokens[end].kind is TokenKind.CLOSE)
        follows = tokens[end + 1] if end + 1 < len(tokens) else None
        if depth <= 0 and not (follows and not follows.after_space and follows.text[0] in "~^"):
            return end + 1
    return len(tokens)


def _joined(operands: Sequence[list[Token]], operator: str) -> list[Token]:
    made: list[Token] = []
    for operand in operands:
        made += [_word(operand[0], operator)] if made else []
        made += operand
    return made


def _without(kept: list[Token], excluded: Sequence[list[Token]]) -> list[Token]:
    if not excluded:
        return kept
    if not kept:
        return [token for each in excluded for token in (_word(each[0], "NOT"), *each)]
    opened, closed = kept[0]._replace(kind=TokenKind.OPEN, text="("), kept[-1]._replace(kind=TokenKind.CLOSE, text=")")
    made = [opened, *kept, closed]
    for each in excluded:
        made += [_word(each[0], "AND"), _word(each[0], "NOT"), *each]
    return made


def _word(token: Token, text: str) -> Token:
    return token._replace(kind=TokenKind.WORD, text=text)


def _said(tokens: Sequence[Token]) -> str:
    return "".join((" " if token.after_space and number else "") + token.text for number, token in enumerate(tokens))

"""Tokens → tree: a loop for each level of binding, from OR (weakest) to NOT."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from monitor.model.article import Zone
from monitor.rules.compiled import (
    Apart,
    Close,
    Either,
    Every,
    Expression,
    Found,
    Inside,
    Often,
    Query,
    Term,
    Unit,
    Without,
)
from monitor.rules.query.foreign import refuse_call, refuse_field, refuse_sign, refuse_word
from monitor.rules.query.lexing import QueryFault, Token, TokenKind, scan
from monitor.rules.query.shape import checked, has_place
from monitor.rules.terms import TermFault, compile_term

DEEPEST = 40
MOST_TERMS = 2_000
_WIDEST = 200
_MOST_OFTEN = 1_000
_JOINED = re.compile(r"(NEAR|ONEAR)/(\d{1,9})")
_COUNTED = re.compile(r"(ATLEAST|DISTINCT)/(\d{1,9})")
_UNITS = {"SENTENCE": Unit.SENTENCE, "PARAGRAPH": Unit.PARAGRAPH}
_ZONES = {zone.value: zone for zone in Zone}


@dataclass(frozen=True, slots=True)
class Grammar:
    """How operators bind, from the weakest on, what words side by side mean, and the names of the zones: other tools
    differ in nothing else once their signs are translated."""

    levels: tuple[str, ...] = ("OR", "AND")
    beside: str = "AND"
    fields: Mapping[str, Zone] | None = None


LANGUAGE = Grammar()
"""The language of rule files."""


def parse(text: str) -> Query:
    """The expression's meaning. Raises QueryFault. Linear in the text."""
    return Query(text, checked(parse_tokens(scan(text), len(text))))


def parse_tokens(tokens: Sequence[Token], end: int, grammar: Grammar = LANGUAGE) -> Expression:
    """The tree as written, its shape not yet checked."""
    return _Parser(tokens, end, grammar).whole()


def query_term(written: str) -> Term:
    """A term as an expression writes it: in quotes its words are met exactly. Raises TermFault."""
    if written[:1] in ('"', "“"):
        made = compile_term(written[1:-1].strip().lstrip("/"), inflect=False)
        return Term(f'"{written[1:-1]}"', made.what)
    return compile_term(written)


class _Parser:
    def __init__(self, tokens: Sequence[Token], end: int, grammar: Grammar) -> None:
        self._tokens = tokens
        self._end = end
        self._grammar = grammar
        self._next = 0
        self._depth = 0
        self._terms = 0
        self._zone: Zone | None = None

    def whole(self) -> Expression:
        if not self._tokens:
            raise QueryFault("the expression is empty", 0)
        made = self._level(0)
        if token := self._peek():
            raise QueryFault("a `)` without its `(`", token.start)
        return made

    def _level(self, number: int) -> Expression:
        """Parts joined by one operator, each made of what binds tighter."""
        if number == len(self._grammar.levels):
            return self._near()
        operator = self._grammar.levels[number]
        parts = [self._level(number + 1)]
        while self._joined_by(operator):
            parts.append(self._level(number + 1))
        if len(parts) == 1:
            return parts[0]
        return Either(tuple(parts)) if operator == "OR" else Every(tuple(parts))

    def _joined_by(self, operator: str) -> bool:
        """Whether `operator` comes next, written or by words that stand side by side."""
        token = self._peek()
        if token is None or token.kind is TokenKind.CLOSE:
            return False
        if _is_operator(token):
            if token.text != operator:
                return False
            self._next += 1
            return True
        return operator == self._grammar.beside

    def _near(self) -> Expression:
        left = self._negated()
        while (token := self._peek()) and (found := _JOINED.fullmatch(token.text)):
            self._next += 1
            words = _number(token, found[2], 0, _WIDEST)
            left = _close(token, left, self._negated(), words, ordered=found[1] == "ONEAR")
        return left

    def _negated(self) -> Expression:
        """The tightest level; all nesting passes here."""
        token = self._peek()
        self._depth += 1
        if self._depth > DEEPEST:
            raise QueryFault(f"nested deeper than {DEEPEST} levels", token.start if token else self._end)
        if token and token.kind is TokenKind.WORD and token.text == "NOT":
            self._next += 1
            made: Expression = Without(self._negated())
        else:
            made = self._single()
        self._depth -= 1
        return made

    def _single(self) -> Expression:
        token, follows = self._take(), self._peek()
        if token.kind is TokenKind.OPEN:
            made = self._level(0)
            self._close_bracket(token)
            return made
        if token.kind is TokenKind.FIELD:
            return self._zoned(token)
        if token.kind is TokenKind.OPERATOR and (found := _COUNTED.fullmatch(token.text)):
            return self._counted(token, found[1], _number(token, found[2], 1, _MOST_OFTEN))
        if token.text in _UNITS and follows and follows.kind is TokenKind.OPEN:
            return Inside(_UNITS[token.text], self._negated())
        if token.kind in (TokenKind.WORD, TokenKind.OPERATOR) and follows and _is_call(follows):
            refuse_word(token)
            raise refuse_call(token)
        return self._term(token)

    def _close_bracket(self, opened: Token) -> None:
        token = self._peek()
        if token is None or token.kind is not TokenKind.CLOSE:
            raise QueryFault("this `(` is never closed", opened.start)
        self._next += 1

    def _zoned(self, token: Token) -> Expression:
        fields = _ZONES if self._grammar.fields is None else self._grammar.fields
        name = token.text.removesuffix(":").lower()
        if name not in fields:
            raise refuse_field(token, ", ".join(f"`{each}:`" for each in fields))
        around, self._zone = self._zone, fields[name]
        made = self._negated()
        self._zone = around
        return made

    def _counted(self, token: Token, name: str, count: int) -> Expression:
        follows = self._peek()
        if follows is None or follows.kind is not TokenKind.OPEN:
            raise QueryFault(
                f"`{token.text}` needs what it counts, in parentheses", token.start, f"`{token.text}(a OR b)`"
            )
        part = self._negated()
        if not has_place(part):
            raise QueryFault(f"`{token.text}(…)` counts terms joined with `OR` or `NEAR/n`, nothing else", token.start)
        return Often(count, part, name == "DISTINCT")

    def _term(self, token: Token) -> Expression:
        if _is_operator(token):
            raise QueryFault(f"`{token.text}` has nothing on its left", token.start, "quotes make it a word")
        if token.kind in (TokenKind.SIGN, TokenKind.BRACKET):
            raise refuse_sign(token)
        if token.kind is TokenKind.CLOSE:
            raise QueryFault("nothing stands before this `)`", token.start)
        if token.kind in (TokenKind.WORD, TokenKind.OPERATOR):
            refuse_word(token)
        self._terms += 1
        if self._terms > MOST_TERMS:
            raise QueryFault(f"more than {MOST_TERMS} terms", token.start, "a list (`$name`) holds more")
        try:
            return Found(query_term(token.text), self._zone)
        except TermFault as fault:
            raise QueryFault(fault.message, token.start, fault.suggestion, fault.code) from None

    def _peek(self) -> Token | None:
        return self._tokens[self._next] if self._next < len(self._tokens) else None

    def _take(self) -> Token:
        token = self._peek()
        if token is None:
            before = self._tokens[-1]
            raise QueryFault(f"nothing follows `{before.text}`", before.start)
        self._next += 1
        return token


def _is_call(follows: Token) -> bool:
    return follows.kind is TokenKind.OPEN and not follows.after_space


def _is_operator(token: Token) -> bool:
    return (token.kind is TokenKind.WORD and token.text in ("AND", "OR")) or bool(_JOINED.fullmatch(token.text))


def _number(token: Token, digits: str, least: int, most: int) -> int:
    if not least <= int(digits) <= most:
        raise QueryFault(f"`{token.text}`: the number must be from {least} to {most:,}", token.start)
    return int(digits)


def _close(token: Token, left: Expression, right: Expression, words: int, *, ordered: bool) -> Expression:
    """What `NEAR/n` makes of its two sides. A negated right side takes occurrences of the left one away."""
    name = token.text
    if isinstance(left, Without):
        message = f"`NOT` before `{name}` could mean two things"
        raise QueryFault(message, token.start, f"write `NOT (a {name} b)`, or `b {name} NOT a`")
    other = right.part if isinstance(right, Without) else right
    if not has_place(left) or not has_place(other):
        message = f"`{name}` joins terms, `OR`s of terms, and other `NEAR`s; here it joins more"
        raise QueryFault(message, token.start, f"a phrase stands in quotes; for `(a AND b) {name} c` write each pair")
    return Apart(left, other, words, ordered) if isinstance(right, Without) else Close(left, right, words, ordered)

"""How other tools write Boolean strings: their signs as ours, and how they bind."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from monitor.model.article import Zone
from monitor.rules.compiled import Expression
from monitor.rules.query import Grammar, QueryFault, Token, TokenKind, parse_tokens, scan

Notes = list[str]

_PARTS: Mapping[str, Zone] = {
    **{zone.value: zone for zone in Zone},
    "title": Zone.HEADLINE,
    "intitle": Zone.HEADLINE,
    "text": Zone.BODY,
    "intext": Zone.BODY,
    "content": Zone.BODY,
    "author": Zone.BYLINE,
}
_SLOP = re.compile(r"~(\d+)")
_WEIGHT = re.compile(r"(.*?)\^[\d.]+")
_AROUND = re.compile(r"AROUND\((\d+)\)")
_ORDERED = re.compile(r"NEAR/(\d+)f")
_COMMENT = re.compile(r"<<<.*?>>>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Dialect:
    """A tool's language: its signs for our operators, and how it binds."""

    grammar: Grammar
    signs: Mapping[str, str] = field(default_factory=dict)
    minus: bool = False
    weights: bool = False
    slop: bool = False
    cased: bool = False


_MARKS = {"&&": "AND", "||": "OR", "|": "OR"}
DIALECTS: Mapping[str, Dialect] = {
    "boolean": Dialect(Grammar()),
    "google": Dialect(Grammar(("AND", "OR"), fields=_PARTS), {"|": "OR"}, minus=True),
    "lucene": Dialect(Grammar(beside="OR", fields=_PARTS), _MARKS, minus=True, weights=True, slop=True),
    "brandwatch": Dialect(Grammar(fields=_PARTS), {}, minus=True, slop=True, cased=True),
}


def read(text: str, name: str, notes: Notes) -> Expression:
    """The tree of a Boolean string in one of DIALECTS. Raises QueryFault."""
    dialect = DIALECTS[name]
    if dialect.cased and _COMMENT.search(text):
        text = _COMMENT.sub(lambda found: " " * len(found[0]), text)
        notes.append("comments (`<<<…>>>`) are left out")
    tokens = scan(text)
    if name == "lucene":
        tokens = _signed(tokens)
    if name == "google":
        _refuse_whole_word_stars(tokens)
    return parse_tokens(_translated(tokens, dialect, notes), len(text), dialect.grammar)


def guess(text: str) -> str:
    """The dialect that a Boolean string is most likely written in."""
    if re.search(r"NEAR/\d+f|<<<|\{\w|\braw:", text):
        return "brandwatch"
    if re.search(r"&&|\|\||\^\d|\]|(?:^|[\s(])\+[\w\"(]", text):
        return "lucene"
    if re.search(r"AROUND\(|\b(?:site|intitle|intext|inurl):|(?:^|\s)-[\w\"(]|\s\|\s", text):
        return "google"
    return "lucene" if re.search(r"\b(?:title|text|content):|\"~\d", text) else "boolean"


def _translated(tokens: Sequence[Token], dialect: Dialect, notes: Notes) -> list[Token]:
    made: list[Token] = []
    for token in tokens:
        made += _one(token, made, dialect, notes)
    return made


def _one(token: Token, before: list[Token], dialect: Dialect, notes: Notes) -> list[Token]:
    """What a token of the dialect is in our language. Takes back the phrase before a `~5`."""
    text, made = token.text, [token]
    if text in dialect.signs:
        made = [_word(token, dialect.signs[text])]
    elif token.kind is TokenKind.SIGN and dialect.minus and text in "-!":
        made = [_word(token, "NOT")]
    elif found := _AROUND.fullmatch(text):
        made = [token._replace(text=f"NEAR/{found[1]}")]
    elif dialect.cased and (found := _ORDERED.fullmatch(text)):
        made = [token._replace(text=f"ONEAR/{found[1]}")]
    elif dialect.cased and token.kind is TokenKind.BRACKET and text.startswith("{"):
        made = _cased(token)
    elif dialect.slop and before and not token.after_space and (found := _SLOP.fullmatch(text)):
        made = _sloppy(before.pop(), int(found[1]), token, notes)
    elif dialect.weights and token.kind is TokenKind.WORD and (found := _WEIGHT.fullmatch(text)):
        notes.append(f"`{text[len(found[1]) :]}` is left out: a weight ranks, and changes no match")
        made = [_word(token, found[1])] if found[1] else []
    return made


def _word(token: Token, text: str) -> Token:
    return token._replace(kind=TokenKind.WORD, text=text)


def _cased(token: Token) -> list[Token]:
    words = token.text[1:-1].split()
    if not words:
        raise QueryFault("`{}` holds no word", token.start)
    return [token._replace(kind=TokenKind.QUOTED, text='"' + " ".join(f"={word}" for word in words) + '"')]


def _sloppy(phrase: Token, words: int, token: Token, notes: Notes) -> list[Token]:
    """`"a b"~5`: both words, so near."""
    parts = phrase.text[1:-1].split()
    if phrase.kind is not TokenKind.QUOTED or len(parts) != 2:
        raise QueryFault(f"`{token.text}` behind anything but a phrase of two words", token.start,
                         "join the words with `NEAR/n`")  # fmt: skip
    notes.append(f"`{phrase.text}{token.text}` becomes `NEAR/{words}`, with either word first")
    first, second = (phrase._replace(text=f'"{part}"') for part in parts)
    return [
        token._replace(kind=TokenKind.OPEN, text="("),
        first,
        token._replace(kind=TokenKind.OPERATOR, text=f"NEAR/{words}"),
        second,
        token._replace(kind=TokenKind.CLOSE, text=")"),
    ]


def _signed(tokens: Sequence[Token]) -> list[Token]:
    """Lucene's `+`, `-` and NOT: what is excluded is excluded from all the rest; and beside a `+` nothing may stand
    without one, since it would only rank."""
    kept: list[Token] = []
    excluded: list[list[Token]] = []
    plus = any(token.kind is TokenKind.SIGN and token.text == "+" for token in tokens)
    place = 0
    while place < len(tokens):
        token, end = tokens[place], _operand_end(tokens, place)
        minus = token.text == "NOT" if token.kind is TokenKind.WORD else token.text in ("-", "!")
        if minus and not (place and tokens[place - 1].text == "AND"):
            excluded.append(list(tokens[place + 1 : end]))
        elif plus and token.text != "+":
            message = f"`{token.text}` beside words with `+` only ranks, and changes no match"
            raise QueryFault(message, token.start, "leave it out, or give it a `+` of its own")
        else:
            kept += [_word(token, "AND")] if plus and kept else []
            kept += tokens[place + plus : end]
        place = end
    return _without(kept, excluded)


def _operand_end(tokens: Sequence[Token], place: int) -> int:
    """The place behind a sign, a field, and the word, phrase or brackets that follow it."""
    if tokens[place].kind in (TokenKind.SIGN, TokenKind.FIELD) or tokens[place].text == "NOT":
        return _operand_end(tokens, place + 1) if place + 1 < len(tokens) else place + 1
    depth = 0
    for end in range(place, len(tokens)):
        depth += (tokens[end].kind is TokenKind.OPEN) - (tokens[end].kind is TokenKind.CLOSE)
        follows = tokens[end + 1] if end + 1 < len(tokens) else None
        if depth <= 0 and not (follows and not follows.after_space and follows.text[0] in "~^"):
            return end + 1
    return len(tokens)


def _without(kept: list[Token], excluded: list[list[Token]]) -> list[Token]:
    if not excluded or not kept:
        return [*kept, *(token for each in excluded for token in (_word(each[0], "NOT"), *each) if each)]
    opened, closed = kept[0]._replace(kind=TokenKind.OPEN, text="("), kept[-1]._replace(kind=TokenKind.CLOSE, text=")")
    made = [opened, *kept, closed]
    for each in excluded:
        if each:
            made += [_word(each[0], "AND"), _word(each[0], "NOT"), *each]
    return made


def _refuse_whole_word_stars(tokens: Sequence[Token]) -> None:
    """Google's `*` stands for any words."""
    for token in tokens:
        if token.text == "*" or (token.kind is TokenKind.QUOTED and " * " in token.text):
            raise QueryFault("`*` for a whole word", token.start, "write `NEAR/n` or `first ... last`", "operator")

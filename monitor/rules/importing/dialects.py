"""How other tools write Boolean strings: their signs as ours, and how they bind."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from monitor.model.article import Zone
from monitor.rules.compiled import Expression
from monitor.rules.importing.lucene import Notes, signed
from monitor.rules.query import Grammar, QueryFault, Token, TokenKind, parse_tokens, scan

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
_WHOLE_TITLE = {"allintitle": "intitle", "allintext": "intext"}
_GAP = re.compile(r"\s+\*(?:\s+\*)*\s+")
_GAP_WORDS = 5


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
        tokens = signed(_anchored(tokens, notes), notes)
    if name == "google":
        tokens = _of_google(tokens, notes)
    notes += dict.fromkeys(
        f"`{token.text[0]}` of `{token.text}` is passed over: the word itself is met"
        for token in tokens
        if token.kind is TokenKind.WORD and token.text[0] in "#@" and len(token.text) > 1
    )
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
    words = token.text[1:-1].replace('"', " ").split()
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


def _anchored(tokens: Sequence[Token], notes: Notes) -> list[Token]:
    """Lucene's regular expressions fit a whole word."""
    made = [
        token._replace(text=rf"/\b(?:{token.text[1:-1]})\b/") if token.kind is TokenKind.REGEX else token
        for token in tokens
    ]
    if made != list(tokens):
        notes.append("regular expressions fit whole words, as in Lucene (`\\b`)")
    return made


def _of_google(tokens: Sequence[Token], notes: Notes) -> list[Token]:
    """`allintitle:` before each word that follows, `+` left out, and `*` for whole words as a distance."""
    made: list[Token] = []
    field = ""
    for token in tokens:
        name = token.text.removesuffix(":").lower()
        if token.text.endswith(":") and name in _WHOLE_TITLE:
            field = f"{_WHOLE_TITLE[name]}:"
        elif token.kind is TokenKind.SIGN and token.text == "+":
            notes.append("`+` is left out: words side by side must all occur")
        else:
            fielded = field and token.kind in (TokenKind.WORD, TokenKind.QUOTED) and token.text not in ("OR", "|")
            made += [token._replace(kind=TokenKind.FIELD, text=field)] if fielded else []
            made += _gapped(token, notes)
    return made


def _gapped(token: Token, notes: Notes) -> list[Token]:
    """`"ceo * resigns"`: both in this order, with a few words between."""
    if token.text == "*":
        raise QueryFault("`*` for a whole word", token.start, "write `NEAR/n` or `first ... last`", "operator")
    parts = _GAP.split(token.text[1:-1]) if token.kind is TokenKind.QUOTED else []
    if len(parts) < 2:
        return [token]
    if not all(parts):
        raise QueryFault("`*` at the end of a phrase", token.start, "leave it out", "operator")
    notes.append(f"`*` in `{token.text}` becomes `ONEAR/{_GAP_WORDS}`: up to {_GAP_WORDS} words between")
    made = [token._replace(kind=TokenKind.OPEN, text="(")]
    for number, part in enumerate(parts):
        made += [token._replace(kind=TokenKind.OPERATOR, text=f"ONEAR/{_GAP_WORDS}")] if number else []
        made.append(token._replace(text=f'"{part}"'))
    return [*made, token._replace(kind=TokenKind.CLOSE, text=")")]

"""A Boolean expression cut into tokens. Neutral: it also knows the signs of other tools, so that these can be refused,
or translated, by name."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import NamedTuple

LONGEST = 20_000
"""Code points of an expression: some ten times the longest that newsrooms are known to use."""


class QueryFault(ValueError):
    """What is wrong with an expression, where (an offset into it), and what to do about it."""

    def __init__(self, message: str, start: int, suggestion: str = "", code: str = "query") -> None:
        super().__init__(message)
        self.message = message
        self.start = start
        self.suggestion = suggestion
        self.code = code


class TokenKind(StrEnum):
    """What a token is by its form. OPERATOR is one that is written with a number: `NEAR/6`, `AROUND(6)`."""

    OPEN = "open"
    CLOSE = "close"
    QUOTED = "quoted"
    REGEX = "regex"
    BRACKET = "bracket"
    OPERATOR = "operator"
    FIELD = "field"
    SIGN = "sign"
    WORD = "word"


class Token(NamedTuple):
    """A piece of the text. `after_space` is false where it stands directly behind the one before it."""

    kind: TokenKind
    text: str
    start: int
    after_space: bool = True


_TOKEN = re.compile(
    r"""
    (?P<quoted>   "[^"]*" | “[^”]*” )
    | (?P<regex>    /(?!\d+(?:\s|$))(?:[^/\\\s]|\\.|\s(?=[^/]*/))+/(?=[\s)]|$) )
    | (?P<bracket>  \[[^\]]*\] | \{[^}]*\} )
    | (?P<open>     \( )
    | (?P<close>    \) )
    | (?P<operator> [A-Za-z]+/\d+[a-z]?(?=[\s()"]|$) | AROUND\(\d+\) )
    | (?P<field>    [A-Za-z_]+:(?=\S) )
    | (?P<sign>     [-+!](?=[^\s)]) )
    | (?P<word>     [^\s()"“”]+ )
    """,
    re.VERBOSE,
)
_SPACE = re.compile(r"\s*")


def scan(text: str) -> list[Token]:
    """All tokens. Raises QueryFault where a quote is not closed, or the text is too long."""
    if len(text) > LONGEST:
        raise QueryFault(f"longer than {LONGEST:,} letters", LONGEST, "make several rules of it")
    tokens: list[Token] = []
    end, place = 0, _after_space(text, 0)
    while place < len(text):
        found = _TOKEN.match(text, place)
        if found is None:
            raise QueryFault(f"the quote `{text[place]}` is not closed", place, "quotes come in pairs")
        tokens.append(Token(TokenKind(found.lastgroup or ""), found.group(), place, place > end or not tokens))
        end = found.end()
        place = _after_space(text, end)
    return tokens


def _after_space(text: str, place: int) -> int:
    found = _SPACE.match(text, place)
    return found.end() if found else place

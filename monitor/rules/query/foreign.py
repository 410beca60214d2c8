"""The signs of other tools that mean nothing here: refused by name, with what to write instead. A word that only
looks like one is written in quotes."""

from __future__ import annotations

import re

from monitor.rules.query.lexing import QueryFault, Token, TokenKind

_NEAR = "write `NEAR/{n}`, or `ONEAR/{n}` where the order counts"
_SENTENCE = "write `SENTENCE(… AND …)`"
_PARAGRAPH = "write `PARAGRAPH(… AND …)`"
_NUMBERED = (
    (re.compile(r"NEAR/(\d+)"), "write `a NEAR/{n} b`: it stands between what it joins"),
    (re.compile(r"NEAR/(\d+)", re.I), "write `NEAR/{n}`, in capitals"),
    (re.compile(r"(?:PRE|P|BEFORE|ADJ|ONEAR|PHRASE)/(\d+)|NEAR/\d+f", re.I), "write `ONEAR/{n}`"),
    (re.compile(r"(?:W|WITHIN|N|PROX|XNEAR|AROUND|NEXT)/(\d+)", re.I), _NEAR),
    (re.compile(r"AROUND\((\d+)\)", re.I), _NEAR),
    (re.compile(r"(?:ATLEAST|ATL|DISTINCT)/?(\d+)", re.I), "write `ATLEAST/{n}(…)`, in capitals"),
    (re.compile(r"(?:ADJ|NEAR|PRE|NEXT|SAME|WITHIN|ONEAR)(\d+)"), _NEAR),
    (re.compile(r"/(\d+)"), _NEAR),
)
_WORDS = (
    (re.compile(r"[WP]?/S", re.I), _SENTENCE),
    (re.compile(r"[WP]?/P", re.I), _PARAGRAPH),
    (re.compile(r"NEAR|ONEAR|WITHIN|PROX|AROUND"), "say how many words may stand between: `NEAR/6`"),
    (re.compile(r"ADJ|FOLLOWEDBY|NEXT|BEFORE|AFTER|PRE"), "write a phrase in quotes, or `ONEAR/3`"),
    (re.compile(r"SAME"), _PARAGRAPH),
    (re.compile(r"ATLEAST|DISTINCT"), "say how often: `ATLEAST/3(…)`"),
    (re.compile(r"XOR"), "write `(a NOT b) OR (b NOT a)`"),
    (re.compile(r"ANDNOT|BUTNOT|MINUS"), "write `NOT`"),
    (re.compile(r"TO"), "a range cannot be searched"),
    (re.compile(r"&&?"), "write `AND`; a name such as `Johnson & Johnson` stands in quotes"),
    (re.compile(r"\|\|?"), "write `OR`"),
    (re.compile(r"and|or|not|And|Or|Not"), "operators are written in capitals; the word itself stands in quotes"),
    (re.compile(r"\^[\d.]+"), "leave it out: a weight changes no match (or use the key `score`)"),
    (re.compile(r"~\d+"), "write `a NEAR/5 b`"),
    (re.compile(r".*\^[\d.]+"), "leave the `^` out: a weight changes no match (or use the key `score`)"),
    (re.compile(r".*~[\d.]*"), "words are met in all their forms; other spellings are joined with `OR`"),
    (re.compile(r".*\|.+|.+\|.*"), "write `OR`"),
    (re.compile(r".*\w\?.*|\?.+"), "no sign stands for a single letter: write `word*`, or a `/regular expression/`"),
    (re.compile(r"<<<.*|.*>>>"), "comments begin with `#` and stand outside of the expression"),
    (re.compile(r"['‘].+"), "words that belong together stand in double quotes"),
    (re.compile(r".+,(?!\d).*|.*\D,.*"), "a comma joins nothing: write `AND` or `OR`"),
    (re.compile(r"[A-Za-z_]+:"), "no space stands behind the colon: `headline:word`"),
    (re.compile(r"~.+"), "no sign stands for words of like meaning: join them with `OR`"),
    (re.compile(r"\w+\.\.+\w*|\.\.+\d+"), "a range of numbers cannot be searched"),
    (re.compile(r"\w+!"), "write `word*`; a name such as `Yahoo!` stands in quotes"),
    (re.compile(r"\w+=.*"), "a word with `=` inside stands in quotes"),
    (re.compile(r".*\\.*"), "signs are not escaped: put the words in quotes"),
    (re.compile(r"[\[\]{}].*"), "brackets are round"),
)
_FIELDS = {
    "site": "use the key `source`",
    "source": "use the key `source`",
    "language": "use the key `language`",
    "lang": "use the key `language`",
    "title": "write `headline:`",
    "intitle": "write `headline:`",
    "allintitle": "write `headline:` before each word",
    "text": "write `body:`",
    "intext": "write `body:`",
    "author": "write `byline:`",
    "after": "articles are searched as they come; see the key `max_age`",
    "before": "articles are searched as they come; see the key `max_age`",
    "date": "articles are searched as they come; see the key `max_age`",
}
_SEGMENTS = {
    **dict.fromkeys(("headline", "title", "hl", "intitle"), "headline"),
    **dict.fromkeys(("lead", "lp"), "lead"),
    **dict.fromkeys(("body", "text", "td"), "body"),
    **dict.fromkeys(("byline", "by", "author"), "byline"),
}
"""What other tools call a part of the article before parentheses."""


def refuse_word(token: Token) -> None:
    """Raises QueryFault for a word, or an operator with a number, that other tools understand and this one doesn't."""
    for sign, advice in _NUMBERED:
        if sign.fullmatch(token.text):
            raise _fault(token, advice.replace("{n}", "".join(re.findall(r"\d+", token.text))))
    for sign, advice in _WORDS:
        if sign.fullmatch(token.text):
            raise _fault(token, advice)
    if token.kind is TokenKind.OPERATOR and token.text.split("/")[0].isupper():
        raise _fault(token, "there are `NEAR/n`, `ONEAR/n`, `ATLEAST/n(…)` and `DISTINCT/n(…)`")


def refuse_sign(token: Token) -> QueryFault:
    """The fault of a sign before a word, or of brackets."""
    advice = {"-": "write `NOT`", "!": "write `NOT`", "+": "leave it out: words side by side must all occur"}
    return _fault(token, advice.get(token.text, "a range cannot be searched; brackets are round"))


def refuse_field(token: Token, known: str) -> QueryFault:
    """The fault of a field that is no zone."""
    name = token.text.removesuffix(":").lower()
    if name in _FIELDS:
        return _fault(token, _FIELDS[name])
    advice = f"there are {known}; a word with a colon stands in quotes"
    return QueryFault(f"`{token.text}` is no part of an article", token.start, advice, "operator")


def refuse_call(token: Token) -> QueryFault:
    """The fault of a word directly before parentheses: `hlead(bank)`."""
    name = _SEGMENTS.get(token.text.lower())
    advice = "put a space or an operator before the `(`"
    if name:
        advice = f"write `{name}:(…)`"
    elif token.text.lower() == "hlead":
        advice = "write `headline:(…) OR lead:(…)`"
    return QueryFault(f"`{token.text}(…)` is another tool's operator", token.start, advice, "operator")


def _fault(token: Token, advice: str) -> QueryFault:
    return QueryFault(f"`{token.text}` is another tool's operator", token.start, advice, "operator")

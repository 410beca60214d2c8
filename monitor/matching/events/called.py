"""Names that an article itself calls something: after `the town of Rathedaung` Rathedaung is a town, though no list has
it; so it is before `, a riverside town in the west`."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache

from monitor.matching.events.grammar import kind
from monitor.matching.occurrences import Occurrence
from monitor.matching.view import ArticleView
from monitor.rules.compiled import ListEntry
from monitor.text.tokens import form

_PART = r"[A-Z][\w'’]+"
_NAME = (
    rf"{_PART}(?:[- ](?:(?:de|da|do|del|la|las|los|el|al|ez|es|ar|ad|an|du|le|sur|di|von|ben|bin|abu)[- ])?{_PART})*"
)
_BEFORE = re.compile(rf"(?:^|(?<=[^\w'’-])){_NAME}$")
_LONGEST_NAME = 60
_ADJECTIVES = r"(?:(?!(?:of|in|from|to|for|who|and|at|on|with|by|near|around|outside|than|like) )[\w'’-]+ ){0,5}?"
_NOT_BEFORE_A_NOUN = (
    r"(?=[.,;:]|$| (?:in|near|on|of|with|that|which|where|some|about|just|east|west|north|south|close|outside|held|home"
    r"|at|along|and|under|between|only|less|more|once|since|whose|until|for|from|to|by|then|before|after|when|is|was|\d+)\b)"
)
_MOST = 50
"""Names of one article: a gazetteer is none."""


def called(view: ArticleView, nouns: tuple[str, ...]) -> tuple[Occurrence, ...]:
    """Every place where such a name stands, by place; the entry's `called` is the noun."""
    return view.remembered((called, nouns), lambda: tuple(_everywhere(view, _entries(view, nouns))))


def _entries(view: ArticleView, nouns: tuple[str, ...]) -> dict[tuple[str, ...], ListEntry]:
    found: dict[tuple[str, ...], ListEntry] = {}
    for name, start, noun in (*_behind(view.article.text, nouns), *_before(view.article.text, nouns)):
        first = bisect_left(view.starts, start)
        words = tuple(form(word).surface for word in view.words[first : first + len(name.replace("-", " ").split())])
        if words and not any(map(_is_no_name, words)) and len(found) < _MOST:
            found.setdefault(words, ListEntry(name, (name,), {"called": noun.lower()}))
    return found


def _behind(text: str, nouns: tuple[str, ...]) -> Iterator[tuple[str, int, str]]:
    """`the towns of A, B and C`, `the border town A`: each name, where it stands, the noun."""
    for met in _pattern(nouns).finditer(text):
        for name in re.split(r", (?:and )?| and ", met["names"]):
            yield name, met.start("names") + met["names"].index(name), met["noun"]


def _before(text: str, nouns: tuple[str, ...]) -> Iterator[tuple[str, int, str]]:
    """`A, a border town in the north`."""
    for met in _apposed(nouns).finditer(text):
        start = max(0, met.start() - _LONGEST_NAME)
        name = _BEFORE.search(text[start : met.start()])
        if name is not None:
            yield name[0], start + name.start(), met["noun"]


@lru_cache(maxsize=64)
def _pattern(nouns: tuple[str, ...]) -> re.Pattern[str]:
    """`the towns of A, B and C`; `the border town A`; small letters, since in titles capitals say nothing."""
    plain = "|".join(map(re.escape, sorted(nouns, key=len, reverse=True)))
    plural = "|".join(re.escape(re.sub("y$", "ies", noun) if noun.endswith("y") else f"{noun}s") for noun in nouns)
    several = rf"{_NAME}(?:, {_NAME})*(?:,? and {_NAME})?"
    return re.compile(rf"\b(?P<noun>{plain}|{plural}) (?:of )?(?P<names>(?<=s of ){several}|{_NAME})")


@lru_cache(maxsize=64)
def _apposed(nouns: tuple[str, ...]) -> re.Pattern[str]:
    """What follows the name in `A, a border town in the north`; not in `A, a town councillor`."""
    plain = "|".join(map(re.escape, nouns))
    return re.compile(rf", (?:an?|the|its|their) {_ADJECTIVES}(?P<noun>{plain})\b{_NOT_BEFORE_A_NOUN}")


def _is_no_name(word: str) -> bool:
    return bool(kind(word.lower())) or len(word) == 1


def _everywhere(view: ArticleView, entries: dict[tuple[str, ...], ListEntry]) -> Iterator[Occurrence]:
    by_first: dict[str, list[tuple[str, ...]]] = {}
    for words in sorted(entries, key=len, reverse=True):
        by_first.setdefault(words[0], []).append(words)
    last = 0
    for at in range(len(view.words)) if by_first else ():
        for words in by_first.get(form(view.words[at]).surface, ()) if at >= last else ():
            if tuple(form(word).surface for word in view.words[at : at + len(words)]) == words:
                occurrence = view.occurrence(at, at + len(words), entries[words])
                if occurrence is not None:
                    last = at + len(words)
                    yield occurrence
                break

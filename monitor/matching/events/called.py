"""Names that an article itself calls something: after `the town of Rathedaung` Rathedaung is a town, though no list has
it."""

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
_MOST = 50
"""Names of one article: a gazetteer is none."""


def called(view: ArticleView, nouns: tuple[str, ...]) -> tuple[Occurrence, ...]:
    """Every place where such a name stands, by place; the entry's `called` is the noun."""
    return view.remembered((called, nouns), lambda: tuple(_everywhere(view, _entries(view, nouns))))


def _entries(view: ArticleView, nouns: tuple[str, ...]) -> dict[tuple[str, ...], ListEntry]:
    found: dict[tuple[str, ...], ListEntry] = {}
    for met in _pattern(nouns).finditer(view.article.text):
        for name in re.split(r", (?:and )?| and ", met["names"]):
            first = bisect_left(view.starts, met.start("names") + met["names"].index(name))
            words = tuple(
                form(word).surface for word in view.words[first : first + len(name.replace("-", " ").split())]
            )
            if words and not any(map(_is_no_name, words)) and len(found) < _MOST:
                found.setdefault(words, ListEntry(name, (name,), {"called": met["noun"].lower()}))
    return found


@lru_cache(maxsize=64)
def _pattern(nouns: tuple[str, ...]) -> re.Pattern[str]:
    """`the towns of A, B and C`; `the border town A`; small letters, since in titles capitals say nothing."""
    plain = "|".join(map(re.escape, sorted(nouns, key=len, reverse=True)))
    plural = "|".join(re.escape(re.sub("y$", "ies", noun) if noun.endswith("y") else f"{noun}s") for noun in nouns)
    several = rf"{_NAME}(?:, {_NAME})*(?:,? and {_NAME})?"
    return re.compile(rf"\b(?P<noun>{plain}|{plural}) (?:of )?(?P<names>(?<=s of ){several}|{_NAME})")


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

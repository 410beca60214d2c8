"""What news says of each word: how often in small letters, and how its capitalised form is used."""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

from tools.city_ambiguity import Usage

_TOKEN = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*|[^\s\w]")
_ADDRESS = re.compile(r"\S*(?:[/@_]|www\.|\.(?:com|org|net|uk)\b)\S*")
"""Of web pages and mails: full of places in small letters."""
_PLACE_BEFORE = frozenset({"in", "near", "outside", "at", "from", "to"})
_KIND_BEFORE = frozenset({"city", "town", "village", "capital", "port", "suburb"})
_TITLES = frozenset(
    "mr mrs ms dr president minister sir lord judge senator secretary general colonel captain king queen pope".split()
)


@dataclass
class Counts:
    """Of words as they are written; those in small letters by themselves."""

    small: Counter[str] = field(default_factory=Counter)
    foreign: Counter[str] = field(default_factory=Counter)
    capital: Counter[str] = field(default_factory=Counter)
    place: Counter[str] = field(default_factory=Counter)
    person: Counter[str] = field(default_factory=Counter)

    def usage(self, word: str) -> Usage:
        """How a capitalised word is used."""
        lower = word.lower()
        return Usage(
            self.capital[word],
            self.place[word],
            self.person[word],
            self.small[lower],
            self.foreign[lower],
        )


def count(paths: Iterable[str], first_names: Collection[str], lands: Collection[str]) -> Counts:
    """`lands`: countries and states, after which a name and a comma is a place (Lima, Peru)."""
    counts = Counts()
    for path in paths:
        for article in _articles(path):
            tokens = _TOKEN.findall(_ADDRESS.sub(" ", article["text"]))
            if article.get("lang", "en") == "en":
                _count(counts, tokens, first_names, lands)
            else:
                counts.foreign.update(word for word in tokens if word.islower())
    return counts


def _articles(path: str) -> Iterator[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _count(counts: Counts, tokens: list[str], first_names: Collection[str], lands: Collection[str]) -> None:
    padded = ["", "", *tokens, "", ""]
    for i, word in enumerate(padded[2:-2], start=2):
        if word.islower():
            counts.small[word] += 1
        elif word[0].isupper():
            counts.capital[word] += 1
            if _is_place(padded, i, lands):
                counts.place[word] += 1
            elif _is_person(padded, i, first_names):
                counts.person[word] += 1


def _is_place(tokens: list[str], i: int, lands: Collection[str]) -> bool:
    """`in Lima`, `the city of Lima`, `the capital, Lima`, `Lima, Peru`."""
    before, earlier = tokens[i - 1], tokens[i - 2]
    named = before in _KIND_BEFORE or (before in ("of", ",") and earlier in _KIND_BEFORE)
    return before in _PLACE_BEFORE or named or (tokens[i + 1] == "," and tokens[i + 2] in lands)


def _is_person(tokens: list[str], i: int, first_names: Collection[str]) -> bool:
    """`President Lima`, `Maria Lima`, `Lima Barreto` where Lima is a first name."""
    before = tokens[i - 1]
    return (
        before.lower() in _TITLES or before in first_names or (tokens[i] in first_names and tokens[i + 1][:1].isupper())
    )

"""The words of a text, and what counts of each.

A word is a run of letters, digits and their marks. An apostrophe or quote inside belongs to it (`don't`, `O'Brien`,
`Sana'a`), and so do the separators of a number (`1,000`, `3.5`) and the full stops of an acronym (`U.S.`). A hyphen
separates words; `joined` says which neighbours stand together, so that `cease-fire` can be met by `ceasefire`. In a
script without spaces (Chinese, Japanese, Thai, Lao, Khmer, Burmese) each letter is a word of its own, so that a phrase
of them is a substring.

What counts of a word (`Form`) is without a possessive (`Hama's`, `Hama’s` → `hama`), without an elided article
(`l'armée` → `armee`), and without apostrophes (`Sana'a` → `sanaa`); `1,000` is `1000`, `U.S.` is `us`.
"""

from __future__ import annotations

import re
from enum import IntEnum
from functools import lru_cache
from itertools import accumulate, groupby
from typing import NamedTuple

from monitor.text.folding import fold, unaccent

_MARKS = (
    "\u00ad\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05c1\u05c2\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0963"
    "\u0966-\u0dff\u200c\u200d"
)
_SPACELESS = (
    "\u0e00-\u0e4f\u0e80-\u0ecf\u1000-\u109f\u1780-\u17d3\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\U00020000-\U0003ffff"
)
_LETTER = rf"[\w{_MARKS}]"
_REST = r"(?:['’ʼ]{letter}+|(?<=\d)[.,]\d+|(?<=\b[A-Z])\.(?:[A-Z]\b\.?)+)*"
_WORD = re.compile(rf"({_LETTER}+{_REST.format(letter=_LETTER)})")
_SPACED_LETTER = rf"(?![{_SPACELESS}]){_LETTER}"
_MIXED_WORD = re.compile(rf"([{_SPACELESS}]|(?:{_SPACED_LETTER})+{_REST.format(letter=f'(?:{_SPACED_LETTER})')})")
_HAS_SPACELESS = re.compile(f"[{_SPACELESS}]")

_POSSESSIVE = re.compile(r"(?<=\w)['’ʼ][sS]$")
_ELIDED = re.compile(r"^(?:[ldcjmnstLDCJMNST]|[Qq]u|QU)['’ʼ](?=\w\w)")
_UNSPOKEN = re.compile(r"['’ʼ]|(?<!\d)\.|(?<=\d),(?=\d{3}(?:\D|$))|\.$")
_HYPHENS = frozenset("-‐‑")
LONGEST_WORD = 200
"""Of a longer run of letters (base64, a broken file) only the beginning counts."""


class Case(IntEnum):
    """The capitals of a word: none at its beginning, one, or nothing but capitals (`M23`, too, and a lone letter)."""

    LOWER = 0
    CAPITAL = 1
    CAPITALS = 2


class Form(NamedTuple):
    """What counts of a word. `surface` keeps its case, `spelled` its accents (for inflection); `left` and `right` are
    the code points before and after that are no part of it (`l'`, `'s`)."""

    folded: str
    surface: str
    spelled: str
    case: Case
    left: int
    right: int


class Tokens(NamedTuple):
    """The words of a text as written, in order, where each starts and ends, and which are joined to the next by a
    hyphen."""

    words: list[str]
    starts: list[int]
    ends: list[int]
    joined: list[int]


def tokenise(text: str) -> Tokens:
    """All words of `text`; linear."""
    pieces = split(text)
    bounds = list(accumulate(map(len, pieces)))
    between = pieces[2:-1:2]
    joined = [index for index, gap in enumerate(between) if gap in _HYPHENS]
    return Tokens(pieces[1::2], bounds[0:-1:2], bounds[1::2], joined)


def split(text: str) -> list[str]:
    """The text in pieces: what stands before the first word, the first word, what stands before the second, …"""
    pattern = _MIXED_WORD if not text.isascii() and _HAS_SPACELESS.search(text) else _WORD
    pieces: list[str] = pattern.split(text)
    return pieces


def is_one_word(piece: str) -> bool:
    """Whether a piece between white space is just one word, and surely so: of most pieces `tokenise` says the same, but
    takes ten times as long."""
    return piece.isascii() and piece.isalpha()


def joins(joined: list[int]) -> list[tuple[int, int]]:
    """The runs of words that hyphens join (`joined` as in `Tokens`), from first to after last: each two neighbours, and
    then the whole of a longer chain."""
    runs = [(place, place + 2) for place in joined]
    for _, run in groupby(enumerate(joined), key=lambda each: each[1] - each[0]):
        places = [place for _, place in run]
        if len(places) > 1:
            runs.append((places[0], places[-1] + 2))
    return runs


@lru_cache(maxsize=1 << 15)
def form(word: str) -> Form:
    """What counts of a word that `tokenise` found."""
    if word.isascii() and word.isalnum() and len(word) <= LONGEST_WORD:  # nearly all words, and nothing to mend
        folded = word.lower()
        return Form(folded, word, folded, _case(word), 0, 0)
    possessive = _POSSESSIVE.search(word)
    right = len(word) - possessive.start() if possessive else 0
    elided = _ELIDED.match(word)
    left = elided.end() if elided else 0
    spelled = _UNSPOKEN.sub("", word[left : len(word) - right])[:LONGEST_WORD]
    surface = unaccent(spelled)
    return Form(fold(surface), surface, spelled.lower(), _case(surface), left, right)


def _case(word: str) -> Case:
    if not word[:1].isupper():
        return Case.LOWER
    return Case.CAPITALS if word.isupper() else Case.CAPITAL

"""The clauses of a sentence, by its small words and commas alone: a tree, each word in one clause.

    Rebels | who took Hama | could seize Homs | if the army flees

Good enough to say what `could` may reach, and what it may not; no grammar.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import NamedTuple

from monitor.rules.cueschema import BoundaryBlock

_DASH = re.compile(r"\s[-–—]|[–—]|--")
_STOP = re.compile(r"[;?!]|:(?!\d)|\.{3}|…|[|•]")
_QUOTES = frozenset('"“”«»')
_HOLDER_WORDS = 7
"""`said on Thursday in a statement that`: so far a verb's `that` may stand from it."""


class Kind(Enum):
    MAIN = auto()
    COMMA = auto()
    COORDINATE = auto()
    RELATIVE = auto()
    ADVERBIAL = auto()
    INDIRECT = auto()
    COMPLEMENT = auto()
    ASIDE = auto()


class Clause(NamedTuple):
    """`closes`: at the next comma the clause around it goes on."""

    kind: Kind
    parent: int | None
    first: int
    closes: bool


@dataclass(frozen=True, slots=True)
class Clauses:
    """The clauses, the first one first, and the number of each word's."""

    all: tuple[Clause, ...]
    of: tuple[int, ...]

    def path(self, word: int, ancestor: int) -> list[Clause] | None:
        """The clauses from the one of `word` up to below `ancestor`; None where it is not inside that."""
        path: list[Clause] = []
        number: int | None = self.of[word]
        while number is not None and number != ancestor:
            path.append(self.all[number])
            number = self.all[number].parent
        return None if number is None else path


class ClauseReader:
    """Reads sentences with the small words of one language."""

    def __init__(self, words: BoundaryBlock) -> None:
        self._kinds: dict[str, Kind] = {}
        for kind, group in (
            (Kind.ADVERBIAL, words.adverbial),
            (Kind.INDIRECT, words.indirect),
            (Kind.RELATIVE, words.relative),
        ):
            self._kinds.update(dict.fromkeys(group, kind))
        self._complement = frozenset(words.complement)
        self._coordinating = frozenset(words.coordinating)
        self._breaking = frozenset(words.breaking)

    def read(self, folded: Sequence[str], gaps: Sequence[str], holders: Collection[int]) -> Clauses:
        """`gaps` is what stands before each word; `holders` are the words that a `that …` may hang on."""
        growing = _Growing()
        numbers: list[int] = []
        for index in range(len(folded)):
            comma = _punctuation(growing, gaps[index], index) if index and gaps[index] != " " else False
            quoted = not _QUOTES.isdisjoint(gaps[index])
            kind = self._opened(folded, index, growing, holders, comma=comma, quoted=quoted)
            if kind is not None:
                growing.open(kind, index, closes=comma or index == 0)
            numbers.append(growing.current)
        return Clauses(tuple(growing.clauses), tuple(numbers))

    def _opened(  # what stands around a word
        self,
        folded: Sequence[str],
        index: int,
        growing: _Growing,
        holders: Collection[int],
        *,
        comma: bool,
        quoted: bool,
    ) -> Kind | None:
        word = folded[index]
        if word in self._coordinating and (comma or quoted or word in self._breaking):
            return Kind.COORDINATE
        if word in self._complement and index:
            held = any(at in holders for at in range(index - _HOLDER_WORDS, index) if at >= 0)
            return Kind.COMPLEMENT if held or word != "that" else Kind.RELATIVE
        kind = self._kinds.get(word)
        if kind is Kind.ADVERBIAL or (kind is not None and index):
            return kind
        return Kind.COMMA if comma and not growing.resumed else None


class _Growing:
    def __init__(self) -> None:
        self.clauses = [Clause(Kind.MAIN, None, 0, closes=False)]
        self.current = 0
        self.resumed = False

    def open(self, kind: Kind, index: int, *, closes: bool) -> None:
        self.clauses.append(Clause(kind, self.current, index, closes))
        self.current = len(self.clauses) - 1

    def restart(self, index: int) -> None:
        self.clauses.append(Clause(Kind.MAIN, None, index, closes=False))
        self.current = len(self.clauses) - 1

    def close(self) -> None:
        """At a comma: what a comma or a small word opened is over, and the clause around it goes on."""
        clause = self.clauses[self.current]
        over = clause.closes or clause.kind in (Kind.RELATIVE, Kind.ADVERBIAL, Kind.INDIRECT)
        self.resumed = over and clause.parent is not None
        if self.resumed and clause.parent is not None:
            self.current = clause.parent

    def aside(self, index: int, *, closing: bool) -> None:
        """A bracket or dash: ends an aside that is open, or else begins one."""
        number: int | None = self.current
        while number is not None and self.clauses[number].kind is not Kind.ASIDE:
            number = self.clauses[number].parent
        parent = None if number is None else self.clauses[number].parent
        if parent is not None:
            self.current = parent
        elif not closing:
            self.open(Kind.ASIDE, index, closes=False)


def _punctuation(growing: _Growing, gap: str, index: int) -> bool:
    """Does what the marks before a word ask for; whether a comma is among them."""
    growing.resumed = False
    if _STOP.search(gap):
        growing.restart(index)
    elif ")" in gap or "]" in gap:
        growing.aside(index, closing=True)
    elif "(" in gap or "[" in gap or _DASH.search(gap):
        growing.aside(index, closing=False)
    elif "," in gap:
        growing.close()
        return True
    return False

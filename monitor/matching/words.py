"""The words of articles as numbers, so that all further questions are asked in arrays.

No word holds white space, so the words of a text are those of its pieces between white space, one piece after another.
Nearly all pieces were seen before: an article costs one look-up a piece, and only new pieces are cut into words.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from monitor.matching.arrays import Places, some
from monitor.text.tokens import form, is_one_word, joins, tokenise

REMEMBERED = 300_000
"""Words and pieces that are remembered (some 150 bytes each); then the memory starts anew."""


class Join(NamedTuple):
    """Words `[first, last)` that hyphens join, and the number of what they are in one piece."""

    first: int
    last: int
    number: int


class Numbered(NamedTuple):
    """The words of a text as numbers, in order; for each sentence the word after its last; what hyphens join."""

    numbers: Places
    ends: Places
    joins: tuple[Join, ...]


class _Piece(NamedTuple):
    """A piece that is not just one word."""

    words: tuple[int, ...]
    joins: tuple[Join, ...]


class _Pieces(dict[str, int]):
    """The code of each piece, made at its first use: its only word's number, or -1 - its place among the `others`."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.folded: list[str] = []
        self.others: list[_Piece] = []
        self.inside = 0
        self._numbers: dict[str, int] = {}

    def __missing__(self, piece: str) -> int:
        if is_one_word(piece):
            code = self[piece] = self._word(piece)
            return code
        words, _, _, joined = tokenise(piece)
        numbers = tuple(map(self._word, words))
        code = self[piece] = numbers[0] if len(numbers) == 1 else self._other(words, numbers, joined)
        return code

    def _other(self, words: list[str], numbers: tuple[int, ...], joined: list[int]) -> int:
        found = tuple(Join(first, last, self._word("".join(words[first:last]))) for first, last in joins(joined))
        self.others.append(_Piece(numbers, found))
        self.inside += len(numbers)
        return -len(self.others)

    def _word(self, text: str) -> int:
        number = self._numbers.setdefault(text, len(self.texts))
        if number == len(self.texts):
            self.texts.append(text)
            self.folded.append(form(text).folded)
        return number


class Words:
    """Numbers for all words seen, and a memory of the pieces they came in. Only grows; `full` says when to start
    anew."""

    def __init__(self) -> None:
        self._pieces = _Pieces()

    @property
    def texts(self) -> list[str]:
        """The words as written, by number."""
        return self._pieces.texts

    @property
    def folded(self) -> list[str]:
        """What counts of each (`Form.folded`), by number."""
        return self._pieces.folded

    @property
    def full(self) -> bool:
        return len(self._pieces) + len(self._pieces.texts) + self._pieces.inside > REMEMBERED

    def number(self, text: str, sentences: Iterable[tuple[int, int]]) -> Numbered:
        """The words of the sentences, whose spans are in order."""
        pieces: list[str] = []
        ends: list[int] = []
        for start, end in sentences:
            pieces += text[start:end].split()
            ends.append(len(pieces))
        codes = np.array(list(map(self._pieces.__getitem__, pieces)), np.intp)
        if some(codes < 0):
            return self._with_others(codes, np.array(ends, np.intp))
        return Numbered(codes, np.array(ends, np.intp), ())

    def _with_others(self, codes: Places, ends: Places) -> Numbered:
        """The pieces that are not one word, taken apart."""
        others = (codes < 0).nonzero()[0]
        pieces = [self._pieces.others[-1 - code] for code in codes[others].tolist()]
        counts = np.ones(len(codes) + 1, np.intp)
        counts[others] = [len(piece.words) for piece in pieces]
        starts = counts.cumsum() - counts
        numbers = codes.repeat(counts[:-1])
        numbers[numbers < 0] = [word for piece in pieces for word in piece.words]
        joins = tuple(
            Join(start + first, start + last, number)
            for start, piece in zip(starts[others].tolist(), pieces, strict=True)
            for first, last, number in piece.joins
        )
        return Numbered(numbers, starts[ends], joins)

"""Runs of words and list entries directly after one another."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from monitor.matching.occurrences import Occurrence
from monitor.matching.sequences import Sequence

if TYPE_CHECKING:
    from monitor.matching.view import ArticleView


_ARTICLE = "the"
"""Passed over before a list entry inside a phrase: `embassy of $countries` meets "embassy of the United Kingdom"."""


class Run(NamedTuple):
    """Words `[first, last)`, and the first list entry among them."""

    first: int
    last: int
    entry: Occurrence | None


def runs_of(view: ArticleView, sequence: Sequence) -> Iterator[Run]:
    """Where the parts of `sequence` follow one another, in the order of the text. A run may cross punctuation; whether
    it stays in a sentence is for the caller to see."""
    if not view.keys.issuperset(sequence):
        return
    head, *_ = parts = _parts(view, sequence)
    yield from _runs(parts, head.starts)


def runs_in(view: ArticleView, sequence: Sequence, sentence: int) -> Iterator[Run]:
    """Those of them that begin in a sentence."""
    yield from _runs(_parts(view, sequence), view.standing(sequence[0]).get(sentence, ()))


def _parts(view: ArticleView, sequence: Sequence) -> list[_Words | _Entries]:
    return [_Words(view.places(part)) if isinstance(part, int) else _Entries(view, part) for part in sequence]


def _runs(parts: list[_Words | _Entries], starts: Iterable[int]) -> Iterator[Run]:
    head, *rest = parts
    for first in starts:
        run = head.after(first, None)
        for part in rest:
            if run is None:
                break
            run = part.after(*run)
        if run is not None:
            yield Run(first, *run)


_After = tuple[int, Occurrence | None]
"""The word after a part, and the first list entry so far."""


class _Words:
    """One atom's places."""

    def __init__(self, places: Mapping[int, int]) -> None:
        self.starts: Collection[int] = places
        self._lasts = places.get

    def after(self, at: int, entry: Occurrence | None) -> _After | None:
        last = self._lasts(at)
        return None if last is None else (last, entry)


class _Entries:
    """One list's entries; an article may stand before them."""

    def __init__(self, view: ArticleView, name: str) -> None:
        self.starts: Collection[int] = view.entries(name)
        self._found = view.entries(name).get
        self._words = view.words

    def after(self, at: int, entry: Occurrence | None) -> _After | None:
        found = self._found(at)
        if found is None and at < len(self._words) and self._words[at].lower() == _ARTICLE:
            found = self._found(at + 1)
        return None if found is None else (found.last, entry or found)

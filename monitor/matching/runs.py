"""Runs of words and list entries directly after one another."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from monitor.matching.occurrences import Occurrence
from monitor.matching.sequences import Part, Sequence

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
    head, *rest = sequence
    for first in _firsts(view, head):
        run = _step(view, head, first, None)
        for part in rest:
            run = run and _step(view, part, run.last, run.entry)
        if run:
            yield Run(first, run.last, run.entry)


def _firsts(view: ArticleView, part: Part) -> Iterator[int]:
    return iter(view.places(part) if isinstance(part, int) else view.entries(part))


def _step(view: ArticleView, part: Part, at: int, entry: Occurrence | None) -> Run | None:
    if isinstance(part, int):
        last = view.places(part).get(at)
        return None if last is None else Run(at, last, entry)
    found = view.entries(part).get(at)
    if found is None and at < len(view.words) and view.words[at].lower() == _ARTICLE:
        found = view.entries(part).get(at + 1)
    return None if found is None else Run(at, found.last, entry or found)

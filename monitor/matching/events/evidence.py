"""Is an article about such things at all? `Hama falls` is news of a war only where there is talk of one."""

from __future__ import annotations

from collections.abc import Iterable

from monitor.matching.sequences import Part
from monitor.matching.terms import ReadyTerm
from monitor.matching.view import ArticleView
from monitor.model.article import Zone

_NEAR = 3
"""Sentences before and after."""


class Evidence:
    """Terms of which one must stand near an action: in its sentence, the three before and after, or the headline.
    Without terms nothing is asked."""

    def __init__(self, terms: Iterable[ReadyTerm]) -> None:
        self._by_key: dict[Part, list[ReadyTerm]] = {}
        for term in terms:
            for key in term.keys({}) or ():
                self._by_key.setdefault(key, []).append(term)

    def anywhere(self, view: ArticleView) -> bool:
        """Whether there may be evidence in an article: a quick look."""
        return not self._by_key or not self._by_key.keys().isdisjoint(view.keys)

    def near(self, view: ArticleView, sentence: int) -> bool:
        """Whether there is evidence near a sentence."""
        if not self._by_key:
            return True
        found = view.remembered(self, lambda: self._sentences(view))
        return not found.isdisjoint(range(sentence - _NEAR, sentence + _NEAR + 1)) or -1 in found

    def _sentences(self, view: ArticleView) -> frozenset[int]:
        """The sentences that hold a term; -1 where the headline does."""
        found = {
            at.sentence
            for key in self._by_key.keys() & view.keys
            for term in self._by_key[key]
            for at in term.find(view)
        }
        if any(view.paragraph(sentence).zone is Zone.HEADLINE for sentence in found):
            found.add(-1)
        return frozenset(found)

"""Is an article about such things at all? `Hama falls` is news of a war only where there is talk of one, or where
nothing else is said: a flash of a few words has no room for soldiers."""

from __future__ import annotations

from collections.abc import Iterable

from monitor.matching.sequences import Part
from monitor.matching.terms import ReadyTerm
from monitor.matching.view import ArticleView
from monitor.model.article import Zone

_NEAR = 3
"""Sentences before and after."""
FLASH = 16
"""An article of fewer words is a flash: `Hama was seized overnight.`"""


class Evidence:
    """Terms of which one must stand near an action: in its sentence, the three before and after, or the headline.
    Without terms nothing is asked, nor is anything of a flash."""

    def __init__(self, terms: Iterable[ReadyTerm]) -> None:
        self._by_key: dict[Part, list[ReadyTerm]] = {}
        for term in terms:
            for key in term.keys({}) or ():
                self._by_key.setdefault(key, []).append(term)

    def anywhere(self, view: ArticleView) -> bool:
        """Whether there may be evidence in an article: a quick look."""
        return self._is_given(view) or not self._by_key.keys().isdisjoint(view.keys)

    def near(self, view: ArticleView, sentence: int) -> bool:
        """Whether there is evidence near a sentence."""
        if self._is_given(view):
            return True
        found = self._met(view)
        return not found.isdisjoint(range(sentence - _NEAR, sentence + _NEAR + 1)) or -1 in found

    def on_trust(self, view: ArticleView) -> bool:
        """Whether an article counts though nothing in it speaks of such things: who acts in it must be known, since
        `Hama falls to Homs` may be a match."""
        return bool(self._by_key) and self._is_given(view) and not self._met(view)

    def _is_given(self, view: ArticleView) -> bool:
        return not self._by_key or len(view.words) < FLASH

    def _met(self, view: ArticleView) -> frozenset[int]:
        return view.remembered(self, lambda: self._sentences(view))

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

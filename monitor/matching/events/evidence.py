"""Is an article about such things at all? `Hama falls` is news of a war only where there is talk of one, or where
nothing else is said: a flash of a few words has no room for soldiers."""

from __future__ import annotations

from collections.abc import Iterable

from monitor.matching.sentencesets import each_of
from monitor.matching.together import Together
from monitor.matching.view import ArticleView

_NEAR = 3
"""Sentences before and after."""
FLASH = 16
"""An article of fewer words is a flash: `Hama was seized overnight.`"""


class Evidence:
    """Terms of which one must stand near an action: in its sentence, the three before and after, or the headline.
    Without terms nothing is asked, nor is anything of a flash."""

    def __init__(self, terms: Together) -> None:
        self._terms = terms

    def anywhere(self, view: ArticleView) -> bool:
        """Whether there may be evidence in an article: a quick look."""
        return self._is_given(view) or self._terms.anywhere(view)

    def near(self, view: ArticleView, sentence: int) -> bool:
        """Whether there is evidence near a sentence."""
        if self._is_given(view):
            return True
        first, last = max(0, sentence - _NEAR), min(len(view.sentences), sentence + _NEAR + 1)
        return self._in_one(view, range(first, last)) or view.remembered(
            (self, "headline"), lambda: self._in_one(view, each_of(view.headlines))
        )

    def _in_one(self, view: ArticleView, sentences: Iterable[int]) -> bool:
        return any(self._terms.in_sentence(view, each) for each in sentences)

    def on_trust(self, view: ArticleView) -> bool:
        """Whether an article counts though nothing in it speaks of such things: who acts in it must be known, since
        `Hama falls to Homs` may be a match."""
        return bool(self._terms.terms) and self._is_given(view) and not any(self._terms.find(view))

    def _is_given(self, view: ArticleView) -> bool:
        return not self._terms.terms or len(view.words) < FLASH

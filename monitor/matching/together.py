"""Terms that are looked for together: of hundreds, only those are of which a sentence holds a word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from monitor.matching.occurrences import Occurrence
from monitor.matching.sequences import Part
from monitor.matching.sequences import Sequence as Spelling
from monitor.matching.terms import PhraseMatcher, ReadyTerm, holding
from monitor.matching.view import ArticleView

Found = tuple[int, Occurrence]
"""The number of a term, and where it stands."""


class Together:
    """Some terms; each occurrence comes with the number of its term."""

    def __init__(self, terms: Iterable[ReadyTerm]) -> None:
        self.terms = tuple(terms)
        self._by_part: dict[Part, list[int]] = {}
        self._always: list[int] = []
        self._alone: set[Part] = set()
        self._longer: dict[Part, list[Spelling]] = {}
        self._others: dict[Part, list[int]] = {}
        for number, term in enumerate(self.terms):
            if term.matcher.keys is None:
                self._always.append(number)
            for spelling in term.matcher.keys or ():
                part = _rarest(spelling)
                self._by_part.setdefault(part, []).append(number)
                if not isinstance(term.matcher, PhraseMatcher):
                    self._others.setdefault(part, []).append(number)
                elif len(spelling) == 1:
                    self._alone.add(part)
                else:
                    self._longer.setdefault(part, []).append(spelling)

    def find(self, view: ArticleView) -> Iterator[Found]:
        """All their occurrences, by term and then by place."""
        numbers = {number for part in self._by_part.keys() & view.keys for number in self._by_part[part]}
        for number in sorted(numbers.union(self._always)):
            yield from ((number, at) for at in self.terms[number].find(view))

    def anywhere(self, view: ArticleView) -> bool:
        """Whether one of them may be in an article: a quick look, which rules out no article that holds one."""
        return bool(self._always) or not self._by_part.keys().isdisjoint(view.keys)

    def within(self, view: ArticleView) -> frozenset[int]:
        """Sentences outside which none of them begins: a quick look, which may name some without any."""
        return view.remembered((self, "within"), lambda: self._within(view))

    def _within(self, view: ArticleView) -> frozenset[int]:
        if self._always:
            return view.every_sentence
        keys = view.keys
        longer = (each for part in self._longer.keys() & keys for each in self._longer[part] if keys.issuperset(each))
        others = {number for part in self._others.keys() & keys for number in self._others[part]}
        return frozenset().union(
            *map(view.standing, self._alone & keys),
            *(holding(view, each) for each in longer),
            *(self.terms[number].within(view) for number in others),
        )

    def in_sentence(self, view: ArticleView, sentence: int) -> Sequence[Found]:
        """Those of them in a sentence, by term and then by place; looked for once."""
        return view.remembered((self, sentence), lambda: self._in_sentence(view, sentence))

    def _in_sentence(self, view: ArticleView, sentence: int) -> Sequence[Found]:
        parts = self._by_part.keys() & view.keys_in(sentence)
        if not parts and not self._always:
            return ()
        numbers = {number for part in parts for number in self._by_part[part]}
        found = (
            (number, at)
            for number in sorted(numbers.union(self._always))
            for at in self.terms[number].find_in(view, sentence)
        )
        return list(found)


def _rarest(spelling: Spelling) -> Part:
    """The part that most likely is the rarest: an ordinary word, since all words of a list are in one part."""
    return next((part for part in spelling if isinstance(part, int)), spelling[0])

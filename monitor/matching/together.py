"""Terms that are looked for together: of hundreds, only those are of which an article holds a word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from monitor.matching.occurrences import Occurrence
from monitor.matching.sequences import Part, Sequence
from monitor.matching.terms import PhraseMatcher, ReadyTerm
from monitor.matching.view import ArticleView


class Together:
    """Some terms; each occurrence comes with the number of its term, by term and then by place."""

    def __init__(self, terms: Iterable[ReadyTerm]) -> None:
        self.terms = tuple(terms)
        self._by_part: dict[Part, list[int]] = {}
        self._always: list[int] = []
        self._alone: set[Part] = set()
        self._longer: dict[Part, list[Sequence]] = {}
        self._others: dict[Part, list[int]] = {}
        for number, term in enumerate(self.terms):
            if term.matcher.keys is None:
                self._always.append(number)
            for spelling in term.matcher.keys or ():
                self._by_part.setdefault(spelling[0], []).append(number)
                if not isinstance(term.matcher, PhraseMatcher):
                    self._others.setdefault(spelling[0], []).append(number)
                elif len(spelling) == 1:
                    self._alone.add(spelling[0])
                else:
                    self._longer.setdefault(spelling[0], []).append(spelling)

    def find(self, view: ArticleView) -> tuple[tuple[int, Occurrence], ...]:
        """All their occurrences; looked for once an article."""
        return view.remembered(self, lambda: tuple(self._find(view)))

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
            *map(view.holding, self._alone & keys),
            *(frozenset.intersection(*map(view.holding, each)) for each in longer),
            *(self.terms[number].within(view) for number in others),
        )

    def in_sentence(self, view: ArticleView, sentence: int) -> Iterable[tuple[int, Occurrence]]:
        """Those of them in a sentence."""
        return view.remembered((self, "sentences"), lambda: self._by_sentence(view)).get(sentence, ())

    def _by_sentence(self, view: ArticleView) -> dict[int, list[tuple[int, Occurrence]]]:
        found: dict[int, list[tuple[int, Occurrence]]] = {}
        for number, at in self.find(view):
            found.setdefault(at.sentence, []).append((number, at))
        return found

    def _find(self, view: ArticleView) -> Iterator[tuple[int, Occurrence]]:
        numbers = {number for part in self._by_part.keys() & view.keys for number in self._by_part[part]}
        for number in sorted(numbers.union(self._always)):
            yield from ((number, at) for at in self.terms[number].find(view))

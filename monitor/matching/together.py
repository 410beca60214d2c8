"""Terms that are looked for together: of hundreds, only those are of which a sentence holds a word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from monitor.matching.occurrences import Occurrence
from monitor.matching.sentencesets import SentenceSet
from monitor.matching.sequences import Part
from monitor.matching.sequences import Sequence as Spelling
from monitor.matching.terms import PhraseMatcher, ReadyTerm, holding
from monitor.matching.view import ArticleView

Found = tuple[int, Occurrence]
"""The number of a term, and where it stands."""


@dataclass(slots=True)
class _Look:
    """What a part may begin to tell: of a term that is nothing else, of longer spellings, of terms with gaps."""

    alone: bool = False
    longer: list[Spelling] = field(default_factory=list)
    terms: list[ReadyTerm] = field(default_factory=list)

    def within(self, view: ArticleView, part: Part) -> SentenceSet:
        """The sentences that may hold one of these."""
        if self.alone:
            return view.holding(part)
        found = 0
        for spelling in self.longer:
            found |= holding(view, spelling)
        for term in self.terms:
            found |= term.within(view)
        return found


class Together:
    """Some terms; each occurrence comes with the number of its term."""

    def __init__(self, terms: Iterable[ReadyTerm]) -> None:
        self.terms = tuple(terms)
        self._by_part: dict[Part, list[int]] = {}
        self._always: list[int] = []
        self._looks: dict[Part, _Look] = {}
        for number, term in enumerate(self.terms):
            if term.matcher.keys is None:
                self._always.append(number)
            for spelling in term.matcher.keys or ():
                part = _rarest(spelling)
                self._by_part.setdefault(part, []).append(number)
                look = self._looks.setdefault(part, _Look())
                if not isinstance(term.matcher, PhraseMatcher):
                    look.terms.append(term)
                elif len(spelling) == 1:
                    look.alone = True
                else:
                    look.longer.append(spelling)

    def find(self, view: ArticleView) -> Iterator[Found]:
        """All their occurrences, by term and then by place."""
        numbers = {number for part in self._by_part.keys() & view.keys for number in self._by_part[part]}
        for number in sorted(numbers.union(self._always)):
            yield from ((number, at) for at in self.terms[number].find(view))

    def anywhere(self, view: ArticleView) -> bool:
        """Whether one of them may be in an article: a quick look, which rules out no article that holds one."""
        return bool(self._always) or not self._by_part.keys().isdisjoint(view.keys)

    def within(self, view: ArticleView) -> SentenceSet:
        """Sentences outside which none of them begins: a quick look, which may name some without any."""
        return view.remembered((self, "within"), lambda: self._within(view))

    def _within(self, view: ArticleView) -> SentenceSet:
        if self._always:
            return view.every_sentence
        found = 0
        for part in self._looks.keys() & view.keys:
            found |= self._looks[part].within(view, part)
        return found

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

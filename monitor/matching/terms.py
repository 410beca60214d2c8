"""Terms made ready: each finds all its occurrences in an article, in order. What two rules both ask for is one object,
and is looked for once an article."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import reduce
from operator import and_, attrgetter, or_
from typing import Protocol
from weakref import WeakValueDictionary

from monitor.matching.atoms import Atoms
from monitor.matching.occurrences import Occurrence
from monitor.matching.runs import Run, runs_in, runs_of
from monitor.matching.sentencesets import SentenceSet
from monitor.matching.sequences import Part, Sequence, sequences
from monitor.matching.view import ArticleView
from monitor.rules.compiled import Gap, ListRef, Pattern, Phrase, Term, Word, WordForm
from monitor.text.patterns import CompiledPattern


class Matcher(Protocol):
    """Finds a term. `keys`: parts of which at least one is in every article that holds the term; None where nothing can
    be said (a regular expression)."""

    @property
    def keys(self) -> tuple[Sequence, ...] | None:
        """Each way to write the term, as the parts that it needs."""
        ...

    def find(self, view: ArticleView) -> tuple[Occurrence, ...]:
        """All occurrences, by place."""
        ...

    def find_in(self, view: ArticleView, sentence: int) -> tuple[Occurrence, ...]:
        """Those in a sentence."""
        ...

    def within(self, view: ArticleView) -> SentenceSet:
        """Sentences outside which no occurrence begins: a quick look, which may name some without any."""
        ...


class PhraseMatcher:
    """Words and list entries one after another, in one sentence."""

    def __init__(self, spellings: tuple[Sequence, ...], *, inflected: bool, fact: str | None = None) -> None:
        """`fact`: the entry that is met stands for the one that its fact names."""
        self.keys: tuple[Sequence, ...] = spellings
        self._inflected = inflected
        self._fact = fact

    def find(self, view: ArticleView) -> tuple[Occurrence, ...]:
        spelled = [spelling for spelling in self.keys if view.keys.issuperset(spelling)]
        return self._placed(view, (run for each in spelled for run in runs_of(view, each))) if spelled else ()

    def find_in(self, view: ArticleView, sentence: int) -> tuple[Occurrence, ...]:
        keys = view.keys_in(sentence)
        spelled = [spelling for spelling in self.keys if keys.issuperset(spelling)]
        return self._placed(view, (run for each in spelled for run in runs_in(view, each, sentence))) if spelled else ()

    def _placed(self, view: ArticleView, runs: Iterable[Run]) -> tuple[Occurrence, ...]:
        found = {(run.first, run.last): run for run in runs}
        placed = (
            view.occurrence(first, last, run.entry.entry if run.entry else None)
            for (first, last), run in sorted(found.items())
            if self._inflected or run.entry is None or run.entry.uninflected
        )
        if self._fact is not None:
            placed = (_meant(view, each, self._fact) for each in placed if each is not None)
        return tuple(occurrence for occurrence in placed if occurrence is not None)

    def within(self, view: ArticleView) -> SentenceSet:
        return reduce(or_, (holding(view, spelling) for spelling in self.keys), 0)


def holding(view: ArticleView, parts: Sequence) -> SentenceSet:
    """The sentences that hold all these parts."""
    found = -1
    for part in parts:
        found &= view.holding(part)
        if not found:
            break
    return found


def _meant(view: ArticleView, at: Occurrence, fact: str) -> Occurrence | None:
    entry = view.entry_of(at.entry, fact) if at.entry else None
    return at._replace(entry=entry) if entry else None


class GapMatcher:
    """Phrases in order in one sentence, with a few words between. Each end is joined to the nearest beginning before
    it."""

    def __init__(self, parts: tuple[Matcher, ...], words: int) -> None:
        self.keys: tuple[Sequence, ...] = _together([part.keys or () for part in parts])
        self._parts = parts
        self._words = words

    def find(self, view: ArticleView) -> tuple[Occurrence, ...]:
        if not self.within(view):
            return ()
        return self._chained(view, (_found(view, part) for part in self._parts))

    def find_in(self, view: ArticleView, sentence: int) -> tuple[Occurrence, ...]:
        return self._chained(view, (_found_in(view, part, sentence) for part in self._parts))

    def _chained(self, view: ArticleView, found: Iterable[tuple[Occurrence, ...]]) -> tuple[Occurrence, ...]:
        """What the parts are chained to; as soon as nothing is left, no further part is looked for."""
        parts = iter(found)
        chains = next(parts)
        while chains and (part := next(parts, None)) is not None:
            chains = tuple(self._extended(view, chains, part))
        return tuple(sorted(chains, key=attrgetter("first", "last")))

    def _extended(
        self, view: ArticleView, chains: tuple[Occurrence, ...], nexts: tuple[Occurrence, ...]
    ) -> Iterator[Occurrence]:
        chains = tuple(sorted(chains, key=attrgetter("last", "first")))
        ends = [chain.last for chain in chains]
        for following in nexts:
            place = bisect_right(ends, following.first) - 1
            if place >= 0 and following.first - ends[place] <= self._words:
                chain = chains[place]
                whole = view.occurrence(chain.first, following.last, chain.entry or following.entry)
                if whole is not None:
                    yield whole

    def within(self, view: ArticleView) -> SentenceSet:
        return reduce(and_, (_within(view, part) for part in self._parts))


class PatternMatcher:
    """A regular expression; a match that crosses the end of a paragraph does not count."""

    keys = None

    def __init__(self, expression: str) -> None:
        self._pattern = CompiledPattern(expression)

    def find(self, view: ArticleView) -> tuple[Occurrence, ...]:
        spans = self._pattern.search(view.article.text, view.marked)
        placed = (view.occurrence_of(span) for span in spans)
        return tuple(occurrence for occurrence in placed if occurrence is not None)

    def find_in(self, view: ArticleView, sentence: int) -> tuple[Occurrence, ...]:
        found = view.remembered((self, "sentences"), lambda: by_sentence(_found(view, self)))
        return tuple(found.get(sentence, ()))

    def within(self, view: ArticleView) -> SentenceSet:
        return view.every_sentence


def by_sentence(found: Iterable[Occurrence]) -> Mapping[int, list[Occurrence]]:
    """Occurrences by their sentences, in the same order."""
    sentences: dict[int, list[Occurrence]] = {}
    for each in found:
        sentences.setdefault(each.sentence, []).append(each)
    return sentences


_AS_MANY = 1_000
"""So many ways a list counts for."""


def _together(needed: list[tuple[Sequence, ...]]) -> tuple[Sequence, ...]:
    """What is needed by all parts of a gap: the ways to write one of them, the one with fewest ways."""
    return min(needed, key=lambda ways: sum(_AS_MANY if isinstance(way[0], str) else 1 for way in ways))


def _found_in(view: ArticleView, matcher: Matcher, sentence: int) -> tuple[Occurrence, ...]:
    return view.remembered((matcher, sentence), lambda: matcher.find_in(view, sentence))


def _found(view: ArticleView, matcher: Matcher) -> tuple[Occurrence, ...]:
    return view.remembered(matcher, lambda: matcher.find(view))


def _within(view: ArticleView, matcher: Matcher) -> SentenceSet:
    return view.remembered((matcher, "within"), lambda: matcher.within(view))


@dataclass(frozen=True, slots=True, eq=False)
class ReadyTerm:
    """A rule's term with its matcher."""

    term: Term
    matcher: Matcher

    def find(self, view: ArticleView) -> tuple[Occurrence, ...]:
        """All its occurrences in the article, whatever the zone; looked for once an article."""
        return _found(view, self.matcher)

    def find_in(self, view: ArticleView, sentence: int) -> tuple[Occurrence, ...]:
        """Those in a sentence; looked for once."""
        return _found_in(view, self.matcher, sentence)

    def within(self, view: ArticleView) -> SentenceSet:
        """Sentences outside which none of them begins; a quick look, made once an article."""
        return _within(view, self.matcher)

    def keys(self, cost: Mapping[Part, float]) -> frozenset[Part] | None:
        """Parts of which one is in every article that holds the term; of each spelling the one that `cost` says is
        the rarest. None where an article can't be ruled out."""
        if self.matcher.keys is None:
            return None
        return frozenset(min(spelling, key=lambda part: cost.get(part, 0.0)) for spelling in self.matcher.keys)


class Terms:
    """Makes terms ready; equal ones share a matcher as long as a rule holds it."""

    def __init__(self, atoms: Atoms) -> None:
        self._atoms = atoms
        self._matchers: WeakValueDictionary[tuple[Phrase | Gap | Pattern, bool], Matcher] = WeakValueDictionary()

    def ready(self, term: Term, *, inflected: bool) -> ReadyTerm:
        """`term` with its matcher. Raises InvalidPattern."""
        return ReadyTerm(term, self._shared(term.what, inflected))

    def _shared(self, what: Phrase | Gap | Pattern, inflected: bool) -> Matcher:
        """Of forty gaps that begin with the same list, the list is looked for once."""
        matcher = self._matchers.get((what, inflected))
        if matcher is None:
            matcher = self._matchers[what, inflected] = self._made(what, inflected)
        return matcher

    def _made(self, what: Phrase | Gap | Pattern, inflected: bool) -> Matcher:
        if isinstance(what, Pattern):
            return PatternMatcher(what.expression)
        if isinstance(what, Gap):
            return GapMatcher(tuple(self._shared(part, inflected) for part in what.parts), what.words)
        return self._phrase(what, inflected)

    def _phrase(self, phrase: Phrase, inflected: bool) -> PhraseMatcher:
        fact = next((part.fact for part in phrase.parts if isinstance(part, ListRef)), None)
        return PhraseMatcher(self.spellings(phrase, inflected=inflected), inflected=inflected, fact=fact)

    def spellings(self, phrase: Phrase, *, inflected: bool) -> tuple[Sequence, ...]:
        """Every run of parts that a phrase is met in."""
        return sequences(_as_inflected(phrase, inflected), self._atoms)


def _as_inflected(phrase: Phrase, inflected: bool) -> Phrase:
    if inflected:
        return phrase
    parts = (
        replace(part, form=WordForm.EXACT) if isinstance(part, Word) and part.form is WordForm.INFLECTED else part
        for part in phrase.parts
    )
    return Phrase(tuple(parts))

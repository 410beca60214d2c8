"""Who says it, and whether that is the side that did it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from monitor.matching.status.clauses import Kind
from monitor.matching.status.reading import Reading
from monitor.matching.status.table import Found
from monitor.matching.status.verbs import Event
from monitor.rules.compiled import Phrase, Word
from monitor.rules.cueschema import SpeakerBlock
from monitor.rules.terms import compile_term
from monitor.text.inflection import lemmas

Words = tuple[int, int]
"""From the first word to before the last."""

_NOT_A_NAME = frozenset(
    "has have had was were is are be been also later earlier on in at and but while as that who which when however "
    "meanwhile it will would could may might did not never monday tuesday wednesday thursday friday "
    "saturday sunday today".split()
)
_QUOTES = ('"', "”", "''", "»")
_NAME_WORDS = 10
_PRONOUN_WORDS = 2
_FROM = "to"
"""`according to` and the like: who says it follows."""


def speaker(reading: Reading, found: Found) -> Words | None:
    """The words that name who says what hangs on a cue; None where nobody is named."""
    if reading.folded[found.last - 1] == _FROM or _turned(reading, found):
        return _after(reading, found.last)
    return _before(reading, found.first)


def _turned(reading: Reading, found: Found) -> bool:
    """`…, said the army`; but not `The army, on its side, said …`."""
    begins = reading.clauses.all[reading.clauses.of[found.first]].first == found.first
    quoted = any(mark in reading.gaps[found.first] for mark in _QUOTES)
    return found.first > 0 and (begins or quoted) and found.last < len(reading.folded)


def _after(reading: Reading, at: int) -> Words | None:
    last = at
    while last < len(reading.folded) and last - at < _NAME_WORDS:
        if last > at and (reading.gaps[last] not in (" ", "-", ". ") or reading.folded[last] in _NOT_A_NAME):
            break
        last += 1
    return (at, last) if last > at else None


def _before(reading: Reading, at: int) -> Words | None:
    """The nearest run of words before the verb that are in its clause, without what is no name."""
    clause = reading.clauses.of[at]
    last = at
    while last and (reading.clauses.of[last - 1] != clause or reading.folded[last - 1] in _NOT_A_NAME):
        last -= 1
    if reading.clauses.all[clause].kind is Kind.RELATIVE and last <= reading.clauses.all[clause].first + 1:
        last = reading.clauses.all[clause].first
        clause = reading.clauses.of[last - 1] if last else clause
    first = last
    while first and last - first < _NAME_WORDS and _goes_on(reading, first, clause, last):
        first -= 1
    while first < last and reading.folded[first] in _NOT_A_NAME:
        first += 1
    return (first, last) if first < last else None


def _goes_on(reading: Reading, first: int, clause: int, last: int) -> bool:
    if reading.clauses.of[first - 1] != clause or any(each.last == first for each in reading.cues.found):
        return False
    return first == last or reading.gaps[first] in (" ", "-", ". ")


class Sides:
    """Tells whose side a speaker is on, by words alone."""

    def __init__(self, words: SpeakerBlock) -> None:
        self._neutral = _Runs(words.neutral)
        self._own_interest = _Runs(words.own_interest)
        self._pronouns = frozenset(words.pronouns)
        self._anaphors = frozenset(words.anaphors)
        self._empty = frozenset(words.empty)

    def same(self, reading: Reading, who: Words, what: Event, actor: Words | None) -> bool:
        """Whether the speaker is the actor, or speaks for it. Where no actor is known the words before the event may
        say so: `Rebels said they …`."""
        speaking = reading.folded[slice(*who)]
        if self._neutral.met(speaking):
            return False
        if actor is None:
            return self._says_so(reading, who, what)
        if actor[0] < who[1] and who[0] < actor[1]:
            return True
        acting = reading.folded[slice(*actor)]
        if actor[1] <= who[0] and not self._anaphors.isdisjoint(speaking):
            return True
        pronouns = acting if len(acting) <= _PRONOUN_WORDS else acting[:1]  # `its 4th Division`
        if not self._pronouns.isdisjoint(pronouns):
            return True
        return not self._names(acting).isdisjoint(self._names(speaking))

    def _says_so(self, reading: Reading, who: Words, what: Event) -> bool:
        """`they` before the event, where it is nothing that its doer would rather not have happened."""
        subject = reading.folded[max(who[1], what.group - _PRONOUN_WORDS) : what.group]
        rather_not = self._own_interest.met(reading.folded[what.first : what.last + 1])
        return not rather_not and not self._pronouns.isdisjoint(subject)

    def _names(self, words: Iterable[str]) -> set[str]:
        return {lemma for word in words if word not in self._empty for lemma in lemmas(word, "en")}


class _Runs:
    """Runs of words, each in any of its forms."""

    def __init__(self, terms: Iterable[str]) -> None:
        self._by_first: dict[str, list[tuple[frozenset[str], ...]]] = {}
        for term in terms:
            run = _lemmas_of(term)
            for lemma in run[0]:
                self._by_first.setdefault(lemma, []).append(run)

    def met(self, words: Sequence[str]) -> bool:
        """Whether one of the runs stands among the words."""
        each = [lemmas(word, "en") for word in words]
        return any(
            all(one & other for one, other in zip(each[at:], run, strict=False)) and len(each) - at >= len(run)
            for at, found in enumerate(each)
            for lemma in found
            for run in self._by_first.get(lemma, ())
        )


def _lemmas_of(term: str) -> tuple[frozenset[str], ...]:
    what = compile_term(term).what
    words = what.parts if isinstance(what, Phrase) else ()
    return tuple(lemmas(word.text.lower(), "en") for word in words if isinstance(word, Word))

"""The words of a family's verbs: where in a sentence one may begin, and whether all its words follow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from monitor.matching.atoms import Atoms, atoms_of
from monitor.matching.events.frames import MetVerb
from monitor.matching.events.grammar import PARTICLES, Kind
from monitor.matching.events.groups import NounPhrase, Phrases, phrases
from monitor.matching.events.sentence import SentenceWords
from monitor.matching.sentencesets import SentenceSet
from monitor.matching.view import ArticleView
from monitor.rules.actions import Verb, VerbWords, Voice
from monitor.rules.compiled import Role

_BE = "be"
_MOST_FILLERS = 2
_NEAR = 4
_LONGEST_INSIDE = 5
_LONGEST_BETWEEN = 16
_NO_FILLER = (
    Kind.PREPOSITION | Kind.TO | Kind.AUXILIARY | Kind.PRONOUN | Kind.CONJUNCTION | Kind.RELATIVE | Kind.SUBORDINATOR
)
_ARTICLES = frozenset(("the", "its", "their", "a", "an", "his", "her"))


@dataclass(frozen=True, slots=True)
class _Literal:
    """A word of a verb, as the atom that it is met by."""

    atom: int
    text: str


class ReadyVerb:
    """The words of one verb of a family."""

    def __init__(self, written: VerbWords, verb: Verb | None, atoms: Atoms) -> None:
        parts: list[_Literal | Role] = []
        for part in written:
            if isinstance(part, Role):
                parts.append(part)
            else:
                parts += [_Literal(atoms.number(atom), atom.text) for atom in atoms_of(part)]
        self.is_state = isinstance(parts[0], _Literal) and parts[0].text == _BE and len(parts) > 1
        self.verb = verb
        self.parts = tuple(parts[1:] if self.is_state else parts)
        self.literals = tuple(part for part in self.parts if isinstance(part, _Literal))
        self.atoms = tuple(literal.atom for literal in self.literals)
        self.anchor = max(self.literals, key=lambda each: len(each.text)).atom
        self.asked = tuple(_asked(verb, is_state=self.is_state)) if verb else ()

    @property
    def head(self) -> int:
        return self.literals[0].atom

    def within(self, view: ArticleView) -> SentenceSet:
        """The sentences that hold all that it needs: a quick look, which may name some in which it is not read."""
        found = view.every_sentence
        for atom in self.atoms:
            found &= view.holding(atom)
        for words in self.asked:
            if found:
                found &= view.holding_word(words)
        return found

    def places(self, view: ArticleView, sentence: int) -> Iterable[int]:
        """The words of a sentence that it is `within` with which it may begin."""
        places = view.standing(self.head)[sentence]
        asked = self.verb.only_with if self.verb else None
        return [at for at in places if _is_beside(view, at, asked)] if asked else places

    def meet(self, words: SentenceWords, head: int) -> MetVerb | None:
        """The verb, if all its words follow from its first at `head`."""
        inside: list[tuple[Role, Phrases]] = []
        between: Phrases = ()
        i = head + 1
        for number, part in enumerate(self.parts[1:], start=1):
            if isinstance(part, Role):
                end = self._before_next(words, i, number)
                if end is None:
                    return None
                inside.append((part, (NounPhrase(i, end, end),)))
                i = end
                continue
            at = self._at(words, part, i, fillers=self._fillers(number, part))
            if at is None and number == 1 and len(self.parts) == 2 and part.text in PARTICLES:
                between = self._between(words, part, i)
                at = between[-1].end if between else None
            if at is None:
                return None
            i = at + 1
        first = self.parts[0]
        base = None if self.is_state or isinstance(first, Role) else first.text
        return MetVerb(head, base, head, i, tuple(inside), between)

    def _between(self, words: SentenceWords, part: _Literal, i: int) -> Phrases:
        """The object that stands before the particle: `brought its staff home`."""
        places = words.view.places(part.atom)
        for end in range(i + 1, min(i + _LONGEST_BETWEEN, len(words))):
            if words.at[end] in places:
                found = phrases(words, i, end)
                return found if found and words.joined(end - 1) and _only_places(words, found[-1].end, end) else ()
        return ()

    def _fillers(self, number: int, part: _Literal) -> int:
        """How many words may stand before a word of the verb: `take full control of`, never `take Hama over`."""
        if part.text in PARTICLES:
            return 0
        return _MOST_FILLERS if number == 1 and not self.is_state else 1

    def _before_next(self, words: SentenceWords, i: int, number: int) -> int | None:
        following = self.parts[number + 1] if number + 1 < len(self.parts) else None
        if not isinstance(following, _Literal):
            return None
        places = words.view.places(following.atom)
        ends = range(i + 1, min(i + 1 + _LONGEST_INSIDE, len(words)))
        return next((end for end in ends if words.at[end] in places), None)

    def _at(self, words: SentenceWords, part: _Literal, i: int, *, fillers: int) -> int | None:
        places = words.view.places(part.atom)
        for at in range(i, min(i + fillers + 1, len(words))):
            if not words.joined(at - 1):
                return None
            if words.at[at] in places:
                return at
            if words.kinds[at] & _NO_FILLER:
                return None
            if words.kinds[at] & Kind.DETERMINER and words.low[at] not in _ARTICLES:
                return None
        return None


def _asked(verb: Verb, *, is_state: bool) -> Iterator[frozenset[str]]:
    """Words of which one of each set is in every sentence in which the verb is read."""
    if verb.hints:
        yield verb.hints
    if verb.infinitive and not is_state and verb.voice is not Voice.ORDER:
        yield frozenset(verb.infinitive.by_first)


def _only_places(words: SentenceWords, first: int, last: int) -> bool:
    """Whether words are at most where something is: `ordered its workers in Libya home`."""
    if first == last:
        return True
    plain = all(words.joined(i) and not words.kinds[i] & _NO_FILLER for i in range(first + 1, last))
    return last - first <= _LONGEST_INSIDE and words.low[first] in ("in", "at", "from") and plain


Head = tuple[int, ReadyVerb]
"""A word of the article with which a verb may begin, and the verb."""


def _is_beside(view: ArticleView, place: int, asked: frozenset[str]) -> bool:
    """A quick look, so that not every `has` is read closely."""
    return not asked.isdisjoint(word.lower() for word in view.words[max(0, place - _NEAR) : place + _NEAR + 1])

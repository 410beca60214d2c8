"""Verb families made ready: each finds where in an article its action is named, and who stands around it. What two
rules both ask for is one object, and is looked for once an article."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from weakref import WeakValueDictionary

from monitor.matching.atoms import Atoms
from monitor.matching.events.evidence import Evidence
from monitor.matching.events.filling import ReadySlot
from monitor.matching.events.frames import Frame, MetVerb
from monitor.matching.events.nounframes import noun_frames
from monitor.matching.events.sentence import SentenceWords, sentence_words
from monitor.matching.events.verbframes import verb_frames
from monitor.matching.events.verbs import Head, ReadyVerb
from monitor.matching.occurrences import Occurrence
from monitor.matching.sentencesets import SentenceSet, holds
from monitor.matching.sequences import Part
from monitor.matching.terms import ReadyTerm, Terms
from monitor.matching.together import Together
from monitor.matching.view import ArticleView
from monitor.rules.actions import Family, Noun, Wording
from monitor.rules.compiled import EventSlot, Role, Term


class _ReadyNoun:
    def __init__(self, noun: Noun, atoms: Atoms) -> None:
        self.noun = noun
        self.light = tuple(ReadyVerb(verb, None, atoms) for verb in noun.light)


class ReadyWording:
    """A family in one language."""

    def __init__(self, wording: Wording, actions: Actions, atoms: Atoms) -> None:
        self.verbs = tuple(ReadyVerb(words, verb, atoms) for verb in wording.verbs for words in verb.verbs)
        self.nouns = tuple(_ReadyNoun(noun, atoms) for noun in wording.nouns)
        self._nouns = [noun for noun in self.nouns for _ in noun.noun.nouns]
        self._noun_terms = actions.together(term for noun in self.nouns for term in noun.noun.nouns)
        self.figurative = actions.together(wording.figurative)
        self.unless = actions.together(wording.unless)
        self.evidence = Evidence(actions.together(wording.evidence))
        self._by_anchor: dict[int, list[int]] = {}
        for number, verb in enumerate(self.verbs):
            self._by_anchor.setdefault(verb.anchor, []).append(number)

    def keys(self, cost: Mapping[Part, float]) -> Iterator[Part]:
        """Parts of which one is in every article that names the action."""
        yield from self._by_anchor
        for term in self._noun_terms.terms:
            yield from term.keys(cost) or ()

    def sentences(self, view: ArticleView) -> SentenceSet:
        """The sentences that hold words of the action: a quick look, which may name some without any."""
        found = self._noun_terms.within(view)
        for within, _ in self._verbs_within(view):
            found |= within
        return found

    def _verbs_within(self, view: ArticleView) -> list[tuple[SentenceSet, ReadyVerb]]:
        """The verbs that may stand in an article, each with the sentences that hold all that it needs."""
        return view.remembered((self, "verbs"), lambda: list(self._verbs(view)))

    def _verbs(self, view: ArticleView) -> Iterator[tuple[SentenceSet, ReadyVerb]]:
        for number in sorted(n for anchor in self._by_anchor.keys() & view.keys for n in self._by_anchor[anchor]):
            within = self.verbs[number].within(view)
            if within:
                yield within, self.verbs[number]

    def heads(self, view: ArticleView, sentence: int) -> list[Head]:
        """Where in a sentence verbs of the action may begin."""
        verbs = (verb for within, verb in self._verbs_within(view) if holds(within, sentence))
        return [(place, verb) for verb in verbs for place in verb.places(view, sentence)]

    def needs(self, view: ArticleView, sentence: int, heads: Iterable[Head]) -> frozenset[frozenset[Role]]:
        """For each verb and noun that may name the action in a sentence, the slots without which it does not."""
        verbs = (verb.verb.needs for _, verb in heads if verb.verb is not None)
        return frozenset((*verbs, *(noun.noun.needs for noun, _, _ in self.named_by_noun(view, sentence))))

    def named_by_noun(self, view: ArticleView, sentence: int) -> Iterator[tuple[_ReadyNoun, ReadyTerm, Occurrence]]:
        """The nouns of the action in a sentence."""
        for number, at in self._noun_terms.in_sentence(view, sentence):
            yield self._nouns[number], self._noun_terms.terms[number], at


@dataclass(frozen=True, slots=True)
class Action:
    """Where an action is named: its words in the article, and its readings, the likeliest first."""

    first: int
    last: int
    frames: tuple[Frame, ...]

    def overlaps(self, at: Occurrence) -> bool:
        """Whether it shares a word with an occurrence."""
        return at.first < self.last and self.first < at.last


class ReadyFamily:
    """A family with its words ready."""

    def __init__(self, family: Family, actions: Actions, atoms: Atoms) -> None:
        self.family = family
        self.usual = {role: _usual(role, each, actions) for role, each in family.usual.items()}
        if Role.ACTOR in self.usual:  # the sides of a struggle are of one kind
            self.usual = {**dict.fromkeys(family.known, self.usual[Role.ACTOR]), **self.usual}
        self._wordings = {code: ReadyWording(each, actions, atoms) for code, each in family.languages.items()}

    def keys(self, cost: Mapping[Part, float]) -> frozenset[Part]:
        """Parts of which one is in every article that names the action."""
        return frozenset(part for wording in self._wordings.values() for part in wording.keys(cost))

    def sentences(self, view: ArticleView) -> SentenceSet:
        """The candidate sentences."""
        wording = self._wordings.get(view.article.language)
        if wording is None or not wording.evidence.anywhere(view):
            return 0
        return view.remembered((self, "sentences"), lambda: wording.sentences(view))

    def _heads(self, view: ArticleView, sentence: int) -> list[Head]:
        wording = self._wordings[view.article.language]
        return view.remembered((self, "heads", sentence), lambda: wording.heads(view, sentence))

    def needs(self, view: ArticleView, sentence: int) -> frozenset[frozenset[Role]]:
        """For each verb and noun that may name the action in a candidate sentence, the slots without which it does
        not."""
        wording = self._wordings[view.article.language]
        return view.remembered(
            (self, "needs", sentence), lambda: wording.needs(view, sentence, self._heads(view, sentence))
        )

    def actions(self, view: ArticleView, sentence: int) -> tuple[Action, ...]:
        """Every place in a candidate sentence where the action is named; read once an article."""
        return view.remembered((self, sentence), lambda: tuple(self._actions(view, sentence)))

    def _actions(self, view: ArticleView, sentence: int) -> Iterator[Action]:
        wording = self._wordings[view.article.language]
        if not wording.evidence.near(view, sentence) or wording.unless.in_sentence(view, sentence):
            return
        struck = [at for _, at in wording.figurative.in_sentence(view, sentence)]
        for action in named(view, sentence, wording, self._heads(view, sentence)):
            if not any(action.overlaps(at) for at in struck):
                yield action

    def on_trust(self, view: ArticleView) -> bool:
        """Whether nothing in an article but the action itself tells that it is about such things."""
        wording = self._wordings.get(view.article.language)
        return wording is not None and wording.evidence.on_trust(view)

    def wording(self, view: ArticleView) -> ReadyWording | None:
        """The family in the language of an article."""
        return self._wordings.get(view.article.language)


def named(view: ArticleView, sentence: int, wording: ReadyWording, heads: Iterable[Head]) -> Iterator[Action]:
    """Every place in a sentence where the words of an action name it, figurative or not."""
    taken: dict[int, int] = {}
    by_length = sorted(heads, key=lambda each: (-len(each[1].parts), each[0]))
    as_verb: dict[int, list[Frame]] = {}
    verbs: set[int] = set()
    for place, verb in by_length:
        words = sentence_words(view, sentence, place)
        head = words.index.get(place)
        met = verb.meet(words, head) if head is not None and taken.get(place, 0) <= len(verb.parts) else None
        if met is None or verb.verb is None:
            continue
        if len(verb.parts) > 1:
            covered = words.at[met.first : met.last] if not met.between else [place]
            taken.update((each, len(verb.parts)) for each in covered if taken.get(each, 0) < len(verb.parts))
        made = list(verb_frames(words, met, verb.verb))
        as_verb.setdefault(place, []).extend(made)
        if made and len(verb.parts) > 1:
            verbs.update(words.at[met.first : met.last])
    for noun, term, at in wording.named_by_noun(view, sentence):
        if at.first not in verbs and _is_noun(view, at.last - 1, term):
            words = sentence_words(view, sentence, at.first)
            first, last = words.index.get(at.first), words.index.get(at.last - 1)
            if first is not None and last is not None:
                found = noun_frames(words, first, last + 1, noun.noun, _light(words, noun))
                as_verb.setdefault(at.first, []).extend(found)
    for place in sorted(as_verb):
        frames = tuple(as_verb[place])
        if frames:
            last = max(frame.words.at[frame.last - 1] + 1 for frame in frames)
            yield Action(place, last, frames)


def _is_noun(view: ArticleView, place: int, term: ReadyTerm) -> bool:
    """`attacked` is no form of the noun `attack`, `bombing` is one of `bombing`."""
    word = sentence_word(view, place)
    written = term.term.written.lower().removeprefix("=")
    for ending in ("ed", "ing"):
        if word.endswith(ending) and not written.endswith(ending):
            return False
    return word[:2] == written.split()[-1].split("-")[-1][:2] or word[:2] == written[:2]


def sentence_word(view: ArticleView, place: int) -> str:
    """A word of the article in small letters."""
    return view.words[place].lower()


def _light(words: SentenceWords, noun: _ReadyNoun) -> list[MetVerb]:
    found = []
    for verb in noun.light:
        for place in words.view.places(verb.head):
            head = words.index.get(place)
            met = verb.meet(words, head) if head is not None else None
            if met is not None:
                found.append(met)
    return found


def _usual(role: Role, written: Iterable[Term], actions: Actions) -> ReadySlot:
    return ReadySlot(EventSlot(role, str(role)), actions.together(written), actions.together(()))


class Actions:
    """Makes families ready, and the terms of slots; equal ones are one object as long as a rule holds it."""

    def __init__(self, terms: Terms, atoms: Atoms) -> None:
        self._terms = terms
        self._atoms = atoms
        self._ready: WeakValueDictionary[str, ReadyFamily] = WeakValueDictionary()
        self._together: WeakValueDictionary[tuple[Term, ...], Together] = WeakValueDictionary()

    def ready(self, family: Family) -> ReadyFamily:
        """`family` with its words ready. Raises InvalidPattern."""
        found = self._ready.get(family.digest)
        if found is None:
            found = self._ready[family.digest] = ReadyFamily(family, self, self._atoms)
        return found

    def together(self, written: Iterable[Term]) -> Together:
        """Terms that are looked for together, inflected. Raises InvalidPattern."""
        asked = tuple(written)
        found = self._together.get(asked)
        if found is None:
            made = Together(self._terms.ready(term, inflected=True) for term in asked)
            found = self._together[asked] = made
        return found

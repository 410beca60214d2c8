"""Why the words of an action make no event: the first step that said no, for explaining. Takes the steps that
`event` and `ready` take, of which each action either passes all or is told of here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from monitor.matching.events.event import ReadyEvent
from monitor.matching.events.filling import ReadySlot, text_span
from monitor.matching.events.fitting import Fitting, Lack
from monitor.matching.events.frames import Frame
from monitor.matching.events.groups import NounPhrase
from monitor.matching.events.pointing import pointing
from monitor.matching.events.ready import Action, ReadyFamily, ReadyWording, named
from monitor.matching.events.sentence import sentence_words
from monitor.matching.events.verbs import Head
from monitor.matching.occurrences import Occurrence
from monitor.matching.sentencesets import each_of, holds
from monitor.matching.terms import ReadyTerm
from monitor.matching.together import Together
from monitor.matching.view import ArticleView
from monitor.model.article import Span
from monitor.rules.compiled import Role


class No(StrEnum):
    """The step. ABSENT: the sentence holds no term of a slot that must be filled. EVIDENCE: nothing near it speaks of
    such things. UNLESS: it holds one of the family's `unless`. FIGURATIVE: a figure of speech. UNREAD: no verb or noun
    by its grammar. EXCLUDED: `not` of a slot. PART: a term stands in the slot's place, but is not what the words there
    are about (`Hama airport`). EMPTY: no term in the slot's place. STRANGER: somebody stands there who cannot do it.
    NEEDED: so common a word needs a slot that nothing fills. ALONE: nobody and nothing around it. APART: two slots of
    one name hold different entries."""

    ABSENT = "absent"
    EVIDENCE = "evidence"
    UNLESS = "unless"
    FIGURATIVE = "figurative"
    UNREAD = "unread"
    EXCLUDED = "excluded"
    PART = "part"
    EMPTY = "empty"
    STRANGER = "stranger"
    NEEDED = "needed"
    ALONE = "alone"
    APART = "apart"


_NEAREST = (No.EXCLUDED, No.APART, No.PART, No.STRANGER, No.NEEDED, No.EMPTY, No.ALONE)
"""Of several readings of an action, the refusal that says most."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """An action's words `trigger` in a sentence, and the step that refused them: for which slot (by the rule's name for
    it; NEEDED: by its role), the words that it rests on, and the term that they are, or hold."""

    sentence: int
    action: str
    trigger: Span
    step: No
    slot: str = ""
    found: Span | None = None
    term: str = ""


def refusals(event: ReadyEvent, view: ArticleView) -> tuple[Refusal, ...]:
    """By place. An action of which one of several readings is an event is not refused."""
    ways = ((way, family) for way in event.ways for family in way.families)
    made = [each for way, family in ways for each in _of_family(way, family, view)]
    events = {mention.trigger.start for mention in event.find(view)}
    apart = {(each.sentence, each.trigger.start): each for each in made if each.trigger.start not in events}
    return tuple(sorted(apart.values(), key=lambda each: each.trigger))


@dataclass(frozen=True, slots=True)
class _Step:
    """A refusal without its place."""

    step: No
    slot: str = ""
    found: Span | None = None
    term: str = ""


def _of_family(event: ReadyEvent, family: ReadyFamily, view: ArticleView) -> Iterator[Refusal]:
    wording = family.wording(view)
    if wording is None:
        return
    for sentence in each_of(wording.sentences(view)):
        heads = wording.heads(view, sentence)
        actions = tuple(named(view, sentence, wording, heads))
        steps = (_absent(event, view, sentence), _evidence(wording, view, sentence), _unless(wording, view, sentence))
        before = next(filter(None, steps), None)
        for action in actions:
            step = before or _figurative(wording, view, sentence, action) or _lacking_in_all(event, family, action)
            if step is not None:
                trigger = Span(view.starts[action.first], view.ends[action.last - 1])
                yield Refusal(sentence, family.family.name, trigger, step.step, step.slot, step.found, step.term)
        for place in _unread(view, sentence, heads, actions):
            yield Refusal(sentence, family.family.name, Span(view.starts[place], view.ends[place]), No.UNREAD)


def _absent(event: ReadyEvent, view: ArticleView, sentence: int) -> _Step | None:
    if holds(pointing(view), sentence) and all(slot.occurrences(view) for slot in event.asked):
        return None
    missing = next((slot for slot in event.asked if not slot.occurrences_in(view, sentence)), None)
    return _Step(No.ABSENT, missing.slot.name, None, _written(missing.terms)) if missing else None


def _evidence(wording: ReadyWording, view: ArticleView, sentence: int) -> _Step | None:
    return None if wording.evidence.near(view, sentence) else _Step(No.EVIDENCE)


def _unless(wording: ReadyWording, view: ArticleView, sentence: int) -> _Step | None:
    return _said_by(No.UNLESS, wording.unless, wording.unless.in_sentence(view, sentence))


def _figurative(wording: ReadyWording, view: ArticleView, sentence: int, action: Action) -> _Step | None:
    found = wording.figurative.in_sentence(view, sentence)
    return _said_by(No.FIGURATIVE, wording.figurative, (each for each in found if action.overlaps(each[1])))


def _said_by(no: No, terms: Together, found: Iterable[tuple[int, Occurrence]]) -> _Step | None:
    """The first of these occurrences as the reason."""
    first = next(iter(found), None)
    return _Step(no, "", first[1].span, terms.terms[first[0]].term.written) if first else None


def _unread(view: ArticleView, sentence: int, heads: Iterable[Head], actions: Iterable[Action]) -> list[int]:
    """Where words of a verb stand that are used as no verb of it, nor as a noun."""
    taken = {place for action in actions for place in range(action.first, action.last)}
    places = []
    for place, verb in heads:
        words = sentence_words(view, sentence, place)
        head = words.index.get(place)
        if place not in taken and head is not None and verb.meet(words, head) is not None:
            places.append(place)
    return sorted(set(places))


def _lacking_in_all(event: ReadyEvent, family: ReadyFamily, action: Action) -> _Step | None:
    """Of an action whose every reading lacks something, what says most."""
    lacking: list[_Step] = []
    for frame in action.frames:
        step = _lacking(event, family, frame)
        if step is None:
            return None
        lacking.append(step)
    return min(lacking, key=lambda each: _NEAREST.index(each.step))


def _lacking(event: ReadyEvent, family: ReadyFamily, frame: Frame) -> _Step | None:
    fitting = Fitting(event.slots, family, frame, {})
    lack = fitting.lack()
    if lack is None:
        return None
    if lack.role is None:
        return _Step(No.ALONE)
    slot, filled = fitting.asked(lack.role), fitting.holding(lack.role)
    name = next((each.slot.name for each in event.slots if each.slot.role is lack.role), str(lack.role))
    if lack.needed and name != lack.role:
        name = f"{lack.role} ({name})"
    if lack.apart and filled is not None:
        return _Step(No.APART, name, filled.shown, filled.value.name or "")
    return _of_slot(frame, lack, slot, name)


def _of_slot(frame: Frame, lack: Lack, slot: ReadySlot | None, name: str) -> _Step:
    """What stands where the slot would, and why it does not fill it."""
    standing = [phrase for each in _standing(frame, lack.role) for phrase in each]
    if slot is not None and not lack.stranger:
        for phrase in standing:
            if found := _excluded(frame, phrase, slot) or _part(frame, phrase, slot):
                return replace(found, slot=name)
    shown = _span(frame, standing[0]) if standing else None
    if lack.stranger:
        return _Step(No.STRANGER, name, shown)
    written = _written(slot.terms) if slot else ""
    return _Step(No.NEEDED if lack.needed else No.EMPTY, name, shown, written)


def _standing(frame: Frame, role: Role | None) -> Iterator[tuple[NounPhrase, ...]]:
    for standing in frame.standing:
        if role in standing.roles:
            yield from (standing.phrases, *standing.instead)


def _excluded(frame: Frame, phrase: NounPhrase, slot: ReadySlot) -> _Step | None:
    found = _within(frame, phrase, slot.without)
    return _Step(No.EXCLUDED, found=found[1].span, term=found[0].term.written) if found else None


def _part(frame: Frame, phrase: NounPhrase, slot: ReadySlot) -> _Step | None:
    found = _within(frame, phrase, slot.terms)
    if found is None:
        return None
    return _Step(No.PART, found=_span(frame, phrase), term=frame.words.view.article.quote(found[1].span))


def _within(frame: Frame, phrase: NounPhrase, terms: Iterable[ReadyTerm]) -> tuple[ReadyTerm, Occurrence] | None:
    at = frame.words.at
    first, last = at[phrase.first], at[max(phrase.last, phrase.end) - 1] + 1
    for term in terms:
        for met in term.find(frame.words.view):
            if first < met.last and met.first < last:
                return term, met
    return None


def _span(frame: Frame, phrase: NounPhrase) -> Span:
    return text_span(frame.words, phrase.first, max(phrase.last, phrase.end))


def _written(terms: Iterable[ReadyTerm]) -> str:
    return ", ".join(term.term.written for term in terms)

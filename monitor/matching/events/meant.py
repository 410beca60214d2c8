"""What `the city`, `the town`, `it` and `they` stand for: the entry that the sentences before them mean."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Sequence

from monitor.matching.events.filling import Filled, ReadySlot, text_span
from monitor.matching.events.grammar import COUNTRIES, PLACES, Kind
from monitor.matching.events.groups import NounPhrase, Phrases
from monitor.matching.events.sentence import SentenceWords
from monitor.matching.occurrences import Occurrence
from monitor.matching.view import ArticleView
from monitor.model.match import SlotValue
from monitor.text.tokens import form

_SENTENCES_BACK = 3
_OPENING = 4
_PEOPLE = frozenset("they he she we theyve who theyd".split())
_THING = frozenset(("it",))
_CITIES = PLACES - frozenset(("stronghold", "hub", "suburb"))


_POINTERS = _CITIES | COUNTRIES | _PEOPLE | _THING


def points(view: ArticleView, sentence: int) -> bool:
    """Whether a sentence holds a word that may stand for something named before."""
    span = view.sentences[sentence].span
    words = view.words[bisect_left(view.starts, span.start) : bisect_left(view.starts, span.end)]
    return not _POINTERS.isdisjoint(form(word).folded for word in words)


def meant(words: SentenceWords, found: Phrases, slot: ReadySlot, taken: Collection[tuple[int, int]]) -> list[Filled]:
    """The entry that the first of the noun groups stands for; empty where it stands for none that the slot asks for.
    `taken`: the words that fill other slots."""
    if not found or not slot.terms:
        return []
    each = found[0]
    back = _how_far_back(words, each)
    if back is None:
        return []
    pronoun = bool(words.kinds[each.last - 1] & Kind.PRONOUN)
    people = pronoun and words.low[each.last - 1] in _PEOPLE
    known = [
        at
        for at in slot.occurrences(words.view)
        if at.first < words.at[each.first] and (people or _fits(at, words.low[each.last - 1], pronoun))
    ]
    free = [at for at in known if not _is_taken(at, taken)]
    chosen = _nearest(words, free, back)
    if chosen is None:
        return []
    entry = chosen.entry
    span = text_span(words, each.first, each.last) if entry else chosen.span
    value = SlotValue(words.view.article.quote(span), span, entry.name if entry else None, entry.facts if entry else {})
    return [Filled(value, span, (words.at[each.first], words.at[each.last - 1] + 1), plain=entry is None)]


def _how_far_back(words: SentenceWords, each: NounPhrase) -> int | None:
    """How many sentences before this one are looked at; None where the words point to nothing."""
    head = words.low[each.last - 1]
    if each.last == each.first + 1 and words.kinds[each.first] & Kind.PRONOUN:
        return 1 if head in _PEOPLE | _THING else None
    if head not in _CITIES and head not in COUNTRIES:
        return None
    begins = words.low[each.first]
    definite = begins in ("the", "this", "that") or each.last == each.first + 1
    return _SENTENCES_BACK if definite else None


def _fits(at: Occurrence, head: str, pronoun: bool) -> bool:
    if at.entry is None:
        return False
    is_place = "lat" in at.entry.facts
    return pronoun or (is_place if head in _CITIES else not is_place)


def _is_taken(at: Occurrence, taken: Collection[tuple[int, int]]) -> bool:
    return any(at.first < last and first < at.last for first, last in taken)


def _nearest(words: SentenceWords, free: Sequence[Occurrence], back: int) -> Occurrence | None:
    """In this sentence the last one; of an earlier sentence the one that it begins with, else the last one."""
    for sentence in range(words.number, words.number - back - 1, -1):
        here = [at for at in free if at.sentence == sentence]
        if here and sentence == words.number:
            return here[-1]
        if here:
            start = words.view.sentences[sentence].span.start
            opening = here[0]
            words_before = words.view.article.text[start : opening.span.start].count(" ")
            return opening if words_before < _OPENING else here[-1]
    return None

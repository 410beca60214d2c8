"""Which words may stand for something named before, and where: the quick look before a sentence is read for what they
mean (`meant`)."""

from __future__ import annotations

from typing import NamedTuple

from monitor.matching.events.filling import ReadySlot
from monitor.matching.events.grammar import COUNTRIES, PLACES
from monitor.matching.sentencesets import SentenceSet, nearby
from monitor.matching.view import ArticleView

SENTENCES_BACK = 3
"""What is meant was named at most so many sentences before, or in the headline."""
SENTENCES_AHEAD = 2
"""So far below may stand what a headline means."""
CITIES = PLACES - frozenset("hub suburb village settlement locality".split())
THEY = frozenset("they them their theyve theyd".split())
SPEAKERS = frozenset("he she we who".split())
THING = frozenset(("it", "that"))
_PLACES = CITIES | {f"{word}s" for word in CITIES} | {"cities"}
_POINTERS = (_PLACES, COUNTRIES, THEY, SPEAKERS, THING)
"""The words of each kind, in the order of `_Pointers`."""


def pointing(view: ArticleView) -> SentenceSet:
    """The sentences that hold a word that may stand for something named before; looked for once an article."""
    pointers = _pointers(view)
    return pointers.places | pointers.countries | pointers.they | pointers.speakers | pointers.thing


def may_fill(view: ArticleView, slot: ReadySlot) -> SentenceSet:
    """The sentences that may hold what fills a slot, or mean it: a quick look, which loses none."""
    return slot.within(view) | may_mean(view, slot)


def may_mean(view: ArticleView, slot: ReadySlot) -> SentenceSet:
    """The sentences with a word that may stand for what fills a slot, near where that may be named: the quick look
    before `meant`."""
    return view.remembered((may_mean, slot), lambda: _may_mean(view, slot))


def _may_mean(view: ArticleView, slot: ReadySlot) -> SentenceSet:
    within = slot.within(view)
    if not within:
        return 0
    if slot.slot.elsewhere:
        return pointing(view)
    pointers, found = _pointers(view), 0
    if within & view.headlines:
        around = view.every_sentence
    else:
        around = nearby(within, back=SENTENCES_BACK, ahead=SENTENCES_AHEAD)
    if slot.may_be_placed(view):
        found |= pointers.places & around
    if slot.may_be_unplaced(view):
        found |= pointers.countries & around
        people = pointers.they if can_be("they", slot) else 0
        people |= pointers.speakers if can_be("he", slot) else 0
        found |= people & nearby(within, back=1, ahead=0)
    if can_be("it", slot):
        found |= pointers.thing & nearby(within, back=SENTENCES_BACK, ahead=0)
    return found


def can_be(pronoun: str, slot: ReadySlot) -> bool:
    """Whether a pronoun can stand for what the slot asks for: `they` are no country, nor is `it` a people."""
    if slot.names_list("peoples"):
        return pronoun in THEY
    return pronoun in THING or not slot.names_list("governments")


class _Pointers(NamedTuple):
    """The sentences that hold `the city`, `the country`, `they`, `he` or `it`, and the like."""

    places: SentenceSet
    countries: SentenceSet
    they: SentenceSet
    speakers: SentenceSet
    thing: SentenceSet


def _pointers(view: ArticleView) -> _Pointers:
    return view.remembered(_Pointers, lambda: _Pointers(*map(view.holding_word, _POINTERS)))

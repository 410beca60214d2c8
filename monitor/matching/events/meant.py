"""What `the city`, `the town`, `it` and `they` stand for: the entry that the sentences before them mean.

A description says which places it fits: `the Congolese town` is none in Syria, and `the old town` is a part of one. A
headline's `border city` may be named only by the text below it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from monitor.matching.events.antecedents import (
    antecedents,
    countries_named,
    foremost,
    is_in,
    is_no_place,
    nearest,
    verb_before,
)
from monitor.matching.events.filling import Filled, ReadySlot, names, text_span
from monitor.matching.events.grammar import COUNTRIES, QUANTITIES, Kind
from monitor.matching.events.groups import NounPhrase, Phrases
from monitor.matching.events.pointing import CITIES, SENTENCES_AHEAD, SENTENCES_BACK, THEY
from monitor.matching.events.pronouns import by_pronoun
from monitor.matching.events.sentence import SentenceWords
from monitor.matching.occurrences import Occurrence
from monitor.model.article import Zone
from monitor.model.match import SlotValue

_FACILITIES = frozenset(("port", "stronghold"))
_DESCRIBED = 3
"""Bare, `the port` is a part of a city: `the Somali port` is one."""
_SEVERAL = {"both": 2, "two": 2, "three": 3, "four": 4}
_ELSEWHERE = frozenset(
    "old lower upper inner new other another next nearby neighbouring neighboring adjacent surrounding a an each every "
    "any no some several many twin".split()
)
"""`the old town` is a part, `the next town` another one, `a town` some one."""


def meant(
    words: SentenceWords,
    found: Phrases,
    slot: ReadySlot,
    free: Callable[[Occurrence], bool],
    told: Collection[str] = (),
) -> list[Filled]:
    """The entries that the first of the noun groups stands for; empty where it stands for none that the slot asks for.
    `free`: whether an occurrence may be taken, since it fills no other slot; `told`: names of entries that have filled
    this slot before."""
    if not found or not slot.terms:
        return []
    each = found[0]
    if each.of and words.low[each.last - 1] in QUANTITIES:  # `all of the city`
        each = each.of[0]
    elif each.of and words.capital[each.of[0].first]:  # `the town of Nowhere` has a name of its own
        return []
    elif len(each.of) == 1 and words.low[each.of[0].first] in THEY:  # `240 of them`
        each = each.of[0]
    head = words.low[each.last - 1]
    if each.last == each.first + 1 and (words.kinds[each.first] & Kind.PRONOUN or head == "that" or head in THEY):
        chosen = by_pronoun(words, each, slot, free, told)
        return [_filled(words, each, chosen)] if chosen is not None else []
    if not _describes(words, each, head):
        return []
    return _described(words, each, slot, free, told)


def _described(
    words: SentenceWords,
    each: NounPhrase,
    slot: ReadySlot,
    free: Callable[[Occurrence], bool],
    told: Collection[str],
) -> list[Filled]:
    """What `the city`, `both towns` stand for."""
    head = words.low[each.last - 1]
    here = list(antecedents(words, each, slot, free, people=False, place=_singular(head) in CITIES))
    many = max((_SEVERAL.get(word, 1) for word in words.low[each.first : each.last]), default=1)
    if many > 1:
        return [_filled(words, each, at) for at in _last(here, many, words.number)]
    chosen = nearest(words, here, told, SENTENCES_BACK) or _headline(words, here, told)
    chosen = chosen or _below(words, each, slot) or _behind(words, each, slot)
    return [_filled(words, each, chosen)] if chosen is not None else []


def _singular(word: str) -> str:
    return "city" if word == "cities" else "country" if word == "countries" else word.removesuffix("s")


def _describes(words: SentenceWords, each: NounPhrase, head: str) -> bool:
    """Whether a noun group describes a place that the reader knows: `the city`, `Haiti's second city`, `both towns`."""
    if (
        head not in CITIES
        and head not in COUNTRIES
        and not (_singular(head) in CITIES and words.low[each.first] in (*_SEVERAL, "the"))
    ):
        return False
    inside = words.low[each.first : each.last - 1]
    if _singular(head) in _FACILITIES and each.last - each.first < _DESCRIBED:
        return False
    return _ELSEWHERE.isdisjoint(inside) and not any(
        words.kinds[i] & Kind.DETERMINER and words.low[i] not in ("the", "this", "that", "its", "their", "both")
        for i in range(each.first, each.last)
    )


def _headline(words: SentenceWords, free: Sequence[Occurrence], told: Collection[str]) -> Occurrence | None:
    here = [at for at in free if words.view.paragraph(at.sentence).zone is Zone.HEADLINE]
    return foremost(words.view, here, told) if here else None


def _below(words: SentenceWords, each: NounPhrase, slot: ReadySlot) -> Occurrence | None:
    """What a headline's `border city` is called in the first sentences of the text: their only city, or the one that
    they begin with."""
    view = words.view
    if view.paragraph(words.number).zone is not Zone.HEADLINE:
        return None
    where = countries_named(words, each)
    for sentence in range(words.number + 1, min(words.number + 1 + SENTENCES_AHEAD, len(view.sentences))):
        here = [at for at in slot.occurrences_in(view, sentence) if is_in(at, where) and not is_no_place(view, at)]
        if here:
            alone = len({at.entry.name for at in here if at.entry}) == 1 and (where or not verb_before(view, here[0]))
            begins = here[0].span.start == view.sentences[sentence].span.start
            return here[0] if alone or begins else None
    return None


_APART = frozenset("near outside close north south east west northeast northwest southeast southwest".split())
"""`capture town near Goma`: it is another."""


def _behind(words: SentenceWords, each: NounPhrase, slot: ReadySlot) -> Occurrence | None:
    """`"They took the city," said a priest in Hama`: the only one that the sentence names."""
    if words.low[each.last : each.last + 1] and words.low[each.last] in _APART:
        return None
    where = countries_named(words, each)
    here = [at for at in slot.occurrences_in(words.view, words.number) if is_in(at, where)]
    names_of_it = {at.entry.name for at in here if at.entry}
    return here[0] if len(names_of_it) == 1 and not is_no_place(words.view, here[0]) else None


def _last(free: Sequence[Occurrence], many: int, number: int) -> list[Occurrence]:
    """The last `many` different entries of the sentences before, in their order; empty where there are fewer."""
    near = [at for at in free if number - SENTENCES_BACK <= at.sentence]
    last: dict[str, Occurrence] = {}
    for at in reversed(near):
        if at.entry is not None and len(last) < many:
            last.setdefault(at.entry.name, at)
    return list(reversed(last.values())) if len(last) == many else []


def _filled(words: SentenceWords, each: NounPhrase, at: Occurrence) -> Filled:
    entry = at.entry
    span = text_span(words, each.first, each.last) if entry else at.span
    value = SlotValue(words.view.article.quote(span), span, entry.name if entry else None, entry.facts if entry else {})
    return Filled(value, span, (words.at[each.first], words.at[each.last - 1] + 1), plain=not names(at))

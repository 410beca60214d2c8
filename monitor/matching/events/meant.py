"""What `the city`, `the town`, `it` and `they` stand for: the entry that the sentences before them mean.

A description says which places it fits: `the Congolese town` is none in Syria, and `the old town` is a part of one. Of
several the nearest is taken; of those in one sentence the one that something was already said to have happened to, else
the one that the sentence begins with. A headline's `border city` may be named only by the text below it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import takewhile

from monitor.matching.events.filling import Filled, ReadySlot, names, text_span
from monitor.matching.events.grammar import COUNTRIES, PEOPLE, QUANTITIES, TIMES, Kind, kind
from monitor.matching.events.groups import NounPhrase, Phrases
from monitor.matching.events.placenames import is_dateline, is_place, on_the_map
from monitor.matching.events.pointing import (
    CITIES,
    SENTENCES_AHEAD,
    SENTENCES_BACK,
    SPEAKERS,
    THEY,
    THING,
    can_be,
    pointing,
)
from monitor.matching.events.sentence import SentenceWords, sentence_words
from monitor.matching.events.subjects import before_verb
from monitor.matching.occurrences import Occurrence
from monitor.matching.sentencesets import each_of, holds
from monitor.matching.view import ArticleView
from monitor.model.article import Zone
from monitor.model.match import SlotValue
from monitor.rules.compiled import ListEntry

_BESIDE = 3
_PRONOUNS_OF_PEOPLE = THEY | SPEAKERS
_FACILITIES = frozenset(("port", "stronghold"))
_DESCRIBED = 3
"""Bare, `the port` is a part of a city: `the Somali port` is one."""
_SEVERAL = {"both": 2, "two": 2, "three": 3, "four": 4}
_ELSEWHERE = frozenset(
    "old lower upper inner new other another next nearby neighbouring neighboring adjacent surrounding a an each every "
    "any no some several many twin".split()
)
"""`the old town` is a part, `the next town` another one, `a town` some one."""
_NO_THING = TIMES | CITIES | PEOPLE
_FEW_NOUNS = 1


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
        chosen = _by_pronoun(words, each, slot, free, told)
        return [_filled(words, each, chosen)] if chosen is not None else []
    if not _describes(words, each, head):
        return []
    return _described(words, each, slot, free, told)


def _by_pronoun(
    words: SentenceWords,
    each: NounPhrase,
    slot: ReadySlot,
    free: Callable[[Occurrence], bool],
    told: Collection[str],
) -> Occurrence | None:
    """What `it`, `they` stand for."""
    head = words.low[each.last - 1]
    people, thing = head in _PRONOUNS_OF_PEOPLE, head in THING
    if not (people or thing) or not can_be(head, slot):
        return None
    spoke = _speaker(words, each, slot, free)
    if spoke is not None:
        return spoke
    here = [at for at in _free(words, each, slot, free, people=people, place=None) if _acts(words.view, at, slot)]
    chosen = _nearest(words, here, told, _back_of_pronoun(words, people=people), people=people)
    far = chosen is not None and thing and not _is_close(words, each, chosen, told)
    return None if far else chosen


def _speaker(
    words: SentenceWords, each: NounPhrase, slot: ReadySlot, free: Callable[[Occurrence], bool]
) -> Occurrence | None:
    """`The army said it had withdrawn`: who speaks, where the slot asks for such."""
    said = each.first - (2 if words.low[each.first - 1] == "that" else 1)
    if said < 1 or not words.kinds[said] & Kind.REPORTING:
        return None
    for spoke in reversed(next(iter(before_verb(words, said)), ())):  # in `took the base, and the army said` the army
        within = range(words.at[spoke.first], words.at[spoke.last - 1] + 1)
        here = [at for at in slot.occurrences_in(words.view, words.number) if at.first in within and free(at)]
        if here:
            return max(here, key=lambda at: at.last - at.first)  # `Syrian army` rather than `Syrian`
    return None


def _described(
    words: SentenceWords,
    each: NounPhrase,
    slot: ReadySlot,
    free: Callable[[Occurrence], bool],
    told: Collection[str],
) -> list[Filled]:
    """What `the city`, `both towns` stand for."""
    head = words.low[each.last - 1]
    here = list(_free(words, each, slot, free, people=False, place=_singular(head) in CITIES))
    many = max((_SEVERAL.get(word, 1) for word in words.low[each.first : each.last]), default=1)
    if many > 1:
        return [_filled(words, each, at) for at in _last(here, many, words.number)]
    chosen = _nearest(words, here, told, SENTENCES_BACK) or _headline(words, here, told)
    chosen = chosen or _below(words, each, slot) or _behind(words, each, slot)
    return [_filled(words, each, chosen)] if chosen is not None else []


def _acts(view: ArticleView, at: Occurrence, slot: ReadySlot) -> bool:
    """`Turks`, `Turkish citizens`, `the Turkish embassy` where the slot asks for such; not the `Turkish border`."""
    if not slot.names_list("governments", "peoples"):
        return True
    if at.entry is None or at.last >= len(view.words) or not view.words[at.last].islower():
        return True
    near = range(at.last, at.last + _BESIDE)
    return any(other.entry is None and other.first in near for other in slot.occurrences_in(view, at.sentence)) or bool(
        kind(view.folded[at.last])
    )


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


def _free(
    words: SentenceWords,
    each: NounPhrase,
    slot: ReadySlot,
    free: Callable[[Occurrence], bool],
    *,
    people: bool,
    place: bool | None,
) -> Iterator[Occurrence]:
    """The occurrences before a noun group that it may stand for. `place`: whether it says that it is one."""
    where = _country(words, each)
    for at in _before(words, each, slot):
        if not free(at):
            continue
        if people and on_the_map(at.entry):
            continue
        if not people and not (names(at) and not _is_no_place(words.view, at)):
            continue
        if at.entry is not None and place is not None and on_the_map(at.entry) is not place:
            continue
        if at.entry is not None and not _may_be_in(at.entry, where):
            continue
        yield at


def _before(words: SentenceWords, each: NounPhrase, slot: ReadySlot) -> Iterator[Occurrence]:
    """Where the slot's terms stand in the headline, and in the few sentences before a noun group."""
    view, first = words.view, max(0, words.number - SENTENCES_BACK)
    headline = takewhile(lambda sentence: sentence < first, each_of(view.headlines))
    for sentence in (*headline, *range(first, words.number)):
        yield from slot.occurrences_in(view, sentence)
    yield from takewhile(lambda at: at.first < words.at[each.first], slot.occurrences_in(view, words.number))


def _country(words: SentenceWords, each: NounPhrase) -> frozenset[object]:
    """The countries that a description names: `the Congolese town`."""
    first, last = words.at[each.first], words.at[each.last - 1]
    entries = words.view.entries("countries")
    found = (entries[at].entry for at in range(first, last) if at in entries)
    return frozenset(entry.facts["country"] for entry in found if entry is not None and "country" in entry.facts)


def _is_no_place(view: ArticleView, at: Occurrence) -> bool:
    return not is_place(view, at) or is_dateline(view, at)


def _is_close(words: SentenceWords, each: NounPhrase, at: Occurrence, told: Collection[str]) -> bool:
    """Whether `it` can hardly stand for anything else: for what was told of, or for what has few nouns behind it."""
    if at.entry is not None and at.entry.name in told:
        return True
    if not on_the_map(at.entry):
        return True
    near = words.index.get(at.last - 1, -1)
    if _hangs_on_a_thing(words, words.index.get(at.first, 0)):
        return False
    nouns = [i for i in range(near + 1, each.first) if not words.kinds[i] and words.low[i] not in _NO_THING]
    return len(nouns) <= _FEW_NOUNS


def _hangs_on_a_thing(words: SentenceWords, i: int) -> bool:
    """`a radio station in Hama`: `it` is the station. Of `soldiers in Hama` it can be none."""
    while i > 2 and not words.kinds[i - 1] and not words.capital[i - 1] and not words.is_verb(i - 1):
        i -= 1  # `in remote Hama`
    if i < 2 or words.low[i - 1] not in ("in", "at", "near", "of", "from"):
        return False
    thing = words.low[i - 2]
    return not words.kinds[i - 2] and not words.is_verb(i - 2) and not thing.endswith("s") and thing not in _NO_THING


def _back_of_pronoun(words: SentenceWords, *, people: bool) -> int:
    """`it` stands for what the sentence before named; where that only pointed to it, for what was named before that."""
    if not people and holds(pointing(words.view), words.number - 1):
        return SENTENCES_BACK
    return 1


def _nearest(
    words: SentenceWords, free: Sequence[Occurrence], told: Collection[str], back: int, *, people: bool = False
) -> Occurrence | None:
    """In this sentence the last one (of people the first: they act); of an earlier sentence the foremost."""
    for sentence in range(words.number, words.number - back - 1, -1):
        here = [at for at in free if at.sentence == sentence]
        if here:
            own = here[0] if people else here[-1]
            return own if sentence == words.number else _foremost(words.view, here, told)
    return None


def _foremost(view: ArticleView, here: Sequence[Occurrence], told: Collection[str]) -> Occurrence:
    """Of the entries of one sentence, those before that were told of: the one before its verb, else the last."""
    known = [at for at in here if at.entry is not None and at.entry.name in told] or list(here)
    return known[-1] if _verb_before(view, known[0]) else known[0]


def _headline(words: SentenceWords, free: Sequence[Occurrence], told: Collection[str]) -> Occurrence | None:
    here = [at for at in free if words.view.paragraph(at.sentence).zone is Zone.HEADLINE]
    return _foremost(words.view, here, told) if here else None


def _below(words: SentenceWords, each: NounPhrase, slot: ReadySlot) -> Occurrence | None:
    """What a headline's `border city` is called in the first sentences of the text: their only city, or the one that
    they begin with."""
    view = words.view
    if view.paragraph(words.number).zone is not Zone.HEADLINE:
        return None
    where = _country(words, each)
    for sentence in range(words.number + 1, min(words.number + 1 + SENTENCES_AHEAD, len(view.sentences))):
        here = [at for at in slot.occurrences_in(view, sentence) if _is_in(at, where) and not _is_no_place(view, at)]
        if here:
            alone = len({at.entry.name for at in here if at.entry}) == 1 and (where or not _verb_before(view, here[0]))
            begins = here[0].span.start == view.sentences[sentence].span.start
            return here[0] if alone or begins else None
    return None


_APART = frozenset("near outside close north south east west northeast northwest southeast southwest".split())
"""`capture town near Goma`: it is another."""


def _behind(words: SentenceWords, each: NounPhrase, slot: ReadySlot) -> Occurrence | None:
    """`"They took the city," said a priest in Hama`: the only one that the sentence names."""
    if words.low[each.last : each.last + 1] and words.low[each.last] in _APART:
        return None
    where = _country(words, each)
    here = [at for at in slot.occurrences_in(words.view, words.number) if _is_in(at, where)]
    names_of_it = {at.entry.name for at in here if at.entry}
    return here[0] if len(names_of_it) == 1 and not _is_no_place(words.view, here[0]) else None


def _is_in(at: Occurrence, where: Collection[object]) -> bool:
    """Whether it is a place, and in one of these countries, where there are any."""
    return at.entry is not None and on_the_map(at.entry) and _may_be_in(at.entry, where)


def _may_be_in(entry: ListEntry, where: Collection[object]) -> bool:
    country = entry.facts.get("country")
    return not where or country is None or country in where


def _verb_before(view: ArticleView, at: Occurrence) -> bool:
    words = sentence_words(view, at.sentence, at.first)
    return any(words.is_verb(i) for i in range(words.index.get(at.first, 0)))


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

"""What a pronoun or a description may stand for: what its slot asks for, in the headline, the sentences just before and
its own. Of several the nearest is taken; of those in one sentence the one that something was already said to have
happened to, else the one that the sentence begins with.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import takewhile

from monitor.matching.events.filling import ReadySlot, names
from monitor.matching.events.groups import NounPhrase
from monitor.matching.events.placenames import is_dateline, is_place, on_the_map
from monitor.matching.events.pointing import SENTENCES_BACK
from monitor.matching.events.sentence import SentenceWords, sentence_words
from monitor.matching.occurrences import Occurrence
from monitor.matching.sentencesets import each_of
from monitor.matching.view import ArticleView
from monitor.rules.compiled import ListEntry


def antecedents(
    words: SentenceWords,
    each: NounPhrase,
    slot: ReadySlot,
    free: Callable[[Occurrence], bool],
    *,
    people: bool,
    place: bool | None,
) -> Iterator[Occurrence]:
    """The occurrences before a noun group that it may stand for. `place`: whether it says that it is one."""
    where = countries_named(words, each)
    for at in _before(words, each, slot):
        if not free(at):
            continue
        if people and on_the_map(at.entry):
            continue
        if not people and not (names(at) and not is_no_place(words.view, at)):
            continue
        if at.entry is not None and place is not None and on_the_map(at.entry) is not place:
            continue
        if at.entry is not None and not may_be_in(at.entry, where):
            continue
        yield at


def _before(words: SentenceWords, each: NounPhrase, slot: ReadySlot) -> Iterator[Occurrence]:
    """Where the slot's terms stand in the headline, and in the few sentences before a noun group."""
    view, first = words.view, max(0, words.number - SENTENCES_BACK)
    headline = takewhile(lambda sentence: sentence < first, each_of(view.headlines))
    for sentence in (*headline, *range(first, words.number)):
        yield from slot.occurrences_in(view, sentence)
    yield from takewhile(lambda at: at.first < words.at[each.first], slot.occurrences_in(view, words.number))


def countries_named(words: SentenceWords, each: NounPhrase) -> frozenset[object]:
    """The countries that a description names: `the Congolese town`."""
    first, last = words.at[each.first], words.at[each.last - 1]
    entries = words.view.entries("countries")
    found = (entries[at].entry for at in range(first, last) if at in entries)
    return frozenset(entry.facts["country"] for entry in found if entry is not None and "country" in entry.facts)


def is_no_place(view: ArticleView, at: Occurrence) -> bool:
    """Whether it names no place here: a person of that name, or a dateline."""
    return not is_place(view, at) or is_dateline(view, at)


def nearest(
    words: SentenceWords, free: Sequence[Occurrence], told: Collection[str], back: int, *, people: bool = False
) -> Occurrence | None:
    """In this sentence the last one (of people the first: they act); of an earlier sentence the foremost."""
    for sentence in range(words.number, words.number - back - 1, -1):
        here = [at for at in free if at.sentence == sentence]
        if here:
            own = here[0] if people else here[-1]
            return own if sentence == words.number else foremost(words.view, here, told)
    return None


def foremost(view: ArticleView, here: Sequence[Occurrence], told: Collection[str]) -> Occurrence:
    """Of the entries of one sentence, those before that were told of: the one before its verb, else the last."""
    known = [at for at in here if at.entry is not None and at.entry.name in told] or list(here)
    return known[-1] if verb_before(view, known[0]) else known[0]


def may_be_in(entry: ListEntry, where: Collection[object]) -> bool:
    """Whether an entry may be in one of these countries, where there are any."""
    country = entry.facts.get("country")
    return not where or country is None or country in where


def verb_before(view: ArticleView, at: Occurrence) -> bool:
    """Whether a verb of its sentence comes before it."""
    words = sentence_words(view, at.sentence, at.first)
    return any(words.is_verb(i) for i in range(words.index.get(at.first, 0)))


def is_in(at: Occurrence, where: Collection[object]) -> bool:
    """Whether it is a place, and in one of these countries, where there are any."""
    return at.entry is not None and on_the_map(at.entry) and may_be_in(at.entry, where)

"""Do the noun groups at a place of an event hold what a slot asks for, and which words of them?"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from monitor.matching.events.called import called
from monitor.matching.events.grammar import (
    COMPOUNDS,
    COUNTRIES,
    HOLDERS,
    IRREGULARS,
    NUMBER_WORDS,
    PARTS,
    PEOPLE,
    PLACES,
    QUANTITIES,
    QUARTERS,
    Kind,
)
from monitor.matching.events.groups import NounPhrase, Phrases, phrases
from monitor.matching.events.placenames import is_place
from monitor.matching.events.sentence import SentenceWords
from monitor.matching.occurrences import Occurrence
from monitor.matching.sentencesets import SentenceSet, set_of
from monitor.matching.terms import ReadyTerm, by_sentence
from monitor.matching.together import Together
from monitor.matching.view import ArticleView
from monitor.model.article import Span
from monitor.model.match import SlotValue
from monitor.rules.compiled import EventSlot, Gap, ListRef, Pattern, Phrase, Role
from monitor.text.tokens import form

_TITLES = (PLACES - {"suburb"}) | COUNTRIES | QUANTITIES
_BESIDE_NAMES = PLACES | PEOPLE | HOLDERS | {"whole", "intact", "itself", "alone", "proper"}
_EVERY = frozenset("every all each both last final remaining".split())
_SHARES = frozenset("half part percent some few third quarter parts bits".split())
_FULL_NAME = 2
_ADJECTIVES = frozenset(("countries", "peoples"))
"""Lists whose entries stand before other nouns as adjectives: of `Syrian rebels` the rebels act, of `Syrian army`
Syria."""


@dataclass(frozen=True, slots=True)
class Filled:
    """What fills a slot: its value, and the stretch that a reader is shown. `at`: the words of the article that it
    rests on; `plain`: a term without an entry, which may stand for one named before (`the city`)."""

    value: SlotValue
    shown: Span
    at: tuple[int, int]
    plain: bool = False


class ReadySlot:
    """A slot of a rule with its terms; equal by identity."""

    def __init__(self, slot: EventSlot, terms: Together, without: Together) -> None:
        self.slot = slot
        self.terms = terms.terms
        self.without = without.terms
        self._terms = terms
        self._without = without
        self._lists = frozenset(name for term in self.terms for name in _lists_of(term))
        self._adjectives = [term for term in self.terms if not _ADJECTIVES.isdisjoint(_lists_of(term))]
        self._sources = frozenset(source for term in self.terms for source in _sources(term.term.what))

    def names_list(self, *names: str) -> bool:
        """Whether one of these lists is among its terms."""
        return not self._lists.isdisjoint(names)

    def occurrences(self, view: ArticleView) -> Sequence[Occurrence]:
        """Where its terms stand, by place."""
        return view.remembered(self, lambda: self._everywhere(view))

    def _everywhere(self, view: ArticleView) -> Sequence[Occurrence]:
        more = called(view, self.slot.called) if self.slot.called else ()
        return _with_called(_by_place(self._terms.find(view)), more, view.entries("countries").values() if more else ())

    def occurrences_in(self, view: ArticleView, sentence: int) -> Sequence[Occurrence]:
        """Those of them in a sentence."""
        return view.remembered((self, sentence), lambda: self._in_sentence(view, sentence))

    def _in_sentence(self, view: ArticleView, sentence: int) -> Sequence[Occurrence]:
        found, nouns = _by_place(self._terms.in_sentence(view, sentence)), self.slot.called
        if not nouns:
            return found
        more = _called_in(view, nouns).get(sentence, ())
        countries = view.entries("countries")
        return _with_called(found, more, [countries[at] for at in view.standing("countries").get(sentence, ())])

    def within(self, view: ArticleView) -> SentenceSet:
        """The sentences that may hold what fills it: a quick look."""
        known = self._terms.within(view)
        return known | set_of(_called_in(view, self.slot.called)) if self.slot.called else known

    def may_be_placed(self, view: ArticleView) -> bool:
        """Whether something with a place on the map may fill it."""
        return bool(self.slot.called) or any(view.places_of(name) is not False for name in self._sources if name)

    def may_be_unplaced(self, view: ArticleView) -> bool:
        """Whether something without one may."""
        return any(not name or view.places_of(name) is not True for name in self._sources)

    def is_adjective(self, view: ArticleView, at: Occurrence) -> bool:
        """Whether an entry is an adjective before another noun."""
        found = view.remembered((self, "adjectives", at.sentence), lambda: self._adjectives_in(view, at.sentence))
        return (at.first, at.last) in found

    def _adjectives_in(self, view: ArticleView, sentence: int) -> frozenset[tuple[int, int]]:
        return frozenset((at.first, at.last) for term in self._adjectives for at in term.find_in(view, sentence))

    def refuses(self, view: ArticleView, first: int, last: int) -> bool:
        """Whether a term of `not` stands among words of a sentence."""
        sentence = view.sentence_of(first)
        taken = view.remembered((self, "without", sentence), lambda: self._taken(view, sentence))
        return not taken.isdisjoint(range(first, last))

    def _taken(self, view: ArticleView, sentence: int) -> frozenset[int]:
        found = self._without.in_sentence(view, sentence)
        return frozenset(place for _, at in found for place in range(at.first, at.last))


def _called_in(view: ArticleView, nouns: tuple[str, ...]) -> Mapping[int, list[Occurrence]]:
    """The names that the article calls so, by sentence."""
    return view.remembered((_called_in, nouns), lambda: by_sentence(called(view, nouns)))


def _sources(what: Phrase | Gap | Pattern) -> Iterator[str]:
    """The lists whose entries a term may give; an empty name where it may give none."""
    phrases = what.parts if isinstance(what, Gap) else (what,)
    refs = [part for each in phrases if isinstance(each, Phrase) for part in each.parts if isinstance(part, ListRef)]
    yield from ((ref.of_fact or "" if ref.fact else ref.name) for ref in refs)
    if not refs:
        yield ""


def _lists_of(term: ReadyTerm) -> Iterator[str]:
    parts = term.term.what.parts if isinstance(term.term.what, Phrase) else ()
    return (part.name for part in parts if isinstance(part, ListRef))


def _by_place(found: Iterable[tuple[int, Occurrence]]) -> Sequence[Occurrence]:
    ranked = [(at.first, at.last, not names(at), number, at) for number, at in found]
    return [each[-1] for each in sorted(ranked, key=lambda each: each[:4])]


def _with_called(
    found: Sequence[Occurrence], more: Sequence[Occurrence], countries: Iterable[Occurrence]
) -> Sequence[Occurrence]:
    """With the names that the article calls so and no list has; no country is one."""
    if not more:
        return found
    # `the town of Jebel Aulia` is no Jebel
    wider = {place: each for each in more if each.last - each.first > 1 for place in range(each.first, each.last)}
    kept = [at for at in found if at.first not in wider or not _is_part(at, wider[at.first])]
    taken = {place for at in (*kept, *countries) for place in range(at.first, at.last)}
    more = [at for at in more if taken.isdisjoint(range(at.first, at.last))]
    return sorted((*kept, *more), key=lambda at: (at.first, at.last)) if more else found


def _is_part(at: Occurrence, whole: Occurrence) -> bool:
    size = at.last - at.first
    return whole.first <= at.first and at.last <= whole.last and size < whole.last - whole.first


def names(at: Occurrence) -> bool:
    """Whether an occurrence is a name: an entry in ordinary words (`rebels`) is as plain as a term."""
    return at.entry is not None and not at.entry.name.islower()


class _Asking(NamedTuple):
    """What `fill` was asked."""

    slot: ReadySlot
    strict: bool
    refused: frozenset[str | None] = frozenset()


def fill(
    words: SentenceWords, found: Phrases, slot: ReadySlot, *, strict: bool, refused: frozenset[str | None] = frozenset()
) -> list[Filled]:
    """What fills the slot: one for each noun group that fits. `strict`: a term must be the head of its group;
    `refused`: entries that fill another slot, and not this one."""
    asking = _Asking(slot, strict, refused)
    return [filled for each in found for filled in _of_phrase(words, each, asking)]


def is_refused(words: SentenceWords, each: NounPhrase, slot: ReadySlot) -> bool:
    """Whether a noun group holds a term of the slot's `not`."""
    first, last = words.at[each.first], words.at[max(each.last, each.end) - 1] + 1
    return bool(slot.without) and slot.refuses(words.view, first, last)


def _of_phrase(words: SentenceWords, each: NounPhrase, asking: _Asking) -> list[Filled]:
    slot = asking.slot
    if is_refused(words, each, slot):
        return []
    if not slot.terms:
        return list(_open(words, each, slot.slot))
    inside = _inside(words, asking, each.first, each.last)
    chosen = _head(words, each, inside, asking)
    if chosen is not None and names(chosen):
        return [_filled(words, each.first, each.last, chosen)]
    named = _named_elsewhere(words, each, asking)
    if named:
        return named
    return [_filled(words, each.first, each.last, chosen)] if chosen is not None else []


def _named_elsewhere(words: SentenceWords, each: NounPhrase, asking: _Asking) -> list[Filled]:
    """An entry in what follows `of`, or stands beside: `the city of Hama`, `the second city, Aleppo`."""
    strict = asking.strict
    head = words.low[each.last - 1]
    titled = head in _TITLES or head.removesuffix("s") in _TITLES or head in ("cities", "countries") or _is_number(head)
    titled = titled or _is_every_part(words, each)
    if each.of and (titled or not strict):
        named = _of_what(words, each, asking)
        if named is not None:
            return named
    if titled and not each.of and each.beside is None and _list_follows(words, each):
        return [filled for item in phrases(words, each.end) for filled in _of_phrase(words, item, asking)]
    across = _across(words, each, asking)
    if across is not None:
        return [_filled(words, each.first, each.of[0].last, across)]
    if each.beside is not None and (titled or words.kinds[each.first] & Kind.DETERMINER or not strict):
        return [filled for filled in _of_phrase(words, each.beside, asking) if not filled.plain]
    return []


def _of_what(words: SentenceWords, each: NounPhrase, asking: _Asking) -> list[Filled] | None:
    """What a group is the whole of; empty for half of a town, which is not the town; None where nothing fits."""
    found = [filled for item in each.of for filled in _of_phrase(words, item, asking)]
    entries = [filled for filled in found if not filled.plain]
    share = words.low[each.last - 1] in _SHARES and not _is_every_part(words, each)
    if asking.strict and share and any("lat" in each.value.facts for each in entries):
        return []
    if len(entries) == 1 and len(each.of) == 1:
        return [_widened(words, each, entries[0])]
    return entries or found or None


def _list_follows(words: SentenceWords, each: NounPhrase) -> bool:
    """`took three towns: Dabiq, Azaz and Al Bab`."""
    if each.end >= len(words):
        return False
    view, last = words.view, words.at[each.end - 1]
    return view.article.text[view.ends[last] : view.starts[last + 1]].strip() in (":", "-", "–", "—")


def _is_every_part(words: SentenceWords, each: NounPhrase) -> bool:
    """`every district of Hama`, `the last rebel-held quarter of Hama`: with them goes the whole."""
    head = words.low[each.last - 1].removesuffix("s")
    return head in QUARTERS and not _EVERY.isdisjoint(words.low[each.first : each.last - 1])


def _is_number(word: str) -> bool:
    """`97 of its citizens`."""
    return word[:1].isdigit() or word in NUMBER_WORDS


def _across(words: SentenceWords, each: NounPhrase, asking: _Asking) -> Occurrence | None:
    """A term that is written over both parts: `embassy of $countries`."""
    if not each.of:
        return None
    base = words.at[each.last - 1]
    found = _inside(words, asking, each.first, each.of[0].last)
    return next((at for at in found if at.first <= base < at.last - 1), None)


def _inside(words: SentenceWords, asking: _Asking, first: int, last: int) -> list[Occurrence]:
    begin, end = words.at[first], words.at[last - 1] + 1
    found = asking.slot.occurrences_in(words.view, words.number)
    start = bisect_left(found, begin, key=lambda at: at.first)
    inside = []
    for number in range(start, len(found)):
        at = found[number]
        if at.first >= end:
            break
        whole = at.last <= end or names(at)  # `Islamic State in the Greater Sahara` is cut by its preposition
        refused = at.entry is not None and at.entry.name in asking.refused
        if (
            whole
            and not refused
            and is_place(words.view, at)
            and not _is_another(words, asking.slot.slot.role, at, end)
        ):
            inside.append(at)
    return inside


def _is_another(words: SentenceWords, role: Role, at: Occurrence, end: int) -> bool:
    """Whether words around a term name something else: a bus station; of an office somebody who holds it, as in
    `appoints Lieutenant Governor Brian Schatz`."""
    view = words.view
    if at.entry is not None or at.last >= end:
        return False
    pair = view.folded[at.last - 1], view.folded[at.last]
    held = role is Role.RECIPIENT and end - at.last >= _FULL_NAME and _is_surname(words, at.last, end)
    return pair in COMPOUNDS or held


def _head(words: SentenceWords, each: NounPhrase, inside: list[Occurrence], asking: _Asking) -> Occurrence | None:
    """The occurrence that the noun group is about: an entry before plain words, a later before an earlier."""
    if not inside:
        return None
    end = words.at[each.last - 1] + 1
    if asking.strict:
        inside = [at for at in inside if _is_head(words, at, end, asking.slot)]
    plain_head = words.low[each.last - 1] in IRREGULARS and any(not names(at) and at.last == end for at in inside)

    def rank(at: Occurrence) -> tuple[bool, int]:
        named = names(at) and not (plain_head and at.last < end and asking.slot.is_adjective(words.view, at))
        return named, at.last

    return max(inside, key=rank, default=None)


def _is_head(words: SentenceWords, at: Occurrence, end: int, slot: ReadySlot) -> bool:
    view = words.view
    before = view.folded[at.first - 1] if at.first > words.at[0] else ""
    joined = at.first > words.at[0] and view.ends[at.first - 1] + 1 == view.starts[at.first]
    if joined and before in PARTS and names(at) and slot.slot.role is not Role.PLACE:
        return False
    if (
        joined and before.endswith("ing") and at.first - 1 > words.at[0] and slot.slot.role is not Role.PLACE
    ):  # `the hills overlooking Hama`
        noun = words.index.get(at.first - 2, -1)
        if noun >= 0 and not words.kinds[noun] and view.ends[at.first - 2] + 1 == view.starts[at.first - 1]:
            return False
    following = [view.folded[i] for i in range(at.last, end)]
    if form(view.words[at.last - 1]).right and following:
        return len(following) == 1 and following[0] in HOLDERS
    if slot.slot.role is Role.ACTOR and at.entry is None and _is_surname(words, at.last, end):
        return True
    beside = PEOPLE if slot.names_list("peoples") else _BESIDE_NAMES  # the Albanian capital is no Albanian
    return all(word in beside for word in following)


def _is_surname(words: SentenceWords, first: int, end: int) -> bool:
    """Whether only a name follows a title: `President Evo Morales`, not `President Morales's council`."""
    view = words.view
    named = all(view.words[i][:1].isupper() and not form(view.words[i]).right for i in range(first, end))
    return first < end and named and not words.shouted()


def _filled(words: SentenceWords, first: int, last: int, at: Occurrence) -> Filled:
    entry = at.entry
    last = _own_end(words, first, last, at)
    span = text_span(words, first, last)
    value = SlotValue(words.view.article.quote(span), span, entry.name if entry else None, entry.facts if entry else {})
    return Filled(value, at.span, (at.first, at.last), plain=not names(at))


def _own_end(words: SentenceWords, first: int, last: int, at: Occurrence) -> int:
    """Where the words around a term end. What follows it in the group belongs to it only where it's a word for people
    or places: the next may be the verb of another clause (`rebels who kidnapped an engineer want …`)."""
    end = next((i + 1 for i in range(last - 1, first - 1, -1) if words.at[i] < at.last), last)
    while end < last and words.low[end] in _BESIDE_NAMES:
        end += 1
    return end


def _widened(words: SentenceWords, each: NounPhrase, filled: Filled) -> Filled:
    start = text_span(words, each.first, each.last).start
    span = Span(start, filled.value.span.end)
    value = SlotValue(words.view.article.quote(span), span, filled.value.name, filled.value.facts)
    return Filled(value, filled.shown, filled.at, filled.plain)


def text_span(words: SentenceWords, first: int, last: int) -> Span:
    """Words of a sentence as a stretch of the article, without a possessive at their end."""
    view: ArticleView = words.view
    end = words.at[last - 1]
    return Span(view.starts[words.at[first]], view.ends[end] - form(view.words[end]).right)


def _open(words: SentenceWords, each: NounPhrase, slot: EventSlot) -> Iterator[Filled]:
    """A slot without terms takes the words as they are, or the capitalised name among them."""
    first, last = each.first, each.last
    if slot.names:
        while last > first and not words.capital[last - 1]:
            last -= 1
        begin = last
        while begin > first and words.capital[begin - 1] and not words.kinds[begin - 1] & Kind.DETERMINER:
            begin -= 1
        first = begin
    if first >= last or (words.kinds[first] & Kind.PRONOUN and last == first + 1):
        return
    if all(kind & (Kind.DETERMINER | Kind.ADVERB) for kind in words.kinds[first:last]):
        return
    if slot.names and words.kinds[first] & Kind.TIME:
        return
    span = text_span(words, first, last)
    value = SlotValue(words.view.article.quote(span), span)
    yield Filled(value, span, (words.at[first], words.at[last - 1] + 1))

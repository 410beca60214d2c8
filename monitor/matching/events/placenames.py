"""Is a name of a list the place itself where it stands? `Miguel Morales` is no town, and `Bangkok Post` no city."""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import islice

from monitor.lexicon import ordinary_words
from monitor.matching.events.grammar import PARTS, PLACES, kind
from monitor.matching.occurrences import Occurrence
from monitor.matching.view import ArticleView
from monitor.rules.compiled import ListEntry
from monitor.text.tokens import Case, form

_DATELINE = re.compile(r"(?:, [A-Z][\w .]*)?(?: \([^)]*\))? ?[-–—]{1,2} ")
_LONGEST_DATELINE = 60
_WHERE = frozenset("in of to from at near on around into outside inside towards toward between over".split())
_TITLED = 5
_BOTH = frozenset(("Djibouti", "Singapore", "Luxembourg", "Monaco"))
"""Names of a country and of its capital; other towns that are called as their country are seldom meant."""
_NO_NAMES = PLACES | PARTS | frozenset("new central upper lower old mount port fort lake saint st el al la los".split())
"""Capitalised before the name of a place as often as not."""


def on_the_map(entry: ListEntry | None) -> bool:
    """Whether an entry is a place: one of a list, or one that the article calls so."""
    return entry is not None and ("lat" in entry.facts or "called" in entry.facts)


def is_place(view: ArticleView, at: Occurrence) -> bool:
    """Whether an entry that has a place on the map stands for that place; of every other entry True."""
    if at.entry is None or "lat" not in at.entry.facts:
        city = _city(view, at)
        return city is None or not (_begins_a_name(view, city) or _is_a_person(view, city))
    return view.remembered((is_place, at.first, at.last), lambda: _is_place(view, at))


def _city(view: ArticleView, at: Occurrence) -> Occurrence | None:
    """The city that gave a country (`$cities.country`)."""
    city = view.entries("cities").get(at.first)
    own = at.entry is not None and view.article.quote(at.span) in at.entry.forms
    return city if city is not None and city.last == at.last and not own else None


def _is_place(view: ArticleView, at: Occurrence) -> bool:
    if _is_shouted(view, at.sentence):
        return not (at.last == at.first + 1 and view.folded[at.first] in ordinary_words())
    if _is_titled(view, at.sentence):
        return True
    country = view.entries("countries").get(at.first)
    if country is not None and country.last >= at.last and view.words[at.first] not in _BOTH:  # but Kuwait City is one
        return False
    return not (_begins_a_name(view, at) or _ends_a_name(view, at.first) or _is_a_person(view, at))


def is_dateline(view: ArticleView, at: Occurrence) -> bool:
    """`SARAJEVO (AP) - `: where the article was written."""
    if at.span.start != view.sentences[at.sentence].span.start:
        return False
    return bool(_DATELINE.match(view.article.text, at.span.end, at.span.end + _LONGEST_DATELINE))


def _begins_a_name(view: ArticleView, at: Occurrence) -> bool:
    """`Bangkok Post`, `Kabul University`."""
    if at.last >= len(view.words) or view.article.text[view.ends[at.last - 1] : view.starts[at.last]] != " ":
        return False
    following = form(view.words[at.last])
    possessive = form(view.words[at.last - 1]).right > 0
    return (
        following.case is Case.CAPITAL
        and not possessive
        and not kind(following.folded)
        and (following.folded not in PLACES)
    )


def _ends_a_name(view: ArticleView, first: int) -> bool:
    """`Miguel Morales`, `the Medellin (cartel)`: before it stands a capital that is none of a title, or an article."""
    if first == 0 or view.article.text[view.ends[first - 1] : view.starts[first]] != " ":
        return False
    before = form(view.words[first - 1])
    if before.folded == "the":
        return True
    named = before.case is Case.CAPITAL and not before.right and not kind(before.folded)
    return named and before.folded not in _NO_NAMES and first - 1 not in _countries(view)


def _countries(view: ArticleView) -> frozenset[int]:
    """The words of the article that are a country's name or adjective: `Syrian Homs`."""
    found = view.entries("countries").values()
    return view.remembered(
        (is_place, "countries"), lambda: frozenset(place for at in found for place in range(at.first, at.last))
    )


def _is_a_person(view: ArticleView, at: Occurrence) -> bool:
    """Whether a name of one word is a person's elsewhere in the article (`Walter Montero`), and nowhere a place's."""
    if at.last != at.first + 1:
        return False
    if at.first and view.words[at.first - 1].lower() in _WHERE:
        return False
    word = form(view.words[at.first]).surface
    return any(n != at.first for n in view.remembered((_is_a_person, word), lambda: _as_a_person(view, word)))


def _as_a_person(view: ArticleView, word: str) -> list[int]:
    """The first two places where a word ends a person's name; none where it is a place's anywhere."""
    places = [n for n in _capitalised(view).get(word, ()) if n]
    if any(view.words[n - 1].lower() in _WHERE for n in places):
        return []
    return list(islice((n for n in places if _ends_a_name(view, n) and view.words[n - 1] != "the"), 2))


def _capitalised(view: ArticleView) -> dict[str, list[int]]:
    """Where each capitalised word of the article's sentences stands."""

    def make() -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for number, sentence in enumerate(view.sentences):
            if not _is_titled(view, number):
                span = sentence.span
                for place in range(bisect_left(view.starts, span.start), bisect_left(view.starts, span.end)):
                    if view.words[place][:1].isupper():
                        found.setdefault(form(view.words[place]).surface, []).append(place)
        return found

    return view.remembered((is_place, "capitalised"), make)


def _is_shouted(view: ArticleView, sentence: int) -> bool:
    span = view.sentences[sentence].span
    return view.article.text[span.start : span.end].isupper()


def _is_titled(view: ArticleView, sentence: int) -> bool:
    """Whether every word of some length has a capital, as in titles."""

    def look() -> bool:
        span = view.sentences[sentence].span
        words = view.words[bisect_left(view.starts, span.start) : bisect_left(view.starts, span.end)]
        return all(word[:1].isupper() or word[:1].isdigit() for word in words if len(word) >= _TITLED)

    return view.remembered((is_place, "titled", sentence), look)

"""The status of an event: every cue that bears on it, and the weakest of them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from itertools import takewhile
from typing import NamedTuple

from monitor.matching.status.background import by_the_way, campaign
from monitor.matching.status.dating import dates, goes_on
from monitor.matching.status.questions import asked
from monitor.matching.status.reading import Reading, SentenceReader
from monitor.matching.status.scope import bears
from monitor.matching.status.speakers import Sides, Words, speaker
from monitor.matching.status.table import Found
from monitor.matching.status.verbs import Event, event
from monitor.matching.view import ArticleView
from monitor.model.article import Span, Zone
from monitor.model.match import Status
from monitor.rules.cues import Cue, CueTable
from monitor.rules.cueschema import Reach, Says

_YEAR = re.compile(r"(?<![\w-])(?<!since )(?:1[5-9]|20)\d\d(?![\w-])")
LONGEST = 200
"""Words of a sentence that are read at once: a longer one is no sentence, but a table or a broken file."""
_AROUND = 40
_ORDER = {status: rank for rank, status in enumerate(Status)}


class Bearing(NamedTuple):
    """A cue that bears on an event: what it says of it, and where it stands."""

    status: Status
    cue: Span


class Finding(NamedTuple):
    """The status, the words that gave it (None where nothing did), who said it, and every cue that bears on it, by
    place. Whether the sentence tells of it only by the way, or as what goes on, wherever it stands; and whether it
    tells how things are (`is in rebel hands`)."""

    status: Status
    cue: Span | None
    said_by: Span | None
    bearings: tuple[Bearing, ...]
    by_the_way: bool = False
    goes_on: bool = False
    state: bool = False


NOTHING_SAID = Finding(Status.ASSERTED, None, None, ())


class _Ready(NamedTuple):
    """What reads the sentences of a language, and what tells its speakers' sides."""

    reader: SentenceReader
    sides: Sides


class StatusFinder:
    """Finds the status of events in articles of the languages there are tables for; in others all is asserted.

    A language's table is made ready at its first event: that takes as long as a hundred articles (50 ms), and a search
    that finds nothing, or articles in one language, need not wait for all of them."""

    def __init__(self, tables: Mapping[str, CueTable]) -> None:
        self.digests = {language: table.digest for language, table in tables.items()}
        self._tables = tables
        self._ready: dict[str, _Ready] = {}

    def find(self, view: ArticleView, trigger: Span, *, actor: Span | None = None) -> Finding:
        """The status of the event word at `trigger`, in its sentence. `actor` is who did it, where the article says so
        in the same sentence. Each sentence of a view is read once."""
        number = view.sentence_at(trigger.start)
        language = view.article.language
        if language not in self._tables or number is None:
            return NOTHING_SAID
        part = _part(view, view.sentences[number].span, trigger)
        reader, sides = self._ready_for(language)
        reading: Reading = view.remembered((self, *part), lambda: reader.read(view, number, *part))
        first, last = reading.words_of(trigger)
        if first >= last:
            return NOTHING_SAID
        acting = reading.words_of(actor) if actor is not None else None
        what = event(reading, first, last)
        found = _found(_Case(reading, what, acting, sides))
        found = found._replace(by_the_way=by_the_way(reading, what), goes_on=campaign(reading, what), state=what.state)
        return _weakened(found, [*self._around(view, number, reader), *self._told_of_old(view, number, reading, what)])

    def _ready_for(self, language: str) -> _Ready:
        ready = self._ready.get(language)
        if ready is None:
            table = self._tables[language]
            ready = self._ready[language] = _Ready(SentenceReader(table), Sides(table.speakers))
        return ready

    def _told_of_old(self, view: ArticleView, number: int, reading: Reading, what: Event) -> Iterator[Bearing]:
        """`In 1994 the killing began. France evacuated its citizens`: a story of old goes on."""
        if number and view.sentences[number - 1].paragraph == view.sentences[number].paragraph:
            year = view.remembered((_old_year, number - 1), lambda: _old_year(view, number - 1))
            if year is not None and goes_on(reading, what):
                yield Bearing(Status.PAST, year)

    def _around(self, view: ArticleView, number: int, reader: SentenceReader) -> list[Bearing]:
        """What the sentences before and after it, and the headline, say of everything near them."""
        near = {number - 1, number + 1, *view.remembered((self, "headline"), lambda: _headline(view))}
        found = (self._nearby(view, each, reader) for each in sorted(near) if 0 <= each < len(view.sentences))
        return [Bearing(cue.says.status, place) for each in found for cue, place in each]

    def _nearby(self, view: ArticleView, number: int, reader: SentenceReader) -> tuple[tuple[Cue, Span], ...]:
        span = view.sentences[number].span
        first = bisect_left(view.starts, span.start)
        last = min(bisect_left(view.starts, span.end), first + LONGEST)
        return view.remembered(
            (self, "nearby", number), lambda: reader.nearby(view, first, last) if first < last else ()
        )


def _old_year(view: ArticleView, number: int) -> Span | None:
    """A year in a sentence that is long past on the day of publication."""
    span = view.sentences[number].span
    text = view.article.text[span.start : span.end]
    years = (found for found in _YEAR.finditer(text) if int(found[0]) < view.article.published.year - 1)
    found = next(years, None)
    return Span(span.start + found.start(), span.start + found.end()) if found else None


def _headline(view: ArticleView) -> tuple[int, ...]:
    """The sentences of the headline."""
    headline = takewhile(lambda n: view.paragraph(n).zone is Zone.HEADLINE, range(len(view.sentences)))
    return tuple(headline)


def _weakened(finding: Finding, more: list[Bearing]) -> Finding:
    """A finding with cues of other sentences: they count where they say less."""
    weakest = max(more, key=lambda each: _ORDER[each.status], default=None)
    if weakest is None or _ORDER[weakest.status] <= _ORDER[finding.status]:
        return finding
    bearings = tuple(sorted((*finding.bearings, *more), key=lambda each: each.cue))
    return finding._replace(status=weakest.status, cue=weakest.cue, bearings=bearings)


def _part(view: ArticleView, sentence: Span, trigger: Span) -> tuple[int, int]:
    """The words to read: those of the sentence, and of a very long one those around the event."""
    first, last = bisect_left(view.starts, sentence.start), bisect_left(view.starts, sentence.end)
    if last - first <= LONGEST:
        return first, last
    middle = (bisect_right(view.ends, trigger.start) - first) // LONGEST * LONGEST + first
    return max(first, middle - _AROUND), min(last, middle + LONGEST + _AROUND)


class _Case(NamedTuple):
    """An event in its sentence, and who did it."""

    reading: Reading
    what: Event
    actor: Words | None
    sides: Sides


def _found(case: _Case) -> Finding:
    reading, what = case.reading, case.what
    cues = [each for each in reading.cues.found if bears(reading, each, what)]
    speakers = [_speaker(reading, each) if each.cue.reach is Reach.SPEECH else None for each in cues]
    bearings = [
        Bearing(_status(case, cue, who), reading.place(cue.first, cue.last))
        for cue, who in zip(cues, speakers, strict=True)
    ]
    bearings += (Bearing(Status.PAST, reading.place(*place)) for place in dates(reading, what))
    question = asked(reading, what)
    if question is not None:
        bearings.append(Bearing(Status.QUESTION, question))
    if not bearings:
        return NOTHING_SAID
    weakest = max(bearings, key=lambda each: (_ORDER[each.status], each.cue.end - each.cue.start))
    said_by = next((reading.place(*who) for who in speakers if who is not None), None)
    return Finding(weakest.status, weakest.cue, said_by, tuple(sorted(bearings, key=lambda each: each.cue)))


def _speaker(reading: Reading, found: Found) -> Words | None:
    """Who says it; of `…, he told AFP, saying …` whoever spoke before."""
    who = speaker(reading, found)
    if who is not None or not reading.folded[found.first].endswith("ing"):
        return who
    spoken = [each for each in reading.cues.found if each.cue.reach is Reach.SPEECH and each.last <= found.first]
    return speaker(reading, spoken[-1]) if spoken else None


def _status(case: _Case, found: Found, who: Words | None) -> Status:
    """What one cue says; of what is said, whether its doer says it."""
    if found.cue.says is not Says.SAID or who is None:
        return found.cue.says.status
    claimed = case.sides.same(case.reading, who, case.what, case.actor)
    return Status.CLAIMED if claimed else Status.ASSERTED

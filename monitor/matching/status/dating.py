"""Which of a sentence's dates are an event's own."""

from __future__ import annotations

from collections.abc import Iterator

from monitor.matching.status.clauses import Kind
from monitor.matching.status.dates import Dated
from monitor.matching.status.reading import Reading
from monitor.matching.status.verbs import Event, is_past

_NEAR = 12
"""`a century after the last of its great walls was at long last captured`: so far ahead an event may stand."""
_BEGINS = 2
_NAMED = 4


def dates(reading: Reading, what: Event) -> Iterator[tuple[int, int]]:
    """The words of the dates that put the event in the past."""
    return ((each.first, each.last) for each in reading.dates if is_date_of(reading, what, each))


def is_date_of(reading: Reading, what: Event, dated: Dated) -> bool:
    """Whether a date is the event's: in its clause, and with no other verb between."""
    if dated.ahead:
        return _follows(reading, what, dated)
    if reading.clauses.of[dated.first] != reading.clauses.of[what.first]:
        return _fronts(reading, what, dated)
    if dated.first >= what.last:
        return not verb_between(reading, what.last, dated.first)
    if _names(reading, what, dated):
        return True
    begins = dated.first - reading.clauses.all[reading.clauses.of[dated.first]].first < _BEGINS
    return begins and not verb_between(reading, dated.last, what.group)


def _names(reading: Reading, what: Event, dated: Dated) -> bool:
    """`the 7 July 2005 London bombings`: between date and event stand names alone."""
    between = range(dated.last, what.first)
    return 0 < len(between) <= _NAMED and all(reading.raw[at][:1].isupper() for at in between)


def verb_between(reading: Reading, first: int, last: int) -> bool:
    """Whether some other event is told among the words `[first, last)`."""
    return any(is_past(reading.folded[at]) for at in range(first, last))


def _follows(reading: Reading, what: Event, dated: Dated) -> bool:
    """`a century after the city was captured`, `the 2015 attack`."""
    inside = reading.clauses.path(what.first, reading.clauses.of[dated.last - 1]) is not None
    near = 0 <= what.group - dated.last < _NEAR
    return near and inside and not verb_between(reading, dated.last, what.group)


def _fronts(reading: Reading, what: Event, dated: Dated) -> bool:
    """`In 2015, rebels captured Hama`."""
    clauses = reading.clauses
    begins = dated.first - clauses.all[clauses.of[dated.first]].first < _BEGINS
    main = clauses.all[clauses.of[what.first]]
    fronted = main.kind is Kind.COMMA and main.parent == clauses.of[dated.first]
    return begins and fronted and dated.last <= main.first

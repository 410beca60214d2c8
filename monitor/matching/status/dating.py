"""Which of a sentence's dates are an event's own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from monitor.matching.status.clauses import Kind
from monitor.matching.status.dates import Dated, is_day
from monitor.matching.status.reading import Reading
from monitor.matching.status.verbs import Event, is_past

_NEAR = 12
"""`a century after the last of its great walls was at long last captured`: so far ahead an event may stand."""
_BEGINS = 2
_HEADS = re.compile(r"[-–—:]")
_NAMED = 4
_ARTICLES = frozenset(("a", "an", "the"))
_NOW = frozenset("has have is are been".split())
_HOURS = frozenset("hour hours minutes morning afternoon evening night dawn noon midnight nightfall weekend".split())
_DAYS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday today yesterday tonight overnight now".split()
)
_MONTHS = frozenset("january february march april june july august september october november december".split())
_OPENING = frozenset("at in during amid on after before".split())
_THIS_WEEK = ("this", "week")


def dates(reading: Reading, what: Event) -> Iterator[tuple[int, int]]:
    """The words of the dates that put the event in the past."""
    return ((each.first, each.last) for each in reading.dates if is_date_of(reading, what, each))


def is_date_of(reading: Reading, what: Event, dated: Dated) -> bool:
    """Whether a date is the event's: in its clause, and with no other verb between."""
    if dated.since:
        below = reading.clauses.path(dated.first, reading.clauses.of[what.first]) is not None
        lasting = is_past(reading.folded[what.first]) and 0 <= dated.first - what.last <= 1  # `closed since 2015`
        return lasting or (what.state and (below or _fronts(reading, what, dated)))
    if dated.ahead:
        return _follows(reading, what, dated) or _stands_before(reading, what, dated)
    if dated.first == 0 and _HEADS.search(reading.gaps[dated.last]):  # `Feb. 24 - Rebels take …`
        return True
    if not _same_clause(reading, what, dated):
        return any(says(reading, what, dated) for says in (_fronts, _cleaves, _ends_comparison, _is_aside, _is_told))
    return _beside(reading, what, dated)


def _beside(reading: Reading, what: Event, dated: Dated) -> bool:
    """`took the city in 2015`, `the 2015 London bombings`, `in 2015 it took …`."""
    if dated.first >= what.last:
        return not _verb_apart(reading, what.last, dated.first)
    if _names(reading, what, dated):
        return True
    if _goes_on_with(reading, what, dated):
        return True
    begins = dated.first - reading.clauses.all[reading.clauses.of[dated.first]].first < _BEGINS
    return begins and not _verb_before(reading, what, dated.last)


def _goes_on_with(reading: Reading, what: Event, dated: Dated) -> bool:
    """`shut its embassy in February and withdrew its diplomats`, if that has no day of its own."""
    joined = what.group == dated.last + 1 and reading.folded[dated.last] == "and"
    return joined and is_past(reading.folded[what.first]) and not is_fresh(reading, what)


def goes_on(reading: Reading, what: Event) -> bool:
    """Whether an event may be the next of a story told before: in the plain past, and without a date of its own."""
    begins = reading.folded[what.group : what.first]
    plain = is_past(reading.folded[what.first]) and _NOW.isdisjoint(begins)
    return plain and (_DAYS | _MONTHS).isdisjoint(reading.folded)


def is_fresh(reading: Reading, what: Event) -> bool:
    """Whether an event has a day or an hour of these days in its clause: `who captured the town on Thursday`. `in
    December` may be long ago; a day of it that is long past is told as such by its date."""
    clauses, folded = reading.clauses, reading.folded
    here = (at for at in range(len(folded)) if clauses.of[at] == clauses.of[what.first])
    return any(
        folded[at] in _DAYS or folded[at] in _HOURS or folded[at - 1 : at + 1] == _THIS_WEEK or is_day(folded, at)
        for at in here
    )


def _same_clause(reading: Reading, what: Event, dated: Dated) -> bool:
    return reading.clauses.of[what.first] in (reading.clauses.of[dated.first], reading.clauses.of[dated.last - 1])


def _cleaves(reading: Reading, what: Event, dated: Dated) -> bool:
    """`It was on 8 May 1945 that the city fell`."""
    clause = reading.clauses.all[reading.clauses.of[what.first]]
    main = reading.clauses.all[reading.clauses.of[dated.first]].first
    cleft = reading.folded[main] == "it" and reading.folded[clause.first] in ("that", "when")
    return cleft and 0 <= clause.first - dated.last < _BEGINS


def _is_aside(reading: Reading, what: Event, dated: Dated) -> bool:
    """`Then, in 1979, rebels took Hama`: the date stands alone between two commas of the event's clause."""
    clauses = reading.clauses
    own = clauses.all[clauses.of[dated.first]]
    beside = own.parent == clauses.of[what.first] and own.first == dated.first and dated.last <= what.first
    return beside and clauses.of[dated.last] != clauses.of[dated.first]


def _ends_comparison(reading: Reading, what: Event, dated: Dated) -> bool:
    """`took the city as spoils in the 19th century`: behind `as` no verb follows."""
    clause = reading.clauses.all[reading.clauses.of[dated.first]]
    beside = clause.parent == reading.clauses.of[what.first] and reading.folded[clause.first] == "as"
    return beside and dated.first >= what.last and not verb_between(reading, what.last, dated.first)


def _names(reading: Reading, what: Event, dated: Dated) -> bool:
    """`the 7 July 2005 London bombings`, `a January 18 airstrike`: between date and event stand names alone."""
    between = range(dated.last, what.first)
    begun = dated.first > 0 and reading.folded[dated.first - 1] in _ARTICLES
    near = len(between) <= _NAMED if between else begun and dated.last == what.first
    return near and all(reading.raw[at][:1].isupper() for at in between)


def verb_between(reading: Reading, first: int, last: int) -> bool:
    """Whether some other event is told among the words `[first, last)`."""
    return any(is_past(reading.folded[at]) for at in range(first, last))


def _verb_before(reading: Reading, what: Event, first: int) -> bool:
    """The same from a word on to an event, in its own clause: `In April, when war broke out, embassies closed`."""
    clauses = reading.clauses.of
    return any(is_past(reading.folded[at]) for at in range(first, what.group) if clauses[at] == clauses[what.first])


def _verb_apart(reading: Reading, first: int, last: int) -> bool:
    """The same, but for what goes on with `and`: `shut its embassy and broke off ties in 1980`."""
    joined = (at for at in range(first, last) if is_past(reading.folded[at]))
    return any(reading.folded[at - 1] != "and" for at in joined)


def _follows(reading: Reading, what: Event, dated: Dated) -> bool:
    """`a century after the city was captured`, `the 2015 attack`."""
    inside = reading.clauses.path(what.first, reading.clauses.of[dated.last - 1]) is not None
    if dated.whole:
        return inside and what.first >= dated.last
    near = 0 <= what.group - dated.last < _NEAR
    return near and inside and not verb_between(reading, dated.last, what.group)


def _is_told(reading: Reading, what: Event, dated: Dated) -> bool:
    """`Ten months ago the president announced that the border was closed`: when it was said, it had happened."""
    clauses = reading.clauses
    own = clauses.of[dated.last - 1]
    kinds = [step.kind for step in clauses.path(what.first, own) or ()]
    begins = dated.first - clauses.all[own].first < _BEGINS
    if begins and kinds[-1:] == [Kind.COMMA]:
        kinds.pop()
    said = dated.first > 0 and is_past(reading.folded[dated.first - 1])
    return bool(kinds) and all(each is Kind.COMPLEMENT for each in kinds) and (begins or said)


def _stands_before(reading: Reading, what: Event, dated: Dated) -> bool:
    """`evacuated in 2012 when the shelling came near`; `In 2012, when it came near, embassies closed`: the date is that
    of the clause it stands in, too."""
    if not dated.whole or reading.clauses.of[what.first] != reading.clauses.of[dated.first]:
        return False
    opens = dated.first <= reading.clauses.all[reading.clauses.of[dated.first]].first + 1 and dated.last <= what.first
    return 0 <= dated.first - what.last < _BEGINS or (opens and not _verb_before(reading, what, dated.last))


def _fronts(reading: Reading, what: Event, dated: Dated) -> bool:
    """`In 2015, rebels captured Hama`; `At the height of the war last month, …`."""
    clauses = reading.clauses
    opening = clauses.all[clauses.of[dated.first]].first
    begins = dated.first - opening < _BEGINS or (
        reading.folded[opening] in _OPENING
        and dated.last == clauses.all[clauses.of[what.first]].first
        and not verb_between(reading, opening, dated.first)
    )
    main = clauses.all[clauses.of[what.first]]
    fronted = main.kind is Kind.COMMA and main.parent == clauses.of[dated.first]
    return begins and fronted and dated.last <= main.first

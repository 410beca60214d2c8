"""Events that are asked about: `Will Kyiv fall?`"""

from __future__ import annotations

from monitor.matching.status.clauses import Kind
from monitor.matching.status.reading import Reading
from monitor.matching.status.verbs import Event
from monitor.model.article import Span

_ASKING = frozenset(
    "will would could can should shall may might is are was were has have had do does did who what when where why how "
    "which whose whom am isn't aren't wasn't didn't doesn't don't won't".split()
)
_FENCES = (";", ":", "—", "–", " - ", "“", '"', "?", "!")


def asked(reading: Reading, what: Event) -> Span | None:
    """The question mark of the question that the event stands in. What is told beside it (`After rebels took Hama, will
    …?`, `Rebels took Hama, but will …?`) is no question."""
    mark = next((at for at in range(what.last, len(reading.gaps)) if "?" in reading.gaps[at]), None)
    if mark is None:
        return None
    first = _begin(reading, mark)
    if what.first < first or _told(reading, what.first):
        return None
    place = reading.ends[mark - 1] + reading.gaps[mark].index("?")
    return Span(place, place + 1)


def _begin(reading: Reading, mark: int) -> int:
    first = mark - 1
    while first and not any(fence in reading.gaps[first] for fence in _FENCES):
        first -= 1
    if reading.folded[first] in _ASKING:
        return first
    later = (at for at in range(first + 1, mark) if reading.folded[at] in _ASKING and _new_clause(reading, at))
    return next(later, first)


def _new_clause(reading: Reading, at: int) -> bool:
    """`…, but will`, `…, will`."""
    clause = reading.clauses.all[reading.clauses.of[at]]
    return clause.kind in (Kind.COMMA, Kind.COORDINATE) and at - clause.first <= 1


def _told(reading: Reading, word: int) -> bool:
    """Whether the word is told as known: `after rebels took Hama`."""
    number: int | None = reading.clauses.of[word]
    while number is not None:
        clause = reading.clauses.all[number]
        if clause.kind is Kind.ADVERBIAL:
            return True
        number = clause.parent
    return False

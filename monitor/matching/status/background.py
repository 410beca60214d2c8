"""Whether a sentence tells of an event only by the way, as something that its readers may have heard of.

Not whether it is old: `after rebels captured Hama` may be an hour ago. Who knows what was told decides with it.
"""

from __future__ import annotations

from collections.abc import Iterator

from monitor.matching.status.clauses import Clause, Kind
from monitor.matching.status.dating import is_fresh
from monitor.matching.status.reading import Reading
from monitor.matching.status.verbs import Event, Shape
from monitor.rules.cueschema import Reach

_MEANWHILE = frozenset("as while whereas".split())
_JUST_NOW = frozenset("hour hours minute minutes moments day night".split())


def by_the_way(reading: Reading, what: Event) -> bool:
    """`after rebels took Hama`, `Hama, which fell to rebels`, `Hama, taken by rebels`, `its capture`, `had taken Hama`,
    `Hama is in rebel hands`;
    not what has a day of these days, what goes on meanwhile (`as rebels took Hama`), nor what somebody says."""
    if is_fresh(reading, what):
        return False
    path = tuple(_path(reading, what))
    if any(_subordinate(reading, clause, what) for clause in path):
        return True
    if any(clause.kind is Kind.COMPLEMENT for clause in path):
        return False
    known = what.known or what.state or _already(reading, what) or _had(reading, what)
    return known or _reduced(reading, path[0], what)


def _path(reading: Reading, what: Event) -> Iterator[Clause]:
    """The clauses that an event stands in, its own first."""
    number: int | None = reading.clauses.of[what.first]
    while number is not None:
        yield reading.clauses.all[number]
        number = reading.clauses.all[number].parent


def _subordinate(reading: Reading, clause: Clause, what: Event) -> bool:
    word = reading.folded[clause.first]
    if clause.kind is Kind.RELATIVE:  # `said … that` may hide what says it too well to be seen
        return word != "that" or what.group == clause.first + 1
    if clause.kind is not Kind.ADVERBIAL or word in _MEANWHILE | _JUST_NOW:
        return False
    return clause.first == 0 or reading.folded[clause.first - 1] not in _JUST_NOW


def _already(reading: Reading, what: Event) -> bool:
    """`has already closed its embassy`"""
    return "already" in reading.folded[what.group : what.first]


def _had(reading: Reading, what: Event) -> bool:
    """`Rebels had taken Hama`; in a sentence in which somebody speaks, that is how he tells the news."""
    spoken = any(each.cue.reach is Reach.SPEECH for each in reading.cues.found)
    return not spoken and what.group < what.first and reading.folded[what.group] == "had"


def _reduced(reading: Reading, own: Clause, what: Event) -> bool:
    """`Hama, captured by rebels, …`"""
    begins = own.kind is Kind.COMMA and own.first == what.first and what.shape is Shape.PAST
    return begins and reading.folded[what.last : what.last + 1] == ("by",)

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
_DAYS = frozenset("day night week weekend month year".split())
_OTHER_DAYS = frozenset("in of during through throughout by for into until all earlier later over".split())
"""`later in the day rebels captured Hama` is no day of something else."""
_HURT = frozenset(
    "kill kills killed killing dead die dies died dying wound wounds wounded wounding injured hurt".split()
)
_SUBJECT = 4
"""`after Qatar, previously a supporter, shut`: so many words may stand before the first comma."""
_COORDINATED = 4
"""`have already closed or suspended`: so far the first verb's `already` may stand from the second."""


def by_the_way(reading: Reading, what: Event) -> bool:
    """`after rebels took Hama`, `Hama, which fell to rebels`, `Hama, taken by rebels`, `its capture`, `had taken Hama`,
    `Hama is in rebel hands`, `on the day rebels took Hama`; not what has a day of these days, what goes on meanwhile
    (`as rebels took Hama`), nor what somebody says."""
    if is_fresh(reading, what):
        return False
    path = tuple(_path(reading, what))
    if any(_subordinate(reading, clause, what) for clause in path):
        return True
    if any(clause.kind is Kind.COMPLEMENT for clause in path):
        return False
    known = what.known or what.state or _already(reading, what) or _had(reading, what)
    return known or _reduced(reading, path[0], what) or _interrupted(reading, what) or _of_a_day(reading, what)


def campaign(reading: Reading, what: Event) -> bool:
    """`NATO's airstrikes have degraded his army`: several deeds that the reader has heard of, and nobody who was hurt,
    which would be news of one of them. Background wherever it stands."""
    plural = what.shape in (Shape.NOUN, Shape.EITHER) and reading.folded[what.last - 1].endswith("s")
    return what.known and plural and _HURT.isdisjoint(reading.folded) and not is_fresh(reading, what)


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
    """`has already closed its embassy`, `have already closed or suspended`"""
    return "already" in _verbs(reading, what)


def _had(reading: Reading, what: Event) -> bool:
    """`Rebels had taken Hama`; in a sentence in which somebody speaks, that is how he tells the news."""
    spoken = any(each.cue.reach is Reach.SPEECH for each in reading.cues.found)
    return not spoken and "had" in _verbs(reading, what)


def _verbs(reading: Reading, what: Event) -> tuple[str, ...]:
    """The words of an event's verb, and of the one that it is coordinated with (`had entered and captured`)."""
    begin = what.group
    if begin == what.first and begin and reading.folded[begin - 1] in ("and", "or"):
        while begin and what.group - begin <= _COORDINATED and reading.gaps[begin] == " ":
            begin -= 1
    return reading.folded[begin : what.first]


def _interrupted(reading: Reading, what: Event) -> bool:
    """`this week after Qatar, previously a supporter, shut its embassy`: the small word opens no clause that the comma
    would not close."""
    commas = [at for at in range(what.group + 1) if "," in reading.gaps[at]]
    if len(commas) < 2 or commas[-1] != what.group:
        return False
    for at in range(max(1, commas[-2] - _SUBJECT), commas[-2]):
        opened = reading.clauses.all[reading.clauses.of[at]]
        if opened.first == at and opened.kind is Kind.ADVERBIAL:
            return _subordinate(reading, opened, what)
    return False


def _of_a_day(reading: Reading, what: Event) -> bool:
    """`on the day the US closed its embassy`; what begins so tells of that day."""
    own = reading.clauses.of[what.first]
    for at in range(2, what.group - 1):
        is_day = reading.folded[at] in _DAYS and reading.folded[at - 1] == "the"
        if is_day and reading.clauses.of[at] == own and reading.folded[at - 2] not in _OTHER_DAYS:
            alone = all(gap == " " for gap in reading.gaps[at + 1 : what.group])
            return alone and what.shape is not Shape.NOUN and "and" not in reading.folded[at : what.first]
    return False


def _reduced(reading: Reading, own: Clause, what: Event) -> bool:
    """`Hama, captured by rebels, …`"""
    begins = own.kind is Kind.COMMA and own.first == what.first and what.shape is Shape.PAST
    return begins and reading.folded[what.last : what.last + 1] == ("by",)

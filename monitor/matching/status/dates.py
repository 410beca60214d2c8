"""Dates in a sentence that are more than six days before publication: `in 2015`, `a week ago`, `on 3 May`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

RECENT = timedelta(days=6)

_UNITS = {"day": 1, "night": 1, "week": 7, "fortnight": 14, "month": 30, "year": 365, "decade": 3650, "century": 36500}
_UNITS |= {f"{unit}s": days for unit, days in _UNITS.items()} | {
    "centuries": 36500,
    "generation": 9000,
    "generations": 9000,
}
_NUMBERS = {
    word: number
    for number, words in enumerate(
        "zero,a an one,two couple both,three few,four,five several,six,seven,eight,nine,ten many,eleven,twelve,"
        "thirteen,fourteen,fifteen,sixteen,seventeen,eighteen,nineteen,twenty dozens".split(",")
    )
    for word in words.split()
} | {"half": 0.5, "thirty": 30, "forty": 40, "fifty": 50, "hundred": 100, "dozen": 12, "last": 1}
_MONTHS = {
    name: number
    for number, names in enumerate(
        "january jan,february feb,march mar,april apr,may,june jun,july jul,august aug,september sept sep,october oct,"
        "november nov,december dec".split(","),
        start=1,
    )
    for name in names.split()
}
_AGO = frozenset(["ago", "earlier", "previously", "before"])
_SINCE = frozenset(["after", "since", "on"])
_PREPOSITIONS = frozenset("in during of on from early mid late throughout back around".split())
_NOT_THE_EVENT = frozenset("since than until till to through by".split())
_WEEKDAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
_WHEN = "when"
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_DECADE = re.compile(r"(?:1[0-9]|20)\d0s|'?\d0s")
_DAY = re.compile(r"([1-9]|[12]\d|3[01])(?:st|nd|rd|th)?")
_STARTS = re.compile(r"\d")
_OLD_YEAR = re.compile(r"1[0-4]\d\d")
_AGE = re.compile(r"[1-9]\d?")
_AGED = frozenset("was were aged turned just only barely".split())
_ABOUT = frozenset("almost nearly about around some over more than at least the past last".split())
_ORDINALS = frozenset(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth".split()
)
_ERAS = frozenset("bc bce ad ce".split())
_SEASONS = frozenset("spring summer autumn winter fall half beginning end middle month year days start".split())
_NO_NOUN = frozenset(
    "and but by when where after before as at on to under with from the a his her its their who which".split()
)
"""What may follow a year without making it a number of something (`in 1453 homes`)."""


class Dated(NamedTuple):
    """Words `[first, last)` that date an event to the past. `ahead`: the event follows (`a century after …`), `whole`:
    and all that its clause tells of (`in 1975, when …`); otherwise the nearest verb is the event. `since`: it dates a
    state (`in rebel hands since 2015`, `closed since 2015`), and no event."""

    first: int
    last: int
    ahead: bool = False
    whole: bool = False
    since: bool = False


def past_dates(folded: tuple[str, ...], published: date) -> tuple[Dated, ...]:
    """The dates among `folded` (a sentence's words) that are past news on the day of publication."""
    found: list[Dated] = []
    for index, word in enumerate(folded):
        if word == "century" and index and folded[index - 1] in _ORDINALS:
            found.append(Dated(index - 1, index + 1))
        elif word in _UNITS:
            found += _spans(folded, index)
        elif word in _MONTHS:
            found += _months(folded, index, published)
        elif _STARTS.match(word):
            found += _numbers(folded, index, published)
    return tuple(_with_when(folded, each) for each in found)


def is_day(folded: tuple[str, ...], at: int) -> bool:
    """Whether a word is the month of a day: `on 3 May`, `Oct. 7`; not `in March`."""
    return folded[at] in _MONTHS and bool(_day(folded, at + 1) or _day(folded, at - 1))


def _with_when(folded: tuple[str, ...], dated: Dated) -> Dated:
    """`the day in early December when …`: the event follows."""
    return (
        dated._replace(last=dated.last + 1, ahead=True, whole=True)
        if folded[dated.last : dated.last + 1] == (_WHEN,)
        else dated
    )


def _spans(folded: tuple[str, ...], at: int) -> Iterator[Dated]:
    """`two weeks ago`, `a century after`, `for two years`."""
    following = folded[at + 1] if at + 1 < len(folded) else ""
    if folded[at + 2 : at + 4] in (("passed", "since"), ("elapsed", "since"), ("gone", "by")):
        first, number = _count(folded, at)
        if number * _UNITS[folded[at]] > RECENT.days:
            yield Dated(first, at + 4, ahead=True)
        return
    begin, number = _count(folded, at)
    while begin and folded[begin - 1] in _ABOUT:
        begin -= 1
    if begin and folded[begin - 1] == "for" and number * _UNITS[folded[at]] > RECENT.days:
        yield Dated(begin - 1, at + 1, since=True)
    if following not in _AGO and following not in _SINCE:
        return
    first, number = _count(folded, at)
    if first == at and not folded[at].endswith("s"):
        return
    if number * _UNITS[folded[at]] <= RECENT.days or (following == "on" and _UNITS[folded[at]] < 365):
        return
    if following == "before":  # two years before the war: earlier than that, not ago
        return
    yield Dated(first, at + 2, ahead=following in _SINCE)


def _count(folded: tuple[str, ...], at: int) -> tuple[int, float]:
    """The number before a unit, and where it begins; `years ago` are several."""
    first, number = at, 0.0
    while first and (folded[first - 1] in _NUMBERS or folded[first - 1].isdecimal() or folded[first - 1] == "of"):
        word = folded[first - 1]
        number = max(number, float(word[:6]) if word.isdecimal() else _NUMBERS.get(word, 0))
        first -= 1
    return first, number or 2


def _months(folded: tuple[str, ...], at: int, today: date) -> Iterator[Dated]:
    """`on 3 May`, `Oct. 7`, `in March`; with a year or without."""
    first, last = at, at + 1
    day = _day(folded, at + 1)
    if day:
        last += 1
    elif at and _day(folded, at - 1):
        first, day = at - 1, _day(folded, at - 1)
    before = folded[first - 1] if first else ""
    if before == "since":
        end = _end_of_month(folded, at, last, day, today)
        if end is not None and today - end > RECENT:
            yield Dated(first - 1, last, since=True)
    year = bool(last < len(folded) and _YEAR.fullmatch(folded[last]))
    if before in _NOT_THE_EVENT or (not day and not year and before not in _PREPOSITIONS and before != "last"):
        return
    if before in _WEEKDAYS:
        first, before = first - 1, folded[first - 2] if first > 1 else ""
    end = _end_of_month(folded, at, last, day, today)
    if end is not None and today - end > RECENT:
        last += year
        when = folded[last : last + 1] == (_WHEN,)
        yield Dated(first - (before in _PREPOSITIONS), last + when, ahead=when, whole=when)


def _end_of_month(folded: tuple[str, ...], at: int, last: int, day: int, today: date) -> date | None:
    year = folded[last] if last < len(folded) and _YEAR.fullmatch(folded[last]) else ""
    return _end(int(year) if year else None, _MONTHS[folded[at]], day, today)


def _day(folded: tuple[str, ...], at: int) -> int:
    found = _DAY.fullmatch(folded[at]) if 0 <= at < len(folded) else None
    return int(found[1]) if found else 0


def _end(year: int | None, month: int, day: int, today: date) -> date | None:
    """The last day that is meant; without a year the most recent such date, but none that may be still to come."""
    last = date(today.year, month, 1) if year is None else date(year, month, 1)
    try:
        last = last.replace(day=day) if day else (last + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    except ValueError:
        return None
    if year is None and last > today:
        return None if last - today < timedelta(days=180) else last.replace(year=today.year - 1, day=min(last.day, 28))
    return last


def _numbers(folded: tuple[str, ...], at: int, today: date) -> Iterator[Dated]:
    """`in 2015`, `the 2015 attack`, `in the 1990s`, `in the 19th century`, `701 BC`."""
    word, before = folded[at], folded[at - 1] if at else ""
    following = folded[at + 1] if at + 1 < len(folded) else ""
    if word.isdecimal() and following in _ERAS:
        when = folded[at + 2 : at + 3] == (_WHEN,)
        yield Dated(at - (before in _PREPOSITIONS), at + 2 + when, ahead=when, whole=when)
    elif _YEAR.fullmatch(word):
        yield from _years(folded, at, today)
    elif following == _WHEN and before in _AGED and _AGE.fullmatch(word):  # `she was 20 when`
        yield Dated(at, at + 2, ahead=True, whole=True)
    elif _OLD_YEAR.fullmatch(word) and before == "in" and (not following or following in _NO_NOUN):
        when = following == _WHEN
        yield Dated(at - 1, at + 1 + when, ahead=when, whole=when)
    elif before not in _NOT_THE_EVENT and (
        _DECADE.fullmatch(word) or (following == "century" and _DAY.fullmatch(word))
    ):
        yield Dated(at, at + 1 + (not _DECADE.fullmatch(word)))


def _years(folded: tuple[str, ...], at: int, today: date) -> Iterator[Dated]:
    word, before = folded[at], folded[at - 1] if at else ""
    past = date(int(word), 12, 31) < today - RECENT
    if int(word) < today.year - 1 and folded[at + 1 : at + 2] == (_WHEN,):
        yield Dated(at, at + 2, ahead=True, whole=True)
    elif before == "since":
        if past:
            yield Dated(at - 1, at + 1, since=True)
    elif before == "of":
        if past and at > 1 and folded[at - 2] in _SEASONS:
            yield Dated(at - 2, at + 1)
    elif before not in _NOT_THE_EVENT:
        dated = before in _PREPOSITIONS or before in ("the", "its", "their", "his", "her", "that", "a")
        named = before not in _PREPOSITIONS and at > 0  # `the 2026 Goma attack`: by its name one speaks of it later
        if (dated or at == 0) and int(word) <= today.year and (named or past):
            yield Dated(at - (before in _PREPOSITIONS), at + 1, ahead=named)
        if before == "the" and past and at > 1 and folded[at - 2] in ("in", "during"):  # `in the 1967 war`
            yield Dated(at - 2, at + 1)

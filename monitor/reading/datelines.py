"""The dateline: `BEIRUT, Dec 5 (Reuters) - `, where and when a report was written, and by which agency.

It is found by its separator (a dash before white space, the Spanish `.-`), and taken apart from its end: agency in
brackets, date, place. A dash alone makes no dateline: a known agency, a date or a place in capitals must stand before.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from monitor.reading.agencies import are_agencies
from monitor.reading.corrections import mark
from monitor.text.months import MONTHS

_REACH = 120
_SEPARATOR = re.compile(r"(?:\.-|\s*(?:--|[-–—])|\s_)(?:\s+|\Z)|(?<=\)):?\s+(?=[^\s.,;])")
_AGENCY = re.compile(r"\s*[(（]([^()（）]{2,40})[)）]\.?\s*\Z")
_AGENCY_BARE = re.compile(r"[.,]\s+([^\s.,()][^,()]{1,20})\Z")
_AGENCY_DATED = re.compile(r"(?<=\d)\s+(\S{2,12})\Z")
_SLASHED = re.compile(r"(?P<place>[^\W\d_][^/:\n]{1,40}) /(?P<agency>\w{2,20})/:\s+")
_MONTH = "|".join(sorted(map(re.escape, MONTHS), key=len, reverse=True))
_DATE = re.compile(
    rf"""(?:^|[\s,.])\s*(?:(?P<month>{_MONTH})\.?\s+(?P<day>\d{{1,2}})(?:,?\s+(?P<year>\d{{4}}))?
       | (?P<day2>\d{{1,2}})\.?(?:\s+de)?\s+(?P<month2>{_MONTH})\.?(?:,?\s+(?:de\s+)?(?P<year2>\d{{4}}|\d\d))?)
       (?:\s+г(?:ода|\.))?[\s.,]*\Z""",
    re.VERBOSE | re.IGNORECASE,
)
_WEEKDAY = re.compile(r"[\s,]+(?:mon|tues|wednes|thurs|fri|satur|sun)day[\s,]*\Z", re.IGNORECASE)
_AGENCY_AFTER = re.compile(r"([^\W\d_][^.,:\n]{2,30})[.:]\s+")
_CHINESE = re.compile(
    r"(新华社|中新社|中新网|人民网)([^\d\s]{0,12})(?:(\d{4})年)?(\d{1,2})月(\d{1,2})日(?:专)?电\s*(?:[（(][^（）()]{1,40}[）)])?\s*"
)
_NO_PLACES = frozenset(
    "ADVISORY ANALYSIS BREAKING BRIEF CHRONOLOGY COLUMN CORRECTED CORRECTION EXCLUSIVE EXPLAINER FACTBOX FEATURE FLASH "
    "INSIGHT INTERVIEW KILL LIVE NEWSMAKER OPINION PREVIEW PROFILE REFILE SCENARIOS TIMELINE UPDATE URGENT VIDEO WATCH "
    "WITHDRAWN WRAPUP ANALYSE ANNULATION ANULACIÓN BERICHTIGUNG CORRECCIÓN KORREKTUR RECTIFICACIÓN "
    "RECTIFICATIF RECTIFICATION RETRACTACIÓN RETRACTED RETRACTION RÜCKZUG WIDERRUF ИСПРАВЛЕНИЕ ПОПРАВКА".split()
)
_LONGEST_PLACE = 60
_MOST_WORDS = 8
_FEWEST_CAPITALS = 3
_LOWER_IN_PLACES = frozenset(
    {"al", "and", "au", "de", "del", "der", "di", "do", "du", "el", "en", "la", "le", "of", "sur"}
)


@dataclass(frozen=True, slots=True)
class Day:
    """A day as a dateline writes it; the year is rarely there."""

    month: int
    day: int
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Dateline:
    """What stands in `text[:end]`, white space after it included."""

    end: int
    place: str | None
    agency: str | None
    day: Day | None


def find(text: str) -> Dateline | None:
    """The dateline that a paragraph begins with."""
    if mark(text):  # `STORY WITHDRAWN - Rebels take Hama`: capitals before a dash, and no place
        return None
    chinese = _CHINESE.match(text)
    if chinese:
        agency, place, year, month, day = chinese.groups()
        return Dateline(chinese.end(), place or None, agency, Day(int(month), int(day), int(year) if year else None))
    slashed = _SLASHED.match(text)
    if slashed and are_agencies(slashed["agency"]) and _is_place(slashed["place"]):
        return Dateline(slashed.end(), slashed["place"], slashed["agency"], None)
    found = _first(text)
    if found and not found.place and not found.day:  # `(ANSA) - ROMA, 1 LUG - `
        rest = _first(text[found.end :])
        if rest and rest.place and rest.day:
            return Dateline(found.end + rest.end, rest.place, rest.agency or found.agency, rest.day)
    return found


def _first(text: str) -> Dateline | None:
    each = (_take_apart(text, separator) for separator in _SEPARATOR.finditer(text, 0, _REACH))
    return next((found for found in each if found), None)


def _take_apart(text: str, separator: re.Match[str]) -> Dateline | None:
    head, end = text[: separator.start()], separator.end()
    bracket = _AGENCY.search(head)
    bracket = bracket or _bare_agency(head)
    agency = bracket[1].strip() if bracket else None
    head = _WEEKDAY.sub("", head[: bracket.start()] if bracket else head)
    date = _DATE.search(head)
    place = _WEEKDAY.sub("", head[: date.start()] if date else head).strip(" ,-–")
    if not agency and (after := _AGENCY_AFTER.match(text, end)) and are_agencies(after[1]):
        agency, end = after[1], after.end()
    dated = date is not None and (_in_capitals(place) or date[0].startswith(","))
    if bracket and bracket.re is _AGENCY_DATED and not dated:  # `On Nov 26 AFP - which …`
        return None
    if not _is_dateline(place, agency, dated=dated, dash=bool(separator[0].strip(" :")), rest=text[end : end + 60]):
        return None
    return Dateline(end, place or None, agency, _day(date) if date else None)


def _bare_agency(head: str) -> re.Match[str] | None:
    """A known agency without brackets: `Москва. 5 декабря. INTERFAX.RU`, `SEOUL, Nov 26 AFP`."""
    each = (_AGENCY_BARE.search(head), _AGENCY_DATED.search(head))
    return next((found for found in each if found and are_agencies(found[1])), None)


def _is_dateline(place: str, agency: str | None, *, dated: bool, dash: bool, rest: str) -> bool:
    known = agency is not None and are_agencies(agency)
    if not place:
        return known and dash
    if not _is_place(place):
        return False
    capitals = _in_capitals(place)
    if not dash:
        return known and capitals
    return known or dated or (capitals and (agency is not None or not rest.isupper()))


def _is_place(place: str) -> bool:
    words = place.replace("/", " ").replace("-", " ").split()
    if not words or len(place) > _LONGEST_PLACE or len(words) > _MOST_WORDS or words[0].strip(":,") in _NO_PLACES:
        return False
    return all(not word[0].islower() or word in _LOWER_IN_PLACES for word in words) and not any(
        character in place for character in '?!"“”:;«»[]0123456789'
    )


def _in_capitals(place: str) -> bool:
    """Whether the town is in capitals; what stands after a comma (a state, a country) need not be."""
    town = place.partition(",")[0]
    return sum(map(str.isupper, town)) >= _FEWEST_CAPITALS and town.isupper()


def _day(date: re.Match[str]) -> Day:
    month = date["month"] or date["month2"]
    year = date["year"] or date["year2"]
    number = int(year) if year else None
    if number is not None and number < 100:
        number += 1900 if number >= 50 else 2000
    return Day(MONTHS[month.casefold()], int(date["day"] or date["day2"]), number)

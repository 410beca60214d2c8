"""Alerts by day, week or month, without a gap. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta, tzinfo
from enum import StrEnum

_MOST_DAYS = 62
_MOST_WEEKS = 62 * 7


class Unit(StrEnum):
    """What is one line of the chart. A week begins on Monday."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


def unit_for(first: date, last: date) -> Unit:
    """The smallest that makes no more lines than somebody reads."""
    days = (last - first).days
    return Unit.DAY if days <= _MOST_DAYS else Unit.WEEK if days <= _MOST_WEEKS else Unit.MONTH


def counted(moments: Iterable[datetime], unit: Unit, first: date, last: date, zone: tzinfo) -> list[tuple[date, int]]:
    """How many fall into each unit from the first day's to the last one's, by the unit's first day in this zone."""
    found = Counter(begin(moment.astimezone(zone).date(), unit) for moment in moments)
    return [(day, found[day]) for day in _every(begin(first, unit), last, unit)]


def label(day: date, unit: Unit) -> str:
    """A unit's name, by its first day."""
    return f"{day:%Y-%m}" if unit is Unit.MONTH else day.isoformat()


def begin(day: date, unit: Unit) -> date:
    """The first day of the unit that a day is in."""
    if unit is Unit.WEEK:
        return day - timedelta(days=day.weekday())
    return day.replace(day=1) if unit is Unit.MONTH else day


def _every(first: date, last: date, unit: Unit) -> Iterator[date]:
    while first <= last:
        yield first
        first = begin(first + timedelta(days={Unit.DAY: 1, Unit.WEEK: 7, Unit.MONTH: 31}[unit]), unit)

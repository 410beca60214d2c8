"""When a line of crontab(5) fires, in a time zone.

Written out here because APScheduler's cron trigger means something else: it counts weekdays from Monday, wants day and
weekday both to hold, fires a fixed time twice in the autumn night, and takes a date that never comes for valid.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

_NICKNAMES = {
    "@hourly": "0 * * * *",
    "@daily": "0 0 * * *",
    "@midnight": "0 0 * * *",
    "@weekly": "0 0 * * 0",
    "@monthly": "0 0 1 * *",
    "@yearly": "0 0 1 1 *",
    "@annually": "0 0 1 1 *",
}
_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name}
_WEEKDAYS = {name: number for number, name in enumerate("sun mon tue wed thu fri sat".split())}
_ITEM = re.compile(r"(?:(\*)|(\w+)(?:-(\w+))?)(?:/(\d+))?", re.ASCII)
_FOREVER = 366 * 9  # days: the longest wait is that for a 29 February over the year 2100


@dataclass(frozen=True, slots=True)
class _Field:
    name: str
    first: int
    last: int
    names: dict[str, int]


_FIELDS = (
    _Field("minute", 0, 59, {}),
    _Field("hour", 0, 23, {}),
    _Field("day", 1, 31, {}),
    _Field("month", 1, 12, _MONTHS),
    _Field("weekday", 0, 7, _WEEKDAYS),
)


@dataclass(frozen=True, slots=True)
class Cron:
    """A parsed line. `weekdays` counts from Sunday = 0; `either`: day and weekday are both given, and one is enough;
    `every_hour`: it follows the clock hand, so the hour that an autumn night repeats counts twice."""

    minutes: frozenset[int]
    hours: frozenset[int]
    days: frozenset[int]
    months: frozenset[int]
    weekdays: frozenset[int]
    either: bool
    every_hour: bool

    def on(self, day: date) -> bool:
        """Whether it fires on this day of the calendar."""
        by_day, by_weekday = day.day in self.days, day.isoweekday() % 7 in self.weekdays
        return day.month in self.months and (by_day or by_weekday if self.either else by_day and by_weekday)


def problem(line: str) -> str | None:
    """What is wrong with a cron line, or None. A date that never comes, such as 31 February, is wrong."""
    try:
        parse(line)
    except ValueError as error:
        return str(error)
    return None


@lru_cache(maxsize=256)
def parse(line: str) -> Cron:
    """Understand five fields of crontab(5), or a name such as `@daily`; raises ValueError in words for a person."""
    text = _NICKNAMES.get(line.strip().lower(), line.strip().lower())
    if text.startswith("@"):
        raise ValueError(f"`{line}` is none of {', '.join(_NICKNAMES)}")
    written = text.split()
    if len(written) != len(_FIELDS):
        raise ValueError(f"`{line}` has {len(written)} fields; five are needed: minute hour day month weekday")
    minutes, hours, days, months, weekdays = map(_values, written, _FIELDS)
    cron = Cron(
        minutes,
        hours,
        days,
        months,
        frozenset(number % 7 for number in weekdays),
        either=not (written[2].startswith("*") or written[4].startswith("*")),
        every_hour=written[1] == "*",
    )
    if not any(cron.on(date(2000, 1, 1) + timedelta(days=n)) for n in range(_FOREVER)):
        raise ValueError(f"`{line}` names a date that never comes")
    return cron


def next_fire(line: str, timezone: str, after: datetime) -> datetime:
    """The first time after `after` at which the line fires, in UTC.

    A fixed time fires once each day that it names: at its first coming where an autumn night has it twice, an hour
    later by the clock where a spring night leaves it out.
    """
    cron, zone = parse(line), ZoneInfo(timezone)
    # A zone may skip or repeat a whole day at the date line; two days back is before any of that.
    first = after.astimezone(zone).date() - timedelta(days=2)
    for n in range(_FOREVER + 2):
        day = first + timedelta(days=n)
        if cron.on(day):
            moments = [moment for moment in _moments(cron, zone, day) if moment > after]
            if moments:
                return min(moments)
    raise ValueError(f"`{line}` never fires")


def last_fire(line: str, timezone: str, after: datetime, until: datetime) -> datetime | None:
    """The latest firing in `(after, until]`, or None."""
    cron, zone = parse(line), ZoneInfo(timezone)
    day = until.astimezone(zone).date() + timedelta(days=2)
    while day >= after.astimezone(zone).date() - timedelta(days=2):
        if cron.on(day):
            moments = [moment for moment in _moments(cron, zone, day) if after < moment <= until]
            if moments:
                return max(moments)
        day -= timedelta(days=1)
    return None


def _moments(cron: Cron, zone: ZoneInfo, day: date) -> Iterator[datetime]:
    for hour in cron.hours:
        for minute in cron.minutes:
            local = datetime.combine(day, time(hour, minute), zone)
            yield local.astimezone(UTC)
            if cron.every_hour:
                yield local.replace(fold=1).astimezone(UTC)


def _values(text: str, field: _Field) -> frozenset[int]:
    return frozenset(value for item in text.split(",") for value in _item(item, field))


def _item(item: str, field: _Field) -> range:
    parts = _ITEM.fullmatch(item)
    if not parts:
        raise ValueError(f"`{item}` is no {field.name}")
    star, low, high, step = parts.groups()
    first = field.first if star else _number(low, field)
    last = _last(star, low, high, step, field)
    if last < first and high == "sun":
        last = 7  # fri-sun
    if last < first:
        raise ValueError(f"`{item}` ends before it begins")
    if step == "0":
        raise ValueError(f"`{item}` has a step of 0")
    return range(first, last + 1, int(step or 1))


def _last(star: str | None, low: str, high: str | None, step: str | None, field: _Field) -> int:
    if high:
        return _number(high, field)
    if star or step:
        return 6 if field.name == "weekday" else field.last
    return _number(low, field)


def _number(text: str, field: _Field) -> int:
    number = int(text) if text.isdecimal() else field.names.get(text)
    if number is None or not field.first <= number <= field.last:
        raise ValueError(f"`{text}` is no {field.name} ({field.first} to {field.last})")
    return number

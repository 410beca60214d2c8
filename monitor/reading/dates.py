"""When an article was published: front matter, else dateline, else the file's own time. Everything in UTC."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone, tzinfo

from dateutil import parser, tz

from monitor.model.article import PublishedFrom
from monitor.reading.datelines import Day

FUTURE_ALLOWED = timedelta(days=2)
UNSAID = timezone(timedelta(0), "unsaid")
"""The zone of times that name none: equal to UTC until `settle` gives them that of their source."""
_AHEAD = timedelta(days=1)
_YEARS_BACK = 9  # 29 February comes every four years, but for 1900 and 2100
_LONGEST = 64
_PROBES = (datetime(2000, 1, 1), datetime(2001, 2, 2))  # noqa: DTZ001 - they fill gaps, and must differ everywhere
_HOURS: dict[str, float] = {"EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7}
_HOURS |= {"WET": 0, "BST": 1, "CET": 1, "WEST": 1, "CEST": 2, "EET": 2, "MSK": 3, "EEST": 3, "IST": 5.5, "JST": 9}


def parse(text: str) -> datetime | None:
    """A date as people and systems write it, to the minute or only the day; without a zone it is
    in `UNSAID`.

    None for what is no date, or lacks its day, month or year: they are never made up.
    """
    if len(text) > _LONGEST:
        return None
    try:
        first, second = (parser.parse(text, default=probe, tzinfos=_zone) for probe in _PROBES)
        if first != second:
            return None
        return _in_utc(first)
    except (ValueError, OverflowError, TypeError):
        return None


def _zone(name: str | None, offset: int | None) -> tzinfo | None:
    if name is None and offset is None:
        return None
    if offset is not None:
        return tz.tzoffset(name, offset)
    return tz.tzoffset(name, int(_HOURS.get(name or "", 0) * 3600))


def _in_utc(when: datetime) -> datetime:
    return when.replace(tzinfo=UNSAID) if when.tzinfo is None else when.astimezone(UTC)


def settle(when: datetime | None, zone: tzinfo | None) -> datetime | None:
    """The moment in UTC; where no zone was named, by the clocks of `zone`."""
    if when is None:
        return None
    try:
        return (when.replace(tzinfo=zone) if zone and when.tzinfo is UNSAID else when).astimezone(UTC)
    except OverflowError:  # a day before the first or after the last
        return when.replace(tzinfo=UTC)


def of_dateline(day: Day, file_time: datetime) -> datetime | None:
    """Midnight of the dateline's day. Without a year it is the last such day up to one day after the file's time."""
    if day.year is not None:
        return _midnight(day.year, day)
    for year in range(file_time.year + 1, file_time.year - _YEARS_BACK, -1):
        found = _midnight(year, day)
        if found and found <= file_time + _AHEAD:
            return found
    return None


def _midnight(year: int, day: Day) -> datetime | None:
    try:
        return datetime(year, day.month, day.day, tzinfo=UTC)
    except ValueError:
        return None


def choose(
    stated: datetime | None, day: Day | None, modified: datetime, received: datetime
) -> tuple[datetime, PublishedFrom, tuple[str, ...]]:
    """The time of publication, how it is known, and warnings: what lies more than two days ahead is not believed."""
    file_time = min(modified, received)
    candidates = (
        (stated, PublishedFrom.FRONT_MATTER),
        (of_dateline(day, file_time) if day else None, PublishedFrom.DATELINE),
        (modified, PublishedFrom.FILE_TIME),
    )
    warnings: list[str] = []
    for when, known_from in candidates:
        if when is not None and when <= received + FUTURE_ALLOWED:
            return when, known_from, tuple(warnings)
        if when is not None:
            warnings.append(f"published in the future ({when:%Y-%m-%d}, from {known_from}): not believed")
    return received, PublishedFrom.FILE_TIME, tuple(warnings)

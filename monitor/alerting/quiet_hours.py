"""When nobody is to be interrupted: stretches of the day, by the receiver's own clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from monitor.config import QuietHours, Weekday

_WEEKDAYS = tuple(Weekday)
_LONGEST_CHAIN = 9  # of days that follow one another without a break: a week is asked for by hand, not by a rule


def quiet_until(hours: QuietHours, timezone: str, now: datetime) -> datetime | None:
    """The end of the quiet hours that `now` lies in, `[from, to)`; None where it lies in none.

    Hours that begin when others end are one stretch. In the two nights when clocks change, a time that is left out
    comes when the night goes on, and one that comes twice is the first.
    """
    zone = ZoneInfo(timezone)
    end = _end_of_one(hours, zone, now)
    for _ in range(_LONGEST_CHAIN):
        later = _end_of_one(hours, zone, end) if end else None
        if later is None:
            break
        end = later
    return end


def _end_of_one(hours: QuietHours, zone: ZoneInfo, now: datetime) -> datetime | None:
    today = now.astimezone(zone).date()
    ends = [
        end
        for day in (today - timedelta(days=1), today)
        if _WEEKDAYS[day.weekday()] in hours.days
        for start, end in [_stretch(hours, zone, day)]
        if start <= now < end
    ]
    return max(ends, default=None)


def _stretch(hours: QuietHours, zone: ZoneInfo, day: date) -> tuple[datetime, datetime]:
    overnight = hours.to < hours.from_
    return _at(day, hours.from_, zone), _at(day + timedelta(days=overnight), hours.to, zone)


def _at(day: date, minutes: int, zone: ZoneInfo) -> datetime:
    """A time of a day in UTC; 24:00 is the next day's midnight."""
    days, rest = divmod(minutes, 24 * 60)
    there = datetime.combine(day + timedelta(days=days), time(rest // 60, rest % 60), zone)
    return there.astimezone(UTC)

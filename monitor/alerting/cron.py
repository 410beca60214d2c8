"""When a line of crontab(5) fires, in a time zone: cronsim, with names such as `@daily` and errors in plain words.

cronsim means what Debian's cron means: weekdays 0 and 7 are Sunday, day and weekday are alternatives, and of the two
nights a year a fixed time that comes twice fires once, one that is left out fires when the night goes on. APScheduler's
own cron trigger means something else in each of these, and takes a date that never comes for valid.
"""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from cronsim import CronSim, CronSimError

_NICKNAMES = {
    "@hourly": "0 * * * *",
    "@daily": "0 0 * * *",
    "@midnight": "0 0 * * *",
    "@weekly": "0 0 * * 0",
    "@monthly": "0 0 1 * *",
    "@yearly": "0 0 1 1 *",
    "@annually": "0 0 1 1 *",
}
_FIELDS = 5


def problem(line: str) -> str | None:
    """What is wrong with a line, in words for a person, or None. A date that never comes is wrong."""
    text = _spelled_out(line)
    if text.startswith("@"):
        return f"`{line}` is none of {', '.join(_NICKNAMES)}"
    if len(text.split()) != _FIELDS:
        return f"`{line}` has {len(text.split())} fields; five are needed: minute hour day month weekday"
    try:
        next(CronSim(text, datetime(2000, 1, 1, tzinfo=UTC)))
    except CronSimError as error:
        return f"`{line}`: {str(error)[:1].lower()}{str(error)[1:]}"
    except StopIteration:
        return f"`{line}` names a date that never comes"
    return None


def next_fire(line: str, timezone: str, after: datetime) -> datetime:
    """The first time after `after` at which a line without a problem fires, in UTC."""
    return next(CronSim(_spelled_out(line), after.astimezone(ZoneInfo(timezone)))).astimezone(UTC)


def last_fire(line: str, timezone: str, after: datetime, until: datetime) -> datetime | None:
    """The latest firing in `(after, until]`, or None."""
    latest = None
    for moment in CronSim(_spelled_out(line), after.astimezone(ZoneInfo(timezone))):
        if moment > until:
            break
        latest = moment.astimezone(UTC)
    return latest


def _spelled_out(line: str) -> str:
    text = line.strip().lower()
    return _NICKNAMES.get(text, text.replace("-sun", "-7"))  # cronsim takes fri-sun only as 5-7

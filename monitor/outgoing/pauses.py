"""How long a server asks to be left alone. Pure."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

LONGEST_SECONDS = 86_400.0


def retry_after(value: str | None, now: datetime) -> float | None:
    """Seconds to wait, from seconds or an HTTP date; at most a day. None where nothing usable is said."""
    if value is None:
        return None
    if value.strip().isdecimal():
        return min(float(value), LONGEST_SECONDS)
    until = http_date(value)
    return None if until is None else min(max(0.0, (until - now).total_seconds()), LONGEST_SECONDS)


def http_date(value: str | None) -> datetime | None:
    """The moment that a header names; None where it names none."""
    if value is None:
        return None
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, OverflowError):
        return None
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)

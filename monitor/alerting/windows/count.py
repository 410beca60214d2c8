"""`{count: 3, over: 6h, sources: 2}`: so many matches within a sliding window, from so many sources; then anew."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import datetime, timedelta

from monitor.alerting.windows.fired import Fired, independent, same
from monitor.model.report import Occurrence
from monitor.rules.windows import Count


def reach(when: Count) -> tuple[timedelta, timedelta]:
    return when.over, when.over


def fires(when: Count, new: Occurrence, rows: Sequence[Occurrence], since: datetime) -> Fired | None:
    """The earliest window around the match that is full. What was counted for an alert counts no more."""
    free = sorted((row for row in rows if row.spent is None), key=lambda row: row.at)
    times = [row.at for row in free]
    if not any(same(row, new) for row in free):
        return None
    for first in range(bisect_left(times, new.at - when.over), bisect_right(times, new.at)):
        last = bisect_right(times, times[first] + when.over)
        if last - first >= when.count and independent(free[first:last]) >= when.sources:
            return Fired(tuple(free[first:last]), times[first], times[last - 1], spent=True)
    return None

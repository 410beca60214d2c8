"""`{spike: 3, over: 6h, against: 14d, at_least: 5}`: many more than usual."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from monitor.alerting.windows.fired import Fired
from monitor.model.report import Occurrence
from monitor.rules.windows import Spike

_SEEN = 3  # a third of `against` must have been seen


def reach(when: Spike) -> tuple[timedelta, timedelta]:
    return when.over + when.against, when.over


def fires(when: Spike, new: Occurrence, rows: Sequence[Occurrence], since: datetime) -> Fired | None:
    """The first window that ends at the match or, where that is late, at one after it, and stands out."""
    ends = sorted({row.at for row in rows if new.at <= row.at < new.at + when.over} | {new.at})
    found = (_window(when, end, rows, since) for end in ends)
    return next((each for each in found if each), None)


def _window(when: Spike, end: datetime, rows: Sequence[Occurrence], since: datetime) -> Fired | None:
    start = end - when.over
    begun = max(since, start - when.against)
    if end - since < when.against / _SEEN or start <= begun:
        return None
    window = tuple(row for row in rows if start < row.at <= end)
    before = sum(1 for row in rows if begun < row.at <= start)
    usual = before * (when.over / (start - begun))
    if len(window) < max(when.at_least, when.spike * usual):
        return None
    return Fired(window, start, end, usual=usual)

"""`{new: captor.name, memory: 90d}`: a value that was not seen lately."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from monitor.alerting.windows.fired import Fired, same
from monitor.model.report import Occurrence
from monitor.rules.windows import New

FIRST_WEEK = timedelta(days=7)
"""In which everything would be new."""


def reach(when: New) -> tuple[timedelta, timedelta]:
    return when.memory, when.memory


def fires(when: New, new: Occurrence, rows: Sequence[Occurrence], since: datetime) -> Fired | None:
    """Whether no other match had the value within `memory`, before or, for a late article, after."""
    if new.at - since < FIRST_WEEK or any(not same(row, new) for row in rows):
        return None
    return Fired((new,), new.at, new.at)

"""Which form decides."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from monitor.alerting.windows import count, new, sequence, spike
from monitor.alerting.windows.fired import Fired
from monitor.model.report import Occurrence
from monitor.rules import windows

Counted = windows.Count | windows.Spike | windows.New | windows.Sequence
"""The forms that look at several matches."""


def reach(when: Counted) -> tuple[timedelta, timedelta]:
    """How long before and after a match lies what must be seen to decide on it."""
    match when:
        case windows.Count():
            return count.reach(when)
        case windows.Spike():
            return spike.reach(when)
        case windows.New():
            return new.reach(when)
        case windows.Sequence():
            return sequence.reach(when)


def kept_for(when: Counted, max_age: timedelta) -> timedelta:
    """How long after its publication a match may be needed: a late article looks back from where it belongs."""
    return sum(reach(when), max_age)


def fires(when: Counted, match: Occurrence, rows: Sequence[Occurrence], since: datetime) -> Fired | None:
    """What came together with the match, or None."""
    match when:
        case windows.Count():
            return count.fires(when, match, rows, since)
        case windows.Spike():
            return spike.fires(when, match, rows, since)
        case windows.New():
            return new.fires(when, match, rows, since)
        case windows.Sequence():
            return sequence.fires(when, match, rows, since)

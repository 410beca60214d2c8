"""`{sequence: [city-captured, embassy-evacuation], by: […], over: 72h}`: one rule, then another."""

from __future__ import annotations

from collections.abc import Sequence as Rows
from datetime import datetime, timedelta

from monitor.alerting.windows.fired import Fired
from monitor.model.report import Occurrence
from monitor.rules.windows import Sequence

FIRST, SECOND = 0, 1


def reach(when: Sequence) -> tuple[timedelta, timedelta]:
    return when.over, when.over


def fires(when: Sequence, new: Occurrence, rows: Rows[Occurrence], since: datetime) -> Fired | None:
    """The match with the nearest one of the other rule on its other side; of equal times, either is first. `rows` are
    those of the other rule."""
    others = [row for row in rows if row.part != new.part and not _itself(row, new)]
    if new.part == SECOND:
        before = [row for row in others if new.at - when.over <= row.at <= new.at]
        pair = (max(before, key=lambda row: row.at), new) if before else None
    else:
        after = [row for row in others if new.at <= row.at <= new.at + when.over]
        pair = (new, min(after, key=lambda row: row.at)) if after else None
    return Fired(pair, pair[0].at, pair[1].at) if pair else None


def _itself(row: Occurrence, new: Occurrence) -> bool:
    """A rule that is named twice: one match is not followed by itself."""
    return row.rule_id == new.rule_id and (row.article, row.happening) == (new.article, new.happening)

"""What came together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from monitor.model.report import Occurrence


@dataclass(frozen=True, slots=True)
class Fired:
    """A window that holds what was asked for. `start` and `end` bound it; `spent`: these count for no other alert.
    `usual` is the mean that a spike stands out from."""

    rows: tuple[Occurrence, ...]
    start: datetime
    end: datetime
    spent: bool = False
    usual: float | None = None

    @property
    def sources(self) -> int:
        return independent(self.rows)


def independent(rows: Sequence[Occurrence]) -> int:
    """How many sources reported, each counted once."""
    return len({row.voice.casefold() for row in rows})


def same(one: Occurrence, other: Occurrence) -> bool:
    """Whether two rows are the same match, whatever is kept of it."""
    return _identity(one) == _identity(other)


def _identity(row: Occurrence) -> tuple[object, ...]:
    return row.part, row.article, row.story_id, row.happening

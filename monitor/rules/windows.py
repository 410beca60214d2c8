"""What a rule's `when` asks of its matches over time: the form that alerting reads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple, TypeAlias


class SlotPath(NamedTuple):
    """Where in a match's slots a value stands: `city.country`. The field `name` is the list entry itself."""

    slot: str
    field: str = "name"

    def __str__(self) -> str:
        return f"{self.slot}.{self.field}"


@dataclass(frozen=True, slots=True)
class Count:
    """`count` matches within a sliding window of `over`, from `sources` independent sources; each match counts for one
    alert only."""

    count: int
    over: timedelta
    by: tuple[SlotPath, ...] = ()
    sources: int = 1


@dataclass(frozen=True, slots=True)
class Spike:
    """A window of `over` holds `at_least` matches and `spike` times the mean of such windows in `against` before it."""

    spike: float
    over: timedelta
    against: timedelta
    at_least: int
    by: tuple[SlotPath, ...] = ()


@dataclass(frozen=True, slots=True)
class New:
    """A value that no match had for `memory`."""

    new: SlotPath
    memory: timedelta


@dataclass(frozen=True, slots=True)
class Sequence:
    """A match of the first rule, and within `over` one of the second; equal in what `by` names for each."""

    sequence: tuple[str, str]
    over: timedelta
    by: tuple[SlotPath, ...] = ()


@dataclass(frozen=True, slots=True)
class Quiet:
    """Nothing matched for `silence`."""

    silence: timedelta


When: TypeAlias = Count | Spike | New | Sequence | Quiet

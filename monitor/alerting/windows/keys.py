"""What matches are counted by: the values at paths of their slots."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from monitor.alerting.happenings import written
from monitor.model.match import SlotValue
from monitor.rules.windows import SlotPath


def values_of(slots: Mapping[str, SlotValue], paths: Sequence[SlotPath]) -> dict[str, str] | None:
    """Path → value; None where one is missing, so that the match cannot be counted."""
    found = {str(path): _value(slots.get(path.slot), path.field) for path in paths}
    known = {path: value for path, value in found.items() if value is not None}
    return known if len(known) == len(found) else None


def key_of(values: Mapping[str, str]) -> str:
    """The values as one text. The paths are left out: those of a sequence's two rules differ."""
    return written(tuple(values.values()))


def _value(slot: SlotValue | None, field: str) -> str | None:
    if slot is None:
        return None
    value = {"name": slot.name, "text": slot.text, **slot.facts}.get(field)
    return None if value is None else str(value)

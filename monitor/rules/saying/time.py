"""What a rule asks of its matches over time, in words."""

from __future__ import annotations

from collections.abc import Sequence as Several

from monitor.rules.saying.words import length, plain_list
from monitor.rules.windows import Count, New, Quiet, Sequence, SlotPath, Spike, When


def over_time(when: When) -> str:
    """One sentence on when matches make an alert."""
    match when:
        case Count(count, over, by, sources):
            origin = f" from {sources} independent sources" if sources > 1 else ""
            matches = "one match" if count == 1 else f"{count} matches"
            told = f"there are {matches}{origin} within {length(over)}{_each(by)}"
        case Spike(spike, over, against, at_least, by):
            usual = f"the mean of such windows in the {length(against)} before"
            told = f"{length(over)} have at least {at_least} matches and {spike:g} times {usual}{_each(by)}"
        case New(path, memory):
            told = f"{_path(path)} is one that no match had for {length(memory)}"
        case Sequence((first, then), over, by):
            same = f", with the same {plain_list(map(_path, by), 'as')}" if by else ""
            told = f"`{first}` matches, and `{then}` within {length(over)} after it{same}"
        case Quiet(silence):
            told = f"nothing matches for {length(silence)}"
    return f"Alerts when {told}."


def _each(by: Several[SlotPath]) -> str:
    return f", counted for each {plain_list(map(_path, by))}" if by else ""


def _path(path: SlotPath) -> str:
    return path.slot if path.field == "name" else str(path)

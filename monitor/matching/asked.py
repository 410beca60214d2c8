"""What a rule asks of an event, in few words."""

from __future__ import annotations

from monitor.model.match import Status
from monitor.rules.compiled import Conditions


def asked_event(conditions: Conditions) -> str:
    """What an event asks for, in few words."""
    event = conditions.event
    if event is None:
        return ""
    actions = " or ".join(dict.fromkeys(family.name for way in event.ways for family in way.actions))
    each = [slot for way in event.ways for slot in way.slots]
    asked = {slot.name for slot in each if not slot.optional}
    slots = "".join(f", {name}{'' if name in asked else ' (optional)'}" for name in dict.fromkeys(s.name for s in each))
    return f"{actions}{slots}{f'; {asked_status(conditions)}' if conditions.status else ''}"


def asked_status(conditions: Conditions) -> str:
    """The statuses that a rule asks for, from strong to weak."""
    return f"[{', '.join(status for status in Status if status in (conditions.status or ()))}]"

"""What a slot holds, as something that can be compared, and whether it is another than what was told.

Papers call the same people by many words: `rebels`, `fighters`, `insurgents`, `HTS`. Where lists say whose side an
entry is on, a word that names nobody is no other than a name of its side.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from monitor.model.match import SlotValue

_STATE = "state"


class Entry(NamedTuple):
    """What a slot was told to hold: a list's entry, or a number. `side` is whose it is in a fight, and `country` where
    it belongs, as far as the list says so."""

    name: str
    side: str | None = None
    country: str | None = None


def entry_of(value: SlotValue | None) -> Entry | None:
    """The list's entry that a slot holds, or its number. None: nothing that can be compared."""
    return _entry(value.name, value.facts) if value else None


def entry_told(slot: Mapping[str, Any]) -> Entry | None:
    """The same of a slot as an alert's facts have it."""
    return _entry(slot.get("name"), slot)


def is_another(one: Entry, other: Entry) -> bool:
    """Whether two entries are not the same, nor may be: `rebels` may be `HTS` or `insurgents`, `troops` the Syrian
    army, and Syria is its army; `HTS` is not the SNA, and rebels are no soldiers."""
    if one.name == other.name:
        return False
    if one.side is None or one.side != other.side:
        return True
    one_state = one.side == _STATE and one.country is not None and one.country == other.country
    return not (one_state or _names_nobody(one) or _names_nobody(other))


def _names_nobody(entry: Entry) -> bool:
    """Ordinary words; a name has a capital, or no such thing."""
    return entry.name.islower()


def _entry(name: str | None, facts: Mapping[str, Any]) -> Entry | None:
    number = facts.get("number")
    if name is None:
        return None if number is None else Entry(str(number))
    return Entry(name, facts.get("side"), facts.get("country"))

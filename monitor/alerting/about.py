"""What a message is about, in short: what silences, groups and counts can name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from monitor.model.facts import AboutFacts

NOTHING = AboutFacts(rule="", title="", severity="", tags=[], slots={}, source="")


def about(content: Mapping[str, Any]) -> AboutFacts:
    """Of the content of a notification; NOTHING for what is about no single alert."""
    alert = content.get("alert")
    if not isinstance(alert, Mapping) or "rule" not in alert:
        return NOTHING
    return AboutFacts(
        rule=alert["rule"]["id"],
        title=alert["rule"]["title"],
        severity=alert["severity"],
        tags=list(alert["rule"]["tags"]),
        slots={name: _texts(slot) for name, slot in alert["slots"].items()},
        source=alert["article"]["source"],
    )


def value_at(facts: AboutFacts, path: str) -> str:
    """What stands at a slot's path: `city` is its entry's name, else its text; `city.country` a field. Empty where
    there is nothing."""
    slot, _, field = path.partition(".")
    values = facts["slots"].get(slot, {})
    return values.get(field, "") if field else values.get("name") or values.get("text", "")


def _texts(slot: Mapping[str, Any]) -> dict[str, str]:
    return {name: value for name, value in slot.items() if isinstance(value, str)}

"""What an alert is about: the happening, as one text key."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from monitor.model.alert import Alert, Standing
from monitor.model.entries import entry_of, entry_told, is_another
from monitor.model.match import Match, SlotValue
from monitor.rules.compiled import Rule

REMEMBERED = timedelta(days=90)
"""So long what an alert told is known, after it was opened: what mentions it only by the way is no news."""


def happening(match: Match, story_id: str) -> str:
    """`slot:` and the canonical entries where the rule names slots and all were met, else `story:` and the story."""
    if match.happening is None:
        return f"story:{story_id}"
    return f"slot:{written(match.happening)}"


def of_window(key: str) -> str:
    """The happening of a rule with `when`: what is counted together."""
    return f"window:{key}"


def is_general(match: Match, rule: Rule) -> bool:
    """Whether a match leaves open what `once_per` asks for: it names no entry, or the country only."""
    values = [match.slots.get(slot) for slot in rule.once_per]
    return any(value is None or value.name is None or _is_country(value) for value in values)


def may_be_of(match: Match, rule: Rule, alert: Alert) -> bool:
    """Whether a general match may tell of an alert of its rule: each entry is the alert's own; where there is none, or
    only the country that it is in, the article names the alert's elsewhere. `Warplanes bombed Syria` alone may be
    another raid than that on Idlib: it is news."""
    told: Mapping[str, Any] = alert.facts.get("slots", {})
    return all(_agrees(match, match.slots.get(slot), told.get(slot, {})) for slot in rule.once_per)


def may_be_told(match: Match, alert: Alert) -> bool:
    """Whether a match that is only by the way may mean what a closed alert of its happening told: not where that is
    denied or taken back, and not where another entry fills one of its slots (the army retook what rebels had taken)."""
    told: Mapping[str, Any] = alert.facts.get("slots", {})
    entries = ((entry_of(value), entry_told(told.get(slot, {}))) for slot, value in match.slots.items())
    another = any(mine is not None and its is not None and is_another(mine, its) for mine, its in entries)
    return not another and alert.standing not in (Standing.DENIED, Standing.RETRACTED)


def _agrees(match: Match, value: SlotValue | None, told: Mapping[str, Any]) -> bool:
    name = told.get("name")
    if name is None:
        return False
    if value is not None and value.name is not None:
        if value.name == name:
            return True
        if not _is_country(value) or value.facts.get("country") != told.get("country"):
            return False
    written_so = "|".join(re.escape(each) for each in {name, told["text"]})
    return re.search(rf"\b(?:{written_so})\b", match.article.text) is not None


def _is_country(value: SlotValue) -> bool:
    """An entry that is in a country, and at no place of it."""
    return "country" in value.facts and "lat" not in value.facts


def written(values: Sequence[str]) -> str:
    """Values as one text, the same for the same values."""
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))

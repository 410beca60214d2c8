"""Which notifications of a route leave together, and when. Pure."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime

from monitor.alerting.about import value_at
from monitor.alerting.routes import route_named
from monitor.config import Group, MonitorSettings
from monitor.model.alert import HeldBy
from monitor.storage.rows import Past, Waiting


def group_settings(route: str, settings: MonitorSettings) -> Group | None:
    """What the route of that name groups by; a rule's own `notify` groups nothing."""
    found = route_named(route, settings.routes)
    return found.group if found else None


def group_key(one: Waiting, settings: MonitorSettings) -> str:
    """The group of its route that a notification belongs to; empty where it belongs to none."""
    group = group_settings(one.route, settings)
    values = [_value(one, key) for key in group.by] if group else []
    return f"{one.route}:{json.dumps(values, ensure_ascii=False)}" if group else ""


def group_due(key: str, members: Sequence[Waiting], group: Group, past: Past, now: datetime) -> datetime:
    """When the group's next message leaves: `interval` after the one before, the first after `wait`; at the time that
    others of it wait for already."""
    if any(one.held is HeldBy.GROUPED for one in members):
        return now
    whose = members[0].recipient, key
    if (waits := past.group_waits.get(whose)) is not None:
        return waits
    left = past.group_left.get(whose)
    if left is not None and left + group.interval > now:
        return left + group.interval
    return min(members[0].created, now) + group.wait


def _value(one: Waiting, key: str) -> str:
    match key:
        case "story":
            return one.story
        case "rule":
            return one.about["rule"]
        case "severity":
            return one.about["severity"]
        case "source":
            return one.about["source"]
        case _:
            return value_at(one.about, key)

"""The whole rule."""

from __future__ import annotations

from collections.abc import Iterator

from monitor.rules.compiled import Rule
from monitor.rules.saying.alerts import alerts
from monitor.rules.saying.conditions import conditions


def say(rule: Rule) -> Iterator[str]:
    """Lines of plain words that say all that the rule says."""
    yield f"{rule.title} ({rule.id}, in {rule.file})"
    yield ""
    yield from conditions(rule.conditions)
    yield ""
    yield from alerts(rule)

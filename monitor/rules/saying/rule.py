"""The whole rule."""

from __future__ import annotations

from collections.abc import Iterator

from monitor.rules.compiled import Rule
from monitor.rules.saying.alerts import alerts
from monitor.rules.saying.conditions import conditions
from monitor.rules.saying.time import over_time
from monitor.rules.windows import Sequence


def say(rule: Rule) -> Iterator[str]:
    """Lines of plain words that say all that the rule says."""
    yield f"{rule.title} ({rule.id}, in {rule.file})"
    yield ""
    if not isinstance(rule.when, Sequence):
        yield from conditions(rule.conditions, "Matches" if rule.when else "Fires")
    if rule.when:
        yield over_time(rule.when)
    yield ""
    yield from alerts(rule)

"""An alert that would have been, and all that came of a run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from monitor.model.alert import Alert, AlertSeverity, Standing
from monitor.model.match import Status


@dataclass(frozen=True, slots=True)
class Raised:
    """An alert: what raised it (`article` is `source:path`, `sentence` proves it), and how it stood at the end.

    `slots` are canonical names, or the text where there is none. `until`: its last match.
    """

    rule: str
    happening: str
    opened: datetime
    article: str
    title: str
    headline: str
    sentence: str
    slots: Mapping[str, str]
    until: datetime
    status: Status
    standing: Standing
    severity: AlertSeverity
    sources: int
    late: bool

    @classmethod
    def of(cls, alert: Alert) -> Raised:
        """An alert as it has just been raised."""
        facts = alert.facts
        return cls(
            rule=alert.rule_id,
            happening=alert.happening,
            opened=alert.opened,
            article=f"{facts['article']['folder']}:{facts['article']['path']}",
            title=facts["article"]["headline"],
            headline=alert.headline,
            sentence=facts["proof"]["text"],
            slots={name: slot["name"] or slot["text"] for name, slot in facts["slots"].items()},
            until=alert.last_match,
            status=alert.status,
            standing=alert.standing,
            severity=alert.severity,
            sources=alert.sources,
            late=alert.late,
        )

    def later(self, alert: Alert) -> Raised:
        """The same, as the alert stands now."""
        return replace(
            self,
            until=alert.last_match,
            status=alert.status,
            standing=alert.standing,
            severity=alert.severity,
            sources=alert.sources,
        )


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a run: the alerts in the order in which they opened, and how many articles each rule matched."""

    alerts: tuple[Raised, ...] = ()
    matched: Mapping[str, int] = field(default_factory=dict)

"""What a decision about alerts rests on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from monitor.alerting.facts import Headline
from monitor.alerting.routes import Assignment
from monitor.config import MonitorSettings
from monitor.model.alert import Alert, Silence, Told
from monitor.model.facts import WindowFacts
from monitor.model.match import Match
from monitor.model.report import Report
from monitor.rules.compiled import Rule


@dataclass(frozen=True, slots=True)
class Office:
    """What holds for every decision of one moment."""

    now: datetime
    settings: MonitorSettings
    headline: Headline
    silences: Sequence[Silence] = ()


@dataclass(frozen=True, slots=True)
class Window:
    """What of a rule's `when` has come together: the key that it was counted under, what is said of it, and what the
    other articles in it report. `slots` are those of the other rule of a sequence."""

    key: str
    facts: WindowFacts
    reports: tuple[Report, ...] = ()
    slots: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class News:
    """A match in version `number` of an article that was placed in a story. `voice` is the independent source that
    speaks in it, None for a copy. `window` is there where the match completes what a rule's `when` asks for."""

    match: Match
    rule: Rule
    number: int
    story_id: str
    voice: str | None
    window: Window | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """An alert, the reports that it rests on (all, or what is essential of them where none can be taken back), how far
    it has got, and everybody who had it at once."""

    alert: Alert
    told: Told = Told.NOBODY
    reports: tuple[Report, ...] = ()
    heard: tuple[Assignment, ...] = ()

"""What came of a backtest, and the same as JSON; `backtestviews` shows it to people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from monitor.backtest.days import Unit, counted, label, unit_for
from monitor.backtest.difference import Difference, difference
from monitor.backtest.raised import Outcome, Raised
from monitor.backtest.versions import Version
from monitor.cli.matches import SOURCE
from monitor.cli.times import zone


@dataclass(frozen=True, slots=True)
class Read:
    """What was read, and how long that and the rules took. `period`: from the first article to the last."""

    articles: int
    unreadable: int
    period: tuple[datetime, datetime] | None
    seconds: float

    @property
    def rate(self) -> float:
        """Articles a second."""
        return self.articles / self.seconds if self.seconds else 0.0


@dataclass(frozen=True, slots=True)
class Compared:
    """The difference to another version, by its name. `before`: how many alerts that raises."""

    name: str
    before: int
    difference: Difference

    @classmethod
    def of(cls, version: Version, before: Outcome, now: Outcome) -> Compared:
        """What is done now, against what that version does."""
        return cls(version.name, len(before.alerts), difference(before.alerts, now.alerts))


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that a backtest says; `against` is empty where there is nothing to compare with."""

    read: Read
    rules: Sequence[str]
    outcome: Outcome
    against: Sequence[Compared]
    samples: int
    by: Unit | None

    @property
    def chart(self) -> tuple[Unit, list[tuple[str, int]]]:
        """Alerts by day, or by what makes no more lines than somebody reads."""
        if self.read.period is None:
            return self.by or Unit.DAY, []
        here = zone()
        first, last = (moment.astimezone(here).date() for moment in self.read.period)
        unit = self.by or unit_for(first, last)
        found = counted((one.opened for one in self.outcome.alerts), unit, first, last, here)
        return unit, [(label(day, unit), number) for day, number in found]


def as_json(report: Report) -> dict[str, Any]:
    """The same as JSON values; times in UTC."""
    unit, rows = report.chart
    read = report.read
    return {
        "articles": read.articles,
        "unreadable": read.unreadable,
        "from": read.period[0] if read.period else None,
        "to": read.period[1] if read.period else None,
        "seconds": round(read.seconds, 3),
        "rules": [
            {
                "rule": rule,
                "matched": report.outcome.matched.get(rule, 0),
                "alerts": sum(one.rule == rule for one in report.outcome.alerts),
            }
            for rule in report.rules
        ],
        "by": unit,
        "chart": [{unit: day, "alerts": number} for day, number in rows],
        "alerts": [_json(one) for one in report.outcome.alerts],
        "against": [
            {
                "version": one.name,
                "alerts": one.before,
                "added": [_json(each) for each in one.difference.added],
                "gone": [_json(each) for each in one.difference.gone],
                "changed": [
                    {**_json(each.now), "changes": [change._asdict() for change in each.changes]}
                    for each in one.difference.changed
                ],
            }
            for one in report.against
        ],
    }


def _json(one: Raised) -> dict[str, Any]:
    return {
        "rule": one.rule,
        "opened": one.opened,
        "article": name(one.article),
        "title": one.title,
        "headline": one.headline,
        "sentence": one.sentence,
        "status": one.status,
        "standing": one.standing,
        "severity": one.severity,
        "sources": one.sources,
        "late": one.late,
        "slots": dict(one.slots),
        "until": one.until,
    }


def name(article: str) -> str:
    """An article as people named it: a file by its path, any other with its source."""
    return article.removeprefix(f"{SOURCE}:")

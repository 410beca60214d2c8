"""What came of a backtest: a chart, samples and the difference, for people; the same as JSON."""

from __future__ import annotations

import shutil
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any

import click

from monitor.backtest.chart import bars
from monitor.backtest.days import Unit, counted, label, unit_for
from monitor.backtest.difference import Changed, Difference, difference, samples
from monitor.backtest.raised import Outcome, Raised
from monitor.backtest.versions import Version
from monitor.cli import inputs, output


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
    """Everything that a backtest says. `zone` is where days begin; `against` is empty where there is nothing to compare
    with."""

    read: Read
    rules: Sequence[str]
    outcome: Outcome
    against: Sequence[Compared]
    zone: tzinfo
    samples: int
    by: Unit | None

    @property
    def chart(self) -> tuple[Unit, list[tuple[str, int]]]:
        """Alerts by day, or by what makes no more lines than somebody reads."""
        if self.read.period is None:
            return self.by or Unit.DAY, []
        first, last = (moment.astimezone(self.zone).date() for moment in self.read.period)
        unit = self.by or unit_for(first, last)
        found = counted((one.opened for one in self.outcome.alerts), unit, first, last, self.zone)
        return unit, [(label(day, unit), number) for day, number in found]


def show(report: Report) -> None:
    """For people. No colour in a pipe."""
    read = report.read
    click.echo(f"{_many(read.articles, 'article')}{_span(report)}, {_taken(read)}")
    show_totals(report.rules, report.outcome)
    unit, rows = report.chart
    if report.outcome.alerts:
        click.echo(f"\nAlerts by {unit}")
        for line in bars(rows, shutil.get_terminal_size().columns, _block()):
            click.echo(line)
        if report.samples:
            click.echo("\nSamples" if len(report.outcome.alerts) > report.samples else "\nAll of them")
        for one in samples(report.outcome.alerts, report.samples):
            click.echo("\n".join(_alert(" ", one, report.zone)))
    for compared in report.against:
        show_difference(compared, report.zone)
    if not report.against:
        click.echo("\nNothing to compare with: no version of these rules was ever in service here")


def show_totals(rules: Sequence[str], outcome: Outcome) -> None:
    """A line for each rule."""
    alerts = Counter(one.rule for one in outcome.alerts)
    click.echo()
    output.show_table(
        ("rule", "matched", "alerts"),
        [(rule, f"{outcome.matched.get(rule, 0):,}", f"{alerts[rule]:,}") for rule in rules],
    )


def show_difference(compared: Compared, zone: tzinfo) -> None:
    """`+12 / −3`, and each of them with its sentence."""
    found = compared.difference
    changed = f", {len(found.changed)} changed" if found.changed else ""
    click.echo(f"\nAgainst {compared.name}: +{len(found.added)} / −{len(found.gone)}{changed}")
    for sign, colour, alerts in (("+", "green", found.added), ("−", "red", found.gone)):
        for one in alerts:
            click.echo("\n".join(_alert(click.style(sign, fg=colour), one, zone)))
    for each in found.changed:
        click.echo("\n".join((*_alert(click.style("~", fg="yellow"), each.now, zone), *_changes(each))))


def _alert(sign: str, one: Raised, zone: tzinfo) -> Iterator[str]:
    when = f"{one.opened.astimezone(zone):%Y-%m-%d %H:%M}"
    yield f"{sign} {when}  {click.style(output.cell(one.headline), bold=True)}  [{one.rule}, {one.status}]"
    yield f"    {name(one.article)}: {output.cell(one.title)}"
    yield f"    “{output.cell(one.sentence)}”"


def _changes(each: Changed) -> Iterator[str]:
    for what, before, now in each.changes:
        was, now_is = ((name(value) if what == "article" else value) or "-" for value in (before, now))
        yield f"    {what}: {output.cell(was)} → {output.cell(now_is)}"


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
    return article.removeprefix(f"{inputs.SOURCE}:")


def _many(number: int, what: str) -> str:
    return f"{number:,} {what}{'s' * (number != 1)}"


def _span(report: Report) -> str:
    if report.read.period is None:
        return ""
    first, last = (f"{moment.astimezone(report.zone):%Y-%m-%d}" for moment in report.read.period)
    return f" of {first}" if first == last else f" from {first} to {last}"


def _taken(read: Read) -> str:
    unreadable = f"{read.unreadable:,} cannot be read, " if read.unreadable else ""
    return f"{unreadable}{read.seconds:.1f} s, {read.rate:,.0f} articles a second"


def _block() -> str:
    """What bars are made of: something that can be written."""
    try:
        "█".encode(sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return "#"
    return "█"

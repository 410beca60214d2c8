"""What came of a backtest for people: a chart, samples and the difference."""

from __future__ import annotations

import shutil
import sys
from collections import Counter
from collections.abc import Iterator, Sequence

import click

from monitor.backtest.chart import bars
from monitor.backtest.difference import Changed, samples
from monitor.backtest.raised import Outcome, Raised
from monitor.cli import output
from monitor.cli.backtested import Compared, Read, Report, name
from monitor.cli.times import to_minute, zone


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
            click.echo("\n".join(_alert(" ", one)))
    for compared in report.against:
        show_difference(compared)
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


def show_difference(compared: Compared) -> None:
    """`+12 / −3`, and each of them with its sentence."""
    found = compared.difference
    changed = f", {len(found.changed)} changed" if found.changed else ""
    click.echo(f"\nAgainst {compared.name}: +{len(found.added)} / −{len(found.gone)}{changed}")
    for sign, colour, alerts in (("+", "green", found.added), ("−", "red", found.gone)):
        for one in alerts:
            click.echo("\n".join(_alert(click.style(sign, fg=colour), one)))
    for each in found.changed:
        click.echo("\n".join((*_alert(click.style("~", fg="yellow"), each.now), *_changes(each))))


def _alert(sign: str, one: Raised) -> Iterator[str]:
    when, what = to_minute(one.opened), click.style(output.cell(one.headline), bold=True)
    yield f"{sign} {when}  {what}  [{one.rule}, {one.status}]"
    yield f"    {name(one.article)}: {output.cell(one.title)}"
    yield f"    “{output.cell(one.sentence)}”"


def _changes(each: Changed) -> Iterator[str]:
    for what, before, now in each.changes:
        was, now_is = ((name(value) if what == "article" else value) or "-" for value in (before, now))
        yield f"    {what}: {output.cell(was)} → {output.cell(now_is)}"


def _many(number: int, what: str) -> str:
    return f"{number:,} {what}{'s' * (number != 1)}"


def _span(report: Report) -> str:
    if report.read.period is None:
        return ""
    first, last = (f"{moment.astimezone(zone()):%Y-%m-%d}" for moment in report.read.period)
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

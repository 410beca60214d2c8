"""`backtest`: what rules would have done, and what an edit changes about it."""

from __future__ import annotations

import asyncio
import os
from datetime import datetime
from pathlib import Path
from time import perf_counter

import click

from monitor import log
from monitor.backtest import Backtest
from monitor.backtest.days import Unit
from monitor.backtest.trying import Trying
from monitor.backtest.versions import Version, of_folder, running, with_file
from monitor.cli import backtested, backtestviews
from monitor.cli.backtested import Compared, Read, Report
from monitor.cli.editing import Editing
from monitor.cli.exit_codes import ExitCode
from monitor.cli.output import form_option, show_json
from monitor.cli.past import given
from monitor.cli.progress import Bars
from monitor.cli.session import Session, pass_session
from monitor.cli.times import Since
from monitor.cli.workbench import Workbench
from monitor.delivery.render import render_headline


def _processors() -> int:
    """How many this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@click.command()
@click.argument("files", nargs=-1)
@click.option("--rule", "rules", multiple=True, help="Only this rule, enabled or not; may be given again. `*` stands "
              "for anything.")  # fmt: skip
@click.option("--since", type=Since(), help="Only articles from then on: 30d, or a date.")
@click.option("--until", type=Since(), help="Only articles before that.")
@click.option("--against", type=click.Path(path_type=Path, exists=True), help="Compare with the rules of this folder, "
              "or with this version of a rule file, instead of what runs.")  # fmt: skip
@click.option("--samples", default=5, show_default=True, type=click.IntRange(0), help="How many alerts to show.")
@click.option("--by", type=click.Choice([str(unit) for unit in Unit]), help="A line of the chart; else what fits.")
@click.option("--jobs", type=click.IntRange(1, 256), help="How many processes; without it, one for each core.")
@click.option("--edit", is_flag=True, help="Then watch the rules, and show the difference at each save, until Ctrl-C.")
@form_option
@pass_session
def backtest(
    session: Session,
    *,
    files: tuple[str, ...],
    rules: tuple[str, ...],
    since: datetime | None,
    until: datetime | None,
    against: Path | None,
    samples: int,
    by: str | None,
    jobs: int | None,
    edit: bool,
    form: str,
) -> None:
    """What rules would have done with past articles.

    With those of FILES, each at the time when it was published: folders, files of every format that is read, `.jsonl`
    or - for an article a line. Without FILES with those of the archive. Shows alerts by day, samples, and the
    difference to the version that runs. Nobody is notified. Exit code 4 where an article cannot be read.
    """
    if edit and form == "json":
        raise click.UsageError("--edit is for people: leave --format away")
    editing = Editing(session)
    bench = Workbench(session)
    bench.tell_errors()
    bench.chosen(rules)
    versions = [Version("what is on disk", bench.workspace), *_others(session, bench, against, rules)]
    started = perf_counter()
    with log.silenced(), Bars() as progress, Backtest(
        session.settings,
        render_headline,
        jobs=jobs or _processors(),
        now=session.clock.now(),
        progress=progress,
    ) as past:  # fmt: skip
        unreadable = past.read(given(session, files, since, until), since if files else None, until if files else None)
        trying = Trying(past)
        outcome, *others = trying.of([(version, version.chosen(rules)) for version in versions])
        read = Read(past.articles, len(unreadable), past.period, perf_counter() - started)
        progress.end()
        for error in unreadable:
            click.echo(f"monitor: {error}", err=True)
        compared = [Compared.of(version, was, outcome) for version, was in zip(versions[1:], others, strict=True)]
        report = Report(read, sorted(versions[0].chosen(rules)), outcome, compared, samples, Unit(by) if by else None)
        show_json(backtested.as_json(report)) if form == "json" else backtestviews.show(report)
        if edit:
            editing.follow(trying, versions, rules, progress)
    if unreadable:
        click.get_current_context().exit(ExitCode.UNREADABLE)


def _others(session: Session, bench: Workbench, against: Path | None, rules: tuple[str, ...]) -> list[Version]:
    """What to compare with: one version, or none."""
    present, settings = bench.workspace, session.settings
    if against is None:
        live = asyncio.run(running(session.store_url, settings, present))
        return [live] if live else []
    if against.is_dir():
        return [of_folder(against, session.loaded.root, settings, present)]
    found = with_file(against, settings, present, rules)
    if found is None:
        raise click.UsageError(f"of which rule file is {against} another version? Name one rule by --rule")
    return [found]

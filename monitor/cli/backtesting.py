"""`backtest`: what rules would have done, and what an edit changes about it."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from zoneinfo import ZoneInfo

import click

from monitor import log
from monitor.backtest import Backtest
from monitor.backtest.days import Unit
from monitor.backtest.difference import difference
from monitor.backtest.trying import Trying
from monitor.backtest.versions import Version, of_folder, running, with_file
from monitor.backtest.work import Given
from monitor.cli import backtested, inputs
from monitor.cli.backtested import Compared, Read, Report
from monitor.cli.exit_codes import ExitCode
from monitor.cli.output import form_option, show_json
from monitor.cli.progress import Bars
from monitor.cli.session import Session, pass_session
from monitor.cli.times import Since
from monitor.cli.workbench import Workbench
from monitor.delivery.render import render_headline
from monitor.errors import Unreadable
from monitor.model.article import Article
from monitor.storage import Store


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
    form: str,
) -> None:
    """What rules would have done with past articles.

    With those of FILES, each at the time when it was published: folders, files of every format that is read, `.jsonl`
    or - for an article a line. Without FILES with those of the archive. Shows alerts by day, samples, and the
    difference to the version that runs. Nobody is notified. Exit code 4 where an article cannot be read.
    """
    bench = Workbench(session)
    bench.tell_errors()
    bench.chosen(rules)
    present = Version("what is on disk", bench.workspace)
    other = _other(session, bench, against, rules)
    started = perf_counter()
    with log.silenced(), Bars() as progress, Backtest(
        session.settings,
        render_headline,
        jobs=jobs or _processors(),
        now=session.clock.now(),
        progress=progress,
    ) as past:  # fmt: skip
        unreadable = past.read(_given(session, files, since, until), since if files else None, until if files else None)
        chosen = present.chosen(rules)
        versions = [(present, chosen), *([(other, other.chosen(rules))] if other else [])]
        outcome, *others = Trying(past).of(versions)
        read = Read(past.articles, len(unreadable), past.period, perf_counter() - started)
    against_ = [
        Compared(other.name, len(before.alerts), difference(before.alerts, outcome.alerts))
        for before in others
        if other
    ]
    report = Report(
        read, sorted(chosen), outcome, against_, ZoneInfo(session.settings.timezone), samples, Unit(by) if by else None
    )
    for error in unreadable:
        click.echo(f"monitor: {error}", err=True)
    if form == "json":
        show_json(backtested.as_json(report))
    else:
        backtested.show(report)
    if unreadable:
        click.get_current_context().exit(ExitCode.UNREADABLE)


def _other(session: Session, bench: Workbench, against: Path | None, rules: tuple[str, ...]) -> Version | None:
    """What to compare with."""
    present, settings = bench.workspace, session.settings
    if against is None:
        return asyncio.run(running(session.store_url, settings, present))
    if against.is_dir():
        return of_folder(against, session.loaded.root, settings, present)
    found = with_file(against, settings, present, rules)
    if found is None:
        raise click.UsageError(f"of which rule file is {against} another version? Name one rule by --rule")
    return found


def _given(
    session: Session, files: tuple[str, ...], since: datetime | None, until: datetime | None
) -> Iterator[Given | Unreadable]:
    if files:
        return inputs.opened(files, session.clock.now())
    return _archived(session.store_url, since or datetime.min.replace(tzinfo=UTC), until or session.clock.now())


def _archived(url: str, since: datetime, until: datetime) -> Iterator[Article]:
    """What the store has kept, each version when it came. In a loop of its own, which goes on only when it is asked for
    more."""
    with asyncio.Runner() as runner:
        articles = _stored(url, since, until)
        try:
            while True:
                batch = runner.run(_some(articles))
                if not batch:
                    return
                yield from batch
        finally:
            runner.run(articles.aclose())


async def _some(articles: AsyncIterator[Article], most: int = 200) -> list[Article]:
    found: list[Article] = []
    async for article in articles:
        found.append(article)
        if len(found) == most:
            break
    return found


async def _stored(url: str, since: datetime, until: datetime) -> AsyncGenerator[Article, None]:
    store = await Store.open(url)
    try:
        async with store.read() as tx:
            async for article in tx.archive.between(since, until):
                yield article
    finally:
        await store.close()

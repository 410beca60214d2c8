"""`replay`: a day again, faster, and nobody is notified."""

from __future__ import annotations

import asyncio
import json
import math
from collections import Counter
from collections.abc import Iterable
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click

from monitor import log
from monitor.backtest import Backtest
from monitor.backtest.replay import Pace, Replay, Step
from monitor.backtest.versions import Version
from monitor.cli.backtested import name
from monitor.cli.deliveries import unknown
from monitor.cli.exit_codes import ExitCode
from monitor.cli.output import cell, plain
from monitor.cli.past import given
from monitor.cli.practising import Practice, only_to
from monitor.cli.progress import Bars
from monitor.cli.session import Session, pass_session
from monitor.cli.times import Since, to_second
from monitor.cli.workbench import Workbench
from monitor.delivery.render import render_headline
from monitor.matching import Engine
from monitor.model.article import Article
from monitor.pipeline import InForce
from monitor.rules.compiled import RuleSet
from monitor.storage import Store


class Speed(click.ParamType[float]):
    """How many times as fast; `max` waits for nothing."""

    name = "speed"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> float:
        try:
            speed = math.inf if value == "max" else float(str(value))
        except ValueError:
            speed = math.nan
        if not speed > 0:
            self.fail(f"{value} is no speed; write 1000, or max", param, ctx)
        return speed


@click.command()
@click.argument("files", nargs=-1)
@click.option("--speed", type=Speed(), default="1000", show_default=True, help="How many times as fast; `max`: without "
              "waiting.")  # fmt: skip
@click.option("--to", help="Send everything to this receiver, marked as a drill.")
@click.option("--rule", "rules", multiple=True, help="Only this rule, enabled or not; may be given again. `*` stands "
              "for anything.")  # fmt: skip
@click.option("--since", type=Since(), help="Only articles from then on: 30d, or a date.")
@click.option("--until", type=Since(), help="Only articles before that.")
@click.option("--format", "form", type=click.Choice(["text", "jsonl"]), default="text", show_default=True,
              help="For people, or an object for each step.")  # fmt: skip
@pass_session
def replay(
    session: Session,
    *,
    files: tuple[str, ...],
    speed: float,
    to: str | None,
    rules: tuple[str, ...],
    since: datetime | None,
    until: datetime | None,
    form: str,
) -> None:
    """Run a day again, faster, and tell nobody.

    The articles of FILES (folders too), or else of the archive, go through the whole pipeline again in a store that is
    thrown away, each in its moment. Every step of an alert is printed as it is taken: raised, updated, closed. Exit
    code 4 where an article cannot be read, 5 where --to did not take a message.
    """
    if to is not None and to not in session.settings.receivers:
        raise unknown("receiver", to)
    bench = Workbench(session)
    bench.tell_errors()
    bench.chosen(rules)
    with log.silenced(), Bars() as progress, Backtest(
        session.settings, render_headline, jobs=1, now=session.clock.now(), progress=progress
    ) as past:  # fmt: skip
        unreadable = past.read(given(session, files, since, until), since if files else None, until if files else None)
        progress.end()
        for error in unreadable:
            click.echo(f"monitor: {error}", err=True)
        pace = Pace(session.clock, None if math.isinf(speed) else speed)
        showing = Showing(form)
        failed = asyncio.run(_run(session, past.kept(), _ruleset(bench, rules), pace=pace, showing=showing, to=to))
        click.echo(f"{past.articles:,} articles; {showing.summary}", err=True)
    if failed or unreadable:
        click.get_current_context().exit(ExitCode.NOT_DELIVERED if failed else ExitCode.UNREADABLE)


def _ruleset(bench: Workbench, names: tuple[str, ...]) -> RuleSet:
    """All rules as they would run, or those asked for."""
    present = Version("what is on disk", bench.workspace)
    return present.only(present.chosen(names)) if names else bench.workspace.ruleset


async def _run(
    session: Session, articles: Iterable[Article], ruleset: RuleSet, *, pace: Pace, showing: Showing, to: str | None
) -> int:
    """Answers how many messages were not taken."""
    settings = session.settings if to is None else only_to(session.settings, to)
    if to is not None:
        ruleset = replace(ruleset, rules={id: replace(rule, notify=()) for id, rule in ruleset.rules.items()})
    force = InForce(settings, Engine(ruleset), render_headline)
    async with AsyncExitStack() as stack:
        folder = stack.enter_context(TemporaryDirectory(prefix="monitor-replay-"))
        store = await Store.open(f"sqlite:///{Path(folder)}/state.db")
        stack.push_async_callback(store.close)
        practice = await stack.enter_async_context(Practice.of(session, store, to)) if to is not None else None

        async def told(step: Step) -> None:
            showing.show(step)
            if practice:
                await practice.send()

        await Replay(store, force, pace, told).run(articles)
        return practice.failed if practice else 0


class Showing:
    """Prints steps as they are taken."""

    def __init__(self, form: str) -> None:
        self._json = form == "jsonl"
        self._counted: Counter[str] = Counter()

    def show(self, step: Step) -> None:
        """On its line, with the sentence where it is news."""
        self._counted[step.change.kind.value] += 1
        click.echo(json.dumps(_json(step), ensure_ascii=False) if self._json else "\n".join(self._text(step)))

    @property
    def summary(self) -> str:
        """`3 raised, 1 closed`."""
        return ", ".join(f"{many:,} {kind}" for kind, many in self._counted.items()) or "no alert"

    def _text(self, step: Step) -> Iterable[str]:
        change, alert = step.change, step.alert
        causes = ", ".join(cause.value for cause in change.causes)
        kind = click.style(f"{change.kind:9}", bold=True)
        yield f"{to_second(change.at)}  {kind}  {cell(alert.headline)}  [{alert.rule_id}]"
        if change.article is None:
            yield f"    {causes}"
            return
        yield f"    {cell(name(str(change.article)))}: {causes}"
        for what, before, now in change.differences:
            yield f"    {what}: {cell(before or '-')} → {cell(now or '-')}"
        yield f"    “{cell(alert.facts['proof']['text'])}”"


def _json(step: Step) -> dict[str, Any]:
    alert = step.alert
    about = {
        "alert": alert.id,
        "rule": alert.rule_id,
        "headline": alert.headline,
        "severity": alert.severity,
        "standing": alert.standing,
        "status": alert.status,
        "sentence": alert.facts["proof"]["text"],
    }
    told: dict[str, Any] = plain({**plain(step.change), **about}, without=())
    return {name: value for name, value in told.items() if name != "alert_id"}

"""`drill`: a practice alert to everybody, through the daemon, and who could not be reached."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

import click

from monitor.alerting.drill import Target, practice, targets
from monitor.cli.deliveries import unknown
from monitor.cli.exit_codes import ExitCode
from monitor.cli.output import form_option, show_json, show_table
from monitor.cli.session import Session, asynchronous, pass_session
from monitor.cli.state import store
from monitor.cli.times import Duration
from monitor.cli.workbench import Workbench
from monitor.model.alert import Notification, NotificationState, ReceiverHealth, ReceiverState
from monitor.storage import Store, Transaction
from monitor.storage.rows import NotificationHistory

_LOOK_SECONDS = 0.2


@dataclass(frozen=True, slots=True)
class Result:
    """How one recipient fared. `seconds` from the start of the drill to the receiver's word that it has the message."""

    receiver: str
    recipient: str
    ways: tuple[str, ...]
    reached: bool
    seconds: float | None
    reason: str


@click.command()
@click.option("--wait", type=Duration(), default="60s", show_default=True, help="How long to wait for all of them.")
@click.option("--receiver", "only", multiple=True, help="Only this one; may be given again.")
@form_option
@pass_session
@asynchronous
async def drill(session: Session, wait: timedelta, only: tuple[str, ...], form: str) -> None:
    """Send a marked practice alert by every route.

    Through the daemon that runs, as a real one would go, but that nothing holds it back. Exit code 5 where somebody
    could not be reached, 6 where no daemon runs.
    """
    for name in only:
        if name not in session.settings.receivers:
            raise unknown("receiver", name)
    rules = Workbench(session).workspace.ruleset.rules
    everybody = targets(session.settings, {rule.id: rule.notify for rule in rules.values() if rule.notify})
    chosen = [one for one in everybody if one.ways and (not only or one.receiver in only)]
    async with store(session) as opened:
        if not await opened.daemons(session.clock.now()):
            click.echo("no daemon is running", err=True)
            click.get_current_context().exit(ExitCode.NO_DAEMON)
        results = await _run(session, opened, chosen, wait)
    if form == "json":
        show_json(results)
    else:
        _show(results, [one for one in everybody if not one.ways])
    if not all(one.reached for one in results):
        click.get_current_context().exit(ExitCode.NOT_DELIVERED)


async def _run(session: Session, opened: Store, chosen: list[Target], wait: timedelta) -> list[Result]:
    """Send, wait, and take back what has not arrived by then: a practice alert hours later would only alarm."""
    begun, name = session.clock.now(), f"drill-{uuid4()}"
    sent = {target: practice(target, name, begun) for target in chosen}
    async with opened.begin() as tx:
        await tx.outbox.add(list(sent.values()))
        await tx.daemon.request("send", begun)
    while session.clock.now() < begun + wait:
        async with opened.read() as tx:
            found = await _histories(tx, sent)
        if all(one.notification.state is not NotificationState.PENDING for one in found.values()):
            break
        await session.clock.wait(asyncio.Event(), _LOOK_SECONDS)
    async with opened.begin() as tx:
        for one in sent.values():
            await tx.outbox.drop(one.id, "the drill was over")
        found, health = await _histories(tx, sent), await tx.receivers.all()
    return [_result(target, found[target], health.get(target.receiver), sent[target]) for target in chosen]


async def _histories(tx: Transaction, sent: Mapping[Target, Notification]) -> dict[Target, NotificationHistory]:
    found = {target: await tx.outbox.get(one.id) for target, one in sent.items()}
    return {target: history for target, history in found.items() if history is not None}


def _result(target: Target, history: NotificationHistory, health: ReceiverHealth | None, sent: Notification) -> Result:
    reached = history.notification.state is NotificationState.SENT
    last = history.deliveries[-1] if history.deliveries else None
    seconds = (last.ended - sent.created).total_seconds() if reached and last and last.ended else None
    return Result(
        target.receiver, target.recipient, target.ways, reached, seconds, "" if reached else _why(history, health)
    )


def _why(history: NotificationHistory, health: ReceiverHealth | None) -> str:
    """Why somebody was not reached, by the nearest cause."""
    tried = [one for one in history.deliveries if one.reason]
    if tried:
        return f"{tried[-1].reason}: {tried[-1].detail}"
    if health is not None and health.state is not ReceiverState.OK:
        return f"{health.state}: {health.reason} {health.detail}".rstrip()
    if history.notification.state is NotificationState.SUPPRESSED:
        return history.notification.reason
    return "no answer in time" if history.deliveries else "not tried in time"


def _show(results: list[Result], nowhere: list[Target]) -> None:
    show_table(
        ("receiver", "recipient", "reached", "after", "by", "why not"),
        [
            (
                one.receiver,
                one.recipient or None,
                "yes" if one.reached else "NO",
                None if one.seconds is None else f"{one.seconds:.1f} s",
                ", ".join(one.ways),
                one.reason,
            )
            for one in results
        ],
    )
    for name in dict.fromkeys(one.receiver for one in nowhere):
        click.echo(f"no route, digest or rule leads to {name}", err=True)
    missed = sum(not one.reached for one in results)
    click.echo(f"{len(results) - missed} reached, {missed} not" if missed else f"all {len(results)} reached")

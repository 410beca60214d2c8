"""`doctor`: tries each real thing that the monitor stands on, and says what to do about what fails."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping
from datetime import datetime

import click

from monitor.cli import knocking, machine
from monitor.cli.exit_codes import ExitCode
from monitor.cli.machine import Finding, Verdict
from monitor.cli.output import form_option, show_json
from monitor.cli.sending import deliverers
from monitor.cli.session import Session, asynchronous, pass_session
from monitor.cli.state import store
from monitor.config import EmailReceiver
from monitor.delivery.contract import Deliverer
from monitor.delivery.contract import Finding as Probe
from monitor.errors import StoreUnavailable
from monitor.storage import Store
from monitor.storage.rows import DaemonRow

_COLOURS = {Verdict.OK: "green", Verdict.WARN: "yellow", Verdict.FAIL: "red"}


@click.command()
@form_option
@pass_session
@asynchronous
async def doctor(session: Session, form: str) -> None:
    """Try each thing the monitor stands on.

    Mail server, webhooks, store, folders, watches, the door's port, disk, clock and time zones.
    Nothing is sent. Exit code 1 where something fails, 3 where the settings are invalid.
    """
    found = [*_machine(session), *[finding async for finding in _services(session)]]
    if form == "json":
        show_json(found)
    else:
        for finding in found:
            _show(finding)
    if any(finding.verdict is Verdict.FAIL for finding in found):
        click.get_current_context().exit(ExitCode.FINDINGS)


def _machine(session: Session) -> Iterator[Finding]:
    settings, root, now = session.complete.settings, session.complete.root, session.clock.now()
    for warning in session.complete.warnings:
        place = f"{warning.file}:{warning.line}"
        yield Finding(Verdict.WARN, place, warning.message, warning.suggestion)
    yield from machine.folders(settings, root)
    yield from machine.catcher(settings, root)
    yield from machine.inotify(settings, root)
    yield from knocking.door(settings)
    yield from machine.disk(root)
    yield from machine.clock(now, root)
    yield from machine.time_zones(settings, now)


async def _services(session: Session) -> AsyncIterator[Finding]:
    try:
        async with store(session) as opened:
            running = await opened.daemons(session.clock.now())
            await _try_to_write(opened, session.clock.now())
    except StoreUnavailable as error:
        advice = "check `store` in monitor.yml, and the rights on its folder"
        yield Finding(Verdict.FAIL, "store", str(error), advice)
    else:
        yield Finding(Verdict.OK, "store", "can be read and written")
        yield _daemon(len(running))
    try:
        async with deliverers(session) as built:
            for name, deliverer in _to_try(session, built).items():
                for probe in await deliverer.check():
                    yield _judged(name, probe)
    except OSError as error:  # the catcher's Maildir
        yield Finding(Verdict.FAIL, "mail catcher", str(error), "check the rights on `smtp.catch`")


async def _try_to_write(opened: Store, now: datetime) -> None:
    """A row that nobody sees: it is gone before the transaction ends."""
    row = DaemonRow("doctor", 0, "", now, now, {})
    async with opened.begin() as tx:
        await tx.daemon.heartbeat(row)
        await tx.daemon.stopped(row.id)


def _daemon(running: int) -> Finding:
    if running:
        return Finding(Verdict.OK, "daemon", "is running" if running == 1 else f"{running} are running")
    return Finding(Verdict.WARN, "daemon", "is not running", "start it: `monitor run`, or systemctl start monitor")


def _to_try(session: Session, built: Mapping[str, Deliverer]) -> dict[str, Deliverer]:
    """Every receiver, of those for mail only one: they share a server. None of them where mail is only kept here."""
    mail = [name for name in built if isinstance(session.settings.receivers[name], EmailReceiver)]
    passed_over = mail[1:] if session.settings.smtp.host else mail
    return {name: deliverer for name, deliverer in built.items() if name not in passed_over}


def _judged(receiver: str, probe: Probe) -> Finding:
    advice = "" if probe.ok else f"mend it in monitor.yml or at the other end, then `monitor send-test {receiver}`"
    return Finding(Verdict.OK if probe.ok else Verdict.FAIL, f"{receiver}: {probe.what}", probe.detail, advice)


def _show(finding: Finding) -> None:
    verdict = click.style(f"{finding.verdict:<4}", fg=_COLOURS[finding.verdict])
    click.echo(f"{verdict} {finding.what}: {finding.detail}")
    if finding.advice:
        click.echo(f"     {finding.advice}")

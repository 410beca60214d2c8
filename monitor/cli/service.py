"""`status` and `backup`."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

import click

from monitor.cli import sources
from monitor.cli.exit_codes import ExitCode
from monitor.cli.output import form_option, plain, show_json
from monitor.cli.session import Session, asynchronous, pass_session
from monitor.cli.state import store
from monitor.cli.times import to_second
from monitor.model.alert import NotificationState, ReceiverState
from monitor.storage.rows import BrokenFile, DaemonRow, FileKind


@click.command()
@form_option
@pass_session
@asynchronous
async def status(session: Session, form: str) -> None:
    """Whether a daemon runs, and what waits.

    Exit code 6 where none does.
    """
    async with store(session) as opened, opened.read() as tx:
        daemons = await opened.daemons(session.clock.now())
        counts = await tx.outbox.counts()
        healths = await tx.receivers.all()
        broken = await tx.rulefiles.broken()
        good = {path for kind in FileKind for path in await tx.rulefiles.good(kind)}
        quarantined, embargoed = await tx.quarantine.counts()
        given = sources.states(daemons, await tx.articles.by_source(), session.sound)
    totals = {state: sum(many for (_, one), many in counts.items() if one is state) for state in NotificationState}
    unwell = [health for health in healths.values() if health.state is not ReceiverState.OK]
    if form == "json":
        show_json({
            "daemons": [plain(row, without=()) for row in daemons],
            "sources": [plain(one, without=()) for one in given],
            "notifications": totals,
            "receivers": unwell,
            "broken_files": sorted(broken),
            "quarantined": quarantined,
            "embargoed": embargoed,
        })  # fmt: skip
    else:
        for daemon in daemons:
            _show(daemon)
        for line in (line for one in given for line in sources.lines(one)):
            click.echo(line)
        click.echo(", ".join(f"{many} {state}" for state, many in totals.items()))
        for health in unwell:
            click.echo(f"receiver {health.name} is {health.state}: {health.reason} {health.detail}")
        for path, file in sorted(broken.items()):
            click.echo(f"{path} is broken; {_in_its_place(file, good)}")
        if quarantined:
            click.echo(f"{quarantined} files in quarantine")
        if embargoed:
            click.echo(f"{embargoed} articles held until their embargo ends")
    if not daemons:
        click.echo("no daemon is running", err=True)
        click.get_current_context().exit(ExitCode.NO_DAEMON)


def _in_its_place(file: BrokenFile, good: Collection[str]) -> str:
    if file.path in good:
        return "its last good version runs"
    if any(path.startswith(f"{file.path}/") for path in good):
        return "the last good versions of its files run"
    return (
        "the earlier settings are in force"
        if file.kind is FileKind.SETTINGS
        else "it has no good version, and is not in service"
    )


def _show(daemon: DaemonRow) -> None:
    click.echo(f"running on {daemon.host} as process {daemon.pid} since {to_second(daemon.started)}")
    for name, value in daemon.summary.items():
        if name != "sources" and (said := _said(value)):
            click.echo(f"  {name}: {said}")
    if daemon.summary.get("rules") == 0:
        click.echo("  there is no rule: nobody is told of anything")


def _said(value: object) -> str:
    """In words; empty for what is empty."""
    if isinstance(value, Mapping):
        return "; ".join(f"{name}: {said}" for name, inner in value.items() if (said := _said(inner)))
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@pass_session
@asynchronous
async def backup(session: Session, file: Path) -> None:
    """Copy the SQLite store while the daemon runs.

    A FILE that is there is replaced.
    """
    async with store(session) as opened:
        await opened.backup(file)
    click.echo(f"the state is in {file}")

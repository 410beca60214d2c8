"""`status` and `backup`."""

from __future__ import annotations

from pathlib import Path

import click

from monitor.cli.exit_codes import ExitCode
from monitor.cli.output import form_option, plain, show_json
from monitor.cli.session import Session, asynchronous, pass_session
from monitor.cli.state import reading, store
from monitor.model.alert import NotificationState, ReceiverState
from monitor.storage.rows import DaemonRow


@click.command()
@form_option
@pass_session
@asynchronous
async def status(session: Session, form: str) -> None:
    """Whether a daemon runs, and what waits.

    Exit code 6 where none does.
    """
    async with reading(session) as tx:
        daemons = await tx.daemon.running(session.clock.now())
        counts = await tx.outbox.counts()
        healths = await tx.receivers.all()
        broken = await tx.rulefiles.broken()
        quarantined = len(await tx.quarantine.list())
    totals = {state: sum(many for (_, one), many in counts.items() if one is state) for state in NotificationState}
    unwell = [health for health in healths.values() if health.state is not ReceiverState.OK]
    if form == "json":
        show_json({
            "daemons": [plain(row, without=()) for row in daemons],
            "notifications": totals,
            "receivers": unwell,
            "broken_files": sorted(broken),
            "quarantined": quarantined,
        })  # fmt: skip
    else:
        for daemon in daemons:
            _show(daemon)
        click.echo(", ".join(f"{many} {state}" for state, many in totals.items()))
        for health in unwell:
            click.echo(f"receiver {health.name} is {health.state}: {health.reason} {health.detail}")
        for path in sorted(broken):
            click.echo(f"{path} is broken; its last good version runs")
        if quarantined:
            click.echo(f"{quarantined} files in quarantine")
    if not daemons:
        click.echo("no daemon is running", err=True)
        click.get_current_context().exit(ExitCode.NO_DAEMON)


def _show(daemon: DaemonRow) -> None:
    since = f"{daemon.started.astimezone():%Y-%m-%d %H:%M:%S}"
    click.echo(f"running on {daemon.host} as process {daemon.pid} since {since}")
    for name, value in daemon.summary.items():
        click.echo(f"  {name}: {value}")


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

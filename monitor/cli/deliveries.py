"""What was sent, is due, or failed: `deliveries list/show/retry/drop`, and the receivers it goes to."""

from __future__ import annotations

import getpass

import click

from monitor.cli.exit_codes import ExitCode
from monitor.cli.output import form_option, show_json, show_table
from monitor.cli.session import Session, asynchronous, pass_session
from monitor.cli.state import reading, writing
from monitor.model.alert import NotificationState, ReceiverHealth, ReceiverState
from monitor.storage.rows import NotificationHistory


@click.group()
def deliveries() -> None:
    """What was sent, is due, or failed."""


@deliveries.command("list")
@click.option("--state", type=click.Choice([str(state) for state in NotificationState]), help="Only these.")
@click.option("--receiver", help="Only what goes to this receiver.")
@click.option("--limit", default=50, show_default=True, help="At most so many, newest first.")
@form_option
@pass_session
@asynchronous
async def list_(session: Session, state: str | None, receiver: str | None, limit: int, form: str) -> None:
    """Notifications, newest first."""
    async with reading(session) as tx:
        wanted = NotificationState(state) if state else None
        rows = await tx.outbox.list(state=wanted, receiver=receiver, limit=limit)
    if form == "json":
        show_json(rows)
    else:
        show_table(
            ("id", "state", "receiver", "recipient", "due", "attempts", "reason"),
            [(row.id, row.state, row.receiver, row.recipient, row.due, row.attempts, row.reason) for row in rows],
        )


@deliveries.command()
@click.argument("notification")
@click.option("--message", is_flag=True, help="Print the message itself, as it was rendered.")
@form_option
@pass_session
@asynchronous
async def show(session: Session, notification: str, message: bool, form: str) -> None:
    """One notification and every attempt to send it."""
    async with reading(session) as tx:
        history = await tx.outbox.get(notification)
    if history is None:
        raise unknown("notification", notification)
    if message:
        click.echo(history.notification.rendered or b"", nl=False)
    elif form == "json":
        show_json(history)
    else:
        _show(history)


def _show(history: NotificationHistory) -> None:
    about = history.notification
    show_table(("id", "state", "receiver", "recipient", "alert", "route", "due", "reason"), [
        (about.id, about.state, about.receiver, about.recipient, about.alert_id, about.route, about.due, about.reason)
    ])  # fmt: skip
    if about.carried_by:
        click.echo(f"leaves with others in {about.carried_by}")
    if history.holds:
        click.echo()
        show_table(
            ("held since", "until", "by", "why"), [(one.since, one.until, one.by, one.detail) for one in history.holds]
        )
    click.echo()
    show_table(
        ("started", "ended", "outcome", "reason", "detail"),
        [(one.started, one.ended, one.outcome, one.reason, one.detail) for one in history.deliveries],
    )


@deliveries.command()
@click.argument("notifications", nargs=-1, required=True)
@pass_session
@asynchronous
async def retry(session: Session, notifications: tuple[str, ...]) -> None:
    """Send dead or suppressed notifications after all."""
    async with writing(session) as tx:
        done = [await tx.outbox.retry(one, session.clock.now()) for one in notifications]
        await tx.daemon.request("send", session.clock.now())
    _report(notifications, done, "is due now", "is neither dead nor suppressed")


@deliveries.command()
@click.argument("notifications", nargs=-1, required=True)
@click.option("--reason", default="", help="Kept with the notification.")
@pass_session
@asynchronous
async def drop(session: Session, notifications: tuple[str, ...], reason: str) -> None:
    """Give up notifications that are still to be sent."""
    why = reason or f"dropped by {getpass.getuser()}"
    async with writing(session) as tx:
        done = [await tx.outbox.drop(one, why) for one in notifications]
    _report(notifications, done, "is dropped", "is not waiting to be sent")


@click.group()
def receivers() -> None:
    """Where notifications go, and whether it works."""


@receivers.command("list")
@form_option
@pass_session
@asynchronous
async def list_receivers(session: Session, form: str) -> None:
    """Every receiver, its state, and what waits for it."""
    async with reading(session) as tx:
        known, counts = await tx.receivers.all(), await tx.outbox.counts()
    configured = session.sound.receivers if session.sound else {}
    names = sorted({*configured, *known, *(name for name, _ in counts)})
    now = session.clock.now()
    healths = [known.get(name, ReceiverHealth(name, ReceiverState.OK, now)) for name in names]
    waiting = {name: counts.get((name, NotificationState.PENDING), 0) for name in names}
    if form == "json":
        show_json([{"waiting": waiting[one.name], "health": one} for one in healths])
        return
    show_table(
        ("name", "kind", "state", "waiting", "since", "reason"),
        [
            (one.name, _kind(session, one.name), one.state, waiting[one.name], _since(one), one.reason)
            for one in healths
        ],
    )


def _kind(session: Session, name: str) -> str:
    if session.sound is None:
        return "-"
    receiver = session.sound.receivers.get(name)
    return receiver.kind if receiver else "removed"


def _since(health: ReceiverHealth) -> object:
    return None if health.state is ReceiverState.OK else health.since


@receivers.command()
@click.argument("name")
@pass_session
@asynchronous
async def resume(session: Session, name: str) -> None:
    """Send to a paused or failing receiver again, all that waits at once."""
    async with writing(session) as tx:
        if name not in (session.sound.receivers if session.sound else await tx.receivers.all()):
            raise unknown("receiver", name)
        resumed = await tx.receivers.resume(name, session.clock.now())
        await tx.daemon.request("send", session.clock.now())
    click.echo(f"{name} {'is resumed' if resumed else 'was working already'}")


def unknown(kind: str, name: str) -> click.ClickException:
    """For an argument that names nothing."""
    return click.UsageError(f"there is no {kind} {name}")


def _report(ids: tuple[str, ...], done: list[bool], yes: str, no: str) -> None:
    for one, changed in zip(ids, done, strict=True):
        click.echo(f"{one} {yes if changed else no}", err=not changed)
    if not all(done):
        click.get_current_context().exit(ExitCode.FINDINGS)

"""`digest preview/send`: what a digest has collected, before its time."""

from __future__ import annotations

from datetime import datetime

import click

from monitor.cli.deliveries import unknown
from monitor.cli.sending import letters
from monitor.cli.session import Session, asynchronous, pass_session
from monitor.cli.state import reading, writing
from monitor.cli.times import to_minute
from monitor.config import ConsoleReceiver
from monitor.model.alert import DigestWindow, Notification
from monitor.outbox import digests
from monitor.storage import Transaction


@click.group()
def digest() -> None:
    """Summaries at fixed times."""


@digest.command()
@click.argument("name")
@pass_session
@asynchronous
async def preview(session: Session, name: str) -> None:
    """The text of the digest NAME as it would be sent now. Changes nothing."""
    now = _known(session, name)
    async with reading(session) as tx:
        window = DigestWindow(name, await _start(tx, name, now), now)
        notifications = await digests.preview(tx, window, session.settings, now)
    if not notifications:
        click.echo(f"nothing was collected since {to_minute(window.start)}, so nothing would be sent")
        return
    reader = session.settings.receivers[notifications[0].receiver]
    console = ConsoleReceiver(kind="console", language=reader.language, timezone=reader.timezone)
    click.echo(letters(session).render(notifications[0], console), nl=False)


@digest.command()
@click.argument("name")
@pass_session
@asynchronous
async def send(session: Session, name: str) -> None:
    """Close the digest NAME now, and put it into the outbox; the next one begins here."""
    now = _known(session, name)
    async with writing(session) as tx:
        window = await digests.current(tx, name, session.settings, now)
        sent: tuple[Notification, ...] = ()
        if window.start < now:  # the digest's first window begins with this very call
            sent = await digests.close(tx, DigestWindow(name, window.start, now), session.settings, now)
            await digests.current(tx, name, session.settings, now)
            await tx.daemon.request("send", now)
    click.echo(f"{len(sent)} notifications are due" if sent else "nothing was collected, and nothing is sent")


def _known(session: Session, name: str) -> datetime:
    """Now, for a digest that there is."""
    if name not in session.settings.digests:
        raise unknown("digest", name)
    return session.clock.now()


async def _start(tx: Transaction, name: str, now: datetime) -> datetime:
    last = await tx.digests.last_window(name)
    if last is None:
        return now
    return last.start if last.closed is None else last.end

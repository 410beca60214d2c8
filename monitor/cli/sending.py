"""`send-test` and `template`: what a message looks like, and whether it arrives."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from uuid import uuid4

import click

from monitor.alerting.routes import recipients
from monitor.alerting.telling import UPDATE_TEMPLATE
from monitor.cli.deliveries import unknown
from monitor.cli.exit_codes import ExitCode
from monitor.cli.session import Session, asynchronous, pass_session
from monitor.cli.workbench import Workbench
from monitor.delivery.build import build
from monitor.delivery.catcher import start_catcher
from monitor.delivery.contract import Deliverer
from monitor.delivery.letters import Letters
from monitor.delivery.render import Frame, Part, RenderFailed
from monitor.delivery.render.parts import DEFAULTS
from monitor.delivery.sample import sample_alert, samples
from monitor.errors import DeliveryError, InvalidFiles, Problem
from monitor.model.alert import Notification, NotificationKind

_TEST = "Test message, nothing has happened"


@click.command("send-test")
@click.argument("receiver")
@pass_session
@asynchronous
async def send_test(session: Session, receiver: str) -> None:
    """Send a sample alert to a receiver.

    At once, past the outbox. Exit code 5 where RECEIVER does not take it.
    """
    if receiver not in session.settings.receivers:
        raise unknown("receiver", receiver)
    failed = 0
    async with deliverers(session) as built:
        for recipient in recipients(session.settings.receivers[receiver]):
            failed += not await _send(session, built[receiver], receiver, recipient)
    if failed:
        click.get_current_context().exit(ExitCode.NOT_DELIVERED)


async def _send(session: Session, deliverer: Deliverer, receiver: str, recipient: str) -> bool:
    notification = _sample(session, receiver, recipient)
    try:
        await deliverer.deliver(notification)
    except DeliveryError as error:
        click.echo(f"{recipient or receiver}: {error}", err=True)
        return False
    click.echo(f"{recipient or receiver}: taken")
    return True


def _sample(session: Session, receiver: str, recipient: str) -> Notification:
    """By the templates of real alerts. Its headline says what it is, since that stands in every message."""
    now, id = session.clock.now(), f"test-{uuid4()}"
    why = {"rule": "city-captured", "route": "send-test", "receiver": receiver, "recipient": recipient}
    sample = sample_alert()
    marked = {**sample["alert"], "headline": f"{_TEST}: {sample['alert']['headline']}"}
    notification = Notification(
        id=id,
        kind=NotificationKind.ALERT,
        receiver=receiver,
        recipient=recipient,
        thread=id,
        content={**sample, "alert": marked, "why": why},
        due=now,
        created=now,
    )
    return replace(notification, rendered=letters(session).render(notification, session.settings.receivers[receiver]))


def letters(session: Session) -> Letters:
    """What renders messages, under the settings and templates as they are on disk."""
    chosen = session.settings
    return Letters(Workbench(session).workspace.templates, chosen.smtp.sender, Frame(chosen.language, chosen.timezone))


@asynccontextmanager
async def deliverers(session: Session) -> AsyncIterator[Mapping[str, Deliverer]]:
    """A deliverer for each receiver. Without a mail server mail goes to a catcher, as in the daemon."""
    settings, root = session.complete.settings, session.complete.root
    smtp = settings.smtp
    catcher = None if smtp.host else await start_catcher(root / smtp.catch)
    built = build(
        settings.receivers,
        catcher.settings(smtp) if catcher else smtp,
        root=root,
        console=sys.stdout.buffer,
        clock=session.clock,
    )
    try:
        yield built
    finally:
        for deliverer in built.values():
            await deliverer.close()
        if catcher:
            await catcher.close()


@click.group()
def template() -> None:
    """What messages look like."""


@template.command("list")
@pass_session
def list_templates(session: Session) -> None:
    """The names of all templates, the built-in ones included."""
    for name in sorted(Workbench(session).workspace.templates.names()):
        click.echo(name)


@template.command("preview")
@click.argument("name")
@click.option("--part", type=click.Choice([str(part) for part in Part]), help="Only this part.")
@pass_session
def preview_template(session: Session, name: str, part: str | None) -> None:
    """Render the template NAME with a sample: its subject and text, or one part."""
    templates = Workbench(session).workspace.templates
    if name not in templates.names():
        raise unknown("template", name)
    kind = next((kind for kind, default in DEFAULTS.items() if default == name), NotificationKind.ALERT)
    of_change = name == UPDATE_TEMPLATE
    fitting = [one for one in samples() if one["kind"] == kind and bool(one.get("change")) is of_change]
    sample = fitting[-1 if of_change else 0]
    try:
        for one in [Part(part)] if part else [Part.SUBJECT, Part.TEXT]:
            click.echo(templates.render(name, one, kind, sample).rstrip())
    except RenderFailed as error:
        raise InvalidFiles([Problem(error.template, error.line, 0, "template-fails", error.message)]) from None

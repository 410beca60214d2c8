"""`quarantine list/show/retry`: files that could not be read as articles."""

from __future__ import annotations

import click

from monitor.cli.deliveries import unknown
from monitor.cli.output import cell, form_option, show_json, show_table
from monitor.cli.session import Session, asynchronous, pass_session
from monitor.cli.state import reading, writing
from monitor.config import PushSettings, StdinSettings


@click.group()
def quarantine() -> None:
    """Files that could not be read as articles."""


@quarantine.command("list")
@click.option("--all", "every", is_flag=True, help="Those that could be read later, too.")
@form_option
@pass_session
@asynchronous
async def list_(session: Session, every: bool, form: str) -> None:
    """Each file with the reason."""
    async with reading(session) as tx:
        rows = await tx.quarantine.list(resolved=every)
    if form == "json":
        show_json(rows)
    else:
        show_table(
            ("id", "article", "reason", "since", "detail"),
            [(row.id, row.article, row.reason, row.since, row.detail) for row in rows],
        )


@quarantine.command()
@click.argument("number", type=int)
@form_option
@pass_session
@asynchronous
async def show(session: Session, number: int, form: str) -> None:
    """One file, with everything that is known of it."""
    async with reading(session) as tx:
        row = await tx.quarantine.get(number)
    if row is None:
        raise unknown("quarantined file with number", str(number))
    if form == "json":
        show_json(row)
        return
    for name, value in (("article", row.article), ("reason", row.reason), ("detail", row.detail),
                        ("since", row.since), ("read again", row.until), ("read since", row.resolved),
                        ("content", row.content_hash)):  # fmt: skip
        click.echo(f"{name:<11} {cell(value)}")


@quarantine.command()
@click.argument("number", type=int, required=False)
@click.option("--all", "every", is_flag=True, help="Every file.")
@pass_session
@asynchronous
async def retry(session: Session, number: int | None, every: bool) -> None:
    """Read one file again, or all of them. The daemon does it, at once where one is running."""
    if (number is None) == (not every):
        raise click.UsageError("give a file's number, or --all")
    sources = session.sound.sources if session.sound else []
    keep_nothing = [one.called for one in sources if isinstance(one, (PushSettings, StdinSettings))]
    async with writing(session) as tx:
        row = await tx.quarantine.get(number) if number is not None else None
        asked = await tx.quarantine.request_retry(number, but_not=keep_nothing)
    if number is not None and (row is None or row.resolved):
        raise unknown("quarantined file with number", str(number))
    if row is not None and not asked:
        held = f"is held until {cell(row.until)}" if row.until else "is only with whoever sent it: have it sent again"
        raise click.ClickException(f"{row.article} {held}")
    click.echo(f"{asked} to be read again")

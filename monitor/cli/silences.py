"""`silence add/list/expire`: somebody's temporary mute."""

from __future__ import annotations

import getpass
from datetime import timedelta

import click

from monitor.alerting.silences import Scope, ScopeKind, parse_scope
from monitor.cli.alerts import article_named
from monitor.cli.deliveries import unknown
from monitor.cli.output import form_option, show_json, show_table
from monitor.cli.session import Session, asynchronous, pass_session
from monitor.cli.state import reading, writing
from monitor.cli.times import Duration, to_minute
from monitor.cli.workbench import Workbench
from monitor.config import MonitorSettings
from monitor.rules.compiling import slots_of
from monitor.storage import Transaction
from monitor.strictyaml import did_you_mean


@click.group()
def silence() -> None:
    """Mute a rule, tag, slot, story or receiver."""


@silence.command()
@click.argument("scope")
@click.option("--for", "length", type=Duration(), required=True, help="How long, such as 6h.")
@click.option("--reason", required=True, help="Why: whoever misses a message will ask.")
@click.option("--owner", default=getpass.getuser, show_default="you", help="Whose it is.")
@pass_session
@asynchronous
async def add(session: Session, scope: str, length: timedelta, reason: str, owner: str) -> None:
    """SCOPE is rule:ID, tag:NAME, slot:NAME=VALUE, story:WHAT or receiver:NAME.

    WHAT is an alert's id, or an article's `source:path`, file name or headline: the story that it tells is muted.
    """
    if not reason.strip():
        raise click.UsageError("--reason is empty: whoever misses a message will ask")
    try:
        parsed = parse_scope(scope)
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    _warn(session, parsed)
    now = session.clock.now()
    async with writing(session) as tx:
        if parsed.kind is ScopeKind.STORY:
            scope = f"{ScopeKind.STORY}:{await _story(tx, parsed.value)}"
        added = await tx.silences.add(scope, owner, reason, now, now + length)
    click.echo(f"silence {added.id}: {scope} until {to_minute(added.ends)}")


async def _story(tx: Transaction, what: str) -> str:
    """The id of the story that is meant; an id that nothing is known of stands for itself."""
    alert = await tx.alerts.get(what)
    if alert is not None:
        return alert.story_id
    versions = await tx.articles.versions(await article_named(tx, what))
    if versions:
        return versions[-1].story_id
    if await tx.stories.get(what) is None:
        click.echo(f"no story is known by `{what}`: name an alert's id, or an article's file or headline", err=True)
    return what


def _warn(session: Session, scope: Scope) -> None:
    """Say where a silence names what there is not: it may come, so this is no error."""
    if session.sound is None or scope.kind is ScopeKind.STORY:
        return
    name, known = scope.slot or scope.value, _names(session, session.sound, scope.kind)
    if name not in known:
        advice = did_you_mean(name, known)
        click.echo(f"no {scope.kind} is named `{name}`{advice and f'; {advice}'}", err=True)


def _names(session: Session, settings: MonitorSettings, kind: ScopeKind) -> set[str]:
    if kind is ScopeKind.RECEIVER:
        return set(settings.receivers)
    rules = Workbench(session).workspace.ruleset.rules
    if kind is ScopeKind.RULE:
        return set(rules)
    return {
        name for rule in rules.values() for name in (rule.tags if kind is ScopeKind.TAG else slots_of(rule.conditions))
    }


@silence.command("list")
@click.option("--all", "every", is_flag=True, help="Those that have ended, too.")
@form_option
@pass_session
@asynchronous
async def list_(session: Session, every: bool, form: str) -> None:
    """Silences in force."""
    async with reading(session) as tx:
        rows = await (tx.silences.list() if every else tx.silences.active(session.clock.now()))
    if form == "json":
        show_json(rows)
    else:
        show_table(
            ("id", "scope", "owner", "starts", "ends", "reason"),
            [(row.id, row.scope, row.owner, row.starts, row.ends, row.reason) for row in rows],
        )


@silence.command()
@click.argument("number", type=int)
@pass_session
@asynchronous
async def expire(session: Session, number: int) -> None:
    """End a silence now."""
    async with writing(session) as tx:
        ended = await tx.silences.expire(number, session.clock.now())
    if not ended:
        raise unknown("silence in force with number", str(number))
    click.echo(f"silence {number} has ended")

"""`alerts` and `why`: what was raised, and for each alert and article why somebody heard of it, or did not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

import click

from monitor.cli.deliveries import unknown
from monitor.cli.life import step, timeline
from monitor.cli.output import form_option, show_json, show_table
from monitor.cli.session import Session, asynchronous, pass_session
from monitor.cli.state import reading
from monitor.cli.times import Since, to_second
from monitor.cli.whynot import why_not
from monitor.cli.wrong import wrong
from monitor.config import MonitorSettings
from monitor.model.alert import Alert, AlertState, Notification, NotificationState, Standing
from monitor.model.article import ArticleId
from monitor.storage import Transaction
from monitor.storage.rows import (
    AlertHistory,
    ArticleHistory,
    ArticleRow,
    MatchHistory,
    MatchRow,
    NotificationHistory,
)


@click.group(invoke_without_command=True)
@click.option("--rule", "rule_id", help="Only this rule's.")
@click.option("--open", "only_open", is_flag=True, help="Only those that further matches still join.")
@click.option("--since", type=Since(), help="Only those raised since: 24h, 3d, or a date.")
@click.option("--limit", default=50, show_default=True, help="At most so many, newest first.")
@form_option
@click.pass_context
def alerts(
    ctx: click.Context, *, rule_id: str | None, only_open: bool, since: datetime | None, limit: int, form: str
) -> None:
    """Alerts, newest first; `show ID` tells one's life."""
    if ctx.invoked_subcommand is None:
        state = AlertState.OPEN if only_open else None
        ctx.invoke(_list, rule_id=rule_id, state=state, since=since, limit=limit, form=form)


alerts.add_command(wrong)


@pass_session
@asynchronous
async def _list(
    session: Session, *, rule_id: str | None, state: AlertState | None, since: datetime | None, limit: int, form: str
) -> None:
    async with reading(session) as tx:
        rows = await tx.alerts.list(state=state, rule_id=rule_id, since=since, limit=limit)
    if form == "json":
        show_json(rows)
    else:
        show_table(
            ("id", "opened", "state", "standing", "severity", "sources", "rule", "headline"),
            [
                (row.id, row.opened, row.state, row.standing, row.severity, row.sources, row.rule_id, row.headline)
                for row in rows
            ],
        )


@alerts.command("show")
@click.argument("alert_id", metavar="ID")
@form_option
@pass_session
@asynchronous
async def show(session: Session, *, alert_id: str, form: str) -> None:
    """One alert's life: each step with its reason, and who was told."""
    async with reading(session) as tx:
        history = await tx.why.alert(alert_id)
    if history is None:
        raise unknown("alert", alert_id)
    if form == "json":
        show_json(history)
        return
    for line in _life(history):
        click.echo(line)


@click.command()
@click.argument("what")
@click.option("--receiver", help="Why this receiver heard of it, or did not.")
@form_option
@pass_session
@asynchronous
async def why(session: Session, what: str, receiver: str | None, form: str) -> None:
    """Why somebody heard of it, or did not.

    WHAT is an alert's id, or an article's `source:path`, file name or headline.
    """
    if receiver is not None and receiver not in session.settings.receivers:
        raise unknown("receiver", receiver)
    async with reading(session) as tx:
        only = receiver if form == "json" else None  # in words, what others got is a reason too
        history = await tx.why.alert(what) or await tx.why.article(await article_named(tx, what), only)
    if history is None:
        raise unknown("alert or article", what)
    if form == "json":
        show_json(history)
        return
    asked = _Asked(receiver, session.settings) if receiver else None
    told = _of_alert(history, asked) if isinstance(history, AlertHistory) else _of_article(history, asked)
    for line in told:
        click.echo(line)


async def article_named(tx: Transaction, words: str) -> ArticleId:
    """The article that is meant; where several could be, they are named."""
    source, _, path = words.partition(":")
    exact = ArticleId(source, path)
    if path and (await tx.articles.versions(exact) or await tx.quarantine.of(exact)):
        return exact
    found = await tx.articles.find(words)
    named = [row.id for row in found if row.id.path == words or row.id.path.endswith(f"/{words}")]
    candidates = named or [row.id for row in found]
    if len(candidates) > 1:
        raise click.UsageError("which one?\n" + "\n".join(map(str, candidates)))
    if candidates:
        return candidates[0]
    quarantined = [row.article for row in await tx.quarantine.list() if words in str(row.article)]
    return quarantined[0] if quarantined else exact


@dataclass(frozen=True, slots=True)
class _Asked:
    """The receiver that is asked about, under the settings of now."""

    receiver: str
    settings: MonitorSettings


def _life(history: AlertHistory) -> Iterator[str]:
    alert = history.alert
    yield from _alert(alert)
    yield f"  rule {alert.rule_id}, {alert.happening}; open until {to_second(alert.hold_until)} at least"
    reported = ", ".join(alert.facts.get("life", {}).get("sources", []))
    yield f"  {alert.standing}, {alert.status}" + (f"; reported by {reported}" if reported else "")
    yield from (f"  {line}" for line in timeline(history))


def _of_alert(history: AlertHistory, asked: _Asked | None) -> Iterator[str]:
    yield from _life(history)
    yield from _sent(history.alert, history.notifications, history.digests, asked)


def _of_article(history: ArticleHistory, asked: _Asked | None) -> Iterator[str]:
    for row in history.quarantine:
        yield f"{row.article}: in quarantine since {to_second(row.since)}: {row.reason}: {row.detail}"
    for version in history.versions:
        yield f"{version.id}, version {version.number}, received {to_second(version.received)}: {version.headline}"
        yield f"  {_in_story(version)}"
        matches = [match for match in history.matches if match.match.number == version.number]
        for match in matches:
            yield from _of_match(match, asked)
        if not matches:
            yield "  no rule matched; `monitor explain RULE FILE` says for one rule why not"


def _in_story(version: ArticleRow) -> str:
    """Its place in its story: whom it repeats, or what it continues and how much of it is new."""
    told = f"story {version.story_id}"
    if version.credits:
        told += f", credits {', '.join(version.credits)}"
    if version.copy_of:
        return f"{told}, a copy of {version.copy_of}: no source of its own"
    if version.take_of:
        article, number = version.take_of
        told += f", continues {article}, version {number}; {len(version.news)} sentences are new"
    return told


def _of_match(history: MatchHistory, asked: _Asked | None) -> Iterator[str]:
    kept_back = f", kept back: {history.match.kept_back}{_counted(history.match)}" if history.match.kept_back else ""
    brought = "".join(f", {step(one)}" for one in history.changes)
    yield f"  rule {history.match.rule_id} matched{brought}{kept_back}"
    if history.match.withdrawn:
        yield f"    it no longer counts since {to_second(history.match.withdrawn)}"
    if history.alert is not None:
        yield from (f"  {line}" for line in _alert(history.alert))
        yield from (f"  {line}" for line in _sent(history.alert, history.notifications, history.digests, asked))


def _alert(alert: Alert) -> Iterator[str]:
    late = ", late" if alert.late else ""
    standing = "" if alert.standing is Standing.REPORTED else f", {alert.standing}"
    yield f"alert {alert.id}, {alert.severity}, {alert.state}{standing}{late}, story {alert.story_id}: {alert.headline}"


def _counted(match: MatchRow) -> str:
    """What `when` had together by then."""
    window = match.facts.get("window")
    return f", {window['count']} from {window['sources']} sources; asked for: {window['asked']}" if window else ""


def _sent(
    alert: Alert, histories: Sequence[NotificationHistory], digests: Sequence[str], asked: _Asked | None
) -> Iterator[str]:
    for history in histories:
        if asked and history.notification.receiver != asked.receiver:
            continue
        yield f"  {_notification(history.notification)}"
        if history.waits_for:
            health = history.waits_for
            since, said = to_second(health.since), f"{health.reason} {health.detail}".rstrip()
            yield f"    its receiver is {health.state} since {since}: {said}"
        yield from (
            f"    {to_second(one.since)} held until {to_second(one.until)}: {one.by}: {one.detail}"
            for one in history.holds
        )
        yield from (
            f"    {to_second(one.started)} {one.outcome} {one.reason} {one.detail}".rstrip()
            for one in history.deliveries
        )
    yield from (f"  collected by the digest {digest}" for digest in digests)
    if asked:
        sent = [one.notification for one in histories]
        yield from (f"  {line}" for line in why_not(asked.receiver, asked.settings, alert, sent, digests))


def _notification(one: Notification) -> str:
    to = f"{one.receiver} {one.recipient}".rstrip()
    route = f" by {one.route}" if one.route else ""
    told = (one.content.get("change") or {}).get("kind", "the alert")
    due = f", due {to_second(one.due)}" if one.state is NotificationState.PENDING else ""
    reason = f": {one.reason}" if one.reason else ""
    within = f", with others in {one.carried_by}" if one.carried_by else ""
    return f"{told} to {to}{route}: {one.state}{due}{within}{reason} ({one.id})"

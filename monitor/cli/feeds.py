"""`feed add/list/remove/check/import/export`: the feeds of the web that are asked."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from datetime import timedelta
from pathlib import Path

import click

from monitor.cli.exit_codes import ExitCode
from monitor.cli.feedlists import FeedList, changing, chosen_list, lists
from monitor.cli.feedviews import entries, show_check, show_feed, show_list
from monitor.cli.output import cell, form_option
from monitor.cli.session import Session, asynchronous, pass_session
from monitor.cli.state import reading, writing
from monitor.cli.times import Duration
from monitor.clock import Clock
from monitor.errors import Unreadable, UnreadableReason
from monitor.sources.feeds import Fetcher, listing, opml
from monitor.sources.feeds.headers import address
from monitor.sources.feeds.opml import Feed, Listed
from monitor.sources.feeds.visiting import Visit, offers, visit, visit_all

source_option = click.option("--source", "name", help="The source, where several have lists of feeds.")


@click.group()
def feed() -> None:
    """The feeds of the web that are asked."""


@feed.command()
@click.argument("url")
@click.option("--title", help="What it is called; without it what the feed calls itself.")
@click.option("--every", type=Duration(), help="How often it is asked, such as 5m.")
@click.option("--pages", is_flag=True, help="Its entries are teasers: read the pages that they link to.")
@click.option("--unseen", is_flag=True, help="Add it without asking for it.")
@source_option
@pass_session
@asynchronous
async def add(
    session: Session,
    url: str,
    *,
    title: str | None,
    every: timedelta | None,
    pages: bool,
    unseen: bool,
    name: str | None,
) -> None:
    """Add the feed at URL, or the one that the web page there names.

    A daemon that runs asks it at once; so it does with one that was gone. Exit code 4 where there is no feed.
    """
    chosen, asked = chosen_list(session, name), _address(url)
    if not unseen:
        async with chosen.requests() as requests:
            seen = await _find(asked, requests, session, chosen)
        asked, title = (seen.at if seen.moved else seen.url), title or (seen.found.title if seen.found else None)
    added = chosen.add(Feed(asked, title or "", (), every, pages))
    async with writing(session) as tx:
        gone = (await tx.feeds.of(chosen.name)).get(asked)
        if gone is not None and gone.gone:
            await tx.feeds.forget(chosen.name, [asked])
        await tx.daemon.request("rescan", session.clock.now())
    click.echo(f"{asked} is {'added to' if added else 'listed already in'} {chosen.file}")


async def _find(url: str, requests: Fetcher, session: Session, chosen: FeedList) -> Visit:
    """The feed at the address, or the first that the page there offers."""
    seen = await visit(url, requests, session.clock, chosen.fields)
    offered = offers(seen.page, seen.at) if seen.found is None and seen.page is not None else []
    for each in offered:
        within = await visit(each.url, requests, session.clock, chosen.fields)
        if within.found is not None:
            for other in offered:
                if other is not each:
                    click.echo(
                        cell(f"the page names {other.url} too {f'({other.title})' if other.title else ''}"), err=True
                    )
            return within
    if seen.found is None:
        click.echo(f"monitor: there is no feed at {url}: {cell(seen.failure)}", err=True)
        click.get_current_context().exit(ExitCode.UNREADABLE)
    return seen


@feed.command("list")
@source_option
@form_option
@pass_session
@asynchronous
async def list_(session: Session, name: str | None, form: str) -> None:
    """Each feed: when it was asked, when it last gave something, when it is asked next, and what is wrong with it."""
    rows = []
    async with reading(session) as tx:
        for chosen in lists(session, name):
            states = await tx.feeds.of(chosen.name)
            rows += [(chosen.name, each, states.get(each.url)) for each in chosen.told().feeds]
    show_list(rows, form)


@feed.command()
@click.argument("url")
@source_option
@pass_session
@asynchronous
async def remove(session: Session, url: str, name: str | None) -> None:
    """Ask this feed no more. What was taken of it stays."""
    asked, removed = _address(url), False
    for chosen in lists(session, name):
        if chosen.file.exists():
            with changing(chosen.file):
                removed |= listing.edit(chosen.file, lambda text: opml.remove(text, asked) if text else None)
    if not removed:
        raise click.UsageError(f"no feed {asked} is listed; `monitor feed list` shows those that are")
    async with writing(session) as tx:
        await tx.daemon.request("rescan", session.clock.now())
    click.echo(f"{asked} is removed")


@feed.command()
@click.argument("url", required=False)
@source_option
@form_option
@pass_session
@asynchronous
async def check(session: Session, url: str | None, name: str | None, form: str) -> None:
    """Ask for URL now, and show what would be taken of it; without URL, ask for every listed feed.

    Nothing is taken or remembered. Exit code 1 where a feed gives none.
    """
    if url:
        chosen = chosen_list(session, name)
        async with chosen.requests() as requests:
            seen = await visit(_address(url), requests, session.clock, chosen.fields)
        language, now = session.settings.default_language, session.clock.now()
        show_feed(seen, entries(seen, chosen.name, chosen.settings.hints, default_language=language, now=now), form)
        sound = seen.found is not None
    else:
        sound = await show_check(_visits(lists(session, name), session.clock), form)
    if not sound:
        click.get_current_context().exit(ExitCode.FINDINGS)


async def _visits(lists: Iterable[FeedList], clock: Clock) -> AsyncIterator[Visit]:
    """Every feed of these lists, as it answers."""
    for chosen in lists:
        urls = [each.url for each in chosen.told().feeds]
        async with chosen.requests() as requests:
            async for seen in visit_all(urls, requests, clock, chosen.fields, chosen.settings.pause):
                yield seen


@feed.command("import")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@source_option
@pass_session
def import_(session: Session, file: Path, name: str | None) -> None:
    """Add every feed of an OPML FILE, as other programs export them."""
    chosen, found = chosen_list(session, name), listing.load(file)
    if not isinstance(found, Listed):
        raise Unreadable(UnreadableReason.BROKEN, f"{file}: {found.reason}")
    for fault in found.faults:
        click.echo(f"{file}: {fault}", err=True)
    added = chosen.add(*found.feeds)
    click.echo(f"{added} of {len(found.feeds)} feeds are added to {chosen.file}, the others are listed already")


@feed.command()
@source_option
@pass_session
def export(session: Session, name: str | None) -> None:
    """Print the list as OPML, for other programs."""
    chosen = chosen_list(session, name)
    click.echo(chosen.file.read_bytes() if chosen.is_there() else opml.add(None, ()), nl=False)


def _address(url: str) -> str:
    asked = address(url if "://" in url else f"https://{url}")
    if asked is None:
        raise click.UsageError(f"`{url}` is no address of the web")
    return asked

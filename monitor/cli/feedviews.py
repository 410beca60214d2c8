"""Feeds for people, and as JSON."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import Any

import click

from monitor.cli.output import cell, show_json, show_table
from monitor.model.article import Article, Hints
from monitor.model.feed import FeedState
from monitor.reading import MEMBER, Read, read_all
from monitor.sources.feeds.documents import raw_article
from monitor.sources.feeds.opml import Feed
from monitor.sources.feeds.visiting import Visit

Row = tuple[str, Feed, FeedState | None]


def show_list(rows: Sequence[Row], form: str) -> None:
    """The feeds as they are listed, with how asking them went."""
    if form == "json":
        show_json([_as_json(source, feed, state) for source, feed, state in rows])
        return
    show_table(
        ("source", "asked", "gave", "entries", "next", "feed"),
        [(source, *_times(state), _words(feed, state)) for source, feed, state in rows],
    )


def _times(state: FeedState | None) -> tuple[object, object, object, object]:
    if state is None:
        return (None, None, None, "at once")
    return (state.asked, state.gave, state.entries, "never" if state.gone else state.due)


def _words(feed: Feed, state: FeedState | None) -> str:
    title = feed.title or (state.title if state else "")
    words = f"{title} {feed.url}" if title and title != feed.url else feed.url
    if state is not None and state.moved:
        words += f" (moved to {state.moved})"
    return f"{words} [{state.trouble}]" if state is not None and state.trouble else words


def _as_json(source: str, feed: Feed, state: FeedState | None) -> dict[str, Any]:
    return {
        "source": source,
        "url": feed.url,
        "title": feed.title or (state.title if state else ""),
        "folder": list(feed.folder),
        "every_seconds": feed.every.total_seconds() if feed.every else None,
        "pages": feed.pages,
        "asked": state and state.asked,
        "answered": state and state.answered,
        "gave": state and state.gave,
        "entries": state.entries if state else None,
        "next": None if state is None or state.gone else state.due,
        "moved": state and state.moved,
        "failures": state.failures if state else 0,
        "trouble": state.trouble if state else "",
        "gone": state.gone if state else False,
    }


async def show_check(visits: AsyncIterator[Visit], form: str) -> bool:
    """Each feed as it answers; whether all are sound."""
    sound, told = True, []
    async for seen in visits:
        sound &= seen.found is not None
        if form == "json":
            told.append(_of_visit(seen))
        else:
            click.echo(f"{_verdict(seen)}  {cell(seen.url)}")
    if form == "json":
        show_json(told)
    return sound


def show_feed(seen: Visit, entries: Sequence[Read], form: str) -> None:
    """One feed with what would be taken of it."""
    if form == "json":
        show_json({**_of_visit(seen), "articles": [_of_entry(one) for one in entries]})
        return
    click.echo(f"{_verdict(seen)}  {cell(seen.url)}")
    if entries:
        show_table(("published", "language", "headline", ""), [_line(one) for one in entries])


def entries(seen: Visit, source: str, hints: Hints, *, default_language: str, now: datetime) -> list[Read]:
    """What would be taken of a feed, oldest first."""
    if seen.found is None or seen.page is None:
        return []
    raw = raw_article(source, seen.url, seen.page, [one.name for one in seen.found.entries], hints=hints, now=now)
    return read_all(raw, default_language=default_language)


def _verdict(seen: Visit) -> str:
    where = f", moved to {seen.at}" if seen.moved else ""
    if seen.found is None:
        return cell(f"{seen.failure}{where}")
    return cell(f"ok, {len(seen.found.entries)} entries{where}")


def _of_visit(seen: Visit) -> dict[str, Any]:
    return {
        "url": seen.url,
        "at": seen.at,
        "moved": seen.moved,
        "title": seen.found.title if seen.found else None,
        "entries": len(seen.found.entries) if seen.found else 0,
        "trouble": str(seen.failure) if seen.failure else "",
    }


def _line(one: Read) -> tuple[object, ...]:
    if isinstance(one.outcome, Article):
        return (one.outcome.published, one.outcome.language, one.outcome.headline, "; ".join(one.outcome.warnings))
    return (None, None, one.id.path.partition(MEMBER)[2], str(one.outcome))


def _of_entry(one: Read) -> dict[str, Any]:
    name = one.id.path.partition(MEMBER)[2]
    if not isinstance(one.outcome, Article):
        return {"entry": name, "refused": str(one.outcome)}
    article = one.outcome
    return {
        "entry": name,
        "headline": article.headline,
        "published": article.published,
        "language": article.language,
        "source": article.source,
        "url": article.url,
        "warnings": article.warnings,
    }

"""`stories`: which of these articles tell the same, without a store."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

import click

from monitor.cli.articles import readable
from monitor.cli.matches import SOURCE
from monitor.cli.session import Session, pass_session
from monitor.model.article import Article, ArticleId
from monitor.stories import SPAN, Arrival, Placement, Window, news, place


@click.command()
@click.argument("files", nargs=-1, required=True)
@click.option("--format", "form", type=click.Choice(["jsonl", "text"]), default="jsonl", show_default=True,
              help="An object for each article as it comes, or for people, by story.")  # fmt: skip
@pass_session
def stories(session: Session, files: tuple[str, ...], form: str) -> None:
    """Which of these articles tell the same story, in the order in which they come.

    One pass, as the monitor itself does it, in a window of seven days before the latest article. A `.jsonl` file, or -
    for stdin, holds one article a line. Exit code 4 where one cannot be read; the others are placed all the same.
    """
    placed = told(readable(session, files))
    if form == "jsonl":
        for one in placed:
            click.echo(json.dumps(one, ensure_ascii=False))
        return
    by_story: dict[str, list[dict[str, Any]]] = {}
    for one in placed:
        by_story.setdefault(one["story"], []).append(one)
    for members in by_story.values():
        click.echo("\n".join(_text(number, one) for number, one in enumerate(members)))


def told(articles: Iterable[Article]) -> Iterator[dict[str, Any]]:
    """Each article with its place, as JSON values. A story goes by the name of its first article."""
    window = Window()
    numbers: dict[ArticleId, int] = {}
    now = None
    for article in articles:
        now = max(now or article.published, article.published)
        window.forget(now - SPAN)
        number = numbers[article.id] = numbers.get(article.id, 0) + 1
        arrival = Arrival.of(article)
        placement = place(arrival, window, _name(article.id) if number == 1 else f"{_name(article.id)}@{number}")
        yield _json(arrival, placement, window)
        window.add(arrival.member(placement, number, now))
        window.settle()


def _json(arrival: Arrival, placement: Placement, window: Window) -> dict[str, Any]:
    article, version_of = arrival.article, placement.version_of
    fresh = () if placement.copy_of else news(arrival, window.story(placement.story))
    return {
        "article": _name(article.id),
        "story": placement.story,
        "headline": article.headline,
        "copy_of": _name(placement.copy_of) if placement.copy_of else None,
        "version_of": _name(version_of[0]) if version_of else None,
        "credits": list(arrival.credits),
        "news": [article.quote(sentence) for sentence in fresh],
    }


def _name(article: ArticleId) -> str:
    return article.path if article.source == SOURCE else str(article)


def _text(number: int, one: dict[str, Any]) -> str:
    how = f" (copy of {one['copy_of']})" if one["copy_of"] else ""
    if one["version_of"]:
        count = len(one["news"])
        how = f" (after {one['version_of']}, {count} new {'sentence' if count == 1 else 'sentences'})"
    return f"{'  ' if number else ''}{one['article']}: {' '.join(one['headline'].split())}{how}"

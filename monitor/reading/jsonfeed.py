"""JSON Feed: https://www.jsonfeed.org/version/1.1/. Every item of a feed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from monitor.errors import Unreadable
from monitor.reading import markup, values
from monitor.reading.report import Report, broken, no_article


def is_feed(found: object) -> bool:
    version = found.get("version") if isinstance(found, Mapping) else None
    return isinstance(version, str) and "jsonfeed.org/version" in version


def read(feed: Mapping[str, object]) -> Iterator[Report | Unreadable]:
    """Every item; what is none is refused alone."""
    items = feed.get("items")
    if not isinstance(items, list):
        yield broken("a JSON Feed without `items`")
        return
    if not items:
        yield no_article("a feed without items")
    for item in items:
        yield _report(item, feed) if isinstance(item, Mapping) else broken("an item of a JSON Feed is no object")


def _report(item: Mapping[str, object], feed: Mapping[str, object]) -> Report:
    blocks = markup.of_html(item.get("content_html")) or markup.of_text(item.get("content_text"))
    summary = values.text(item.get("summary"))
    tags = item.get("tags")
    return Report(
        blocks=tuple(blocks or markup.of_text(summary)),
        title=values.text(item.get("title")),
        summary=(summary,) if summary and blocks else (),
        name=values.text(item.get("id")) or values.url(item.get("url")),
        published=values.moment(item.get("date_published"), item.get("date_modified")),
        source=values.text(feed.get("title")),
        url=values.url(item.get("url"), item.get("external_url"), item.get("id")),
        language=values.language(item.get("language") or feed.get("language")),
        authors=_authors(item) or _authors(feed),
        keywords=values.names(tags if isinstance(tags, list) else []),
    )


def _authors(holder: Mapping[str, object]) -> tuple[str, ...]:
    stated = holder.get("authors") or [holder.get("author")]
    found = stated if isinstance(stated, list) else []
    return values.names(one.get("name") for one in found if isinstance(one, Mapping))

"""RSS, Atom and RDF: every item of a feed that lies in a folder. feedparser reads them, ill-formed ones as well.

What it answers arrives whole: title, link, date and the longest of content and summary. Nothing is fetched.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import feedparser

from monitor.errors import Unreadable
from monitor.reading import markup, values
from monitor.reading.blocks import Block
from monitor.reading.report import Report, no_article

_SHORTCODE = re.compile(r"\[/?([a-z][a-z_-]{2,30})(?:\s[^\[\]\n]{0,300})?\]")
_CLOSED = re.compile(r"\[/([a-z][a-z_-]{2,30})\]")
ROOTS = frozenset({"rss", "feed", "RDF", "CHANNEL"})


def read(content: bytes) -> Iterator[Report | Unreadable]:
    """Every item; an empty feed is no article."""
    found = feedparser.parse(BytesIO(content), sanitize_html=False, resolve_relative_uris=False)
    if not found.entries:
        yield no_article("a feed without items")
    for entry in found.entries:
        yield _report(entry, found.feed)


def _report(entry: Mapping[str, Any], feed: Mapping[str, Any]) -> Report:
    body, summary = _texts(entry)
    title = _words(entry.get("title"))
    return Report(
        blocks=tuple(body),
        title=title,
        summary=summary,
        name=values.text(entry.get("id")) or values.text(entry.get("link")) or title,
        published=_moment(entry, "published") or _moment(entry, "updated") or _moment(entry, "created"),
        source=_words((entry.get("source") or {}).get("title")) or _words(feed.get("title")),
        url=values.url(entry.get("link"), entry.get("id")),
        language=values.language(_language(entry) or feed.get("language")),
        authors=values.names(one.get("name") for one in entry.get("authors") or [] if isinstance(one, Mapping)),
        keywords=values.names(one.get("term") for one in entry.get("tags") or [] if isinstance(one, Mapping)),
    )


def _texts(entry: Mapping[str, Any]) -> tuple[list[Block], tuple[str, ...]]:
    """The content, and the summary that stands before it; a summary alone is the text."""
    contents = [
        _without_shortcodes(one.get("value") or "") for one in entry.get("content") or [] if isinstance(one, Mapping)
    ]
    summary = markup.of_html(_without_shortcodes(entry.get("summary") or ""))
    content = markup.of_html(max(contents, key=len, default=""))
    if not content:
        return summary, ()
    said = " ".join(block.text for block in summary)
    repeated = said.rstrip(" .…")[:80] in " ".join(block.text for block in content)
    return content, () if repeated else tuple(block.text for block in summary)


def _without_shortcodes(text: str) -> str:
    """`[dropcap]M[/dropcap]ysterium` as WordPress stores it → `Mysterium`; brackets that nothing closes stay."""
    closed = set(_CLOSED.findall(text))
    return _SHORTCODE.sub(lambda met: "" if met[1] in closed else met[0], text) if closed else text


def _words(value: object) -> str | None:
    return " ".join(block.text for block in markup.of_html(value)) or values.text(value)


def _language(entry: Mapping[str, Any]) -> object:
    return (entry.get("title_detail") or {}).get("language")


def _moment(entry: Mapping[str, Any], key: str) -> datetime | None:
    parsed = entry.get(f"{key}_parsed")
    if parsed is None:
        return values.moment(entry.get(key))
    try:
        return datetime.fromtimestamp(calendar.timegm(parsed), UTC)
    except (ValueError, OverflowError, TypeError):
        return None

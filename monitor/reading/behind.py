"""An entry of a feed that says little, and the page of the web that it leads to: together one report."""

from __future__ import annotations

from dataclasses import replace

from monitor.errors import Unreadable
from monitor.reading import formats, html
from monitor.reading.report import Report

_ALIKE = 80
"""A teaser whose first letters are in the text is its beginning."""


def letters(one: Report) -> int:
    """How much text there is."""
    return sum(len(block.text) for block in one.blocks)


def with_page(entry: Report, page: bytes) -> Report:
    """The entry with the page's text, where the page has more to say; else the entry, with a warning why.

    What the entry says of itself (headline, time, name) stays; what it does not say is taken from the page. Its own
    text is the summary then, unless the page's text begins with it.
    """
    try:
        found = html.read(page) if formats.is_page(page) else None
    except Unreadable as refusal:
        return _as_it_is(entry, refusal.detail)
    if found is None:
        return _as_it_is(entry, "it is no page of HTML")
    if letters(found) <= letters(entry):
        return _as_it_is(entry, "it says no more")
    text = " ".join(block.text for block in found.blocks)
    teaser = tuple(block.text for block in entry.blocks)
    repeated = " ".join(teaser).rstrip(" .…")[:_ALIKE] in text
    return replace(
        entry,
        blocks=found.blocks,
        title=entry.title or found.title,
        summary=entry.summary or (found.summary if repeated or not teaser else teaser),
        published=entry.published or found.published,
        source=entry.source or found.source,
        language=entry.language or found.language,
        authors=entry.authors or found.authors,
        keywords=entry.keywords or found.keywords,
        warnings=(*entry.warnings, *found.warnings),
    )


def _as_it_is(entry: Report, why: str) -> Report:
    return replace(entry, warnings=(*entry.warnings, f"the page behind it was not read: {why}"))

"""Ritzau's own XML (`RBNews`, and the answers of its queue that hold some): fields, and a text in HTML."""

from __future__ import annotations

from collections.abc import Iterator

from monitor.errors import Unreadable
from monitor.reading import markup, values, xml
from monitor.reading.blocks import Block
from monitor.reading.report import Report, no_article
from monitor.reading.xml import Element
from monitor.text import languages

ROOTS = frozenset({"RBNews", "XMLNewsQueuedResponse"})


def read(root: Element) -> Iterator[Report | Unreadable]:
    """Every article."""
    found = [one for one in root.iter() if xml.name(one) == "RBNews"]
    if not found:
        yield no_article("an answer without news (Ritzau)")
    for one in found:
        yield _report(one)


def _report(news: Element) -> Report:
    fields = {xml.name(one): xml.words(one) for one in news}
    by = fields.get("byLine")
    summary, blocks = markup.of_html(fields.get("subtitle")), markup.of_html(fields.get("content"))
    return Report(
        blocks=tuple(blocks),
        title=fields.get("headline") or fields.get("strapline"),
        summary=tuple(block.text for block in summary),
        byline=by,
        name=fields.get("NewsID"),
        published=values.moment(fields.get("PublishDate")),
        source=(fields.get("origin") or "").strip("/") or None,
        language=_language(blocks),
        place=fields.get("town"),
        authors=values.names([by]),
        urgency=values.number(fields.get("Priority")),
        edition=fields.get("version"),
        corrected=fields.get("Korrektion") == "true",
        killed=fields.get("Annuleret") == "true",
    )


def _language(blocks: list[Block]) -> str:
    """Danish, which is not told from Norwegian by its looks; but for press releases, which are in English as well."""
    text = " ".join(block.text for block in blocks)
    return "en" if languages.detect(text, "da") == "en" else "da"

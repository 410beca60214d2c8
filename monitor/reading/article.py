"""Raw article → article: decode, normalise, take the front matter, cut into blocks, give zones, lay the text out anew.

The text of an article is put together from its paragraphs, one blank line apart, so that offsets never depend on how a
file was wrapped. No clock and no file is asked: everything comes from the raw article.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime

from monitor.errors import Unreadable, UnreadableReason
from monitor.model.article import Article, ArticleId, Paragraph, PublishedFrom, RawArticle, Span, Zone
from monitor.reading import dates, front, markdown, plain, quotes, zones
from monitor.reading.corrections import Mark
from monitor.reading.encoding import decode
from monitor.reading.normal import normalise
from monitor.reading.zones import Layout, Part
from monitor.text import languages, sentences

_IN_SENTENCES = frozenset({Zone.HEADLINE, Zone.SUMMARY, Zone.HEADING, Zone.BODY, Zone.CAPTION})
_GAP = "\n\n"
_ENOUGH_FOR_LANGUAGE = 400


def read(raw: RawArticle, *, default_language: str) -> Article:
    """The article in a raw article. Raises Unreadable, and nothing else, for what is none."""
    if raw.refused:
        reason, detail = raw.refused
        raise Unreadable(UnreadableReason(reason), detail)
    decoded, warnings = decode(raw.content)
    said, text = front.take(normalise(decoded))
    blocks = markdown.blocks(text) if markdown.is_markdown(text, raw.id.path) else plain.blocks(text)
    layout = zones.lay_out(blocks, said.title)
    day = layout.dateline.day if layout.dateline else None
    published, known_from, doubts = dates.choose(said.published, day, raw.modified, raw.received)
    return _compose(
        layout,
        id=raw.id,
        version=raw.content_hash,
        language=said.language,
        default_language=default_language,
        published=published,
        published_from=known_from,
        received=raw.received,
        source=said.source,
        url=said.url,
        warnings=(*warnings, *said.warnings, *doubts),
    )


def read_text(
    text: str,
    *,
    id: ArticleId,
    published: datetime,
    default_language: str = "en",
    language: str | None = None,
    title: str | None = None,
    source: str | None = None,
    url: str | None = None,
    received: datetime | None = None,
    published_from: PublishedFrom = PublishedFrom.FRONT_MATTER,
) -> Article:
    """An article whose text is known already, with what else is known of it: a line of JSONL. Raises Unreadable.

    The text is plain: zones are found in it as in a file, front matter and Markdown are not looked for.
    """
    heading = " ".join(normalise(title).split()) if title else None
    layout = zones.lay_out(plain.blocks(normalise(text)), heading or None)
    return _compose(
        layout,
        id=id,
        version=_version(text),
        language=language,
        default_language=default_language,
        published=published,
        published_from=published_from,
        received=received or published,
        source=source,
        url=url,
    )


def read_paragraph(text: str, *, id: ArticleId, published: datetime, language: str) -> Article:
    """One paragraph of body and nothing else, whatever it looks like: how a rule's test is written.

    `language` is the default one: a text of 100 letters tells its own. Raises Unreadable where there is no text.
    """
    body = " ".join(normalise(text).split())
    return _compose(
        Layout((Part(Zone.BODY, body),) if body else (), None, None, None),
        id=id,
        version=_version(text),
        language=None,
        default_language=language,
        published=published,
        published_from=PublishedFrom.FRONT_MATTER,
        received=published,
    )


def _version(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", errors="surrogatepass")).hexdigest()


def _compose(
    layout: Layout,
    *,
    id: ArticleId,
    version: str,
    language: str | None,
    default_language: str,
    published: datetime,
    published_from: PublishedFrom,
    received: datetime,
    source: str | None = None,
    url: str | None = None,
    warnings: tuple[str, ...] = (),
) -> Article:
    text = _GAP.join(part.text for part in layout.parts)
    if not any(map(str.isalnum, text)):
        raise Unreadable(UnreadableReason.NO_TEXT, "there is not one letter or digit in it")
    spoken = language or languages.detect(_body(layout.parts), default_language)
    paragraphs = _paragraphs(text, layout.parts, spoken)
    agency = layout.dateline.agency if layout.dateline else None
    return Article(
        id=id,
        version=version,
        text=text,
        paragraphs=paragraphs,
        quotes=tuple(quote for one in paragraphs for quote in quotes.find(text, one.start, one.end)),
        language=spoken,
        published=published,
        published_from=published_from,
        received=received,
        source=source or agency or layout.credited or id.source,
        url=url,
        place=layout.dateline.place if layout.dateline else None,
        correction=layout.mark is not None,
        withdrawn=layout.mark is Mark.WITHDRAWAL,
        warnings=warnings,
    )


def _body(parts: Sequence[Part]) -> str:
    """Enough of the article's prose to tell its language; the headline helps where there is little of it."""
    prose = ""
    for part in parts:
        if part.zone in (Zone.BODY, Zone.SUMMARY):
            prose += part.text + "\n"
        if len(prose) >= _ENOUGH_FOR_LANGUAGE:
            return prose
    return prose + "\n".join(part.text for part in parts if part.zone in (Zone.HEADLINE, Zone.HEADING))


def _paragraphs(text: str, parts: Sequence[Part], language: str) -> tuple[Paragraph, ...]:
    found: list[Paragraph] = []
    start = 0
    for part in parts:
        end = start + len(part.text)
        whole = (Span(start, end),)
        cut = sentences.split(text, start, end, language) if part.zone in _IN_SENTENCES else whole
        found.append(Paragraph(part.zone, start, end, cut))
        start = end + len(_GAP)
    return tuple(found)

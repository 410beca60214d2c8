"""Articles for tests, made without reading any file."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

from monitor.model.article import Article, ArticleId, Paragraph, PublishedFrom, Span, Zone

PUBLISHED = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)


def article(
    *paragraphs: tuple[Zone, str],
    path: str = "a.txt",
    source: str = "Reuters",
    published: datetime = PUBLISHED,
    correction: bool = False,
    language: str = "en",
    url: str | None = None,
    place: str | None = None,
) -> Article:
    """An article of these paragraphs; the sentences of a paragraph end at `. `."""
    text = "\n\n".join(body for _, body in paragraphs)
    laid: list[Paragraph] = []
    at = 0
    for zone, body in paragraphs:
        laid.append(Paragraph(zone, at, at + len(body), _sentences(body, at)))
        at += len(body) + 2
    return Article(
        id=ArticleId("wire", path),
        version=hashlib.sha256(text.encode()).hexdigest(),
        text=text,
        paragraphs=tuple(laid),
        quotes=(),
        language=language,
        published=published,
        published_from=PublishedFrom.FRONT_MATTER,
        received=published,
        source=source,
        url=url,
        place=place,
        correction=correction,
    )


def _sentences(body: str, offset: int) -> tuple[Span, ...]:
    found: list[Span] = []
    start = 0
    while start < len(body):
        stop = body.find(". ", start)
        end = len(body) if stop < 0 else stop + 1
        found.append(Span(offset + start, offset + end))
        start = end + 1
    return tuple(found)

"""Raw article → articles: tell the format, cut into blocks, give zones, lay the text out anew.

What is of no format is text: decoded, normalised, its front matter taken. A file may hold several articles (a feed, an
mbox, an archive): each is named `file!/name`, and one that cannot be read keeps no other from it.

The text of an article is put together from its paragraphs, one blank line apart, so that offsets never depend on how a
file was wrapped. No clock and no file is asked: everything comes from the raw article.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from monitor.errors import Unreadable, UnreadableReason
from monitor.model.article import Article, ArticleId, Paragraph, PublishedFrom, RawArticle, Span, Zone
from monitor.reading import archives, behind, dates, formats, front, markdown, members, plain, quotes, zones
from monitor.reading.corrections import Mark
from monitor.reading.encoding import decode
from monitor.reading.normal import normalise
from monitor.reading.report import Report, no_article
from monitor.reading.zones import Layout, Part
from monitor.text import languages, sentences

_IN_SENTENCES = frozenset({Zone.HEADLINE, Zone.SUMMARY, Zone.HEADING, Zone.BODY, Zone.CAPTION})
_GAP = "\n\n"
_ENOUGH_FOR_LANGUAGE = 400
_DEEPEST_ARCHIVE = 3


@dataclass(frozen=True, slots=True)
class Read:
    """What one article of a raw article became. `id` is the raw article's where it holds no other. `version` tells
    one state of it from another, whether it could be read or not."""

    id: ArticleId
    outcome: Article | Unreadable
    version: str


def read(raw: RawArticle, *, default_language: str) -> Article:
    """The only article in a raw article. Raises Unreadable, and nothing else, for what is none, or several."""
    found = read_all(raw, default_language=default_language)
    if len(found) > 1:
        raise Unreadable(UnreadableReason.NO_ARTICLE, f"it holds {len(found)} articles")
    if isinstance(found[0].outcome, Unreadable):
        raise found[0].outcome
    return found[0].outcome


def read_all(raw: RawArticle, *, default_language: str) -> list[Read]:
    """Every article in a raw article, or why it is none: at least one. Raises nothing.

    Of a document of which only some articles are meant, these alone, by the time of their publication; none where it
    has none of them.
    """
    version = raw.content_hash
    if raw.refused:
        return [Read(raw.id, Unreadable(UnreadableReason(raw.refused[0]), raw.refused[1]), version)]
    try:
        found = list(_files(raw, (), default_language, 0))
    except Unreadable as refusal:
        return [Read(raw.id, refusal, version)]
    if raw.only is not None:
        return sorted(
            found, key=lambda one: one.outcome.published if isinstance(one.outcome, Article) else raw.received
        )
    if not found:
        return [Read(raw.id, no_article("an archive without files"), version)]
    return [replace(found[0], id=raw.id)] if len(found) == 1 and _is_within(found[0].id, raw.id) else found


def _is_within(id: ArticleId, file: ArticleId) -> bool:
    return id == file or id.path.startswith(f"{file.path}{members.MEMBER}")


def _files(raw: RawArticle, inside: tuple[str, ...], language: str, depth: int) -> Iterator[Read]:
    """The articles of a file; of an archive, those of each file in it."""
    if not archives.is_archive(raw.content):
        yield from _articles(raw, inside, language)
        return
    if depth == _DEEPEST_ARCHIVE:
        raise Unreadable(UnreadableReason.TOO_LARGE, f"archives {depth} deep")
    for name, content in archives.members(raw.content):
        within = (*inside, name) if name else inside
        if isinstance(content, Unreadable):
            yield Read(_member(raw.id, within), content, raw.content_hash)
            continue
        try:
            yield from _files(replace(raw, content=content), within, language, depth + 1)
        except Unreadable as refusal:
            yield Read(_member(raw.id, within), refusal, raw.content_hash)


def _articles(raw: RawArticle, inside: tuple[str, ...], language: str) -> Iterator[Read]:
    path = inside[-1] if inside else raw.id.path
    found = formats.reports(raw.content, raw.hints.fields, raw.hints.format)
    if found is None:
        id = _member(raw.id, inside)
        yield Read(id, _attempt(lambda: _text(replace(raw, id=id), path, language)), raw.content_hash)
        return
    every = list(found)
    alone = len(every) == 1 and raw.only is None
    for name, report in members.named(every, live=raw.only is not None):
        if raw.only is not None and name not in raw.only:
            continue
        own = normalise(name).strip() if raw.named_within and isinstance(report, Report) and report.name else ""
        within = inside if alone else (*inside, name)
        id = ArticleId(raw.id.source, own) if own else _member(raw.id, within)
        version = raw.content_hash if alone else members.version(report)
        if isinstance(report, Unreadable):
            yield Read(id, report, version)
            continue
        whole = behind.with_page(report, raw.pages[name]) if name in raw.pages else report
        yield Read(id, _attempt(lambda: _report(raw, whole, id, language, version)), version)  # noqa: B023 - at once


def _member(id: ArticleId, inside: tuple[str, ...]) -> ArticleId:
    return ArticleId(id.source, members.path(id.path, inside))


def _attempt(make: Callable[[], Article]) -> Article | Unreadable:
    try:
        return make()
    except Unreadable as refusal:
        return refusal


def _text(raw: RawArticle, path: str, default_language: str) -> Article:
    decoded, warnings = decode(raw.content)
    said, text = front.take(normalise(decoded))
    as_markdown = raw.hints.format == formats.MARKDOWN or (
        raw.hints.format != formats.TEXT and markdown.is_markdown(text, path)
    )
    blocks = markdown.blocks(text) if as_markdown else plain.blocks(text)
    layout = zones.lay_out(blocks, said.title)
    day = layout.dateline.day if layout.dateline else None
    published, known_from, doubts = dates.choose(
        dates.settle(said.published, raw.hints.zone), day, raw.modified, raw.received
    )
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


def _report(raw: RawArticle, report: Report, id: ArticleId, default_language: str, version: str) -> Article:
    """The article of a report."""
    layout = zones.lay_out(report.blocks, report.title)
    layout = replace(layout, parts=_with_what_is_said(layout.parts, report))
    day = layout.dateline.day if layout.dateline else None
    stated, embargo = (dates.settle(when, raw.hints.zone) for when in (report.published, report.embargo))
    published, known_from, doubts = dates.choose(stated, day, raw.modified, raw.received)
    if embargo and published < embargo <= raw.received:
        published = embargo  # that is when it became public: it is no old news then
    if report.killed and not any(part.text for part in layout.parts):
        layout = replace(layout, parts=(Part(Zone.HEADLINE, f"Withdrawn: {report.name or id.path}"),))
    article = _compose(
        layout,
        id=id,
        version=version,
        language=report.language,
        default_language=default_language,
        published=published,
        published_from=known_from,
        received=raw.received,
        source=report.source,
        url=report.url,
        warnings=(*report.warnings, *doubts),
    )
    return replace(
        article,
        place=article.place or report.place,
        correction=article.correction or report.corrected or report.killed,
        withdrawn=article.withdrawn or report.killed,
        authors=report.authors,
        keywords=report.keywords,
        urgency=report.urgency,
        edition=report.edition,
        embargo=embargo,
    )


def _with_what_is_said(parts: tuple[Part, ...], report: Report) -> tuple[Part, ...]:
    """Byline and summary after the headline, captions at the end, each unless the text has it already."""
    has = {part.text for part in parts}
    first = 1 if parts and parts[0].zone is Zone.HEADLINE else 0
    byline = [Part(Zone.BYLINE, report.byline)] if report.byline and report.byline not in has else []
    summary = [Part(Zone.SUMMARY, one) for one in report.summary if one not in has]
    captions = [Part(Zone.CAPTION, one) for one in report.captions if one not in has]
    return (*parts[:first], *byline, *summary, *parts[first:], *captions)


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

"""HTML pages: trafilatura finds the article on the page; JSON-LD and Open Graph say title, time and author better."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping

import trafilatura
from lxml import html as lxml_html
from lxml.etree import LxmlError
from trafilatura.settings import Document

from monitor.reading import markup, values, xml
from monitor.reading.blocks import Block, Kind
from monitor.reading.encoding import decode
from monitor.reading.report import Report, broken, no_article
from monitor.reading.xml import Element

_PAGE = re.compile(rb"\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
                   re.IGNORECASE | re.DOTALL)  # fmt: skip
_DECLARED = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([\w-]{2,30})", re.IGNORECASE)
_LOOKED_AT = 4_096
_ARTICLES = re.compile(r"(?:.*Article|BlogPosting|LiveBlogPosting|Report)\Z")
_DEEPEST = 4
_LONGEST_JSON = 200_000
_SITE_BEHIND = re.compile(r"\s+[|\-–—·»]\s+[^|\-–—·»]{2,40}\Z")


def is_page(content: bytes) -> bool:
    """Whether it begins as a page of HTML does."""
    return bool(_PAGE.match(content, 0, _LOOKED_AT))


def read(content: bytes) -> Report:
    """The article of a page. Raises Unreadable where there is none: a front page, a form."""
    text, warnings = _decode(content)
    try:
        page = lxml_html.document_fromstring(text.encode("utf-8"), parser=lxml_html.HTMLParser(encoding="utf-8"))
    except (LxmlError, ValueError, AssertionError) as error:
        raise broken(f"HTML that cannot be taken apart: {error}") from None
    about = next(_json_ld(page), {})
    meta = {key: one.get("content") for one in page.iter("meta")
            if (key := (one.get("property") or one.get("name") or one.get("itemprop") or "").lower())}  # fmt: skip
    found = trafilatura.bare_extraction(page, include_comments=False, with_metadata=True)
    if not isinstance(found, Document) or found.body is None:
        raise no_article("an HTML page without an article")
    title = _title(about, meta, page, found.title)
    return Report(
        blocks=tuple(_body(found.body, title)),
        title=title,
        published=values.moment(about.get("datePublished"), meta.get("article:published_time"),
                                meta.get("datepublished"), meta.get("date"), _time(page), found.date),
        source=_name(about.get("publisher")) or values.text(meta.get("og:site_name")) or values.text(found.sitename),
        url=values.url(_canonical(page), meta.get("og:url"), about.get("url"), found.url),
        language=values.language(about.get("inLanguage")) or values.language(page.get("lang"))
        or values.language(meta.get("og:locale")),
        authors=_authors(about, meta, found.author),
        keywords=_keywords(about, meta),
        warnings=warnings,
    )  # fmt: skip


def _decode(content: bytes) -> tuple[str, tuple[str, ...]]:
    """As the page declares; else as any text."""
    declared = _DECLARED.search(content, 0, _LOOKED_AT)
    if declared and not content.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        name = declared[1].decode("ascii").lower()
        try:
            return content.decode("cp1252" if name in ("iso-8859-1", "latin-1") else name), ()
        except (LookupError, UnicodeDecodeError):
            text, warnings = decode(content)
            return text, (*warnings, f"HTML: not in the encoding it declares ({name})")
    return decode(content)


def _json_ld(page: Element) -> Iterator[Mapping[str, object]]:
    for script in page.iter("script"):
        if (script.get("type") or "").lower() == "application/ld+json" and len(script.text or "") < _LONGEST_JSON:
            try:
                yield from _articles(json.loads(script.text or ""), 0)
            except (ValueError, RecursionError):
                continue


def _articles(found: object, depth: int) -> Iterator[Mapping[str, object]]:
    if depth > _DEEPEST:
        return
    if isinstance(found, list):
        for one in found:
            yield from _articles(one, depth + 1)
    elif isinstance(found, Mapping):
        kinds = found.get("@type")
        if any(
            isinstance(kind, str) and _ARTICLES.match(kind) for kind in (kinds if isinstance(kinds, list) else [kinds])
        ):
            yield found
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _articles(found.get(key), depth + 1)


def _title(about: Mapping[str, object], meta: Mapping[str, object], page: Element, found: str | None) -> str | None:
    """What is printed above the article, where its metadata say the same; else what they say."""
    printed = [said for one in page.iter("h1") if (said := xml.words(one))]
    stated = values.text(about.get("headline")) or values.text(meta.get("og:title")) or values.text(found)
    if not stated:
        return printed[0] if printed else xml.said(page, "title")
    shorter = _SITE_BEHIND.sub("", stated)
    for one in printed:
        if one.casefold() in stated.casefold() or stated.casefold().startswith(one.casefold()[:40]):
            return one
    return stated if about.get("headline") else shorter


def _body(body: Element, title: str | None) -> list[Block]:
    found = markup.blocks(body)
    if found and title and found[0].text.casefold() == title.casefold():
        found = found[1:]
    # trafilatura gives every heading one name; a heading that ends the text heads nothing
    while found and found[-1].kind is Kind.HEADING:
        found.pop()
    return found


def _name(value: object) -> str | None:
    if isinstance(value, list):
        value = next(iter(value), None)
    return values.text(value.get("name")) if isinstance(value, Mapping) else values.text(value)


def _authors(about: Mapping[str, object], meta: Mapping[str, object], found: str | None) -> tuple[str, ...]:
    stated = about.get("author")
    own = values.names(_name(one) for one in (stated if isinstance(stated, list) else [stated]))
    return own or values.names((found or values.text(meta.get("author")) or "").split(";"))


def _keywords(about: Mapping[str, object], meta: Mapping[str, object]) -> tuple[str, ...]:
    stated = about.get("keywords") or meta.get("keywords") or meta.get("news_keywords")
    return values.names(stated if isinstance(stated, list) else (values.text(stated) or "").split(","))


def _canonical(page: Element) -> str | None:
    return next((one.get("href") for one in page.iter("link") if (one.get("rel") or "").lower() == "canonical"), None)


def _time(page: Element) -> str | None:
    """The first machine-readable time on the page."""
    return next((one.get("datetime") for one in page.iter("time") if one.get("datetime")), None)

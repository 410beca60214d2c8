"""NewsML-G2: https://iptc.org/standards/newsml-g2/. A news item, or a message with several; a package names others.

What is no text (pictures, videos, packages, concepts, knowledge, planning and catalogue items) is named as such.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from monitor.errors import Unreadable
from monitor.reading import markup, nitf, values, xml
from monitor.reading.blocks import Block
from monitor.reading.report import Report, broken, no_article
from monitor.reading.xml import Element

ROOTS = frozenset("newsMessage newsItem packageItem conceptItem knowledgeItem planningItem catalogItem".split())
_OTHERS = {"packageItem": "a package", "conceptItem": "a concept", "knowledgeItem": "a knowledge item",
           "planningItem": "a planning item", "catalogItem": "a catalogue"}  # fmt: skip
_CLASSES = {"picture": "a picture", "graphic": "a graphic", "video": "a video", "audio": "sound",
            "composite": "a package", "animated": "an animation", "event": "an event",
            "data": "a table of data"}  # fmt: skip
_NOWHERE = ("No-Data-Available", "")
_DOMAIN = re.compile(r"(?:www\.)?([\w-]+)\.[a-z]{2,4}", re.IGNORECASE)
_KILLED = frozenset({"canceled", "cancelled", "withdrawn"})


def read(root: Element) -> Iterator[Report | Unreadable]:
    """Every news item with text; where there is none, what the file is. Others beside a text belong to it."""
    items = [root] if xml.name(root) != "newsMessage" else [one for one in root.iter() if xml.name(one) in ROOTS][1:]
    if not items:
        yield broken("a NewsML-G2 message without an item")
        return
    found = [_item(one) for one in items]
    articles = [one for one in found if isinstance(one, Report)]
    yield from articles or found[:1]


def _item(item: Element) -> Report | Unreadable:
    try:
        return _report(item)
    except Unreadable as refusal:
        return refusal


def _report(item: Element) -> Report:
    kind = xml.name(item)
    if kind in _OTHERS:
        raise no_article(f"{_OTHERS[kind]} (NewsML-G2)")
    meta, content, about = (xml.first(item, one) for one in ("itemMeta", "contentSet", "contentMeta"))
    item_class = _code(xml.first(meta, "itemClass"))
    if item_class in _CLASSES:
        raise no_article(f"{_CLASSES[item_class]} (NewsML-G2)")
    if meta is None:
        raise broken("a NewsML-G2 item without `itemMeta`")
    signals = {_code(one) for one in xml.all_of(meta, "signal")}
    state = _code(xml.first(meta, "pubStatus"))
    blocks = _body(content)
    by = [xml.words(one) for one in xml.all_of(about, "by")] if about is not None else []
    return Report(
        blocks=tuple(_with_dateline(xml.said(about, "dateline"), blocks)),
        title=_headline(meta, about, content),
        summary=_summary(about),
        byline=next(filter(None, by), None),
        captions=markup.captions(content) if content is not None else (),
        name=xml.attribute(item, "guid"),
        published=_published(meta, about),
        source=_source(item, meta, about),
        url=values.url(*(xml.attribute(one, "href") for one in xml.all_of(meta, "link"))),
        language=_language(item, content, about),
        place=_place(about),
        authors=values.names([*(_named(one) for one in _all(about, "creator", "contributor")), *by]),
        keywords=values.names([*(xml.words(one) for one in _all(about, "keyword")),
                               *(_named(one) for one in _all(about, "subject"))]),
        urgency=values.number(xml.said(about, "urgency")),
        edition=xml.attribute(item, "version"),
        embargo=values.moment(xml.said(meta, "embargoed")),
        corrected="correction" in signals or "corrected" in signals,
        killed=state in _KILLED or "kill" in signals,
    )  # fmt: skip


def _all(element: Element | None, *wanted: str) -> Iterator[Element]:
    return xml.all_of(element, *wanted) if element is not None else iter(())


def _code(element: Element | None) -> str:
    """The last part of a code: `stat:usable` → `usable`; also of a URI."""
    code = xml.attribute(element, "qcode", "uri", "literal") or ""
    return code.rstrip("/").replace("/", ":").rpartition(":")[2].lower()


def _named(element: Element | None) -> str | None:
    """What people call it: the first of its own names, else its words."""
    if element is None:
        return None
    own = next(filter(None, map(xml.words, xml.children(element, "name"))), None)
    return own or xml.attribute(element, "literal") or (None if len(element) else xml.words(element))


def _headline(meta: Element, about: Element | None, content: Element | None) -> str | None:
    inner = xml.first(content, "hl1") if content is not None else None
    in_html = xml.said(content, "head", "title") or xml.said(content, "h1")
    return xml.said(about, "headline") or xml.words(inner) or xml.said(meta, "title") or in_html


def _place(about: Element | None) -> str | None:
    place = _named(xml.first(about, "located"))
    return None if place in _NOWHERE else place


def _summary(about: Element | None) -> tuple[str, ...]:
    for one in _all(about, "description"):
        role = _code_of_role(one)
        if role in ("summary", "abstract", "") and (said := xml.words(one)):
            return (said,)
    return ()


def _code_of_role(element: Element) -> str:
    return (xml.attribute(element, "role") or "").rpartition(":")[2].lower()


def _body(content: Element | None) -> list[Block]:
    if content is None:
        return []
    for inline in xml.children(content, "inlineXML"):
        if next(xml.all_of(inline, "nitf"), None) is not None:
            return nitf.body(xml.first(inline, "nitf"))
        html_body = xml.first(inline, "body")
        found = markup.blocks(html_body if html_body is not None else inline)
        if found:
            return found
    for inline in xml.children(content, "inlineData"):
        text = "".join(inline.itertext())
        if found := markup.of_html_or_text(text):
            return found
    return []


def _with_dateline(dateline: str | None, blocks: list[Block]) -> list[Block]:
    """A dateline that is told apart stands before the first paragraph, as it is printed."""
    if not dateline or not blocks or not dateline.endswith(("-", "–", "—")):
        return blocks
    if blocks[0].text.casefold().startswith(dateline.rstrip(" -–—").casefold()):
        return blocks
    return [Block(f"{dateline} {blocks[0].text}", blocks[0].kind), *blocks[1:]]


def _published(meta: Element, about: Element | None) -> datetime | None:
    return values.moment(
        xml.said(meta, "versionCreated"), xml.said(about, "contentModified"), xml.said(about, "contentCreated"),
        xml.said(meta, "firstCreated"),
    )  # fmt: skip


def _source(item: Element, meta: Element, about: Element | None) -> str | None:
    """The provider by name; where it is told by its web address (`reuters.com`), as the item spells it elsewhere."""
    provider = xml.first(meta, "provider")
    code = (xml.attribute(provider, "qcode") or "").rpartition(":")[2]
    others = [_named(one) for one in xml.all_of(item, "infoSource", "creator", "copyrightHolder")]
    if named := _named(provider):
        domain = _DOMAIN.fullmatch(named)
        return next((one for one in others if domain and one and one.casefold() == domain[1].casefold()), named)
    if code.isalpha():
        return code
    return (
        _named(xml.first(about, "infoSource"))
        or _named(xml.first(item, "rightsInfo", "copyrightHolder"))
        or _code(provider).removeprefix("www.")
        or None
    )


def _language(item: Element, content: Element | None, about: Element | None) -> str | None:
    stated = xml.attribute(xml.first(about, "language"), "tag")
    inline = xml.attribute(xml.first(content, "inlineXML"), "lang")
    return values.language(stated or inline or xml.attribute(item, "lang"))

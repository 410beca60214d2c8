"""NewsML 1.0 to 1.2, which agencies still deliver: https://iptc.org/standards/newsml-1/. Text components only."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from monitor.errors import Unreadable
from monitor.reading import markup, values, xml
from monitor.reading.blocks import Block
from monitor.reading.report import Report, broken, no_article
from monitor.reading.xml import Element

_KILLED = frozenset({"canceled", "cancelled", "killed", "withdrawn"})
_OTHERS = {"photo": "a picture", "picture": "a picture", "graphic": "a graphic", "video": "a video", "audio": "sound"}
_BODIES = ("body.content", "body", "DataContent")


def read(root: Element) -> Iterator[Report | Unreadable]:
    """Every `NewsItem` of the file."""
    items = list(xml.children(root, "NewsItem"))
    if not items:
        yield broken("NewsML without a NewsItem")
    for item in items:
        try:
            yield _report(item)
        except Unreadable as refusal:
            yield refusal


def _report(item: Element) -> Report:
    management, lines = xml.first(item, "NewsManagement"), xml.first(item, "NewsLines")
    identifier, about = xml.first(item, "NewsIdentifier"), xml.first(item, "DescriptiveMetadata")
    blocks, others = _body(item)
    title = (
        xml.said(lines, "HeadLine")
        or xml.said(item, "HeadLine")
        or xml.said(item, "hl1")
        or xml.said(item, "NewsIdentifier", "NameLabel")
    )
    if not blocks and others:
        raise no_article(f"{others[0]} (NewsML 1)")
    status = (xml.attribute(xml.first(management, "Status"), "FormalName") or "").lower()
    instruction = (xml.attribute(xml.first(management, "Instruction"), "FormalName") or "").lower()
    by = xml.said(lines, "ByLine")
    return Report(
        blocks=tuple(_with_dateline(xml.said(lines, "DateLine"), blocks)),
        title=title,
        summary=values.names([xml.said(lines, "SubHeadLine")]),
        byline=by,
        name=xml.said(identifier, "PublicIdentifier"),
        published=values.moment(xml.said(management, "ThisRevisionCreated"), xml.said(management, "FirstCreated")),
        source=_source(item),
        language=_language(item, about),
        place=_place(about),
        authors=values.names([by]),
        keywords=values.names(
            [*(xml.words(one) for one in xml.all_of(item, "KeywordLine")), *_properties(item, "Keyword")]
        ),
        urgency=values.number(xml.attribute(xml.first(management, "Urgency"), "FormalName")),
        edition=xml.said(identifier, "RevisionId"),
        embargo=_embargo(management),
        corrected=instruction in ("correction", "rectify"),
        killed=status in _KILLED,
    )


def _body(item: Element) -> tuple[list[Block], list[str]]:
    """The longest text (headline, style sheet and captions are components too), and what else there is."""
    others, best = [], list[Block]()
    for content in xml.all_of(item, "ContentItem"):
        medium = (xml.attribute(xml.first(content, "MediaType"), "FormalName") or "text").lower()
        if medium in _OTHERS:
            others.append(_OTHERS[medium])
            continue
        for wanted in _BODIES:
            holder = xml.first(content, wanted)
            found = _blocks(holder) if holder is not None else []
            if found:
                best = max(best, found, key=lambda blocks: sum(len(block.text) for block in blocks))
                break
    return best, others


def _blocks(holder: Element) -> list[Block]:
    return markup.blocks(holder) if len(holder) else markup.of_html_or_text("".join(holder.itertext()))


def _with_dateline(dateline: str | None, blocks: list[Block]) -> list[Block]:
    """The dateline stands before the text, as it is printed; `Paris, 10 juil 2024 (AFP)` gets its dash."""
    if not dateline or not any(map(str.isalpha, dateline)) or not blocks or blocks[0].text.startswith(dateline[:10]):
        return blocks
    dash = "" if dateline.endswith(("-", "–", "—")) else " -"
    return [Block(f"{dateline}{dash} {blocks[0].text}"), *blocks[1:]]


def _source(item: Element) -> str | None:
    for party in ("Provider", "Source"):
        found = xml.attribute(xml.first(item, "AdministrativeMetadata", party, "Party"), "FormalName")
        if found:
            return found
    return xml.said(item, "NewsIdentifier", "ProviderId")


def _language(item: Element, about: Element | None) -> str | None:
    stated = xml.attribute(xml.first(about, "Language"), "FormalName")
    headline = xml.attribute(xml.first(item, "HeadLine"), "lang")
    return values.language(stated or xml.attribute(item, "lang") or headline)


def _properties(element: Element, *wanted: str) -> Iterator[str | None]:
    for one in xml.all_of(element, "Property"):
        if xml.attribute(one, "FormalName") in wanted:
            yield xml.attribute(one, "Value")


def _place(about: Element | None) -> str | None:
    location = xml.first(about, "Location")
    return next(_properties(location, "City"), None) if location is not None else None


def _embargo(management: Element | None) -> datetime | None:
    status = (xml.attribute(xml.first(management, "Status"), "FormalName") or "").lower()
    return values.moment(xml.said(management, "StatusWillChange", "DateAndTime")) if status == "embargoed" else None

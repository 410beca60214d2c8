"""NITF, the News Industry Text Format: https://iptc.org/standards/nitf/. Also read within others."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

from monitor.reading import markup, plain, values, xml
from monitor.reading.blocks import Block
from monitor.reading.report import Report, broken
from monitor.reading.xml import Element

_KILLED = frozenset({"canceled", "cancelled", "kill", "killed", "withheld-permanently", "withdrawn"})
_CORRECTED = re.compile(r"\b(?:correct|corrected|correction|refile)\b", re.IGNORECASE)


def read(root: Element) -> Report:
    """The article of a `nitf` element."""
    if xml.first(root, "body") is None:
        raise broken("NITF without a body")
    docdata, head = xml.first(root, "docdata"), xml.first(root, "body.head")
    status = (xml.attribute(docdata, "management-status") or "").lower()
    note = xml.attribute(xml.first(docdata, "ed-msg"), "info") or ""
    by = xml.first(head, "byline")
    return Report(
        blocks=tuple(body(root)),
        title=_headline(root, head),
        summary=tuple(block.text for block in _abstract(head)),
        byline=_byline(by),
        captions=markup.captions(root),
        name=xml.attribute(xml.first(docdata, "doc-id"), "id-string"),
        published=_published(root, docdata),
        source=_source(root, docdata, head),
        url=values.url(xml.attribute(xml.first(root, "pubdata"), "ex-ref"), xml.attribute(docdata, "ex-ref")),
        language=_language(root),
        place=_place(head),
        authors=values.names([xml.said(by, "person") or _byline(by)]),
        keywords=values.names(xml.attribute(one, "key") for one in xml.all_of(root, "keyword")),
        urgency=values.number(xml.attribute(xml.first(docdata, "urgency"), "ed-urg")),
        edition=xml.attribute(xml.first(docdata, "doc-id"), "version"),
        embargo=values.moment(xml.attribute(xml.first(docdata, "date.release"), "norm")),
        corrected=xml.first(docdata, "correction") is not None or bool(_CORRECTED.match(note)),
        killed=status in _KILLED,
    )


def body(root: Element) -> list[Block]:
    """The blocks of the content; a dateline of its own stands before the first."""
    content = _content(root)
    found = (_lines(content) or markup.blocks(content)) if content is not None else []
    dateline = xml.said(root, "dateline")
    if dateline and found and not found[0].text.casefold().startswith(dateline.casefold()[:12]):
        joint = " " if dateline.endswith(("-", "–", "—")) else " - "
        if ("(" in dateline or dateline.endswith(("-", "–", "—"))) and not found[0].level:
            found[0] = replace(found[0], text=f"{dateline}{joint}{found[0].text}")
    return found


def _content(root: Element) -> Element | None:
    """The body's own content: a note to editors above it has one, too."""
    holder = xml.first(root, "body")
    own = next(xml.children(holder, "body.content"), None) if holder is not None else None
    return next((one for one in (own, xml.first(root, "body.content"), holder) if one is not None), None)


def _lines(content: Element) -> list[Block]:
    """The paragraphs of a wrapped text (AAP): lines end in `br`, or are a `p` each; an indent begins a paragraph."""
    texts = [_broken(one) for one in xml.all_of(content, "p")]
    indented = sum(text.startswith("  ") for text in texts)
    if (
        not 1 < indented <= len(texts)
        or max(len(line) for text in texts for line in text.split("\n")) > plain.WIDEST_WRAP
    ):
        return []
    return markup.of_text("\n".join(texts))


def _broken(paragraph: Element) -> str:
    """Its words, in the lines that `br` makes."""
    said = [paragraph.text or ""]
    for one in paragraph.iterdescendants():
        said += [
            "\n" if xml.name(one) == "br" else (one.text or "").replace("\n", " "),
            (one.tail or "").replace("\n", " "),
        ]
    return (said[0].replace("\n", " ") + "".join(said[1:])).rstrip()


def _headline(root: Element, head: Element | None) -> str | None:
    return xml.said(head, "hl1") or xml.said(head, "hedline") or xml.said(root, "title")


def _byline(by: Element | None) -> str | None:
    """Name and title stand in elements of their own, with nothing between."""
    return None if by is None else values.text(" ".join(by.itertext()))


def _abstract(head: Element | None) -> list[Block]:
    abstract = xml.first(head, "abstract")
    return markup.blocks(abstract) if abstract is not None else []


def _published(root: Element, docdata: Element | None) -> datetime | None:
    return values.moment(
        xml.attribute(xml.first(docdata, "date.issue"), "norm"),
        xml.attribute(xml.first(root, "pubdata"), "date.publication"),
        xml.attribute(xml.first(root, "dateline", "story.date"), "norm"),
    )


def _source(root: Element, docdata: Element | None, head: Element | None) -> str | None:
    meta = {xml.attribute(one, "name"): xml.attribute(one, "content") for one in xml.all_of(root, "meta")}
    return (
        xml.said(head, "distributor", "org")
        or xml.said(head, "distributor")
        or xml.said(head, "rights.owner")
        or xml.attribute(xml.first(docdata, "from-src"), "src-name")
        or meta.get("aap-source")
        or meta.get("source")
        or xml.attribute(xml.first(docdata, "doc.copyright"), "holder")
        or xml.attribute(xml.first(docdata, "doc-id"), "regsrc")
    )


def _language(root: Element) -> str | None:
    return values.language(xml.attribute(root, "lang", "baselang") or xml.attribute(xml.first(root, "body"), "lang"))


def _place(head: Element | None) -> str | None:
    location = xml.first(head, "dateline", "location")
    return xml.said(location, "city") or xml.words(location)

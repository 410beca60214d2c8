"""XML, safely: no entity of its own, no file, no network, bounded depth. And what every XML format asks of a tree.

Names are asked for without their namespaces: agencies mix them up, and leave them out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from monitor.reading import values
from monitor.reading.report import broken

Element = Any
"""An lxml element: the library has no types of its own."""

_ENTITY = re.compile(rb"<!ENTITY", re.IGNORECASE)
_PROLOGUE = 65_536


def parse(content: bytes) -> Element:
    """The root. Raises Unreadable: entities of its own, or no XML."""
    if _ENTITY.search(content[:_PROLOGUE]):
        raise broken("XML that declares entities of its own is not read")
    parser = etree.XMLParser(
        encoding=_encoding(content),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(content.lstrip(), parser)
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        raise broken(f"broken XML: {error}") from None
    if root is None:
        raise broken("broken XML: there is no element in it")
    return root


def _encoding(content: bytes) -> str | None:
    """UTF-8 where the bytes are, whatever they declare: agencies re-encode files, and leave the declaration."""
    if content.isascii() or content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return None
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return "utf-8"


def name(element: Element) -> str:
    """The name without its namespace; empty for what is no element."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def all_of(element: Element, *wanted: str) -> Iterator[Element]:
    """Descendants of these names, in their order."""
    return (one for one in element.iterdescendants() if name(one) in wanted)


def children(element: Element, *wanted: str) -> Iterator[Element]:
    return (one for one in element if name(one) in wanted)


def first(element: Element | None, *path: str) -> Element | None:
    """The first descendant of each name, one below the other."""
    for step in path:
        if element is None:
            return None
        element = next(all_of(element, step), None)
    return element


def words(element: Element | None) -> str | None:
    """All the text within, on one line."""
    return None if element is None else values.text("".join(element.itertext()))


def said(element: Element | None, *path: str) -> str | None:
    """The words of the first descendant at this path."""
    return words(first(element, *path))


def attribute(element: Element | None, *wanted: str) -> str | None:
    """The first of these attributes that says something; namespaces are passed over."""
    if element is None:
        return None
    for key in wanted:
        for full, value in element.attrib.items():
            if full.rpartition("}")[2] == key and value.strip():
                return str(value.strip())
    return None

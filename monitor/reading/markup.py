"""Elements of text (XHTML, NITF, what trafilatura makes of a page) → blocks; what all their markup has in common."""

from __future__ import annotations

import textwrap
from dataclasses import replace
from itertools import pairwise

from lxml import html as lxml_html
from lxml.etree import LxmlError

from monitor.reading import plain, values, xml
from monitor.reading.blocks import Block, Kind
from monitor.reading.normal import normalise
from monitor.reading.xml import Element

_HEADINGS = {f"h{level}": level for level in range(1, 7)} | {"hl1": 1, "hl2": 2, "head": 2}
_ITEMS = frozenset({"li", "item"})
_ROWS = frozenset({"tr", "row"})
_LEFT_OUT = frozenset(
    "script style noscript template svg iframe form header footer nav object figure figcaption "
    "media media-caption media-metadata media-producer media-reference".split()
)
_CAPTIONS = ("figcaption", "media-caption")
_BREAKS = frozenset({"br", "lb"})
_BREAK = "\x1e"
_BLOCKS = frozenset(
    "address article aside blockquote block body body.content center dd div dl dt hr html main ol p "
    "pre quote section table tbody tfoot thead ul list note hedline bq fn nitf-table td th".split()
) | _HEADINGS.keys() | _ITEMS | _ROWS  # fmt: skip
_DEEPEST = 200
_FEWEST_LINES = 6
_FEWEST_INDENTS = 2


def blocks(element: Element) -> list[Block]:
    """The paragraphs below an element. Scripts, pictures and what belongs to them are left out."""
    collector = _Collector()
    collector.walk(element, Kind.TEXT, 0, 0)
    collector.end()
    return collector.blocks


def captions(element: Element) -> tuple[str, ...]:
    """What stands below pictures."""
    return tuple(filter(None, (xml.words(one) for one in xml.all_of(element, *_CAPTIONS))))


def of_html(text: object) -> list[Block]:
    """The blocks of a piece of HTML, as JSON formats and feeds carry it; of plain text, its paragraphs."""
    if not isinstance(text, str) or not text.strip():
        return []
    if "<" not in text and "&" not in text:
        return of_text(text)
    tree = fragment(text)
    return blocks(tree) if tree is not None else []


def fragment(text: str) -> Element | None:
    """The tree of a piece of HTML; None where nothing is in it."""
    try:
        return lxml_html.fragment_fromstring(normalise(text).replace("&apos;", "'"), create_parent="div")
    except (LxmlError, ValueError, AssertionError):
        return None


def of_text(text: object) -> list[Block]:
    """The paragraphs of plain text, within a format that carries it."""
    return list(plain.blocks(normalise(text))) if isinstance(text, str) and text.strip() else []


class _Collector:
    """One pass over the elements, iterative in all but depth, which is bounded."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._words: list[str] = []
        self._kind, self._level = Kind.TEXT, 0

    def walk(self, element: Element, kind: Kind, level: int, depth: int) -> None:
        tag = xml.name(element).lower()
        if not tag or tag in _LEFT_OUT:
            return
        if tag in _BREAKS:
            self._words.append(_BREAK)
            return
        if depth > _DEEPEST:
            self._words.append("".join(element.itertext()))
            return
        kind, level = _kind(tag, kind, level)
        if tag == "pre":
            self.end()
            self.blocks += of_text("".join(element.itertext()))
            return
        is_block = tag in _BLOCKS
        if is_block:
            if tag not in ("td", "th"):
                self.end()
            self._kind, self._level = kind, level
        self._words.append(element.text or "")
        for child in element:
            self.walk(child, kind, level, depth + 1)
            self._words.append(child.tail or "")
        if tag in ("td", "th"):
            self._words.append(" ")
        elif is_block:
            self.end()
            self._kind, self._level = Kind.TEXT, 0

    def end(self) -> None:
        raw = "".join(self._words)
        self._words = []
        if _BREAK in raw:  # lines of a wrapped text, or paragraphs
            lines = [" ".join(line.split()) for line in raw.split(_BREAK)]
            found = of_text("\n".join(lines))
            self.blocks += [replace(one, kind=self._kind, level=self._level) for one in found]
        elif self._kind is Kind.TEXT and is_wrapped(raw):
            self.blocks += of_text(textwrap.dedent(raw))
        elif said := values.text(raw):
            self.blocks.append(Block(said, self._kind, level=self._level))


def is_wrapped(text: str) -> bool:
    """Whether it is set as a teleprinter would: several lines, some of them indented deeper than the one before."""
    lines = textwrap.dedent(text.expandtabs()).strip("\n").split("\n")
    if len(lines) < _FEWEST_LINES:
        return False
    indents = [len(line) - len(line.lstrip()) for line in lines[1:] if line.strip()]
    return sum(after > before + 1 for before, after in pairwise(indents)) >= _FEWEST_INDENTS


def _kind(tag: str, kind: Kind, level: int) -> tuple[Kind, int]:
    if tag in _HEADINGS:
        return Kind.HEADING, _HEADINGS[tag]
    if tag in _ITEMS:
        return Kind.BULLET, 0
    return kind, level


def of_html_or_text(text: object) -> list[Block]:
    """The blocks of what may be either: a tag that closes tells."""
    return of_html(text) if isinstance(text, str) and "</" in text else of_text(text)

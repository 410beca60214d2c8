"""Blocks → zones: which part each paragraph plays.

The headline is the front matter's title, else a Markdown heading before the body, else the first line if it looks like
one and is not all there is. A summary begins at a label such as "In short:", and ends, whichever applies first,

- where bullets follow the label: at the first block that is no bullet;
- where a blank line ends the lines after the label, and they are at most six: there;
- else (no blank lines, or a long run): after three lines, and always before the last block.

A heading is a short line without a full stop between paragraphs; three or more of them in a row are a list, and body.
The first body paragraph may begin with a dateline, which becomes a part of its own. Where a line could be two things,
it goes to the zone that rules search by default: "Sources: rebels take Hama" opens an article as its headline.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby, takewhile

from monitor.model.article import Zone
from monitor.reading import datelines, lines
from monitor.reading.blocks import Block, Kind
from monitor.reading.corrections import Mark, mark
from monitor.reading.datelines import Dateline

_BYLINE_WITHIN = 8
_SUMMARY_WITHIN = 6
_LONGEST_SUMMARY = 6
_UNMARKED_ITEMS = 3
_MOST_HEADINGS_IN_A_ROW = 2
_MARKED = (Zone.HEADLINE, Zone.HEADING, Zone.BODY)


@dataclass(frozen=True, slots=True)
class Part:
    """A paragraph-to-be."""

    zone: Zone
    text: str


@dataclass(frozen=True, slots=True)
class Layout:
    """The parts in order, and what their zones say of the article."""

    parts: tuple[Part, ...]
    dateline: Dateline | None
    credited: str | None
    mark: Mark | None


def lay_out(blocks: Sequence[Block], title: str | None) -> Layout:
    """The zones of an article's blocks. `title`: the headline, where it is known from elsewhere."""
    if title and blocks and _same(blocks[0].text, title):
        blocks = blocks[1:]
    builder = _Builder(blocks, title)
    builder.run()
    credits_ = (lines.credited(part.text) for part in builder.parts if part.zone is Zone.CREDIT)
    firsts = [part.text for part in builder.parts if part.zone in _MARKED][:3]
    return Layout(
        tuple(builder.parts),
        builder.dateline,
        next(filter(None, credits_), None),
        _marked(firsts),
    )


def _marked(firsts: Sequence[str]) -> Mark | None:
    """What the first lines mark the article as; a withdrawal, where one of them is that."""
    found = set(map(mark, firsts))
    return next((each for each in (Mark.WITHDRAWAL, Mark.CORRECTION) if each in found), None)


def _same(first: str, second: str) -> bool:
    return first.strip(" .").casefold() == second.strip(" .").casefold()


class _Builder:
    """One pass over the blocks; `parts` and `dateline` are its result."""

    def __init__(self, blocks: Sequence[Block], title: str | None) -> None:
        self.parts: list[Part] = []
        self.dateline: Dateline | None = None
        self._blocks = blocks
        self._headings = _headings(blocks)
        self._headline = title is not None
        self._body = False
        if title:
            self._add(Zone.HEADLINE, title)

    def run(self) -> None:
        index = 0
        while index < len(self._blocks):
            index += self._take(index)

    def _add(self, zone: Zone, text: str) -> None:
        self.parts.append(Part(zone, text))

    def _take(self, index: int) -> int:
        """Give the block its zone; how many blocks that took."""
        block = self._blocks[index]
        label = lines.summary_label(block.text) if index < _SUMMARY_WITHIN else None
        if label and (index or not label[1]):  # "At a glance: Hama" on the first line is a headline
            return self._summary(index, *label)
        zone = self._zone(index, block)
        if zone is Zone.BODY:
            self._paragraph(block.text)
        else:
            self._headline = self._headline or zone is Zone.HEADLINE
            self._add(zone, block.text)
        return 1

    def _zone(self, index: int, block: Block) -> Zone:
        may_be_headline = index == 0 and not self._headline
        if block.kind is Kind.CAPTION or (not may_be_headline and lines.is_caption(block.text)):
            return Zone.CAPTION
        if len(self._blocks) > 1 and (lines.is_agency_line if may_be_headline else lines.is_credit)(block.text):
            return Zone.CREDIT
        near_an_end = index < _BYLINE_WITHIN or index >= len(self._blocks) - 2
        if near_an_end and len(self._blocks) > 1 and lines.is_byline(block.text):
            return Zone.BYLINE
        if not self._headline and not self._body and self._is_headline(index, block):
            return Zone.HEADLINE
        return Zone.HEADING if block.kind is Kind.HEADING or self._headings[index] else Zone.BODY

    def _is_headline(self, index: int, block: Block) -> bool:
        if block.kind is Kind.HEADING:
            return True
        is_last = index == len(self._blocks) - 1
        return not is_last and block.kind is Kind.TEXT and lines.looks_like_headline(block.text)

    def _paragraph(self, text: str) -> None:
        """A paragraph of body; up to the first that is prose, one may have a dateline."""
        found = None if self._body else datelines.find(text)
        if found:
            self.dateline = found
            self._add(Zone.DATELINE, text[: found.end].strip())
            text = text[found.end :].strip()
        if text:
            self._body = self._body or found is not None or lines.is_prose(text)
            self._add(Zone.BODY, text)

    def _summary(self, index: int, label: str, rest: str) -> int:
        if rest:
            self._add(Zone.SUMMARY, f"{label} {rest}")
            return 1
        following = self._blocks[index + 1 :]
        count = _summary_length(following)
        self._add(Zone.HEADING, label)
        for item in following[:count]:
            self._add(Zone.SUMMARY, item.text)
        return 1 + count


def _summary_length(following: Sequence[Block]) -> int:
    """How many of the blocks after the label belong to the summary."""
    if following and following[0].kind is Kind.BULLET:
        return _while(following, lambda block: block.kind is Kind.BULLET)
    run = 1 + _while(following[1:], lambda block: not block.gap) if following else 0
    if run < len(following) and run <= _LONGEST_SUMMARY:
        return run
    return min(_UNMARKED_ITEMS, max(0, len(following) - 1))


def _while(blocks: Sequence[Block], holds: Callable[[Block], bool]) -> int:
    return sum(1 for _ in takewhile(holds, blocks))


def _headings(blocks: Sequence[Block]) -> list[bool]:
    """For each block, whether its looks and its place make it a heading: at most two in a row, and prose after."""
    short = [
        block.kind is Kind.TEXT and lines.looks_like_heading(block.text) and not datelines.find(block.text)
        for block in blocks
    ]
    found = [False] * len(blocks)
    start = 0
    for looks, run in groupby(short):
        length = sum(1 for _ in run)
        if looks and length <= _MOST_HEADINGS_IN_A_ROW and start + length < len(blocks):
            found[start : start + length] = [True] * length
        start += length
    return found

"""Where an article's parts stand, written as distances: small numbers, alike in all articles, which compress well."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from monitor.model.article import Paragraph, Span, Zone


def distances(paragraphs: Sequence[Paragraph]) -> Iterator[list[Any]]:
    """Of each its zone, how far after the last it begins, its length, and its sentences; none where it is one."""
    last = 0
    for each in paragraphs:
        whole = each.sentences == (Span(each.start, each.end),)
        sentences = [] if whole else [gaps(each.sentences, each.start)]
        yield [each.zone.value, each.start - last, each.end - each.start, *sentences]
        last = each.end


def laid_out(layout: Sequence[Sequence[Any]]) -> Iterator[Paragraph]:
    """The paragraphs that `distances` wrote."""
    last = 0
    for zone, gap, length, *sentences in layout:
        start, last = last + gap, last + gap + length
        yield Paragraph(Zone(zone), start, last, spans(sentences[0], start) if sentences else (Span(start, last),))


def gaps(spans: Sequence[Span], last: int) -> list[int]:
    """How far after the last each begins, and its length, in one row."""
    row: list[int] = []
    for start, end in spans:
        row += (start - last, end - start)
        last = end
    return row


def spans(row: Sequence[int], last: int) -> tuple[Span, ...]:
    """The spans that `gaps` wrote. Raises ValueError for an odd number."""
    found: list[Span] = []
    for gap, length in zip(row[::2], row[1::2], strict=True):
        found.append(Span(last + gap, last + gap + length))
        last = found[-1].end
    return tuple(found)

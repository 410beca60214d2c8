"""Plain text → blocks.

A line is a paragraph, as most feeds and editors write it, unless the text is hard-wrapped: its lines are short (at
most 100 columns), and most of them end no sentence and have no room for the next line's first word. Then lines are
joined up to the next blank line, indented line, bullet, or sentence that ends well before the margin.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from monitor.reading import datelines
from monitor.reading import lines as lines_
from monitor.reading.blocks import Block, Kind

_BULLET = re.compile(r"\s*[-*•‣◦▪●■]\s+(?=\S)")
_ENDED = re.compile(r"""[.!?…:。！？؟।]["'”’»)\]]*$""")
WIDEST_WRAP = 100
_LINES_LOOKED_AT = 400
_FEWEST_JOINS = 2
_ROOM = 10  # columns that a hand-wrapped line may leave free


def blocks(text: str) -> list[Block]:
    """The blocks of a normalised text. White space within them is single spaces; bullet marks are left out."""
    lines = text.split("\n")
    width = _wrap_width(lines)
    found: list[Block] = []
    group: list[str] = []
    gap = True
    for line in [*lines, ""]:
        if group and not _continues(group, line, width, first=not found):
            found.append(_block(group, gap))
            gap, group = False, []
        if line.strip():
            group.append(line)
        else:
            gap = True
    return found


def _block(lines: Sequence[str], gap: bool) -> Block:
    bullet = _BULLET.match(lines[0])
    joined = " ".join(lines)[bullet.end() if bullet else 0 :]
    return Block(" ".join(joined.split()), Kind.BULLET if bullet else Kind.TEXT, gap)


def _continues(group: Sequence[str], line: str, width: int, *, first: bool) -> bool:
    """Whether the line goes on with the paragraph begun in `group`. A width of 0: the text is not wrapped."""
    if not line.strip() or _BULLET.match(line):
        return False
    previous = group[-1]
    deeper = _indent(line) > _indent(previous)
    if len(group) == 1 and _BULLET.match(previous):
        return deeper or (width > 0 and not _stopped_early(previous, line, width))
    if not width or deeper:
        return False
    if (first and datelines.find(line)) or (len(group) == 1 and lines_.is_byline(previous)):
        return False
    may_end = first or _ENDED.search(previous[-4:])
    return not (may_end and _stopped_early(previous, line, width))


def _stopped_early(previous: str, line: str, width: int) -> bool:
    """Whether the next line's first word would have fitted on the previous line."""
    return len(previous) + 1 + len(line.split(maxsplit=1)[0]) <= width - _ROOM


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _could_be_one(line: str, following: str) -> bool:
    """Whether two lines may belong to one paragraph, as far as blank lines, bullets and indents tell."""
    if not line.strip() or not following.strip() or _BULLET.match(following):
        return False
    return _indent(following) <= _indent(line)


def _wrap_width(lines: Sequence[str]) -> int:
    """The column at which the text is hard-wrapped; 0 where it is not."""
    looked_at = lines[:_LINES_LOOKED_AT]
    width = max(map(len, looked_at))
    if width > WIDEST_WRAP:
        return 0
    pairs = [pair for pair in pairwise(looked_at) if _could_be_one(*pair)]
    wrapped = sum(
        not _ENDED.search(line.rstrip()[-4:]) and not _stopped_early(line, following, width)
        for line, following in pairs
    )
    return width if wrapped >= _FEWEST_JOINS and 2 * wrapped > len(pairs) else 0

"""Numbers as bars of text. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

_LONG = 6  # lines of nothing
_LEAST = 10
"""Columns for the longest bar, however narrow the terminal."""


def bars(rows: Sequence[tuple[str, int]], width: int, block: str = "█") -> Iterator[str]:
    """A line for each label and number: `2026-11-23   14 ██████`, none wider than `width` where that leaves a bar room.

    A block for every one where they fit; else in proportion, and never none for what is not nothing. Where nothing was
    for long, `…` stands for all but the first and the last such line.
    """
    if not rows:
        return
    most = max(number for _, number in rows)
    left = max(len(label) for label, _ in rows)
    right = max(len(f"{number:,}") for _, number in rows)
    room = max(_LEAST, width - left - right - 3)
    for label, number in _folded(rows):
        if number is None:
            yield label
            continue
        length = number if most <= room else max(1, round(number * room / most)) if number else 0
        yield f"{label:<{left}}  {number:>{right},} {block * length}".rstrip()


def _folded(rows: Sequence[tuple[str, int]]) -> Iterator[tuple[str, int | None]]:
    for empty, group in groupby(rows, key=lambda row: row[1] == 0):
        found = list(group)
        if empty and len(found) >= _LONG:
            yield from (found[0], ("…", None), found[-1])
        else:
            yield from found

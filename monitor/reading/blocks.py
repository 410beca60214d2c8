"""What a format makes of a text: its blocks in order, before anyone asks which zone they belong to."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What the format itself says of a block. Plain text knows only TEXT and BULLET."""

    TEXT = "text"
    BULLET = "bullet"
    HEADING = "heading"
    CAPTION = "caption"


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, item or heading, on one line.

    `gap`: a blank line stands before it. `level`: of a HEADING, from 1.
    """

    text: str
    kind: Kind = Kind.TEXT
    gap: bool = True
    level: int = 0

"""What a format's reader finds in a file, before zones are given: the blocks of the text, and what is said of it.

Values are as the file has them, cleaned of white space; dates are in UTC. What a file does not say is None or empty.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from monitor.errors import Unreadable, UnreadableReason
from monitor.reading.blocks import Block


@dataclass(frozen=True, slots=True)
class Report:
    """One article of a file. `name` tells it from the others where the file holds several.

    `killed`: the publisher takes it back. `corrected`: it corrects an earlier version. `embargo`: not to be published
    before. `edition` is the publisher's number of the version, `urgency` from 1 (highest) to 9.
    """

    blocks: tuple[Block, ...] = ()
    title: str | None = None
    summary: tuple[str, ...] = ()
    byline: str | None = None
    captions: tuple[str, ...] = ()
    name: str | None = None
    published: datetime | None = None
    source: str | None = None
    url: str | None = None
    language: str | None = None
    place: str | None = None
    authors: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    urgency: int | None = None
    edition: str | None = None
    embargo: datetime | None = None
    corrected: bool = False
    killed: bool = False
    warnings: tuple[str, ...] = ()


def no_article(what: str) -> Unreadable:
    """The file is sound, and is something else: `a picture (ninjs)`."""
    return Unreadable(UnreadableReason.NO_ARTICLE, f"it is {what}")


def broken(what: str) -> Unreadable:
    """The file says what it is, and does not keep to it."""
    return Unreadable(UnreadableReason.BROKEN, what)

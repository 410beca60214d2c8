"""What one look at a file found, and the article that it makes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from monitor.model.article import ArticleId, Fingerprint, RawArticle
from monitor.sources import names
from monitor.sources.complete import Sighting

ASK_AGAIN = Fingerprint(0, 0, 0)
"""Recorded for a file that must not be read. No file has it, so each scan tries: rights may change."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A complete file, read at one moment of its life. `recorded` is what the ledger shall keep of it."""

    path: str
    content: bytes
    content_hash: str
    seen: Fingerprint
    recorded: Fingerprint
    modified_ns: int
    refused: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Incomplete:
    """Somebody still writes, or may do so; look again at `when`."""

    path: str
    sighting: Sighting
    when: float


@dataclass(frozen=True, slots=True)
class Folder:
    """It is a folder: its files have to be looked for."""

    path: str


@dataclass(frozen=True, slots=True)
class InFlight:
    """Differs from its version that is on its way; to be seen again after that one."""

    path: str


@dataclass(frozen=True, slots=True)
class Nothing:
    """Known as it is, gone, or not a file. `trouble` says what went wrong where the next scan shall try again."""

    path: str
    gone: bool = False
    trouble: str = ""


Looked = Taken | Incomplete | Folder | InFlight | Nothing


def as_article(taken: Taken, source: str, received: datetime) -> RawArticle:
    """The file as an article of this source."""
    return RawArticle(
        id=ArticleId(source, names.to_text(taken.path)),
        content=taken.content,
        content_hash=taken.content_hash,
        received=received,
        modified=_time(taken.modified_ns, received),
        fingerprint=taken.recorded,
        refused=taken.refused,
    )


def _time(modified_ns: int, otherwise: datetime) -> datetime:
    """The file's time, or `otherwise` where it lies outside the calendar (a file system may hold anything)."""
    try:
        return datetime.fromtimestamp(modified_ns / 1e9, UTC)
    except (OverflowError, ValueError, OSError):
        return otherwise

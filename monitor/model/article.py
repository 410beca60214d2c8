"""Articles: what a source delivers (raw) and what reading makes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from enum import StrEnum
from typing import NamedTuple

from monitor.errors import Unreadable


class Span(NamedTuple):
    """A stretch `[start, end)` of an article's text, in code points."""

    start: int
    end: int


class Zone(StrEnum):
    """The part an article's paragraph plays. LEAD and QUOTE are views laid over the others (see `Article`)."""

    HEADLINE = "headline"
    SUMMARY = "summary"
    LEAD = "lead"
    BODY = "body"
    HEADING = "heading"
    QUOTE = "quote"
    DATELINE = "dateline"
    BYLINE = "byline"
    CAPTION = "caption"
    CREDIT = "credit"


class PublishedFrom(StrEnum):
    """How the time of publication is known, from best to worst."""

    FRONT_MATTER = "front_matter"
    DATELINE = "dateline"
    FILE_TIME = "file_time"


class ArticleId(NamedTuple):
    """Identity of an article: the source's name, and its path (or id) there, with `/` as the separator."""

    source: str
    path: str

    def __str__(self) -> str:
        return f"{self.source}:{self.path}"


class Fingerprint(NamedTuple):
    """What the file system says of a file without reading it; the ledger's key to "unchanged"."""

    inode: int
    size: int
    mtime_ns: int


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """What is known of a file that was taken: how the file system described it then, and its current version."""

    fingerprint: Fingerprint
    content_hash: str


@dataclass(frozen=True, slots=True)
class Hints:
    """What the settings say of a source's articles, since their bytes don't: where JSON of one's own has its values,
    the format that they are of, and the zone of times that name none (UTC without it)."""

    fields: Mapping[str, str] = field(default_factory=dict)
    format: str | None = None
    zone: tzinfo | None = None


@dataclass(frozen=True, slots=True)
class RawArticle:
    """Bytes as a source delivered them. `content_hash` is the SHA-256 of `content` in hex: the article's version.

    `refused` carries the reason where the source already knows that it cannot be read (too large, no permission);
    `content` is empty then. With `named_within`, articles in it go by what they call themselves, and `id` is only for
    those that have no name of their own: where a source has no paths. `only`: it is a document of several articles (a
    feed), and the ones of these names are meant; each keeps its name, even where it is alone. `pages`: what stood at
    the addresses that these name, of entries that say little themselves. `hints` are its source's.
    """

    id: ArticleId
    content: bytes
    content_hash: str
    received: datetime
    modified: datetime
    fingerprint: Fingerprint | None = None
    refused: tuple[str, str] | None = None
    named_within: bool = False
    only: frozenset[str] | None = None
    pages: Mapping[str, bytes] = field(default_factory=dict)
    hints: Hints = field(default_factory=Hints)


@dataclass(frozen=True, slots=True)
class Dealt:
    """What became of one article of a raw one, once that is stored: kept under its id, or why it is none. `new`: this
    version was not known before."""

    id: ArticleId
    refusal: Unreadable | None = None
    new: bool = False


@dataclass(frozen=True, slots=True)
class Released:
    """An article whose embargo has ended: read before, and held until now. No source is told of it."""

    article: Article

    @property
    def id(self) -> ArticleId:
        return self.article.id


@dataclass(frozen=True, slots=True)
class Touched:
    """A file that was saved again with the content it had: no new version, only the ledger learns the fingerprint."""

    id: ArticleId
    content_hash: str
    fingerprint: Fingerprint


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph in one zone; its sentences cover it but for white space between them. Never overlaps another."""

    zone: Zone
    start: int
    end: int
    sentences: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Article:
    """What was read and normalised.

    All offsets point into `text` (NFC, line ends `\\n`, paragraphs separated by a blank line). `paragraphs` are in the
    order of the text and carry every zone but LEAD (the first two BODY paragraphs) and QUOTE (`quotes`: the stretches
    between quotation marks, wherever). `source` is who published it (front matter, dateline's agency, credit, else the
    configured source's name); `id.source` is where it came from. `place` is the dateline's place as written.
    `correction` says that the article is marked as a correction, kill or withdrawal, `withdrawn` that it takes back
    what was said instead of putting it right. It is not to be made public before `embargo`. `edition` is the
    publisher's own number of the version; `urgency` counts from 1, the highest.
    """

    id: ArticleId
    version: str
    text: str
    paragraphs: tuple[Paragraph, ...]
    quotes: tuple[Span, ...]
    language: str
    published: datetime
    published_from: PublishedFrom
    received: datetime
    source: str
    url: str | None = None
    place: str | None = None
    correction: bool = False
    withdrawn: bool = False
    warnings: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    urgency: int | None = None
    edition: str | None = None
    embargo: datetime | None = None

    @property
    def headline(self) -> str:
        """The headline, else the first sentence there is, else the path."""
        for paragraph in self.paragraphs:
            if paragraph.zone is Zone.HEADLINE:
                return self.text[paragraph.start : paragraph.end]
        for paragraph in self.paragraphs:
            if paragraph.zone in (Zone.SUMMARY, Zone.BODY) and paragraph.sentences:
                first = paragraph.sentences[0]
                return self.text[first.start : first.end]
        return self.id.path

    def quote(self, span: Span) -> str:
        """The text of a span."""
        return self.text[span.start : span.end]

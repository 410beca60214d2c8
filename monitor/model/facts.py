"""What templates, webhooks and `match --format jsonl` see of an alert: plain JSON values, frozen when it was raised.

Times are ISO 8601 in UTC. `docs/templates.md` lists every variable; a test keeps the two together.
"""

from __future__ import annotations

from typing import Any, TypedDict


class Part(TypedDict):
    """A stretch of text; `mark` where it is one of the words that matched."""

    text: str
    mark: bool


class ParagraphFacts(TypedDict):
    """A paragraph around the proof, in order; `proof` where it holds the proving sentence."""

    parts: list[Part]
    zone: str
    proof: bool


class ProofFacts(TypedDict):
    """The proving sentence, in parts and as a whole."""

    text: str
    parts: list[Part]
    zone: str
    status: str
    cue: str | None
    said_by: str | None


class ArticleFacts(TypedDict):
    headline: str
    source: str
    published: str
    published_from: str
    received: str
    url: str | None
    path: str
    folder: str
    place: str | None
    language: str


class RuleFacts(TypedDict):
    id: str
    title: str
    tags: list[str]
    owner: str | None


class AlertFacts(TypedDict):
    """One alert, complete. `slots` maps a slot's name to `{text, name, …the entry's other fields}`."""

    id: str
    headline: str
    severity: str
    late: bool
    opened: str
    rule: RuleFacts
    slots: dict[str, dict[str, Any]]
    proof: ProofFacts
    context: list[ParagraphFacts]
    mentions: int
    article: ArticleFacts


class WhyFacts(TypedDict):
    """Why this message came to this recipient. `banner` is a warning to show on top, or empty."""

    rule: str
    route: str
    receiver: str
    recipient: str


class AlertContent(TypedDict):
    """The variables of an alert's templates."""

    alert: AlertFacts
    why: WhyFacts


class DigestEntry(TypedDict):
    """An alert in a digest; `mailed_at` where its recipient already had it at once."""

    alert: AlertFacts
    mailed_at: str | None
    late: bool


class DigestStory(TypedDict):
    story: str
    headline: str
    entries: list[DigestEntry]


class DigestRule(TypedDict):
    id: str
    title: str
    stories: list[DigestStory]


class DigestSection(TypedDict):
    """All of one severity, most urgent first."""

    severity: str
    rules: list[DigestRule]


class DigestContent(TypedDict):
    """The variables of a digest's templates. `start` and `end` bound the window `[start, end)`."""

    digest: str
    start: str
    end: str
    timezone: str
    sections: list[DigestSection]
    total: int
    why: WhyFacts


class NoticeContent(TypedDict):
    """The variables of a notice: the monitor about itself, to an owner."""

    subject: str
    lines: list[str]
    why: WhyFacts

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


class LifeFacts(TypedDict):
    """How an alert stands. `status` is the strongest that was reported; `sources` are independent, the first to report
    first. `denial` is the sentence that speaks against it, where one does."""

    standing: str
    status: str
    sources: list[str]
    denial: ProofFacts | None


class CountedFacts(TypedDict):
    """A match that a rule's `when` counted."""

    headline: str
    source: str
    published: str
    url: str | None
    path: str
    proof: str


class WindowFacts(TypedDict):
    """What came together over time, and how it was asked for: `form` is the key of `when`, `asked` says it in words.

    `values` are those that were counted by (path → value); `count` matches of `sources` independent sources, from
    `start` to `end`. `usual` is the mean that a spike stands out from. `matches` are the latest of them, oldest first.
    """

    form: str
    asked: str
    values: dict[str, str]
    count: int
    sources: int
    start: str
    end: str
    usual: float | None
    matches: list[CountedFacts]


class AlertFacts(TypedDict):
    """One alert, complete. `slots` maps a slot's name to `{text, name, …the entry's other fields}`. `window` is there
    for a rule with `when`."""

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
    life: LifeFacts
    window: WindowFacts | None


class DifferenceFacts(TypedDict):
    """From what to what: `what` is `status`, `standing`, `severity`, `sources`, or a slot's name."""

    what: str
    before: str
    now: str


class ChangeFacts(TypedDict):
    """What is new about an alert that its reader had already.

    `kind` is `updated`, `confirmed`, `contested`, `denied`, `retracted`, `corrected` or `closed`; `causes` say why in
    stable words. `article` and `proof` are where it stands; `proof` is none where the article says nothing of it any
    more. `before` is the sentence that was told last.
    """

    kind: str
    causes: list[str]
    differences: list[DifferenceFacts]
    at: str
    article: ArticleFacts | None
    proof: ProofFacts | None
    before: ProofFacts


class AboutFacts(TypedDict):
    """What of a message a silence, a group or a count may name. Kept beside the message, so that deciding over many
    that wait reads little. All of it is empty for a message that is about no alert."""

    rule: str
    title: str
    severity: str
    tags: list[str]
    slots: dict[str, dict[str, str]]
    source: str


class WhyFacts(TypedDict):
    """Why this message came to this recipient. `banner` is a warning to show on top, or empty."""

    rule: str
    route: str
    receiver: str
    recipient: str


class AlertContent(TypedDict):
    """The variables of an alert's templates. `change` is none where the reader hears of the alert for the first
    time."""

    alert: AlertFacts
    change: ChangeFacts | None
    why: WhyFacts


class SourceFacts(TypedDict):
    """Who reported an alert's happening, by the first of his articles that did."""

    name: str
    published: str
    headline: str
    url: str | None


class NewsFacts(TypedDict):
    """What changed of an alert since its reader last heard of it. `what` is `status`, `severity`, `headline` or
    `sources`; of `sources`, `now` names the new ones."""

    what: str
    before: str
    now: str


class DigestEntry(TypedDict):
    """An alert in a digest, as it stands now: `status` is the strongest that was reported, `standing` what all reports
    come to.

    `sources` are independent, the first to report first: whoever repeats another's text is none. `news` is empty where
    all of it is new to the reader. `mailed_at`: its recipient already had it at once; `held`: why he has not got it
    yet. `struck` says why it no longer holds, or is empty.
    """

    alert: AlertFacts
    status: str
    standing: str
    sources: list[SourceFacts]
    copies: int
    news: list[NewsFacts]
    mailed_at: str | None
    late: bool
    held: str
    struck: str


class DigestStory(TypedDict):
    story: str
    headline: str
    severity: str
    entries: list[DigestEntry]


class DigestPlace(TypedDict):
    """The stories of one country (its ISO code), else of one place; both empty for those that name none."""

    country: str
    place: str
    stories: list[DigestStory]


class CountFacts(TypedDict):
    """Alerts that a message counts and does not list."""

    rule: str
    title: str
    count: int


class KeptBackFacts(TypedDict):
    """What was kept back from a message's recipient since the one before: the reason's word, whose and why, and how
    many."""

    reason: str
    detail: str
    count: int


class DigestContent(TypedDict):
    """The variables of a digest's templates, the most important first.

    `cause` says why these alerts are together: `window` (the digest's time has come), `grouped`, `throttled` or
    `quiet_hours`; only with `window` there is a `digest`. `start` and `end` bound the time `[start, end)`. Of the
    `total` alerts the `tail` counts those that are not listed.
    """

    digest: str
    cause: str
    start: str
    end: str
    timezone: str
    places: list[DigestPlace]
    total: int
    tail: list[CountFacts]
    why: WhyFacts


class NoticeContent(TypedDict):
    """The variables of a notice: the monitor about itself, to an owner."""

    subject: str
    lines: list[str]
    why: WhyFacts

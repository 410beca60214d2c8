"""What an article says of an alert's happening."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from monitor.model.article import ArticleId
from monitor.model.match import Status


@dataclass(frozen=True, slots=True)
class Report:
    """One version of an article on an alert's happening.

    `voice` is the independent source that speaks in it (`alerting.voices`). `status` is that of its proof; `disputed`
    says that beside a claim it has a denial of the same. `story_id` is the story it was placed in.
    """

    article: ArticleId
    number: int
    story_id: str
    voice: str
    status: Status
    published: datetime
    received: datetime
    disputed: bool = False


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A match that a rule's `when` counts, at the time of its publication.

    `part` tells the rules of a sequence apart (0, 1). `key` is the canonical text of the values that `by` names.
    `voice` is the independent source. `spent` names the alert that it was counted for. `facts` are those of the match
    (`model.facts.AlertFacts`).
    """

    rule_id: str
    part: int
    key: str
    article: ArticleId
    number: int
    story_id: str
    happening: str
    at: datetime
    voice: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    spent: str | None = None


@dataclass(frozen=True, slots=True)
class Watch:
    """How long a rule has been watching. `since` is when it first ran; of a rule that waits for silence, `quiet_since`
    is when its silence began, moved on by the time in which the monitor did not run, `watched` when it last looked, and
    `alert_id` the alert of the silence that lasts."""

    rule_id: str
    since: datetime
    quiet_since: datetime
    watched: datetime
    alert_id: str | None = None

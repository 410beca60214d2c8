"""What is decided about an alert: everything to write, and the reports that it rests on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from monitor.alerting.situation import News
from monitor.model.alert import Alert, AlertChange, KeptBack, Notification, NotificationState, Told
from monitor.model.facts import AlertFacts
from monitor.model.match import Match, Mention, Status
from monitor.model.report import Report


class Outcome(StrEnum):
    """What came of a match. CHANGED: the alert's life went on, `change` says how."""

    RAISED = "raised"
    CHANGED = "changed"
    EXTENDED = "extended"
    SHADOWED = "shadowed"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Decision:
    """Everything to write for one match, or for an article that takes one back.

    `alert` is as it stands now: new where the outcome is RAISED. `report` is what the article says of it; `withdrawn`
    are the reports that no longer count. `digests` collect the alert.
    `kept_back` says why nobody is told of this, where that is so. `facts` are those of the match, or of the alert.
    """

    outcome: Outcome
    happening: str
    facts: AlertFacts
    alert: Alert | None = None
    change: AlertChange | None = None
    report: Report | None = None
    withdrawn: tuple[Report, ...] = ()
    notifications: tuple[Notification, ...] = ()
    digests: tuple[str, ...] = ()
    kept_back: KeptBack | None = None

    @property
    def told(self) -> Told:
        """How far the alert gets by this."""
        if any(one.state is NotificationState.PENDING for one in self.notifications):
            return Told.AT_ONCE
        return Told.DIGEST if self.digests else Told.NOBODY


def report_of(news: News) -> Report | None:
    """What the article says of the happening; a copy says nothing of its own, and a withdrawal nothing at all."""
    match = news.match
    if news.voice is None or match.article.withdrawn:
        return None
    return Report(
        article=match.article.id,
        number=news.number,
        story_id=news.story_id,
        voice=news.voice,
        status=match.proof.status,
        published=match.article.published,
        received=match.article.received,
        disputed=denial(match) is not None and match.proof.status is Status.CLAIMED,
    )


def reports_with(reports: Iterable[Report], own: Report | None, news: News) -> tuple[Report, ...]:
    """The reports with what the news adds: its own, which takes the place of an earlier version of its article, and
    those of its window."""
    beside = news.window.reports if news.window else ()
    found = {each.article: each for each in (*reports, *beside, *((own,) if own else ()))}
    return tuple(found.values())


def denial(match: Match) -> Mention | None:
    """The mention that speaks against the happening."""
    mentions = match.weaker if match.opens else match.mentions
    opposing = [each for each in mentions if each.status in (Status.DENIED, Status.NEGATED)]
    return min(opposing, key=lambda each: each.status is not Status.DENIED, default=None)

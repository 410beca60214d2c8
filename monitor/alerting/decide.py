"""What comes of a match: the alert it raises or extends, who is told, and if nobody is, why not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from monitor.alerting import ids, silences
from monitor.alerting.facts import Headline, alert_facts
from monitor.alerting.happenings import happening
from monitor.alerting.routes import Assignment, Audience, audience
from monitor.config import MonitorSettings
from monitor.model.alert import (
    Alert,
    AlertState,
    KeptBack,
    Notification,
    NotificationKind,
    NotificationState,
    Silence,
    Told,
)
from monitor.model.facts import AlertContent, AlertFacts, WhyFacts
from monitor.model.match import Match
from monitor.rules.compiled import Rule


class Outcome(StrEnum):
    """What a match did. IN_TIME: news of a happening of which only late news was known: it is told now. UNMUTED: what
    was known was silenced for everybody: it is told now."""

    RAISED = "raised"
    EXTENDED = "extended"
    IN_TIME = "in_time"
    UNMUTED = "unmuted"
    SHADOWED = "shadowed"


@dataclass(frozen=True, slots=True)
class Situation:
    """What a decision depends on besides the match: `open_alert` is the one of this rule and happening, `told` how far
    it has got."""

    now: datetime
    settings: MonitorSettings
    story_id: str
    copy: bool = False
    open_alert: Alert | None = None
    told: Told = Told.NOBODY
    silences: Sequence[Silence] = ()


@dataclass(frozen=True, slots=True)
class Extension:
    """A further match of an open alert: its hold starts anew."""

    alert_id: str
    last_match: datetime
    hold_until: datetime


@dataclass(frozen=True, slots=True)
class Decision:
    """Everything to write for one match. `alert` is new, `extension` of an open one; at most one of them is set.
    `digests` collect the alert. `kept_back` says why nobody is told of this match, where that is so."""

    outcome: Outcome
    happening: str
    facts: AlertFacts
    alert: Alert | None = None
    extension: Extension | None = None
    notifications: tuple[Notification, ...] = ()
    digests: tuple[str, ...] = ()
    kept_back: KeptBack | None = None

    @property
    def alert_id(self) -> str | None:
        """The alert that the match belongs to."""
        if self.alert:
            return self.alert.id
        return self.extension.alert_id if self.extension else None

    @property
    def told(self) -> Told:
        """How far the alert gets by this."""
        if any(one.state is NotificationState.PENDING for one in self.notifications):
            return Told.AT_ONCE
        return Told.DIGEST if self.digests else Told.NOBODY


def decide(match: Match, rule: Rule, situation: Situation, headline: Headline) -> Decision:
    """Decide what a match does. `situation.open_alert` must be up to date with the matches decided before it."""
    key = happening(match, situation.story_id)
    known = situation.open_alert
    if known and situation.now <= known.hold_until and not rule.shadow:
        return _further(match, rule, situation, known, headline)
    article = match.article
    new_id = ids.alert_id(situation.now, rule.id, key, f"{article.id} {article.version}")
    facts = alert_facts(match, rule, alert_id=new_id, opened=situation.now, headline=headline)
    if rule.shadow:
        return Decision(Outcome.SHADOWED, key, facts, kept_back=KeptBack.SHADOW)
    told = _tell(match, rule, situation, facts)
    return Decision(
        Outcome.RAISED,
        key,
        facts,
        alert=_raised(match, rule, situation, key, facts),
        notifications=told.notifications,
        digests=told.digests,
        kept_back=told.kept_back,
    )


def _raised(match: Match, rule: Rule, situation: Situation, key: str, facts: AlertFacts) -> Alert:
    return Alert(
        id=facts["id"],
        rule_id=rule.id,
        happening=key,
        state=AlertState.OPEN,
        severity=rule.severity,
        headline=facts["headline"],
        late=match.late,
        opened=situation.now,
        last_match=situation.now,
        hold_until=situation.now + rule.hold,
        story_id=situation.story_id,
        facts=dict(facts),
    )


def _further(match: Match, rule: Rule, situation: Situation, known: Alert, headline: Headline) -> Decision:
    """A match of what is known. Nobody is told again; but news in time is told where only a digest had late news, and
    whatever it is where nobody was told at all."""
    facts = alert_facts(match, rule, alert_id=known.id, opened=known.opened, headline=headline)
    extension = Extension(known.id, situation.now, max(known.hold_until, situation.now + rule.hold))
    in_time = known.late and not match.late
    if situation.told >= (Told.AT_ONCE if in_time else Told.DIGEST):
        kept_back = KeptBack.COPY if situation.copy else KeptBack.ALREADY_ALERTED
        return Decision(Outcome.EXTENDED, known.happening, facts, extension=extension, kept_back=kept_back)
    # Told once as well, whoever else decides it now: the notifications' ids are made from the alert's, and the store
    # takes each of them once.
    told = _tell(match, rule, situation, facts)
    news = Outcome.IN_TIME if in_time else Outcome.UNMUTED
    return Decision(
        Outcome.EXTENDED if told.kept_back else news,
        known.happening,
        facts,
        extension=extension,
        notifications=told.notifications,
        digests=told.digests,
        kept_back=told.kept_back,
    )


@dataclass(frozen=True, slots=True)
class _Told:
    notifications: tuple[Notification, ...] = ()
    digests: tuple[str, ...] = ()
    kept_back: KeptBack | None = None


def _tell(match: Match, rule: Rule, situation: Situation, facts: AlertFacts) -> _Told:
    """Address an alert. Late news interrupts nobody; what is silenced for everybody is in no digest either."""
    heard = audience(rule, match.article, situation.settings)
    muted = silences.muted_by(silences.of_match(match, rule, situation.story_id), situation.silences, situation.now)
    if match.late:
        digests = () if muted else heard.digests
        return _Told(digests=digests, kept_back=_why_not_late(heard, muted))
    notifications = tuple(_notification(each, match, rule, situation, facts) for each in heard.at_once)
    if muted:
        return _Told(notifications, kept_back=KeptBack.SILENCED)
    waiting = heard.digests or any(n.state is NotificationState.PENDING for n in notifications)
    return _Told(notifications, heard.digests, None if waiting else KeptBack.SILENCED)


def _why_not_late(heard: Audience, muted: Silence | None) -> KeptBack | None:
    if not heard.digests:
        return KeptBack.LATE_WITHOUT_DIGEST
    return KeptBack.SILENCED if muted else None


def _notification(to: Assignment, match: Match, rule: Rule, situation: Situation, facts: AlertFacts) -> Notification:
    now = situation.now
    subject = silences.of_match(match, rule, situation.story_id, to.receiver)
    muted = silences.muted_by(subject, situation.silences, now)
    why = WhyFacts(rule=rule.id, route=to.route, receiver=to.receiver, recipient=to.recipient)
    return Notification(
        id=ids.notification_id(NotificationKind.ALERT, facts["id"], to.receiver, to.recipient),
        kind=NotificationKind.ALERT,
        receiver=to.receiver,
        recipient=to.recipient,
        thread=ids.thread(rule.id, happening(match, situation.story_id)),
        content=dict(AlertContent(alert=facts, why=why)),
        due=now,
        created=now,
        alert_id=facts["id"],
        route=to.route,
        template=rule.template,
        state=NotificationState.SUPPRESSED if muted else NotificationState.PENDING,
        reason=silences.reason(muted) if muted else "",
    )

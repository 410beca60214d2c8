"""Whom an alert is told: everybody whom the routes name, and of what is new about it everybody who had it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from monitor.alerting import ids, silences
from monitor.alerting.about import about
from monitor.alerting.routes import Assignment, Audience, audience
from monitor.alerting.situation import Known, Office
from monitor.model.alert import ChangeKind, KeptBack, Notification, NotificationKind, NotificationState, Silence
from monitor.model.article import Article
from monitor.model.facts import AlertContent, AlertFacts, ChangeFacts, WhyFacts
from monitor.rules.compiled import Rule

UPDATE_TEMPLATE = "update"
_GOOD_TO_KNOW = frozenset({ChangeKind.UPDATED, ChangeKind.CONFIRMED})
"""Changes that are the alert itself to those who did not have it."""


@dataclass(frozen=True, slots=True)
class Telling:
    """Messages to send at once, the digests that collect the alert, and if nobody hears of it at once, why not."""

    notifications: tuple[Notification, ...] = ()
    digests: tuple[str, ...] = ()
    kept_back: KeptBack | None = None


@dataclass(frozen=True, slots=True)
class Letter:
    """What is told: the alert as it stands, in its thread, and to those who had it what changed. `step` makes the id of
    a change's message, beside its recipient."""

    facts: AlertFacts
    rule: Rule
    thread: str
    story: str
    change: ChangeFacts | None = None
    step: str = ""


def first(letter: Letter, article: Article, office: Office, *, late: bool) -> Telling:
    """Address an alert. Late news interrupts nobody; what is silenced for everybody is in no digest either."""
    heard = audience(letter.rule, article, office.settings)
    muted = _muted_by(letter, office)
    if late:
        digests = () if muted else heard.digests
        return Telling(digests=digests, kept_back=_why_not_late(heard, muted))
    notifications = tuple(_notification(each, letter, office) for each in heard.at_once)
    if muted:
        return Telling(notifications, kept_back=KeptBack.SILENCED)
    waiting = heard.digests or _pending(notifications)
    return Telling(notifications, heard.digests, None if waiting else KeptBack.SILENCED)


def further(letter: Letter, kind: ChangeKind, known: Known, office: Office, article: Article | None) -> Telling:
    """Tell what is new to everybody who had the alert; where it is good to know, those whom the routes name by now and
    who did not have it get the alert. To a receiver that is out of the settings since, nothing can be sent: that is
    kept, with the reason."""
    notifications = [_notification(each, letter, office) for each in known.heard]
    if article is not None and kind in _GOOD_TO_KNOW:
        alone = replace(letter, change=None)
        had = [each for each in known.heard if each.receiver in office.settings.receivers]
        notifications += (_notification(each, alone, office) for each in _newcomers(letter.rule, article, had, office))
    told = _pending(notifications)
    return Telling(tuple(notifications), kept_back=None if told else _why_nobody(notifications))


def _newcomers(rule: Rule, article: Article, had: Iterable[Assignment], office: Office) -> Iterator[Assignment]:
    known = {_person(each) for each in had}
    return (each for each in audience(rule, article, office.settings).at_once if _person(each) not in known)


def _person(to: Assignment) -> str:
    return to.recipient.casefold() or f"\0{to.receiver}"


def _pending(notifications: Iterable[Notification]) -> bool:
    return any(one.state is NotificationState.PENDING for one in notifications)


def _why_nobody(notifications: list[Notification]) -> KeptBack:
    if not notifications:
        return KeptBack.NOBODY_HAD_IT
    removed = all(one.reason == KeptBack.RECEIVER_REMOVED for one in notifications)
    return KeptBack.RECEIVER_REMOVED if removed else KeptBack.SILENCED


def _why_not_late(heard: Audience, muted: Silence | None) -> KeptBack | None:
    if not heard.digests:
        return KeptBack.LATE_WITHOUT_DIGEST
    return KeptBack.SILENCED if muted else None


def _muted_by(letter: Letter, office: Office, receiver: str = "") -> Silence | None:
    subject = silences.of_message(about({"alert": letter.facts}), letter.story, receiver)
    return silences.muted_by(subject, office.silences, office.now)


def _notification(to: Assignment, letter: Letter, office: Office) -> Notification:
    now, facts = office.now, letter.facts
    suppressed = _why_not(to, letter, office)
    why = WhyFacts(rule=letter.rule.id, route=to.route, receiver=to.receiver, recipient=to.recipient)
    what = letter.step if letter.change else facts["id"]
    return Notification(
        id=ids.notification_id(NotificationKind.ALERT, what, to.receiver, to.recipient),
        kind=NotificationKind.ALERT,
        receiver=to.receiver,
        recipient=to.recipient,
        thread=letter.thread,
        content=dict(AlertContent(alert=facts, change=letter.change, why=why)),
        due=now,
        created=now,
        alert_id=facts["id"],
        route=to.route,
        template=UPDATE_TEMPLATE if letter.change else letter.rule.template,
        state=NotificationState.SUPPRESSED if suppressed else NotificationState.PENDING,
        reason=suppressed,
    )


def _why_not(to: Assignment, letter: Letter, office: Office) -> str:
    if to.receiver not in office.settings.receivers:
        return KeptBack.RECEIVER_REMOVED
    muted = _muted_by(letter, office, to.receiver)
    return silences.reason(muted) if muted else ""

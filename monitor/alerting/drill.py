"""A drill: who would be told, by every way there is, and the practice alert that each of them gets. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from monitor.alerting import ids
from monitor.alerting.facts import iso
from monitor.alerting.routes import recipients, route_names
from monitor.config import MonitorSettings
from monitor.model.alert import AlertSeverity, Notification, NotificationKind, Standing
from monitor.model.facts import AlertContent, AlertFacts, ArticleFacts, LifeFacts, Part, ProofFacts, RuleFacts, WhyFacts
from monitor.model.match import Status

_HEADLINE = "Practice alert: nothing has happened"
_PROOF = "This is a practice alert of the News Monitor; nobody needs to do anything."


@dataclass(frozen=True, slots=True)
class Target:
    """A recipient, and the ways that lead to him; none where nothing would ever be sent there."""

    receiver: str
    recipient: str
    ways: tuple[str, ...]


def targets(settings: MonitorSettings, notified: Mapping[str, Iterable[str]]) -> list[Target]:
    """Every recipient of every receiver. `notified` are the receivers that rules name themselves, by the rules' ids."""
    ways: dict[str, dict[str, None]] = {receiver: {} for receiver in settings.receivers}
    for way, receiver in _ways(settings, notified):
        if receiver in ways:
            ways[receiver][way] = None
    return [
        Target(receiver, recipient, tuple(ways[receiver]))
        for receiver, shape in settings.receivers.items()
        for recipient in recipients(shape)
    ]


def practice(target: Target, drill: str, now: datetime) -> Notification:
    """The practice alert for one recipient. `drill` names the drill: each is sent anew."""
    why = WhyFacts(rule="drill", route=", ".join(target.ways), receiver=target.receiver, recipient=target.recipient)
    return Notification(
        id=ids.notification_id(NotificationKind.DRILL, drill, target.receiver, target.recipient),
        kind=NotificationKind.DRILL,
        receiver=target.receiver,
        recipient=target.recipient,
        thread=drill,
        content=dict(AlertContent(alert=_alert(drill, now), change=None, why=why)),
        due=now,
        created=now,
        route="drill",
    )


def as_practice(notification: Notification, drill: str) -> Notification:
    """What would have been sent, as practice: marked, never held back, and under ids of its own, so that nobody's mail
    program takes it for the real one."""
    about = f"{drill}:{notification.id}"
    return replace(
        notification,
        id=ids.notification_id(NotificationKind.DRILL, about, notification.receiver, notification.recipient),
        kind=NotificationKind.DRILL,
        thread=f"{drill}:{notification.thread}",
    )


def _ways(settings: MonitorSettings, notified: Mapping[str, Iterable[str]]) -> Iterator[tuple[str, str]]:
    for name, route in route_names(settings.routes):
        yield from ((f"route {name}", receiver) for receiver in route.to)
    yield from ((f"rule {rule}", receiver) for rule, receivers in notified.items() for receiver in receivers)
    for name, digest in settings.digests.items():
        yield from ((f"digest {name}", receiver) for receiver in digest.to)
    for name, shape in settings.receivers.items():
        if shape.fallback:
            yield f"fallback of {name}", shape.fallback.to
        if shape.owner:
            yield f"owner of {name}", shape.owner
    if settings.owner:
        yield "owner", settings.owner


def _alert(drill: str, now: datetime) -> AlertFacts:
    """What a practice alert says: everything that templates want to know, and nothing that anybody could believe."""
    return AlertFacts(
        id=drill,
        headline=_HEADLINE,
        severity=AlertSeverity.CRITICAL.value,
        late=False,
        opened=iso(now),
        rule=RuleFacts(id="drill", title="Drill", tags=[], owner=None),
        slots={},
        proof=ProofFacts(
            text=_PROOF,
            parts=[Part(text=_PROOF, mark=False)],
            zone="body",
            status=Status.FICTION.value,
            cue=None,
            said_by=None,
        ),
        context=[],
        mentions=1,
        article=ArticleFacts(
            headline=_HEADLINE,
            source="News Monitor",
            published=iso(now),
            published_from="front_matter",
            received=iso(now),
            url=None,
            path="drill",
            folder="",
            place=None,
            language="en",
        ),
        life=LifeFacts(
            standing=Standing.REPORTED.value, status=Status.FICTION.value, sources=["News Monitor"], denial=None
        ),
        window=None,
    )

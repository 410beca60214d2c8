"""What a digest says: its alerts by place and story, the most important first, and the rest counted. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from monitor.alerting import ids
from monitor.alerting.facts import iso
from monitor.alerting.routes import recipients
from monitor.config import MonitorSettings, WhenEmpty
from monitor.model.alert import DigestWindow, Notification, NotificationKind
from monitor.model.facts import CountFacts, DigestContent, DigestEntry, DigestPlace, DigestStory, WhyFacts
from monitor.outbox.digest_entries import entry, importance, is_worth_saying, superseded
from monitor.storage.rows import DigestItem

_I = TypeVar("_I")
_T = TypeVar("_T")

WINDOW = "window"

Facts = Mapping[str, Mapping[str, Any]]
"""What templates see of alerts, by id."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A digest but for its alerts: why these are together, when they came, at most how many are listed."""

    cause: str
    start: datetime
    end: datetime
    timezone: str
    most: int
    why: WhyFacts
    digest: str = ""


def digest_frames(window: DigestWindow, settings: MonitorSettings, *, empty: bool) -> list[Frame]:
    """One for each recipient of a window's digest; none for those who want no empty one."""
    digest = settings.digests[window.digest]
    return [
        Frame(
            WINDOW,
            window.start,
            window.end,
            settings.timezone_of(receiver, window.digest),
            settings.receivers[receiver].max_length,
            WhyFacts(rule="", route=f"digest {window.digest}", receiver=receiver, recipient=recipient),
            window.digest,
        )
        for receiver in digest.to
        for recipient in recipients(settings.receivers[receiver])
        if not empty or (settings.receivers[receiver].when_empty or digest.when_empty) is WhenEmpty.SEND
    ]


def worth_saying(items: Iterable[DigestItem], since: datetime) -> list[DigestItem]:
    """What a digest is about: new alerts, and those of earlier ones that stand otherwise now."""
    return [item for item in items if is_worth_saying(item, since)]


def listed(items: Iterable[DigestItem], frame: Frame) -> list[DigestItem]:
    """The alerts that are listed, the most important first."""
    reader = frame.why["receiver"], frame.why["recipient"]

    def order(item: DigestItem) -> tuple[float, datetime, str]:
        return -importance(item, reader, frame.start), item.added, item.alert.id

    return sorted(items, key=order)[: frame.most]


def content(items: Sequence[DigestItem], frame: Frame, facts: Facts) -> DigestContent:
    """`facts` has at least the listed alerts."""
    shown = listed(items, frame)
    reader = frame.why["receiver"], frame.why["recipient"]
    older = superseded(items)

    def told(item: DigestItem) -> DigestEntry:
        return entry(item, facts[item.alert.id], reader, frame.start, superseded=item.alert.id in older)

    return DigestContent(
        digest=frame.digest,
        cause=frame.cause,
        start=iso(frame.start),
        end=iso(frame.end),
        timezone=frame.timezone,
        places=_places(shown, told, facts),
        total=len(items),
        tail=_tail(items, shown),
        why=frame.why,
    )


def notification(made: DigestContent, *, id: str, thread: str, template: str, now: datetime) -> Notification:
    """The digest, addressed to its recipient."""
    return Notification(
        id=id,
        kind=NotificationKind.DIGEST,
        receiver=made["why"]["receiver"],
        recipient=made["why"]["recipient"],
        thread=thread,
        content=dict(made),
        due=now,
        created=now,
        route=made["why"]["route"],
        template=template,
    )


def window_notification(made: DigestContent, settings: MonitorSettings, now: datetime) -> Notification:
    """The digest of a window: the same id whoever makes it."""
    about = f"digest:{made['digest']}:{made['start']}"
    id = ids.notification_id(NotificationKind.DIGEST, about, made["why"]["receiver"], made["why"]["recipient"])
    template = settings.digests[made["digest"]].template
    return notification(made, id=id, thread=about, template=template, now=now)


def _places(shown: Sequence[DigestItem], told: Callable[[DigestItem], DigestEntry], facts: Facts) -> list[DigestPlace]:
    """Places by their most important alert, within one stories, within a story alerts. A story has one place."""
    stories = [
        (_place([facts[item.alert.id] for item in of_story]), _story(story, of_story, told, facts))
        for story, of_story in _by(shown, lambda item: item.alert.story_id)
    ]
    return [
        DigestPlace(country=country, place=place, stories=[story for _, story in there])
        for (country, place), there in _by(stories, lambda pair: pair[0])
    ]


def _story(
    story: str, of_story: Sequence[DigestItem], told: Callable[[DigestItem], DigestEntry], facts: Facts
) -> DigestStory:
    return DigestStory(
        story=story,
        headline=facts[of_story[0].alert.id]["article"]["headline"],
        severity=max((item.alert.severity for item in of_story), key=lambda severity: severity.rank).value,
        entries=[told(item) for item in of_story],
    )


def _place(alerts: Sequence[Mapping[str, Any]]) -> tuple[str, str]:
    """Where it happened: the country of a slot that has a place on the map, else of any slot, else the place of the
    dateline. (An embassy's country is where it is from.)"""
    slots = [slot for facts in alerts for slot in facts["slots"].values() if slot.get("country")]
    for slot in sorted(slots, key=lambda slot: "lat" not in slot):
        return str(slot["country"]), ""
    return "", next((facts["article"]["place"] for facts in alerts if facts["article"]["place"]), "")


def _tail(items: Sequence[DigestItem], shown: Sequence[DigestItem]) -> list[CountFacts]:
    """What is not listed, by rule, the most first."""
    there = {item.alert.id for item in shown}
    counts = Counter((item.alert.rule_id, item.title) for item in items if item.alert.id not in there)
    found = [CountFacts(rule=rule, title=title, count=count) for (rule, title), count in counts.items()]
    return sorted(found, key=lambda one: (-one["count"], one["title"]))


def _by(items: Iterable[_I], key: Callable[[_I], _T]) -> list[tuple[_T, list[_I]]]:
    """Items that are alike, in the order in which the first of each kind comes."""
    groups: dict[_T, list[_I]] = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    return list(groups.items())

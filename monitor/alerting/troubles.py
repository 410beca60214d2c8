"""What the owner is told about the monitor's own state: a folder that stopped growing or is gone, a disk that fills up,
a receiver that takes nothing, feeds that fell silent. Pure.

Each trouble has a cause that names its beginning, so that it is told once however often it is looked at; one that lasts
is told again the next day where nothing else would show it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from monitor.alerting.notices import notices, owner_of
from monitor.config import FeedsSettings, FolderSettings, MonitorSettings, PushSettings, Source, StdinSettings
from monitor.durations import in_words
from monitor.model.alert import Notification, ReceiverHealth, ReceiverState
from monitor.model.feed import FeedState

FEW_BYTES = 200_000_000
NEARLY_FULL = 1_000_000_000
FAILING_FOR = timedelta(minutes=15)
SILENT_FOR = timedelta(days=1)
_MOST_NAMED = 20


@dataclass(frozen=True, slots=True)
class Condition:
    """How the monitor is now. `grew` says when each source had its last new article, or since when it is watched;
    `gone` why a source's folder cannot be read; `feeds` those that did not answer when they were asked last; `waiting`
    how many notifications a receiver should have by now."""

    now: datetime
    free_bytes: int
    grew: Mapping[str, datetime] = field(default_factory=dict)
    gone: Mapping[str, str] = field(default_factory=dict)
    feeds: Sequence[FeedState] = ()
    health: Mapping[str, ReceiverHealth] = field(default_factory=dict)
    waiting: Mapping[str, int] = field(default_factory=dict)


def trouble_notices(is_so: Condition, settings: MonitorSettings) -> list[Notification]:
    """Everything that an owner is to be told of this."""
    looks = (_stalled, _gone, _silent_feeds, _disk, _failing)
    return [notice for look in looks for notice in look(is_so, settings)]


def _stalled(is_so: Condition, settings: MonitorSettings) -> Iterator[Notification]:
    for name, source in settings.named_sources().items():
        grew = is_so.grew.get(name)
        if source.stalled_after is None or grew is None or is_so.now - grew < source.stalled_after:
            continue
        lines = [
            f"The last new article came {grew:%Y-%m-%d %H:%M} UTC. More than {in_words(source.stalled_after)} without"
            " one is unusual, as `stalled_after` says.",
            _where_to_look(source),
        ]
        yield from _tell(settings, is_so, f"stalled:{name}:{grew.isoformat()}", f"{name} has stopped growing", lines)


def _where_to_look(source: Source) -> str:
    match source:
        case FolderSettings():
            return f"Look whether the feed still writes to {source.folder}, and whether the folder is mounted."
        case PushSettings():
            return f"Look whether {source.push} still posts, and what it is answered."
        case StdinSettings():
            return "Look whether the program that writes to the monitor's standard input still runs."
        case FeedsSettings():
            return "`monitor feed list` shows what its feeds answered, and when each last gave something."


def _gone(is_so: Condition, settings: MonitorSettings) -> Iterator[Notification]:
    for name, reason in is_so.gone.items():
        about, subject = f"gone:{name}:{is_so.now:%Y-%m-%d}", f"the folder of {name} is gone"
        lines = [f"The folder cannot be read: {reason}.", "It is watched again as soon as it is there."]
        if isinstance(settings.named_sources().get(name), FeedsSettings):
            subject = f"the list of {name} cannot be read"
            lines = [f"The list of feeds cannot be read: {reason}.", "Until it can, those listed last are asked."]
        yield from _tell(settings, is_so, about, subject, lines)


def _silent_feeds(is_so: Condition, settings: MonitorSettings) -> Iterator[Notification]:
    """One notice a day and list, of the feeds that fell silent the day before: where all fail, that is one trouble."""
    yesterday = (is_so.now - timedelta(days=1)).date()
    for name, source in settings.named_sources().items():
        fell = [one for one in is_so.feeds if one.source == name and (since := _silent_since(one)) is not None
                and since.date() == yesterday]  # fmt: skip
        if not fell or not isinstance(source, FeedsSettings):
            continue
        lines = [f"{one.title or one.url} ({one.url}): {one.trouble}" for one in fell[:_MOST_NAMED]]
        if len(fell) > _MOST_NAMED:
            lines.append(f"And {len(fell) - _MOST_NAMED} more: see `monitor feed list`.")
        lines.append(f"One that is gone is asked no more; the others are. Mend or remove them in {source.feeds}.")
        about, subject = f"silent:{name}:{is_so.now:%Y-%m-%d}", f"{len(fell)} of the feeds of {name} fell silent"
        yield from _tell(settings, is_so, about, subject, lines)


def _silent_since(feed: FeedState) -> datetime | None:
    """When it was silent for so long that somebody should know; one that is gone at once."""
    if feed.gone:
        return feed.asked
    return feed.answered + SILENT_FOR if feed.answered is not None else None


def _disk(is_so: Condition, settings: MonitorSettings) -> Iterator[Notification]:
    if is_so.free_bytes >= NEARLY_FULL:
        return
    lines = [
        f"{is_so.free_bytes / 1e6:,.0f} MB are free. A full disk stops the intake; nothing that was taken is lost.",
        "Make room, or keep less: `retention` in monitor.yml.",
    ]
    yield from _tell(settings, is_so, f"disk:{is_so.now:%Y-%m-%d}", "the disk is nearly full", lines)


def _failing(is_so: Condition, settings: MonitorSettings) -> Iterator[Notification]:
    """A pause is told when it begins, by who settles the send that caused it."""
    for name, health in is_so.health.items():
        long = health.state is ReceiverState.FAILING and is_so.now - health.since >= FAILING_FOR
        if not long or name not in settings.receivers:
            continue
        fallback = settings.receivers[name].fallback
        instead = f"They go to {fallback.to} instead." if fallback else "They wait; nothing is lost."
        lines = [
            f"It has taken nothing since {health.since:%Y-%m-%d %H:%M} UTC: {health.reason.replace('_', ' ')}.",
            f"It said: {health.detail}",
            f"{is_so.waiting.get(name, 0)} notifications are due to it. {instead} It is tried every minute.",
        ]
        about, subject = f"failing:{name}:{health.since.isoformat()}", f"receiver {name} cannot be reached"
        to = owner_of(name, settings)
        yield from notices(to, about=about, subject=subject, lines=lines, settings=settings, now=is_so.now)


def _tell(
    settings: MonitorSettings, is_so: Condition, about: str, subject: str, lines: list[str]
) -> tuple[Notification, ...]:
    return notices(settings.owner, about=about, subject=subject, lines=lines, settings=settings, now=is_so.now)

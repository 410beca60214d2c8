"""What leaves now, what waits and until when, and what never leaves. Pure.

    put aside    its receiver or recipient is gone, or a silence names it: suppressed
    quiet hours  nobody is to be interrupted: held; what is let through takes along what stands before it in its thread
    groups       what belongs together leaves together: held until its time
    summing up   what was held, and may leave now, leaves in one message
    throttle     the recipient had enough for now: held

What was tried before leaves as it is, whatever the settings say: its bytes may have arrived. Digests, notices and
drills are never held. In no stage anything overtakes what stands before it in its thread.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from itertools import takewhile

from monitor.alerting import silences
from monitor.alerting.quiet_hours import quiet_until
from monitor.alerting.routes import recipients
from monitor.config import MonitorSettings, ReceiverSettings, Throttle
from monitor.durations import in_words
from monitor.model.alert import AlertSeverity, Held, HeldBy, KeptBack, NotificationKind, Silence
from monitor.outbox.grouping import group_due, group_key, group_settings
from monitor.storage.rows import Past, Waiting

_NEVER_HELD = (NotificationKind.DIGEST, NotificationKind.NOTICE, NotificationKind.DRILL)
_RELEASED = (HeldBy.QUIET_HOURS, HeldBy.THROTTLED)


@dataclass(frozen=True, slots=True)
class Parcel:
    """What leaves in one message: a notification by itself, or several in a digest, and why those are together."""

    members: tuple[Waiting, ...]
    cause: HeldBy | None = None
    group: str = ""

    @property
    def is_one(self) -> bool:
        return len(self.members) == 1

    @property
    def urgency(self) -> tuple[int, int]:
        """The most severe first, then the oldest."""
        return -max(map(_rank, self.members)), self.members[0].seq


@dataclass(frozen=True, slots=True)
class Plan:
    """What to do with everything that was ready: `send` in this order, as far as there is room. What is in none of them
    stands behind something, and is looked at again when that is settled."""

    suppress: dict[str, str] = field(default_factory=dict)
    hold: list[tuple[Waiting, Held]] = field(default_factory=list)
    send: list[Parcel] = field(default_factory=list)


@dataclass(frozen=True)
class Desk:
    """What is decided by, for one receiver."""

    receiver: str
    settings: MonitorSettings
    silences: Sequence[Silence]
    past: Past
    now: datetime

    @cached_property
    def shape(self) -> ReceiverSettings | None:
        return self.settings.receivers.get(self.receiver)

    @cached_property
    def quiet_until(self) -> datetime | None:
        hours = self.shape.quiet_hours if self.shape else None
        return quiet_until(hours, self.settings.timezone_of(self.receiver), self.now) if hours else None

    def is_ready(self, one: Waiting) -> bool:
        return one.due <= self.now or one.tried


def plan(waiting: Iterable[Waiting], desk: Desk) -> Plan:
    """Decide over all that is ready for one receiver, and what is held before it; in the order of `seq`."""
    made = Plan()
    by_recipient: dict[str, list[list[Waiting]]] = defaultdict(list)
    for thread in _threads(waiting):
        moving = []
        for one in thread:
            if reason := put_aside(one, desk):
                made.suppress[one.id] = reason
            else:
                moving.append(one)
        if moving:
            by_recipient[moving[0].recipient].append(moving)
    for recipient, threads in by_recipient.items():
        _Recipient(recipient, desk, made).decide(threads)
    made.send.sort(key=lambda parcel: parcel.urgency)
    return made


def put_aside(one: Waiting, desk: Desk) -> str | None:
    """Why a notification must not be sent any more, or None."""
    known = desk.shape is not None and (
        one.kind is NotificationKind.NOTICE or one.recipient in recipients(desk.shape)  # type: ignore[arg-type]
    )
    if not known:  # a notice may go to a rule's owner, whom no receiver names
        return KeptBack.RECEIVER_REMOVED
    silence = silences.muted_by(silences.of_message(one.about, one.story, one.receiver), desk.silences, desk.now)
    return silences.reason(silence) if silence else None


def _threads(waiting: Iterable[Waiting]) -> list[list[Waiting]]:
    """Each thread of each recipient, up to the first that something stands before which is not here."""
    threads: dict[tuple[str, str], list[Waiting]] = defaultdict(list)
    for one in waiting:
        threads[one.recipient, one.thread].append(one)
    return [whole for thread in threads.values() if (whole := _unbroken(thread))]


def _unbroken(thread: list[Waiting]) -> list[Waiting]:
    for place, one in enumerate(thread):
        if one.behind != place:
            return thread[:place]
    return thread


class _Recipient:
    """The decisions for one recipient; what they come to is added to `made`."""

    def __init__(self, recipient: str, desk: Desk, made: Plan) -> None:
        self._recipient = recipient
        self._desk = desk
        self._made = made
        self._parcels: list[Parcel] = []
        self._released: list[Waiting] = []
        self._groups: dict[str, list[Waiting]] = defaultdict(list)

    def decide(self, threads: Iterable[list[Waiting]]) -> None:
        for thread in threads:
            self._sort(self._through_quiet_hours(thread))
        self._parcels += [parcel for key, members in self._groups.items() for parcel in self._grouped(key, members)]
        if self._released:
            self._parcels.append(_summed_up(self._released))
        self._throttle()

    def _through_quiet_hours(self, thread: list[Waiting]) -> list[Waiting]:
        """What of a thread may leave as far as quiet hours go; the rest is held."""
        until = self._desk.quiet_until
        if until is None:
            return self._behind_held(thread)
        through = max((place for place, one in enumerate(thread, 1) if self._is_let_through(one)), default=0)
        detail = f"until {until:%Y-%m-%d %H:%M} UTC"
        self._hold(thread[through:], Held(HeldBy.QUIET_HOURS, until, detail))
        return thread[:through]

    def _is_let_through(self, one: Waiting) -> bool:
        hours = self._desk.shape.quiet_hours if self._desk.shape else None
        severities = hours.let_through if hours else ()
        never = one.tried or one.kind in _NEVER_HELD
        return self._desk.is_ready(one) and (never or one.about["severity"] in severities)

    def _behind_held(self, thread: list[Waiting]) -> list[Waiting]:
        """A thread up to one that is held already; what follows that one waits with it."""
        at = next((place for place, one in enumerate(thread) if not self._desk.is_ready(one)), None)
        if at is None:
            return thread
        first = thread[at]
        if first.held:
            self._hold(thread[at + 1 :], Held(first.held, first.due, "behind an earlier message of its thread"))
        return thread[:at]

    def _hold(self, those: Iterable[Waiting], held: Held) -> None:
        """But for what is held already until then, or longer."""
        self._made.hold.extend((one, held) for one in those if self._desk.is_ready(one))

    def _sort(self, thread: list[Waiting]) -> None:
        """What leaves alone, with its group, or with what was held like it. Of what leaves alone only the first of a
        thread: the next one when that has arrived."""
        if not thread:
            return
        first = thread[0]
        if first.kind in _NEVER_HELD or first.tried:
            self._made.send.append(Parcel((first,)))
        elif self._desk.quiet_until and len(thread) > 1:  # let through, with what stood before it
            self._parcels.append(Parcel(_untried(thread), HeldBy.QUIET_HOURS))
        elif first.held in _RELEASED:
            self._released += _untried(thread)
        elif key := group_key(first, self._desk.settings):
            alike = takewhile(lambda one: group_key(one, self._desk.settings) == key, _untried(thread))
            self._groups[key] += alike
        else:
            self._parcels.append(Parcel((first,)))

    def _grouped(self, key: str, members: list[Waiting]) -> Iterator[Parcel]:
        members = [replace(one, group=key) for one in sorted(members, key=lambda one: one.seq)]
        group = group_settings(members[0].route, self._desk.settings)
        assert group is not None, "only what has a group is sorted into one"
        until = group_due(key, members, group, self._desk.past, self._desk.now)
        if until <= self._desk.now:
            yield Parcel(tuple(members), HeldBy.GROUPED, key)
            return
        detail = f"leaves with others that are alike in {', '.join(group.by)}"
        self._hold(members, Held(HeldBy.GROUPED, until, detail))

    def _throttle(self) -> None:
        throttle = self._desk.shape.throttle if self._desk.shape else None
        parcels = sorted(self._parcels, key=lambda parcel: parcel.urgency)
        if throttle is None:
            self._made.send.extend(parcels)
            return
        through = [parcel for parcel in parcels if _is_among(parcel, throttle.let_through)]
        rest = [parcel for parcel in parcels if not _is_among(parcel, throttle.let_through)]
        left = [at for at in self._desk.past.left.get(self._recipient, ()) if self._desk.now - throttle.per < at]
        left += [self._desk.now] * len(through)
        room = max(0, throttle.most - len(left))
        self._made.send.extend([*through, *rest[:room]])
        if rest[room:]:
            held = _throttled([*left, *[self._desk.now] * room], throttle)
            self._hold([one for parcel in rest[room:] for one in _in_group(parcel)], held)


def _is_among(parcel: Parcel, severities: Collection[AlertSeverity]) -> bool:
    """Whether one of its notifications is of one of these severities."""
    return any(one.about["severity"] in severities for one in parcel.members)


def _throttled(left: Sequence[datetime], throttle: Throttle) -> Held:
    """Until the first of the last `most` messages is `per` ago."""
    until = sorted(left)[-throttle.most] + throttle.per
    return Held(HeldBy.THROTTLED, until, f"{throttle.most} messages left within {in_words(throttle.per)}")


def _summed_up(released: list[Waiting]) -> Parcel:
    quiet = any(one.held is HeldBy.QUIET_HOURS for one in released)
    members = tuple(sorted(released, key=lambda one: one.seq))
    return Parcel(members, HeldBy.QUIET_HOURS if quiet else HeldBy.THROTTLED)


def _untried(thread: list[Waiting]) -> tuple[Waiting, ...]:
    """Up to what must leave as it is."""
    at = next((place for place, one in enumerate(thread) if one.tried or one.kind in _NEVER_HELD), len(thread))
    return tuple(thread[:at])


def _in_group(parcel: Parcel) -> Iterator[Waiting]:
    return (replace(one, group=parcel.group or one.group) for one in parcel.members)


def _rank(one: Waiting) -> int:
    severity = one.about["severity"]
    return AlertSeverity(severity).rank if severity else 0

"""Which notifications could be sent now: the statements behind `Outbox.willing`, `look`, `lease` and `next_due`.

A notification is *ready* when it is pending, due, on its way to nobody, and no earlier one of its (receiver, recipient,
thread) stands in front of it: one that is on its way, that leaves in another message, or that is to be tried again
later. Ready ones may follow one another in a thread; who plans sends them in their order. One that is held back on
purpose, never tried, does not stand in front: who plans may take it along.

A look walks the partial index over pending (receiver, due, seq) and stops at its limit: what is held back costs nothing
until it is due.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, cast

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    Update,
    and_,
    case,
    exists,
    func,
    literal_column,
    or_,
    select,
    update,
)

from monitor.model.alert import NotificationState, ReceiverState
from monitor.storage.columns import moment
from monitor.storage.schema import alerts, notifications, receivers

_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
_waiting = notifications.alias("waiting")
_earlier = notifications.alias("earlier")
_leased = notifications.alias("leased")
_FAILING = receivers.c.state == ReceiverState.FAILING.value
_SHORT = ("id", "seq", "kind", "receiver", "recipient", "thread", "route", "due", "created", "about", "group", "held")


def willing_receivers(now: datetime, but_not: Collection[str], limit: int) -> Select[Any]:
    """Receivers (`name`, `state`) that something is ready for; who has waited longest comes first.

    A failing one is probed when its time has come and nothing is on its way to it. Each is locked until the transaction
    ends, so that one daemon at a time decides what leaves for it; those that another has locked are passed over.
    """
    whose = _waiting.c.receiver == receivers.c.name
    ripe = or_(_waiting.c.due <= now, and_(_FAILING, _waiting.c.attempts > 0))
    something = exists().where(whose, ripe, _ready(now)).correlate(receivers)
    longest = [
        select(column).where(whose, _pending(_waiting)).order_by(_waiting.c.due, _waiting.c.seq).limit(1)
        for column in (_waiting.c.due, _waiting.c.seq)
    ]
    order = [query.correlate(receivers).scalar_subquery() for query in longest]
    on_its_way = exists().where(_leased.c.receiver == receivers.c.name, _pending(_leased), _leased.c.leased_until > now)
    probe = and_(_FAILING, func.coalesce(receivers.c.next_probe, moment(_LONG_AGO)) <= now, ~on_its_way)
    query = select(receivers.c.name, receivers.c.state).where(or_(receivers.c.state == ReceiverState.OK.value, probe))
    query = query.where(receivers.c.name.not_in(but_not), something).order_by(*order).limit(limit)
    return query.with_for_update(skip_locked=True, of=receivers)


def heads(receiver: str, now: datetime, limit: int) -> Select[Any]:
    """What is ready for a receiver that is well, the first of each thread alone, the longest due first."""
    query = _in_short().where(_waiting.c.receiver == receiver, _waiting.c.due <= now, _ready(now), _is_head())
    return query.order_by(_waiting.c.due, _waiting.c.seq).limit(limit)


def ready(receiver: str, now: datetime, limit: int) -> Select[Any]:
    """All that is ready for a receiver that is well, the longest due first. `behind` says how many pending ones stand
    before it in its thread."""
    query = _in_short().where(_waiting.c.receiver == receiver, _waiting.c.due <= now, _ready(now))
    return query.order_by(_waiting.c.due, _waiting.c.seq).limit(limit)


def probe(receiver: str, now: datetime) -> Select[Any]:
    """One notification to try a failing receiver with: the least tried, so that one message on which the server breaks
    is not the probe for ever. It may be due later: its own delay, made for a passing fault, would leave the receiver
    unprobed for hours. What is held back on purpose, never tried, is left alone."""
    ripe = or_(_waiting.c.due <= now, _waiting.c.attempts > 0)
    query = _in_short().where(
        _waiting.c.receiver == receiver, ripe, _ready(now), ~exists().where(*_before()).correlate(_waiting)
    )
    return query.order_by(_waiting.c.attempts, _waiting.c.seq).limit(1)


def held_of(receiver: str, threads: Sequence[str], now: datetime) -> Select[Any]:
    """What is held back in these threads, oldest first."""
    query = _in_short().where(_waiting.c.receiver == receiver, _waiting.c.thread.in_(threads))
    return query.where(_pending(_waiting), _is_held(_waiting, now), _is_free(_waiting, now)).order_by(_waiting.c.seq)


def stranded(receiver: str, now: datetime, limit: int) -> Select[Any]:
    """What is due or was tried, in the order of `seq`; behind nothing that is on its way or held for later."""
    in_front = or_(_earlier.c.leased_until > now, _earlier.c.carried_by.is_not(None), _is_held(_earlier, now))
    query = select(_waiting).where(
        _waiting.c.receiver == receiver,
        _pending(_waiting),
        _is_free(_waiting, now),
        or_(_waiting.c.due <= now, _waiting.c.attempts > 0),
        ~exists().where(*_before(), in_front).correlate(_waiting),
    )
    return query.order_by(_waiting.c.seq).limit(limit)


def lease(ids: Sequence[str], worker: str, now: datetime, period: timedelta) -> Update:
    """Lease those of them that are still pending and free."""
    leased = update(notifications).where(
        notifications.c.id.in_(ids), _pending(notifications), _is_free(notifications, now)
    )
    return leased.values(leased_by=worker, leased_until=now + period).returning(notifications)


def carry(ids: Sequence[str], carrier: str, now: datetime) -> Update:
    """Let those of them that are still pending and free leave in `carrier`."""
    carried = update(notifications).where(
        notifications.c.id.in_(ids), _pending(notifications), _is_free(notifications, now)
    )
    return carried.values(carried_by=carrier).returning(notifications.c.id, notifications.c.seq)


def waiting_times(but_not: Collection[str]) -> Select[Any]:
    """For each receiver that is not paused and has something pending: what `next_time` needs."""
    due = _waiting.c.due
    free = case((_waiting.c.leased_until > due, _waiting.c.leased_until), else_=due)
    return (
        select(
            receivers.c.state,
            receivers.c.next_probe,
            func.min(free).label("free"),
            func.min(case((_waiting.c.attempts > 0, moment(_LONG_AGO)), else_=due)).label("ripe"),
            func.max(_waiting.c.leased_until).label("leased"),
        )
        .join(_waiting, _waiting.c.receiver == receivers.c.name)
        .where(receivers.c.state != ReceiverState.PAUSED.value, receivers.c.name.not_in(but_not))
        .where(_pending(_waiting), _waiting.c.carried_by.is_(None), _is_head())
        .group_by(receivers.c.name, receivers.c.state, receivers.c.next_probe)
    )


def next_time(receiver: Row[Any]) -> datetime:
    """When a look can find something of this receiver, as far as is known now."""
    if receiver.state == ReceiverState.OK.value:
        return cast(datetime, receiver.free)
    return cast(datetime, max(receiver.next_probe or _LONG_AGO, receiver.leased or _LONG_AGO, receiver.ripe))


def _in_short() -> Select[Any]:
    """A notification as far as deciding over it needs it."""
    columns = [_waiting.c[name] for name in _SHORT]
    tried = or_(_waiting.c.attempts > 0, _waiting.c.rendered.is_not(None))
    behind = select(func.count()).select_from(_earlier).where(*_before()).correlate(_waiting).scalar_subquery()
    query = select(*columns, tried.label("tried"), alerts.c.story_id, behind.label("behind"))
    return query.outerjoin(alerts, alerts.c.id == _waiting.c.alert_id)


def _ready(now: datetime) -> ColumnElement[bool]:
    """But for being due."""
    in_front = or_(
        _earlier.c.leased_until > now,
        _earlier.c.carried_by.is_not(None),
        and_(_earlier.c.due > now, _earlier.c.attempts > 0),
    )
    return and_(
        _pending(_waiting),
        _waiting.c.carried_by.is_(None),
        _is_free(_waiting, now),
        ~exists().where(*_before(), in_front).correlate(_waiting),
    )


def _is_head() -> ColumnElement[bool]:
    return ~exists().where(*_before()).correlate(_waiting)


def _before() -> list[ColumnElement[bool]]:
    """Pending, earlier, and of the same thread to the same recipient."""
    same = [_earlier.c[name] == _waiting.c[name] for name in ("receiver", "recipient", "thread")]
    return [*same, _pending(_earlier), _earlier.c.seq < _waiting.c.seq]


def _is_held(table: Any, now: datetime) -> ColumnElement[bool]:
    return and_(table.c.due > now, table.c.attempts == 0, table.c.carried_by.is_(None))


def _is_free(table: Any, now: datetime) -> ColumnElement[bool]:
    return and_(table.c.carried_by.is_(None), or_(table.c.leased_until.is_(None), table.c.leased_until <= now))


def _pending(table: Any) -> ColumnElement[bool]:
    """Written as a constant, not a parameter: only so does a partial index apply."""
    pending: ColumnElement[bool] = table.c.state == literal_column(f"'{NotificationState.PENDING}'")
    return pending

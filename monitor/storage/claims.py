"""Which notifications may be sent now: the statements behind `Outbox.claim` and `Outbox.next_due`.

A notification is *head* when no earlier one of its (receiver, recipient, thread) is pending, be that one due later or
on its way just now. Only heads leave: this keeps the order within a thread.

A claim walks the partial index over pending (receiver, seq) from the oldest on and stops at its limit: what it costs
depends on how many are asked for, not on how many wait.
"""

from __future__ import annotations

from collections.abc import Collection
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
from monitor.storage.schema import notifications, receivers

_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
_waiting = notifications.alias("waiting")
_earlier = notifications.alias("earlier")
_leased = notifications.alias("leased")
_FAILING = receivers.c.state == ReceiverState.FAILING.value


def willing_receivers(now: datetime, but_not: Collection[str]) -> Select[Any]:
    """Receivers (`name`, `state`) that something can be claimed for now; who has waited longest comes first.

    A failing one is probed when its time has come and nothing is on its way to it.
    """
    oldest = _oldest(or_(_waiting.c.due <= now, and_(_FAILING, _waiting.c.attempts > 0)), now).scalar_subquery()
    on_its_way = exists().where(
        _leased.c.receiver == receivers.c.name, _pending(_leased.c.state), _leased.c.leased_until > now
    )
    probe = and_(_FAILING, func.coalesce(receivers.c.next_probe, moment(_LONG_AGO)) <= now, ~on_its_way)
    query = select(receivers.c.name, receivers.c.state).where(or_(receivers.c.state == ReceiverState.OK.value, probe))
    return query.where(receivers.c.name.not_in(but_not), oldest.is_not(None)).order_by(oldest)


def lease(receiver: Row[Any], worker: str, now: datetime, period: timedelta, limit: int) -> Update:
    """Lease a willing receiver's oldest heads that are due and free; of a failing one only the first, as a probe.

    A probe may be one that was tried and is due later: its own delay, made for a passing fault, would leave the
    receiver unprobed for hours. What is held back on purpose, never tried, is left alone.
    """
    failing = receiver.state == ReceiverState.FAILING.value
    ripe = or_(_waiting.c.due <= now, _waiting.c.attempts > 0) if failing else _waiting.c.due <= now
    oldest = _oldest(ripe, now, receiver.name)
    if failing:  # least tried first: one message on which the server breaks must not be the probe for ever
        oldest = oldest.order_by(None).order_by(_waiting.c.attempts, _waiting.c.seq)
    oldest = oldest.limit(1 if failing else limit).with_for_update(skip_locked=True)
    # A CTE, since PostgreSQL may run a plain subquery once for each row, and then lock more than the limit.
    leased = update(notifications).where(notifications.c.seq.in_(select(oldest.cte("oldest").c.seq)))
    return leased.values(leased_by=worker, leased_until=now + period).returning(notifications)


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
        .where(_pending(_waiting.c.state), _is_head())
        .group_by(receivers.c.name, receivers.c.state, receivers.c.next_probe)
    )


def next_time(receiver: Row[Any]) -> datetime:
    """When a claim can give something of this receiver, as far as is known now."""
    if receiver.state == ReceiverState.OK.value:
        return cast(datetime, receiver.free)
    return cast(datetime, max(receiver.next_probe or _LONG_AGO, receiver.leased or _LONG_AGO, receiver.ripe))


def _oldest(ripe: ColumnElement[bool], now: datetime, receiver: str | None = None) -> Select[int]:
    """A receiver's free, ripe heads, oldest first; without a name, only the first one of the row of `receivers`."""
    whose = receivers.c.name if receiver is None else receiver
    free = or_(_waiting.c.leased_until.is_(None), _waiting.c.leased_until <= now)
    query = select(_waiting.c.seq).where(
        _waiting.c.receiver == whose, _pending(_waiting.c.state), ripe, free, _is_head()
    )
    query = query.order_by(_waiting.c.seq)
    return query.correlate(receivers).limit(1) if receiver is None else query


def _pending(state: ColumnElement[str]) -> ColumnElement[bool]:
    """Written as a constant, not a parameter: only so does a partial index apply."""
    return state == literal_column(f"'{NotificationState.PENDING}'")


def _is_head() -> ColumnElement[bool]:
    same = [_earlier.c[name] == _waiting.c[name] for name in ("receiver", "recipient", "thread")]
    return ~exists().where(*same, _pending(_earlier.c.state), _earlier.c.seq < _waiting.c.seq).correlate(_waiting)

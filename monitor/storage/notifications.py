"""Notifications and deliveries as rows and back."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, Row, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from monitor.alerting.about import about
from monitor.model.alert import (
    Delivery,
    DeliveryOutcome,
    HeldBy,
    Notification,
    NotificationKind,
    NotificationState,
    ReceiverHealth,
    ReceiverState,
)
from monitor.storage.rows import Hold, NotificationHistory
from monitor.storage.schema import deliveries, holds, notifications, receivers


def values_of(one: Notification) -> dict[str, object]:
    """The columns of a new notification; its number is the store's to give."""
    return {
        "id": one.id,
        "kind": one.kind.value,
        "receiver": one.receiver,
        "recipient": one.recipient,
        "thread": one.thread,
        "content": dict(one.content),
        "due": one.due,
        "created": one.created,
        "alert_id": one.alert_id,
        "route": one.route,
        "template": one.template,
        "state": one.state.value,
        "reason": one.reason,
        "attempts": one.attempts,
        "first_attempt": one.first_attempt,
        "rendered": one.rendered,
        "about": dict(about(one.content)),
        "carried_by": one.carried_by,
        "group": one.group,
        "held": one.held.value if one.held else None,
        "counted": False,
    }


def notification_of(row: Row[Any]) -> Notification:
    """A row of the table as the model's noun."""
    return Notification(
        id=row.id,
        kind=NotificationKind(row.kind),
        receiver=row.receiver,
        recipient=row.recipient,
        thread=row.thread,
        content=row.content,
        due=row.due,
        created=row.created,
        alert_id=row.alert_id,
        route=row.route,
        template=row.template,
        state=NotificationState(row.state),
        reason=row.reason,
        attempts=row.attempts,
        first_attempt=row.first_attempt,
        rendered=row.rendered,
        carried_by=row.carried_by,
        group=row.group,
        held=HeldBy(row.held) if row.held else None,
        seq=row.seq,
    )


async def with_attempts(connection: AsyncConnection, which: ColumnElement[bool]) -> list[NotificationHistory]:
    """Notifications in their order, each with its holds and its deliveries."""
    found = [
        notification_of(row)
        for row in await connection.execute(select(notifications).where(which).order_by(notifications.c.seq))
    ]
    message = func.coalesce(notifications.c.carried_by, notifications.c.id)
    query = select(deliveries).where(deliveries.c.notification_id.in_(select(message).where(which)))
    attempts: dict[str, list[Delivery]] = {}
    for row in await connection.execute(query.order_by(deliveries.c.id)):
        attempts.setdefault(row.notification_id, []).append(_delivery_of(row))
    held: dict[str, list[Hold]] = {}
    for row in await connection.execute(select(holds).join(notifications).where(which).order_by(holds.c.id)):
        hold = Hold(HeldBy(row.held_by), row.detail, row.since, row.until)
        held.setdefault(row.notification_id, []).append(hold)
    unwell = await _unwell(connection, {one.receiver for one in found if one.state is NotificationState.PENDING})
    return [
        NotificationHistory(
            one,
            tuple(attempts.get(one.carried_by or one.id, ())),
            tuple(held.get(one.id, ())),
            unwell.get(one.receiver) if one.state is NotificationState.PENDING else None,
        )
        for one in found
    ]


async def _unwell(connection: AsyncConnection, names: Collection[str]) -> dict[str, ReceiverHealth]:
    """Those of the receivers that are paused or failing."""
    query = select(receivers).where(receivers.c.name.in_(names), receivers.c.state != ReceiverState.OK.value)
    return {row.name: health_of(row) for row in await connection.execute(query)}


def _delivery_of(row: Row[Any]) -> Delivery:
    return Delivery(
        id=row.id,
        notification_id=row.notification_id,
        started=row.started,
        ended=row.ended,
        outcome=DeliveryOutcome(row.outcome),
        reason=row.reason,
        detail=row.detail,
    )


def health_of(row: Row[Any]) -> ReceiverHealth:
    """A row of the table of receivers as the model's noun."""
    return ReceiverHealth(
        name=row.name,
        state=ReceiverState(row.state),
        since=row.since,
        reason=row.reason,
        detail=row.detail,
        next_probe=row.next_probe,
    )

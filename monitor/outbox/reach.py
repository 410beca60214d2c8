"""What a receiver's settings ask to know before anything is decided: how much of what waits, and how far back. Pure."""

from __future__ import annotations

from datetime import timedelta

from monitor.config import EmailReceiver, MonitorSettings, WebhookReceiver

PER_RECEIVER = 8  # messages on their way to one that names no number of connections


def may_join(receiver: str, settings: MonitorSettings) -> bool:
    """Whether several of its notifications may leave in one message, so that all that is ready must be looked at."""
    shape = settings.receivers.get(receiver)
    return shape is not None and bool(shape.throttle or shape.quiet_hours or has_groups(receiver, settings))


def has_groups(receiver: str, settings: MonitorSettings) -> bool:
    """Whether a route groups what goes there."""
    return any(route.group and receiver in route.to for route in settings.routes)


def span(receiver: str, settings: MonitorSettings) -> timedelta | None:
    """How far back one must know what left; None: not at all."""
    shape = settings.receivers.get(receiver)
    spans = [shape.throttle.per] if shape and shape.throttle else []
    spans += [route.group.interval for route in settings.routes if route.group and receiver in route.to]
    return max(spans, default=None)


def connections(receiver: str, settings: MonitorSettings) -> int:
    """How many messages may be on their way to a receiver at once: as many as it has connections."""
    match settings.receivers.get(receiver):
        case EmailReceiver(connections=own):
            return own or settings.smtp.connections
        case WebhookReceiver(connections=many):
            return many
        case _:
            return PER_RECEIVER

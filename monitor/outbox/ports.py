"""What the outbox needs of the world outside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from monitor.config import MonitorSettings
from monitor.model.alert import Notification
from monitor.storage.rows import KeptBackCount


class Deliverer(Protocol):
    """The way to one receiver."""

    async def deliver(self, notification: Notification) -> None:
        """Send `notification.rendered`; return once the receiver has it. Raises a DeliveryError otherwise. A
        cancelled call may have been delivered all the same."""
        ...


class Renderer(Protocol):
    """Makes the bytes to send."""

    def render(
        self, notification: Notification, first_in_thread: str | None, kept_back: Sequence[KeptBackCount]
    ) -> bytes:
        """The whole message. `first_in_thread` is the id of the first message of the thread that this recipient got,
        `kept_back` what was kept back from him since the last one. A broken template of the user's is the renderer's to
        replace; what it raises makes the notification dead.
        """
        ...


@dataclass(frozen=True, slots=True)
class Outlets:
    """Where notifications can go: replaced as a whole when settings or templates are reloaded. Sends under way keep
    the ones that they began with."""

    settings: MonitorSettings
    deliverers: Mapping[str, Deliverer]
    renderer: Renderer

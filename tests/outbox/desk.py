"""A worker on a real store in virtual time, with receivers that answer as the test says."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from monitor.alerting import ids
from monitor.config import MonitorSettings
from monitor.delivery.sample import sample_alert
from monitor.errors import DeliveryError, StoreUnavailable
from monitor.model.alert import AlertSeverity, Delivery, Notification, NotificationKind, NotificationState
from monitor.outbox import Outlets, Worker
from monitor.storage import Store, Transaction
from monitor.storage.rows import KeptBackCount
from tests.support.alerting import settings
from tests.support.clock import VirtualClock
from tests.support.stored import alert

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)

Answer = Callable[[Notification], DeliveryError | None]

RECEIVERS: dict[str, Any] = {
    "desk": {"kind": "email", "to": ["a@example.org", "b@example.org"], "owner": "hook"},
    "hook": {"kind": "webhook", "url": "https://example.org/hook"},
}


@dataclass
class Server:
    """A receiver at the edge: takes everything, unless `answer` says otherwise; `seconds` long."""

    clock: VirtualClock
    answer: Answer = lambda _: None
    seconds: float = 0
    tried: list[tuple[datetime, Notification]] = field(default_factory=list)
    got: list[tuple[datetime, Notification]] = field(default_factory=list)

    async def deliver(self, notification: Notification) -> None:
        self.tried.append((self.clock.now(), notification))
        if self.seconds:
            await self.clock.sleep(self.seconds)
        error = self.answer(notification)
        if error:
            raise error
        self.got.append((self.clock.now(), notification))

    @property
    def ids(self) -> list[str]:
        return [notification.id for _, notification in self.got]


@dataclass
class Plain:
    """Renders a notification as its id, and counts how often."""

    rendered: list[tuple[str, str | None]] = field(default_factory=list)
    kept_back: dict[str, Sequence[KeptBackCount]] = field(default_factory=dict)

    def render(
        self, notification: Notification, first_in_thread: str | None, kept_back: Sequence[KeptBackCount]
    ) -> bytes:
        self.rendered.append((notification.id, first_in_thread))
        self.kept_back[notification.id] = kept_back
        if notification.content.get("unrenderable"):
            raise ValueError("no such variable")
        return notification.id.encode()


class FailingStore(Store):
    """A store whose disk is full while `full` is set."""

    full = False

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[Transaction]:
        async with super().begin() as tx:
            yield tx
            if self.full:
                raise StoreUnavailable("database or disk is full")


class Desk:
    """The settings' two receivers (`desk`, with two recipients and `hook` as its owner), and their worker."""

    def __init__(self, store: Store, clock: VirtualClock) -> None:
        self.store = store
        self.clock = clock
        self.wake = asyncio.Event()
        self.servers = {name: Server(clock) for name in RECEIVERS}
        self.renderer = Plain()
        self.poll_seconds = 86_400.0
        self.settings: MonitorSettings = settings(receivers=RECEIVERS)

    @property
    def mail(self) -> Server:
        return self.servers["desk"]

    def outlets(self) -> Outlets:
        return Outlets(self.settings, self.servers, self.renderer)

    def worker(self, name: str = "daemon") -> Worker:
        return Worker(
            self.store,
            self.outlets(),
            self.clock,
            self.wake,
            name=name,
            poll_seconds=self.poll_seconds,
            chance=lambda: 0.5,
        )

    @asynccontextmanager
    async def running(self, name: str = "daemon") -> AsyncIterator[Worker]:
        """A worker that is at rest, and is stopped in order at the end."""
        worker, stop = self.worker(name), asyncio.Event()
        task = self.clock.start(worker.run(stop))
        await self.clock.settle()
        yield worker
        stop.set()
        await self.clock.advance(MINUTE)
        await task

    async def put(self, *notifications: Notification) -> None:
        """Add to the outbox and wake the worker, as the pipeline does."""
        async with self.store.begin() as tx:
            await tx.outbox.add(notifications)
        self.wake.set()
        await self.clock.settle()

    def mail_to(
        self, recipient: str = "a@example.org", thread: str = "t", number: int = 1, **fields: Any
    ) -> Notification:
        """A notification about the alert `thread`."""
        receiver = fields.get("receiver", "desk")
        id = ids.notification_id(NotificationKind.ALERT, f"{thread} {number}", receiver, recipient)
        now = self.clock.now()
        plain = Notification(id, NotificationKind.ALERT, receiver, recipient, thread, {}, due=now, created=now)
        return replace(plain, **fields)

    def hook(self, thread: str = "t", **fields: Any) -> Notification:
        return self.mail_to("", thread, receiver="hook", **fields)

    async def alert(
        self,
        name: str,
        *to: str,
        story: str = "s1",
        severity: str = "normal",
        also: Sequence[Notification] = (),
        **fields: Any,
    ) -> None:
        """Raise an alert and address it, by the route `conflict`, to recipients of the desk (by default the first one),
        with what else there is; then wake the worker, as the pipeline does."""
        now = self.clock.now()
        facts = {**sample_alert()["alert"], "id": name, "headline": name, "severity": severity}
        kept = alert(
            name, name, severity=AlertSeverity(severity), story_id=story, opened=now, facts=facts, headline=name
        )
        new = [
            self.mail_to(
                recipient,
                name,
                **{"content": {"alert": facts, "why": {}}, "alert_id": name, "route": "conflict", **fields},
            )
            for recipient in to or ("a@example.org",)
        ]
        async with self.store.begin() as tx:
            await tx.alerts.add([kept])
            await tx.outbox.add([*new, *also])
        self.wake.set()
        await self.clock.settle()

    def configure(self, **shape: Any) -> None:
        """Other settings: keys of the receiver `desk`, but for `group`, of the route `conflict`."""
        group = shape.pop("group", None)
        receivers = {**RECEIVERS, "desk": {**RECEIVERS["desk"], **shape}}
        self.settings = settings(receivers=receivers, routes=[{"name": "conflict", "to": ["desk"], "group": group}])

    async def stored(self, notification: Notification) -> Notification:
        return (await self._history(notification))[0]

    async def attempts(self, notification: Notification) -> tuple[Delivery, ...]:
        return (await self._history(notification))[1]

    async def states(self) -> dict[NotificationState, int]:
        async with self.store.begin() as tx:
            counts = await tx.outbox.counts()
        found: dict[NotificationState, int] = {}
        for (_, state), many in counts.items():
            found[state] = found.get(state, 0) + many
        return found

    async def _history(self, notification: Notification) -> tuple[Notification, tuple[Delivery, ...]]:
        async with self.store.begin() as tx:
            history = await tx.outbox.get(notification.id)
        assert history is not None
        return history.notification, history.deliveries

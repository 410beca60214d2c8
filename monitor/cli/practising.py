"""Sends to one receiver what a replay would have sent, marked as a drill."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from uuid import uuid4

import click

from monitor.alerting.drill import as_practice
from monitor.cli.sending import deliverers, letters
from monitor.cli.session import Session
from monitor.config import MonitorSettings
from monitor.config.routes import Route
from monitor.delivery.contract import Deliverer
from monitor.delivery.letters import Letters
from monitor.errors import DeliveryError
from monitor.model.alert import NotificationState
from monitor.storage import Store

_MOST = 1_000
"""More messages than one article brings."""


def only_to(settings: MonitorSettings, receiver: str) -> MonitorSettings:
    """Settings under which everything goes to one receiver, at once, and nothing anywhere else."""
    return settings.model_copy(update={"routes": [Route(to=[receiver])], "digests": {}, "owner": None})


class Practice:
    """One receiver's. What it does not take is told, and not tried again."""

    def __init__(self, session: Session, store: Store, receiver: str, deliverer: Deliverer) -> None:
        self._store = store
        self._receiver = receiver
        self._deliverer = deliverer
        self._shape = session.settings.receivers[receiver]
        self._letters: Letters = letters(session)
        self._name = f"replay-{uuid4()}"
        self._last = 0
        self._first: dict[tuple[str, str], str] = {}
        self.failed = 0

    @classmethod
    @asynccontextmanager
    async def of(cls, session: Session, store: Store, receiver: str) -> AsyncIterator[Practice]:
        """With the deliverer of the receiver, for as long as it is used."""
        async with deliverers(session) as built:
            yield cls(session, store, receiver, built[receiver])

    async def send(self) -> None:
        """Everything that has come into the outbox since the last time, in its order."""
        async with self._store.read() as tx:
            waiting = await tx.outbox.list(state=NotificationState.PENDING, receiver=self._receiver, limit=_MOST)
        for one in reversed([one for one in waiting if one.seq > self._last]):
            self._last = one.seq
            made = as_practice(one, self._name)
            first = self._first.setdefault((made.thread, made.recipient), made.id)
            rendered = self._letters.render(made, self._shape, first if first != made.id else None)
            try:
                await self._deliverer.deliver(replace(made, rendered=rendered))
            except DeliveryError as error:
                self.failed += 1
                click.echo(f"{made.recipient or self._receiver}: {error}", err=True)

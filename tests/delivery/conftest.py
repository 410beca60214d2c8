"""What the tests of delivery share: a notification, and its clock."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from monitor.delivery.sample import sample_alert
from monitor.model.alert import Notification, NotificationKind

NOW = datetime(2024, 12, 5, 9, 30, tzinfo=UTC)


class StandingClock:
    """Always the same time."""

    def now(self) -> datetime:
        return NOW

    async def wait(self, wake: asyncio.Event, seconds: float) -> None:
        raise AssertionError("delivery never waits")


def make_notification(content: Mapping[str, Any] | None = None, **fields: Any) -> Notification:
    """A notification of the sample alert, with some fields set otherwise."""
    values: dict[str, Any] = {
        "id": "n-1",
        "kind": NotificationKind.ALERT,
        "receiver": "foreign-desk",
        "recipient": "desk@example.org",
        "thread": "city-captured:Hama",
        "content": sample_alert() if content is None else content,
        "due": NOW,
        "created": NOW,
        "alert_id": "alert-hama",
        "route": "conflict",
        "rendered": b"Subject: x\r\n\r\nbody\r\n",
    }
    return Notification(**{**values, **fields})


@pytest.fixture
def notification() -> Callable[..., Notification]:
    return make_notification


@pytest.fixture
def clock() -> StandingClock:
    return StandingClock()

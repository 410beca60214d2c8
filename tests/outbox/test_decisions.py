from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.errors import DeliveryError, PermanentFailure, ReceiverBroken, TemporaryFailure
from monitor.model.alert import (
    DeliveryOutcome,
    Notification,
    NotificationKind,
    NotificationState,
    ReceiverHealth,
    ReceiverState,
)
from monitor.outbox import decisions
from tests.support.alerting import settings
from tests.support.clock import START as NOW

MAIL = Notification("n1", NotificationKind.ALERT, "desk", "a@example.org", "t", {}, due=NOW, created=NOW)
WELL = ReceiverHealth("desk", ReceiverState.OK, NOW - timedelta(days=9))
DOWN = TemporaryFailure("connection_refused", "nobody listens")
BUSY = TemporaryFailure("recipient_deferred", "450", receiver_wide=False)
BROKEN = ReceiverBroken("authentication_failed", "535")
REFUSED = PermanentFailure("recipient_refused", "550")


def seconds_until(attempts: int, error: DeliveryError = BUSY, chance: float = 0.5) -> float | None:
    """The pause after the given number of earlier attempts, all just now."""
    due = decisions.next_try(replace(MAIL, attempts=attempts, first_attempt=NOW), error, NOW, chance)
    return (due - NOW).total_seconds() if due else None


def test_the_pauses_grow_to_four_hours() -> None:
    pauses = [seconds_until(n) for n in range(9)]
    assert pauses == [10, 60, 300, 900, 3600, 7200, 14400, 14400, 14400]


@given(st.integers(0, 30), st.floats(0, 1))
def test_chance_spreads_by_a_fifth(attempts: int, chance: float) -> None:
    middle, drawn = seconds_until(attempts), seconds_until(attempts, chance=chance)
    assert middle is not None
    assert drawn is not None
    assert 0.8 * middle - 1e-3 <= drawn <= 1.2 * middle + 1e-3


@pytest.mark.parametrize(("asked", "pause"), [(None, 10), (3, 10), (1800, 1800), (1e12, 86_400)])
def test_what_the_server_asks_for_is_honoured_within_reason(asked: float | None, pause: float) -> None:
    assert seconds_until(0, TemporaryFailure("rate_limited", "429", retry_after=asked)) == pause


@pytest.mark.parametrize(
    ("age", "attempts", "given_up"),
    [
        (timedelta(hours=47), 17, False),
        (timedelta(hours=48), 17, True),
        (timedelta(days=30), 1, False),  # the process was down, or the clock was set
        (-timedelta(days=30), 17, False),
    ],
)
def test_two_days_are_the_end_but_never_the_first_attempts(age: timedelta, attempts: int, given_up: bool) -> None:
    mail = replace(MAIL, attempts=attempts, first_attempt=NOW - age)
    assert (decisions.next_try(mail, BUSY, NOW, 0.5) is None) is given_up


@pytest.mark.parametrize(
    ("error", "outcome", "state"),
    [
        (None, DeliveryOutcome.SENT, NotificationState.SENT),
        (DOWN, DeliveryOutcome.TEMPORARY, NotificationState.PENDING),
        (BUSY, DeliveryOutcome.TEMPORARY, NotificationState.PENDING),
        (REFUSED, DeliveryOutcome.PERMANENT, NotificationState.DEAD),
        (BROKEN, DeliveryOutcome.BROKEN, NotificationState.PENDING),
    ],
)
def test_what_an_outcome_makes_of_a_notification(
    error: DeliveryError | None, outcome: DeliveryOutcome, state: NotificationState
) -> None:
    settled = decisions.settlement(MAIL, 7, error, NOW, 0.5)
    assert (settled.outcome, settled.state, settled.delivery_id) == (outcome, state, 7)
    assert (settled.due is not None) is (state is NotificationState.PENDING)
    assert settled.reason == (error.reason if error else "")


@pytest.mark.parametrize(
    ("errors", "says"),
    [
        ([None], None),
        ([DOWN], DOWN),
        ([DOWN, None], None),
        ([DOWN, REFUSED], None),
        ([BUSY], None),
        ([None, BROKEN, DOWN], BROKEN),
    ],
)
def test_what_attempts_say_of_their_receiver(errors: list[DeliveryError | None], says: DeliveryError | None) -> None:
    assert decisions.verdict(errors) is says


def test_a_failing_receiver_is_probed_soon_then_every_minute() -> None:
    failing = decisions.health_after(WELL, DOWN, NOW)
    later = NOW + timedelta(seconds=10)
    again = decisions.health_after(failing, DOWN, later)
    assert (failing.state, failing.since, failing.next_probe) == (ReceiverState.FAILING, NOW, later)
    assert (again.state, again.since, again.next_probe) == (ReceiverState.FAILING, NOW, later + timedelta(minutes=1))


def test_a_probe_waits_as_long_as_the_server_asks() -> None:
    asked = TemporaryFailure("rate_limited", "429", retry_after=600)
    assert decisions.health_after(WELL, asked, NOW).next_probe == NOW + timedelta(minutes=10)


def test_a_pause_is_a_persons_to_end() -> None:
    paused = decisions.health_after(WELL, BROKEN, NOW)
    assert (paused.state, paused.reason) == (ReceiverState.PAUSED, "authentication_failed")
    for error in (DOWN, BROKEN):
        assert decisions.health_after(paused, error, NOW) is paused


def told(now: datetime = NOW, **sections: object) -> list[str]:
    paused = decisions.health_after(WELL, BROKEN, now)
    return [n.receiver for n in decisions.paused_notices(WELL, paused, settings(**sections))]


def receivers(desk_owner: str | None) -> dict[str, object]:
    desk = {"kind": "email", "to": ["a@example.org"], "owner": desk_owner}
    return {"desk": desk, "hook": {"kind": "console"}, "chief": {"kind": "console"}}


def test_the_owner_is_told_by_another_way() -> None:
    assert told(receivers=receivers("hook"), owner="chief") == ["hook"]
    assert told(receivers=receivers(None), owner="chief") == ["chief"]
    assert told(receivers=receivers("desk"), owner="chief") == ["chief"]
    assert told(receivers=receivers("desk"), owner="desk") == []
    assert told(receivers=receivers(None)) == []


def test_a_pause_is_told_once() -> None:
    paused = decisions.health_after(WELL, BROKEN, NOW)
    assert decisions.paused_notices(paused, paused, settings(receivers=receivers("hook"))) == ()

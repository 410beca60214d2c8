"""What the owner is told of the monitor's own state, and that it is told once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from monitor.alerting.troubles import NEARLY_FULL, Condition, trouble_notices
from monitor.model.alert import Notification, ReceiverHealth, ReceiverState
from monitor.model.feed import FeedState
from tests.support.alerting import settings
from tests.support.clock import START as NOW

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
SOURCES = [{"folder": "in/wire", "stalled_after": "6h"}, {"folder": "quiet"}]
RECEIVERS: dict[str, Any] = {
    "desk": {"kind": "email", "to": ["a@example.org"], "fallback": "hook"},
    "hook": {"kind": "console"},
    "ops": {"kind": "console"},
}


def told(owner: str | None = "ops", **condition: Any) -> list[Notification]:
    values: dict[str, Any] = {"now": NOW, "free_bytes": NEARLY_FULL, **condition}
    return trouble_notices(Condition(**values), settings(sources=SOURCES, receivers=RECEIVERS, owner=owner))


def test_all_is_well() -> None:
    assert told(grew={"wire": NOW - 5 * HOUR, "quiet": NOW - 99 * HOUR}) == []


def test_a_folder_that_stopped_growing() -> None:
    (notice,) = told(grew={"wire": NOW - 6 * HOUR, "quiet": NOW - 99 * HOUR})
    assert (notice.receiver, notice.content["subject"]) == ("ops", "wire has stopped growing")
    assert "2026-11-23 00:00 UTC" in notice.content["lines"][0]
    assert "in/wire" in notice.content["lines"][1]
    (again,) = told(now=NOW + HOUR, grew={"wire": NOW - 6 * HOUR})
    assert again.id == notice.id, "the same silence"
    (other,) = told(now=NOW + 9 * HOUR, grew={"wire": NOW})
    assert other.id != notice.id


def test_a_folder_that_is_gone_is_told_once_a_day() -> None:
    (notice,) = told(gone={"wire": "No such file or directory"})
    assert notice.content["subject"] == "the folder of wire is gone"
    assert told(now=NOW + HOUR, gone={"wire": "x"})[0].id == notice.id
    assert told(now=NOW + 24 * HOUR, gone={"wire": "x"})[0].id != notice.id


FEEDS = {"feeds": "feeds.opml", "name": "wires"}


def _feed(number: int, **known: Any) -> FeedState:
    values: dict[str, Any] = {"answered": NOW - 30 * HOUR, "failures": 9, "trouble": "timeout: 60 s", **known}
    return FeedState("wires", f"https://{number}.test/", NOW, **values)


@pytest.mark.parametrize(
    ("known", "count"),
    [
        ({"answered": NOW - 30 * HOUR}, 0),  # a day ago today: told tomorrow, with all others of today
        ({"answered": NOW - 31 * HOUR}, 1),
        ({"answered": NOW - 54 * HOUR}, 1),
        ({"answered": NOW - 55 * HOUR}, 0),  # was told yesterday
        ({"answered": None}, 0),
        ({"gone": True, "asked": NOW - 7 * HOUR}, 1),
        ({"gone": True, "asked": NOW - 5 * HOUR}, 0),
    ],
)
def test_a_feed_that_fell_silent_yesterday(known: dict[str, Any], count: int) -> None:
    found = trouble_notices(
        Condition(NOW, NEARLY_FULL, feeds=[_feed(1, **known)]),
        settings(sources=[FEEDS], receivers=RECEIVERS, owner="ops"),
    )
    assert [notice.content["subject"] for notice in found] == ["1 of the feeds of wires fell silent"] * count


def test_many_silent_feeds_are_one_notice() -> None:
    condition = Condition(NOW, NEARLY_FULL, feeds=[_feed(number, answered=NOW - 40 * HOUR) for number in range(50)])
    (notice,) = trouble_notices(condition, settings(sources=[FEEDS], receivers=RECEIVERS, owner="ops"))
    lines = notice.content["lines"]
    assert lines[0] == "https://0.test/ (https://0.test/): timeout: 60 s"
    assert "And 30 more" in lines[20]


@pytest.mark.parametrize(("free", "count"), [(NEARLY_FULL, 0), (NEARLY_FULL - 1, 1)])
def test_a_disk_that_is_nearly_full(free: int, count: int) -> None:
    assert len(told(free_bytes=free)) == count


@pytest.mark.parametrize(
    ("state", "age", "count"),
    [
        (ReceiverState.FAILING, 14 * MINUTE, 0),
        (ReceiverState.FAILING, 15 * MINUTE, 1),
        (ReceiverState.PAUSED, HOUR, 0),
        (ReceiverState.OK, HOUR, 0),
    ],
)
def test_a_receiver_that_takes_nothing(state: ReceiverState, age: timedelta, count: int) -> None:
    health = ReceiverHealth("desk", state, NOW - age, "connection_refused", "nobody listens")
    found = told(health={"desk": health}, waiting={"desk": 12})
    assert len(found) == count
    if count:
        assert "12 notifications are due to it. They go to hook instead." in found[0].content["lines"][2]


@pytest.mark.parametrize(("owner", "to"), [("ops", "ops"), ("desk", "hook"), (None, "hook")])
def test_by_another_way_than_the_one_that_is_in_trouble(owner: str | None, to: str) -> None:
    health = ReceiverHealth("desk", ReceiverState.FAILING, NOW - HOUR, "x", "y")
    assert [one.receiver for one in told(owner, health={"desk": health})] == [to]


def test_who_is_gone_from_the_settings_is_nobodys_trouble() -> None:
    assert told(health={"gone": ReceiverHealth("gone", ReceiverState.FAILING, NOW - HOUR)}) == []


def test_without_an_owner_nobody_is_told_of_the_machine() -> None:
    assert told(None, free_bytes=0, gone={"wire": "x"}) == []

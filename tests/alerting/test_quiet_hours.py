"""Quiet hours by the receiver's own clock, also in the nights when clocks change."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.alerting.quiet_hours import quiet_until
from monitor.config import QuietHours

ZONES = ["UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "America/Santiago"]
DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


def hours(start: str, end: str, **other: object) -> QuietHours:
    return QuietHours.model_validate({"from": start, "to": end, **other})


def until(shape: QuietHours, moment: str, zone: str = "UTC") -> str | None:
    """In local time, from local time."""
    found = quiet_until(shape, zone, datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC))
    return f"{found.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}" if found else None


@pytest.mark.parametrize(
    ("moment", "end"),
    [
        ("2026-11-23 21:59", None),
        ("2026-11-23 22:00", "2026-11-24 07:00"),
        ("2026-11-24 00:00", "2026-11-24 07:00"),
        ("2026-11-24 06:59", "2026-11-24 07:00"),
        ("2026-11-24 07:00", None),
    ],
)
def test_overnight(moment: str, end: str | None) -> None:
    assert until(hours("22:00", "07:00"), moment, "Europe/Berlin") == end


@pytest.mark.parametrize(("moment", "end"), [("2026-11-23 12:59", None), ("2026-11-23 13:30", "2026-11-23 14:00")])
def test_within_a_day(moment: str, end: str | None) -> None:
    assert until(hours("13:00", "14:00"), moment) == end


@pytest.mark.parametrize(
    ("moment", "end"),
    [
        ("2026-11-27 23:00", "2026-11-28 07:00"),  # a Friday
        ("2026-11-28 06:00", "2026-11-28 07:00"),  # still Friday's
        ("2026-11-28 23:00", None),
    ],
)
def test_the_days_are_those_on_which_they_begin(moment: str, end: str | None) -> None:
    assert until(hours("22:00", "07:00", days=["fri"]), moment) == end


def test_hours_that_follow_one_another_are_one_stretch() -> None:
    weekend = hours("00:00", "24:00", days=["sat", "sun"])
    assert until(weekend, "2026-11-28 10:00") == "2026-11-30 00:00"
    assert until(weekend, "2026-11-30 00:00") is None


@pytest.mark.parametrize(
    ("shape", "moment", "end"),
    [
        (hours("01:00", "02:30"), "2026-03-29 01:30", "2026-03-29 03:30"),  # 02:30 is left out
        (hours("22:00", "07:00"), "2026-03-28 23:00", "2026-03-29 07:00"),
        (hours("01:00", "02:30"), "2026-10-25 01:30", "2026-10-25 02:30"),  # the first of two
        (hours("22:00", "07:00"), "2026-10-24 23:00", "2026-10-25 07:00"),
    ],
)
def test_in_the_nights_when_clocks_change(shape: QuietHours, moment: str, end: str) -> None:
    assert until(shape, moment, "Europe/Berlin") == end


@given(
    st.sampled_from(ZONES),
    st.integers(0, 24 * 60 - 1),
    st.integers(1, 24 * 60 - 1),
    st.lists(st.sampled_from(DAYS), min_size=1, unique=True),
    st.integers(0, 366 * 24 * 3600),
)
def test_what_is_held_is_held_to_the_first_moment_that_is_not_quiet(
    zone: str, start: int, length: int, days: list[str], seconds: int
) -> None:
    end = (start + length) % (24 * 60)
    shape = hours(f"{start // 60:02}:{start % 60:02}", f"{end // 60:02}:{end % 60:02}", days=days)
    now = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
    found = quiet_until(shape, zone, now)
    if found is None:
        return
    assert now < found <= now + timedelta(days=9)
    if found < now + timedelta(days=8):
        assert quiet_until(shape, zone, found) is None
    assert quiet_until(shape, zone, found - timedelta(seconds=1)) == found

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.alerting import cron

ZONES = ["UTC", "Europe/Paris", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "America/Santiago"]


def at(text: str, zone: str = "UTC") -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def fires(line: str, zone: str, start: str, count: int) -> list[str]:
    """The next firings, as the zone's clock shows them."""
    moment, shown = at(start, zone), []
    for _ in range(count):
        moment = cron.next_fire(line, zone, moment)
        shown.append(f"{moment.astimezone(ZoneInfo(zone)):%a %m-%d %H:%M %z}")
    return shown


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("0 7 * * *", ["Mon 11-23 07:00 +0000", "Tue 11-24 07:00 +0000"]),
        ("0 7 * * 1", ["Mon 11-23 07:00 +0000", "Mon 11-30 07:00 +0000"]),
        ("0 7 * * 0", ["Sun 11-29 07:00 +0000", "Sun 12-06 07:00 +0000"]),
        ("0 7 * * 7", ["Sun 11-29 07:00 +0000", "Sun 12-06 07:00 +0000"]),
        (
            "0 7 * * 5-7",
            ["Fri 11-27 07:00 +0000", "Sat 11-28 07:00 +0000", "Sun 11-29 07:00 +0000", "Fri 12-04 07:00 +0000"],
        ),
        ("0 7 * * fri-sun", ["Fri 11-27 07:00 +0000", "Sat 11-28 07:00 +0000", "Sun 11-29 07:00 +0000"]),
        ("0 7 * * MON-FRI", ["Mon 11-23 07:00 +0000", "Tue 11-24 07:00 +0000"]),
        (
            "*/20 6 * * *",
            ["Mon 11-23 06:00 +0000", "Mon 11-23 06:20 +0000", "Mon 11-23 06:40 +0000", "Tue 11-24 06:00 +0000"],
        ),
        ("5/20 6 * * *", ["Mon 11-23 06:05 +0000", "Mon 11-23 06:25 +0000", "Mon 11-23 06:45 +0000"]),
        ("0 7 1,15 * *", ["Tue 12-01 07:00 +0000", "Tue 12-15 07:00 +0000"]),
        (
            "0 7 1 * mon",
            ["Mon 11-23 07:00 +0000", "Mon 11-30 07:00 +0000", "Tue 12-01 07:00 +0000", "Mon 12-07 07:00 +0000"],
        ),
        ("0 7 29 2 *", ["Tue 02-29 07:00 +0000"]),
        ("0 7 * * mon#1", ["Mon 12-07 07:00 +0000"]),
        ("@daily", ["Tue 11-24 00:00 +0000"]),
        ("@weekly", ["Sun 11-29 00:00 +0000"]),
        ("0 0 1 jan *", ["Fri 01-01 00:00 +0000"]),
    ],
)
def test_means_what_crontab_says(line: str, expected: list[str]) -> None:
    assert fires(line, "UTC", "2026-11-23T00:00", len(expected)) == expected


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("0 7 * *", "4 fields"),
        ("60 7 * * *", "`60 7 * * *`: bad minute"),
        ("0 7 * * 8", "bad day-of-week"),
        ("0 7 * * lun", "bad day-of-week"),
        ("0 0 31 2 *", "bad day-of-month"),
        ("0 0 30 2 *", "bad day-of-month"),
        ("0 9-7 * * *", "bad hour"),
        ("*/0 * * * *", "bad minute"),
        ("@reboot", "is none of"),
        ("", "0 fields"),
    ],
)
def test_a_line_that_cannot_be_is_said_in_words(line: str, words: str) -> None:
    assert words in (cron.problem(line) or "")


@pytest.mark.parametrize("line", ["0 7 * * mon-fri", "@hourly", "0 0 29 2 *", "*/15 8-18 * * 1-5", "0 0 31 2 mon"])
def test_a_good_line_has_no_problem(line: str) -> None:
    assert cron.problem(line) is None


def test_the_autumn_night_has_one_digest() -> None:
    assert fires("30 2 * * *", "Europe/Paris", "2026-10-24T03:00", 2) == [
        "Sun 10-25 02:30 +0200",
        "Mon 10-26 02:30 +0100",
    ]


def test_the_spring_night_has_one_when_it_goes_on() -> None:
    assert fires("30 2 * * *", "Europe/Paris", "2026-03-28T03:00", 2) == [
        "Sun 03-29 03:00 +0200",
        "Mon 03-30 02:30 +0200",
    ]


def test_an_hourly_line_follows_the_hours_of_the_night() -> None:
    autumn = ["Sun 10-25 02:00 +0200", "Sun 10-25 02:00 +0100", "Sun 10-25 03:00 +0100"]
    assert fires("0 * * * *", "Europe/Paris", "2026-10-25T01:00", 3) == autumn
    spring = ["Sun 03-29 03:00 +0200", "Sun 03-29 04:00 +0200"]
    assert fires("0 * * * *", "Europe/Paris", "2026-03-29T01:00", 2) == spring


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("line", ["30 2 * * *", "0 0 * * *", "0 7 * * *", "15 1 * * *"])
def test_once_a_day_for_a_year(zone: str, line: str) -> None:
    """Every day of the year has exactly one firing, and the distances are a day, give or take the clock's change."""
    moment, days = at("2026-01-01T00:00", zone) - timedelta(seconds=1), []
    for _ in range(365):
        following = cron.next_fire(line, zone, moment)
        days.append(following.astimezone(ZoneInfo(zone)).date())
        moment = following
    assert len(set(days)) == 365
    assert days[-1].isoformat() == "2026-12-31"


@given(
    st.sampled_from(ZONES),
    st.sampled_from(["30 2 * * *", "0 * * * *", "*/30 1,2,3 * * *", "0 7 * * 1-5"]),
    st.timedeltas(timedelta(0), timedelta(days=730)).map(lambda ahead: datetime(2026, 1, 1, tzinfo=UTC) + ahead),
    st.timedeltas(timedelta(seconds=1), timedelta(days=2)),
)
def test_the_next_firing_is_the_first(zone: str, line: str, after: datetime, step: timedelta) -> None:
    """Asking from any moment before a firing gives that firing: windows join without a gap or an overlap."""
    following = cron.next_fire(line, zone, after)
    assert following > after
    between = after + min(step, following - after - timedelta(microseconds=1))
    assert cron.next_fire(line, zone, between) == following


def test_the_last_of_several_missed() -> None:
    start = at("2026-11-20T07:00")
    assert cron.last_fire("0 7 * * *", "UTC", start, at("2026-11-23T07:00")) == at("2026-11-23T07:00")
    assert cron.last_fire("0 7 * * *", "UTC", start, at("2026-11-21T06:59")) is None


@given(st.timedeltas(timedelta(0), timedelta(days=365)), st.sampled_from(ZONES))
def test_the_last_firing_has_none_after_it(ahead: timedelta, zone: str) -> None:
    start = datetime(2026, 1, 1, tzinfo=UTC)
    last = cron.last_fire("30 2 * * 1-5", zone, start, start + ahead)
    assert cron.next_fire("30 2 * * 1-5", zone, last or start) > start + ahead

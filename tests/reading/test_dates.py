from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from monitor.model.article import PublishedFrom
from monitor.reading.datelines import Day
from monitor.reading.dates import choose, of_dateline, parse

FILE_TIME = datetime(2024, 12, 6, 10, tzinfo=UTC)
RECEIVED = datetime(2024, 12, 6, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-12-05", datetime(2024, 12, 5, tzinfo=UTC)),
        ("2024-12-05T10:30:00", datetime(2024, 12, 5, 10, 30, tzinfo=UTC)),
        ("2024-12-05T10:30:00Z", datetime(2024, 12, 5, 10, 30, tzinfo=UTC)),
        ("2024-12-05 10:30 +02:00", datetime(2024, 12, 5, 8, 30, tzinfo=UTC)),
        ("Thu, 05 Dec 2024 10:30:00 -0500", datetime(2024, 12, 5, 15, 30, tzinfo=UTC)),
        ("Dec 5, 2024 10:30 EST", datetime(2024, 12, 5, 15, 30, tzinfo=UTC)),
        ("5 December 2024", datetime(2024, 12, 5, tzinfo=UTC)),
    ],
)
def test_dates_as_people_and_systems_write_them(text: str, expected: datetime) -> None:
    assert parse(text) == expected


@pytest.mark.parametrize("text", ["yesterday", "Dec 5", "10:30", "2024", "2024-13-45", "", "9" * 60, "x" * 500])
def test_what_lacks_day_month_or_year_is_no_date(text: str) -> None:
    assert parse(text) is None


@pytest.mark.parametrize(
    ("day", "file_time", "expected"),
    [
        (Day(12, 5), FILE_TIME, "2024-12-05"),
        (Day(12, 7), FILE_TIME, "2024-12-07"),
        (Day(12, 8), FILE_TIME, "2023-12-08"),
        (Day(1, 1), datetime(2024, 12, 31, 20, tzinfo=UTC), "2025-01-01"),
        (Day(12, 31), datetime(2025, 1, 1, 2, tzinfo=UTC), "2024-12-31"),
        (Day(2, 29), FILE_TIME, "2024-02-29"),
        (Day(2, 29), datetime(2027, 3, 1, tzinfo=UTC), "2024-02-29"),
        (Day(12, 5, 2019), FILE_TIME, "2019-12-05"),
    ],
)
def test_a_dateline_is_the_last_such_day_up_to_tomorrow(day: Day, file_time: datetime, expected: str) -> None:
    found = of_dateline(day, file_time)
    assert found is not None
    assert found.isoformat() == f"{expected}T00:00:00+00:00"


@pytest.mark.parametrize("day", [Day(2, 31), Day(13, 1), Day(1, 0), Day(2, 29, 2023)])
def test_a_day_that_does_not_exist_is_none(day: Day) -> None:
    assert of_dateline(day, FILE_TIME) is None


def test_front_matter_then_dateline_then_file_time() -> None:
    stated = datetime(2024, 12, 4, tzinfo=UTC)
    assert choose(stated, Day(12, 5), FILE_TIME, RECEIVED)[:2] == (stated, PublishedFrom.FRONT_MATTER)
    assert choose(None, Day(12, 5), FILE_TIME, RECEIVED)[1] is PublishedFrom.DATELINE
    assert choose(None, None, FILE_TIME, RECEIVED) == (FILE_TIME, PublishedFrom.FILE_TIME, ())


def test_the_far_future_is_not_believed() -> None:
    soon, far = RECEIVED + timedelta(days=1), RECEIVED + timedelta(days=3)
    assert choose(soon, None, FILE_TIME, RECEIVED)[0] == soon
    published, known_from, warnings = choose(far, None, FILE_TIME, RECEIVED)
    assert (published, known_from) == (FILE_TIME, PublishedFrom.FILE_TIME)
    assert "2024-12-09" in warnings[0]
    assert choose(None, None, far, RECEIVED)[:2] == (RECEIVED, PublishedFrom.FILE_TIME)

"""Alerts by day, week and month."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.backtest.days import Unit, begin, counted, label, unit_for

PARIS = ZoneInfo("Europe/Paris")


@pytest.mark.parametrize(
    ("first", "last", "unit"),
    [
        ("2026-11-01", "2026-11-01", Unit.DAY),
        ("2026-10-01", "2026-12-02", Unit.DAY),
        ("2026-10-01", "2026-12-03", Unit.WEEK),
        ("2025-01-01", "2026-12-31", Unit.MONTH),
    ],
)
def test_the_unit_fits_the_time(first: str, last: str, unit: Unit) -> None:
    assert unit_for(date.fromisoformat(first), date.fromisoformat(last)) is unit


@pytest.mark.parametrize(
    ("moment", "unit", "day", "named"),
    [
        ("2026-11-25T22:59:00", Unit.DAY, "2026-11-25", "2026-11-25"),
        ("2026-11-25T23:01:00", Unit.DAY, "2026-11-26", "2026-11-26"),  # after midnight in Paris
        ("2026-11-29T12:00:00", Unit.WEEK, "2026-11-23", "2026-11-23"),  # a Sunday
        ("2026-11-30T12:00:00", Unit.WEEK, "2026-11-30", "2026-11-30"),
        ("2026-12-31T23:30:00", Unit.MONTH, "2027-01-01", "2027-01"),
    ],
)
def test_a_moment_falls_into_its_unit(moment: str, unit: Unit, day: str, named: str) -> None:
    when = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    found = counted([when], unit, date(2026, 11, 1), date(2027, 1, 31), PARIS)
    assert [each for each, number in found if number] == [date.fromisoformat(day)]
    assert label(date.fromisoformat(day), unit) == named


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.integers(0, 900), st.sampled_from(Unit))
def test_units_are_without_gap_and_each_once(first: date, days: int, unit: Unit) -> None:
    last = first + timedelta(days=days)
    found = [day for day, _ in counted([], unit, first, last, UTC)]
    every = {begin(first + timedelta(days=number), unit) for number in range(days + 1)}
    assert found == sorted(every)

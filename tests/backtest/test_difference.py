"""What two versions of rules do differently."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.backtest.difference import Change, difference, samples
from monitor.backtest.raised import Raised
from monitor.model.alert import AlertSeverity, Standing
from monitor.model.match import Status

DAY = datetime(2026, 11, 23, 12, tzinfo=UTC)


def raised(day: int = 0, **given: Any) -> Raised:
    opened = DAY + timedelta(days=day)
    told = Raised(
        rule="fall",
        happening='slot:["Hama"]',
        opened=opened,
        article=f"wire:{day}",
        title="Hama falls",
        headline="Hama captured",
        sentence="Rebels captured Hama.",
        slots={"city": "Hama"},
        until=opened + timedelta(days=1),
        status=Status.ASSERTED,
        standing=Standing.REPORTED,
        severity=AlertSeverity.NORMAL,
        sources=1,
        late=False,
    )
    return replace(told, **given)


HAMA, GOMA = raised(), raised(happening='slot:["Goma"]', slots={"city": "Goma"}, sentence="M23 took Goma.")


@pytest.mark.parametrize(
    ("before", "now", "added", "gone", "changes"),
    [
        ([], [], [], [], []),
        ([HAMA], [HAMA], [], [], []),
        ([], [HAMA], [HAMA], [], []),
        ([HAMA], [], [], [HAMA], []),
        ([HAMA], [GOMA], [GOMA], [HAMA], []),
        ([HAMA], [replace(HAMA, sources=3, late=True)], [], [], []),
        ([HAMA], [replace(HAMA, status=Status.CLAIMED)], [], [], [Change("status", "asserted", "claimed")]),
        ([HAMA], [replace(HAMA, slots={})], [], [], [Change("city", "Hama", "")]),
        # the first report is another, but the alert is the same
        ([HAMA], [raised(1)], [], [], [Change("article", "wire:0", "wire:1")]),
        # open at other times: another time that it happened
        ([HAMA], [raised(2)], [raised(2)], [HAMA], []),
        # the same sentence, told as another happening
        (
            [HAMA],
            [replace(HAMA, happening='slot:["Homs"]', slots={"city": "Homs"})],
            [],
            [],
            [Change("city", "Hama", "Homs")],
        ),
        # each only once, and that of the same happening first
        ([HAMA], [HAMA, replace(HAMA, happening="x")], [replace(HAMA, happening="x")], [], []),
        ([HAMA], [replace(HAMA, rule="other")], [replace(HAMA, rule="other")], [HAMA], []),
    ],
)
def test_difference(
    before: list[Raised], now: list[Raised], added: list[Raised], gone: list[Raised], changes: list[Change]
) -> None:
    found = difference(before, now)
    assert (list(found.added), list(found.gone)) == (added, gone)
    assert [change for each in found.changed for change in each.changes] == changes
    assert bool(found) == bool(added or gone or changes)


some = st.lists(
    st.builds(
        raised,
        day=st.integers(0, 9),
        happening=st.sampled_from("ab"),
        sentence=st.sampled_from("xy"),
        status=st.sampled_from([Status.ASSERTED, Status.CLAIMED]),
    ),
    max_size=8,
)


@given(some, some)
def test_nothing_is_lost_and_back_is_the_other_way_round(before: list[Raised], now: list[Raised]) -> None:
    there, back = difference(before, now), difference(now, before)
    assert len(now) - len(there.added) == len(before) - len(there.gone)  # the pairs
    assert not difference(now, now)
    assert (len(there.added), len(there.gone)) == (len(back.gone), len(back.added))


@pytest.mark.parametrize(
    ("number", "most", "days"),
    [(0, 5, []), (3, 5, [0, 1, 2]), (9, 3, [0, 4, 8]), (9, 1, [0]), (9, 0, []), (5, 4, [0, 1, 2, 4])],
)
def test_samples_are_spread_over_all(number: int, most: int, days: list[int]) -> None:
    assert samples([raised(day) for day in range(number)], most) == [raised(day) for day in days]

"""Bars of text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.backtest.chart import bars


@pytest.mark.parametrize(
    ("rows", "width", "lines"),
    [
        ([], 80, []),
        ([("Mon", 0)], 80, ["Mon  0"]),
        ([("Mon", 3), ("Tuesday", 0), ("Wed", 12)], 80, ["Mon       3 ###", "Tuesday   0", "Wed      12 " + 12 * "#"]),
        ([("a", 1), ("b", 40), ("c", 20)], 26, ["a   1 #", "b  40 " + 20 * "#", "c  20 " + 10 * "#"]),
        ([("a", 5_000)], 20, ["a  5,000 " + 11 * "#"]),
        ([("a", 30)], 0, ["a  30 " + 10 * "#"]),
        ([(str(n), 0) for n in range(5)], 80, [f"{n}  0" for n in range(5)]),
        ([*((str(n), 0) for n in range(6)), ("6", 1)], 80, ["0  0", "…", "5  0", "6  1 #"]),
    ],
)
def test_bars(rows: list[tuple[str, int]], width: int, lines: list[str]) -> None:
    assert list(bars(rows, width, "#")) == lines


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=30), st.integers(30, 200))
def test_no_line_is_wider_than_the_terminal_and_every_alert_is_seen(numbers: list[int], width: int) -> None:
    rows = [(f"{n:02}", number) for n, number in enumerate(numbers)]
    found = {line.split()[0]: line for line in bars(rows, width, "#")}
    assert all(len(line) <= width for line in found.values())
    lengths = [(number, found[label].count("#")) for label, number in rows if label in found]
    assert all((length > 0) == (number > 0) for number, length in lengths)
    assert all(a <= b for (_, a), (_, b) in zip(sorted(lengths), sorted(lengths)[1:], strict=False))

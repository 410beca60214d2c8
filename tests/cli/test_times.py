"""Times on the command line: typed and shown by the clock that the settings name."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import click
import pytest

from monitor.cli.exit_codes import ExitCode
from monitor.cli.times import Duration, Since, to_minute, to_second
from monitor.storage import Transaction
from tests.support.desk import SETTINGS, Desk
from tests.support.stored import kept

ZONE = "timezone: Asia/Tokyo\n"
EIGHT = datetime(2026, 11, 23, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2026-11-23", EIGHT.replace(hour=0)),
        ("2026-11-23T08:00", EIGHT),
        ("2026-11-23T08:00+09:00", EIGHT - timedelta(hours=9)),
    ],
)
def test_a_moment_without_a_zone_is_of_the_settings_or_utc(typed: str, meant: datetime) -> None:
    assert Since().convert(typed, None, None) == meant


@pytest.mark.parametrize("typed", ["yesterday", "", "2026-13-01"])
def test_what_is_no_moment_is_refused(typed: str) -> None:
    with pytest.raises(click.BadParameter):
        Since().convert(typed, None, None)


def test_durations() -> None:
    assert Duration().convert("6h", None, None) == timedelta(hours=6)
    with pytest.raises(click.BadParameter):
        Duration().convert("6 hours", None, None)


def test_outside_of_a_command_times_are_utc() -> None:
    assert (to_second(EIGHT), to_minute(EIGHT)) == ("2026-11-23 08:00:00", "2026-11-23 08:00")


@pytest.mark.parametrize(
    ("zone", "shown"), [(ZONE, "12-06 01:30"), ("", "12-05 16:30"), ("no such key: 1\n", "12-05 16:30")]
)
def test_commands_show_times_by_the_settings_zone(desk: Desk, zone: str, shown: str) -> None:
    async def fill(tx: Transaction) -> None:
        await tx.articles.add([kept("a.txt")])

    desk.stored(fill)
    desk.write("monitor.yml", SETTINGS + zone)
    assert shown in desk("archive", "status").stdout
    assert f"received 2024-{shown}" in desk("why", "a.txt").stdout


def test_what_is_typed_is_meant_by_the_same_clock(desk: Desk) -> None:
    async def fill(tx: Transaction) -> None:
        await tx.articles.add([kept("a.txt")])

    desk.stored(fill)
    desk.write("monitor.yml", SETTINGS + ZONE)
    for minute, lines in ((30, 1), (31, 0)):
        result = desk("archive", "export", "--since", f"2024-12-06T01:{minute}")
        assert (result.exit_code, len(result.stdout.splitlines())) == (ExitCode.DONE, lines)

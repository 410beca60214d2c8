"""Durations and moments as people type them on a command line, and moments as they are shown: all by one clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

import click

from monitor.cli.session import Session
from monitor.durations import duration


def zone() -> tzinfo:
    """By which clock people type and read times, in every command: the settings' `timezone`, as in messages. UTC where
    the settings are broken."""
    context = click.get_current_context(silent=True)
    session = context.find_object(Session) if context else None
    return ZoneInfo(session.sound.timezone) if session and session.sound else UTC


def to_second(moment: datetime) -> str:
    """A moment for people: `2026-11-23 08:14:05`."""
    return f"{moment.astimezone(zone()):%Y-%m-%d %H:%M:%S}"


def to_minute(moment: datetime) -> str:
    """The same without its seconds."""
    return f"{moment.astimezone(zone()):%Y-%m-%d %H:%M}"


class Duration(click.ParamType[timedelta]):
    """`45m`, `6h`, `3d`, `2w`."""

    name = "duration"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> timedelta:
        if isinstance(value, timedelta):
            return value
        length = duration(str(value))
        if not length:
            self.fail(f"{value} is no duration; write 45m, 6h, 3d or 2w", param, ctx)
        return length


class Since(click.ParamType[datetime]):
    """A duration before now, or a date or time in ISO 8601 (by `zone`, where it names none)."""

    name = "since"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        if isinstance(value, datetime):
            return value
        text = str(value)
        if duration(text) is not None:
            return datetime.now(UTC) - Duration().convert(text, param, ctx)
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            self.fail(f"{value} is neither a duration such as 24h nor a date such as 2026-11-23", param, ctx)
        return moment if moment.tzinfo else moment.replace(tzinfo=zone())

"""Durations and moments as people type them on a command line."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import click

from monitor.durations import duration


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
    """A duration before now, or a date or time in ISO 8601 (UTC where it names no zone)."""

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
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)

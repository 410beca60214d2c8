"""Rows for people and JSON for programs, the same data in both."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar

import click

from monitor.cli.times import to_second
from monitor.model.article import ArticleId

C = TypeVar("C", bound=Callable[..., Any])

_NOT_SHOWN = frozenset({"rendered", "content", "facts"})
"""Fields that are long, or may hold what is only meant for a receiver."""


def form_option(command: C) -> C:
    """`--format text|json`, as the parameter `form`."""
    choice = click.Choice(["text", "json"])
    return click.option(
        "--format", "form", type=choice, default="text", show_default=True, help="For people, or JSON."
    )(command)


def plain(value: object, without: Collection[str] = _NOT_SHOWN) -> Any:
    """JSON values of anything that the store gives: rows become objects, times ISO 8601 in UTC."""
    if isinstance(value, ArticleId):
        return str(value)
    if is_dataclass(value) and not isinstance(value, type):
        return {each.name: plain(getattr(value, each.name)) for each in fields(value) if each.name not in without}
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value


def show_json(value: object) -> None:
    """One JSON value on stdout."""
    click.echo(json.dumps(plain(value), ensure_ascii=False, indent=2))


def show_table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Columns for people; the last one is as wide as it likes."""
    cells = [[cell(value) for value in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(head, *cells, strict=True)]
    for row in (
        [click.style(name, dim=True) for name in _padded(head, widths)],
        *(_padded(row, widths) for row in cells),
    ):
        click.echo("  ".join(row).rstrip())


def _padded(row: Sequence[str], widths: Sequence[int]) -> list[str]:
    return [*(cell.ljust(width) for cell, width in zip(row[:-1], widths, strict=False)), row[-1]]


def cell(value: object) -> str:
    """One value for people: on one line, and without what a server's answer could do to a terminal."""
    if value is None:
        return "-"
    if isinstance(value, datetime):
        return to_second(value)
    words = " ".join(str(value).split())
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in words)

"""How far long work has got: bars on a terminal, nothing in a pipe."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import Any, Self

import click

_CLEARED = "\r\x1b[K"


class Bars:
    """One bar after the other on stderr, where that is a terminal. `beside_output`: not where stdout is one too, since
    it fills meanwhile."""

    def __init__(self, *, beside_output: bool = False) -> None:
        self._hidden = not sys.stderr.isatty() or (beside_output and sys.stdout.isatty())
        self._bar: Any = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.end()

    def begin(self, what: str, total: int | None) -> None:
        """The next bar; `total` None where nobody knows how much there is."""
        self.end()
        self._bar = click.progressbar(
            length=total or 0, label=what, show_pos=True, show_percent=total is not None, show_eta=total is not None,
            bar_template="%(label)s  %(bar)s  %(info)s" if total else "%(label)s  %(info)s", file=sys.stderr,
            hidden=self._hidden,
        )  # fmt: skip
        self._bar.__enter__()

    def done(self, more: int) -> None:
        """So many more."""
        if self._bar is not None:
            self._bar.update(more)

    def say(self, line: str) -> None:
        """A line on stderr, above the bar."""
        click.echo(f"{'' if self._hidden else _CLEARED}{line}", err=True)

    def end(self) -> None:
        """The line is free again."""
        if self._bar is not None:
            self._bar.__exit__(None, None, None)
        self._bar = None

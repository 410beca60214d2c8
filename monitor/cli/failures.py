"""Expected errors as a line for a person and an exit code for a script. Anything else keeps its traceback."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click

from monitor.cli import problems
from monitor.cli.exit_codes import ExitCode
from monitor.errors import (
    DeliveryError,
    InvalidFiles,
    MonitorError,
    NotListening,
    StateLocked,
    StoreUnavailable,
    Unreadable,
)

_CODES: tuple[tuple[type[MonitorError], ExitCode], ...] = (
    (InvalidFiles, ExitCode.INVALID),
    (Unreadable, ExitCode.UNREADABLE),
    (DeliveryError, ExitCode.NOT_DELIVERED),
    (StateLocked, ExitCode.NO_DAEMON),
    (StoreUnavailable, ExitCode.TRY_AGAIN),
    (NotListening, ExitCode.TRY_AGAIN),
)


@contextmanager
def exit_code_of(ctx: click.Context) -> Iterator[None]:
    """Run a command inside; what it raises on purpose ends it with the code that `docs/operations.md` names."""
    try:
        yield
    except InvalidFiles as error:
        problems.show(error.problems, err=True)
        click.echo(problems.count(error.problems), err=True)
        ctx.exit(ExitCode.INVALID)
    except MonitorError as error:
        store = "the store cannot be used: " if isinstance(error, StoreUnavailable) else ""
        click.echo(f"monitor: {store}{error}", err=True)
        ctx.exit(code_of(error))


def code_of(error: MonitorError) -> ExitCode:
    """The exit code of an error; FINDINGS for one that has none of its own."""
    return next((code for kind, code in _CODES if isinstance(error, kind)), ExitCode.FINDINGS)

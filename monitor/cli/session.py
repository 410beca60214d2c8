"""What every command is given: the settings it was called with, and the time."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import cached_property, wraps
from pathlib import Path
from typing import ParamSpec, TypeVar

import click

from monitor import settings
from monitor.clock import Clock
from monitor.config import MonitorSettings
from monitor.settings import LoadedSettings

P = ParamSpec("P")
T = TypeVar("T")


@dataclass
class Session:
    """One call of the command line. Settings are read when first asked for."""

    config: Path
    clock: Clock

    @cached_property
    def loaded(self) -> LoadedSettings:
        return settings.load(self.config, os.environ)

    @property
    def settings(self) -> MonitorSettings:
        return self.loaded.settings


pass_session = click.make_pass_decorator(Session)
"""Passes the `Session` as a command's first argument."""


def asynchronous(command: Callable[P, Awaitable[T]]) -> Callable[P, T]:
    """A command that is a coroutine, run to its end."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> T:
        async def body() -> T:
            return await command(*args, **kwargs)

        return asyncio.run(body())

    return run

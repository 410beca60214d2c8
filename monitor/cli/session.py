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
from monitor.errors import InvalidFiles
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
        """The settings, for commands that only look: secrets that cannot be had here, as those of a service in its
        operator's shell, have stand-ins."""
        return settings.load(self.config, os.environ, secrets=False)

    @cached_property
    def complete(self) -> LoadedSettings:
        """The settings with every secret, for commands that use them."""
        return settings.load(self.config, os.environ)

    @property
    def settings(self) -> MonitorSettings:
        return self.loaded.settings

    @cached_property
    def sound(self) -> MonitorSettings | None:
        """The settings, or None where they are broken: the state can be seen and changed all the same."""
        try:
            return self.settings
        except InvalidFiles:
            return None

    @cached_property
    def store_url(self) -> str:
        """Where the state is, whatever else is wrong with the settings."""
        return settings.store_url(self.config, os.environ)


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

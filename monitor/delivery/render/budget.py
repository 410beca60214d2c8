"""What one rendering may use of steps, time and memory."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TypeVar

from jinja2.exceptions import SecurityError

MAX_TEXT = 2_000_000
MAX_ITEMS = 10_000
MAX_STEPS = 500_000
MAX_SECONDS = 2.0
MAX_NUMBER = 10**15

T = TypeVar("T")


@dataclass(slots=True)
class Budget:
    """What one rendering may still use."""

    steps: int
    deadline: float

    def spend(self) -> None:
        self.steps -= 1
        if self.steps < 0:
            raise SecurityError(f"the template takes more than {MAX_STEPS:,} steps")
        if not self.steps % 64 and time.monotonic() > self.deadline:
            raise SecurityError(f"the template takes longer than {MAX_SECONDS:g} s")


_budget: ContextVar[Budget] = ContextVar("budget")


@contextmanager
def budget() -> Iterator[None]:
    """Start a new budget for what is rendered inside."""
    token = _budget.set(Budget(MAX_STEPS, time.monotonic() + MAX_SECONDS))
    try:
        yield
    finally:
        _budget.reset(token)


def current() -> Budget:
    """The budget of the rendering that is under way."""
    return _budget.get()


def check_size(value: T) -> T:
    """`value` itself, unless it is larger than anything a message needs."""
    if isinstance(value, str) and len(value) > MAX_TEXT:
        raise SecurityError(f"a text may have at most {MAX_TEXT:,} characters")
    if isinstance(value, list | tuple) and len(value) > MAX_ITEMS:
        raise SecurityError(f"a list may have at most {MAX_ITEMS:,} items")
    if isinstance(value, int) and abs(value) > MAX_NUMBER:
        raise SecurityError(f"a number may be at most {MAX_NUMBER:,}")
    return value

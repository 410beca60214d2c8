"""Structured logs on stderr: JSON for machines, or coloured lines for a person at a terminal.

Loggers are `structlog.get_logger()`; an event is a few words of the glossary (`article stored`, `notification sent`),
everything that varies is a key beside it. What libraries log by the standard library comes out in the same form.
Secrets never appear: settings keep them in `SecretStr`, and passwords inside addresses are struck here.
"""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal, TextIO

import structlog
from structlog.typing import EventDict, Processor

_PASSWORD_IN_ADDRESS = re.compile(r"(?<=://)([^\s:/@]*):[^\s/@]+@")
_CHATTY = ("aiosmtpd", "mail", "apscheduler", "aiosqlite", "alembic", "watchfiles", "asyncio", "uvicorn")


def configure(mode: Literal["auto", "json", "text"] = "auto", stream: TextIO | None = None) -> None:
    """Send all logs to `stream` (stderr). `auto` writes text to a terminal and JSON to anything else."""
    out = stream or sys.stderr
    people = mode == "text" or (mode == "auto" and out.isatty())
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="%H:%M:%S" if people else "iso", utc=not people),
        structlog.processors.StackInfoRenderer(),
        structlog.processors.format_exc_info,
        strike_passwords,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    _take_over_standard_logging(out, shared, _renderer(people, out))


@contextmanager
def silenced() -> Iterator[None]:
    """No logs inside: for commands that try out what a daemon would do, and say themselves what came of it."""
    before = structlog.get_config()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    try:
        yield
    finally:
        structlog.configure(**before)


def strike_passwords(_logger: object, _method: str, event: EventDict) -> EventDict:
    """Replace the password in every `scheme://user:password@host` of an event's values."""
    return {key: _struck(value) for key, value in event.items()}


def _struck(value: object) -> object:
    return _PASSWORD_IN_ADDRESS.sub(r"\1:***@", value) if isinstance(value, str) else value


def _renderer(people: bool, out: TextIO) -> Processor:
    if people:
        return structlog.dev.ConsoleRenderer(colors=out.isatty(), exception_formatter=structlog.dev.plain_traceback)
    return structlog.processors.JSONRenderer(ensure_ascii=False, default=str)


def _take_over_standard_logging(out: TextIO, shared: list[Processor], renderer: Processor) -> None:
    handler = logging.StreamHandler(out)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    for name in _CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)

"""Delivery to a terminal, or to whatever reads the daemon's output."""

from __future__ import annotations

import asyncio
from typing import BinaryIO

from monitor.delivery.contract import Finding, Reason
from monitor.errors import PermanentFailure, TemporaryFailure
from monitor.model.alert import Notification

_RULE = b"\n" + b"-" * 72 + b"\n"


class ConsoleDeliverer:
    """Writes each notification to a stream, whole, one after the other."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._lock = asyncio.Lock()

    async def deliver(self, notification: Notification) -> None:
        if notification.rendered is None:
            raise PermanentFailure(Reason.NOT_RENDERED, "the notification has no rendered bytes")
        try:
            async with self._lock:
                await asyncio.to_thread(self._write, notification.rendered)
        except (OSError, ValueError) as error:  # ValueError: the stream is closed
            raise TemporaryFailure(Reason.UNWRITABLE, str(error)) from error

    async def check(self) -> list[Finding]:
        return [Finding("console", not self._stream.closed, "is written to")]

    async def close(self) -> None:
        """The stream belongs to the caller and stays open."""

    def _write(self, text: bytes) -> None:
        self._stream.write(text + _RULE)
        self._stream.flush()

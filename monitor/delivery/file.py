"""Delivery as files: one `.eml` for each notification, complete or not there at all."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from urllib.parse import quote

from monitor.delivery.contract import Finding, Reason
from monitor.errors import PermanentFailure, ReceiverBroken, TemporaryFailure
from monitor.model.alert import Notification

_MAX_NAME = 180


class FileDeliverer:
    """Writes into one folder, which is made where it is missing. The name comes from the notification's id: a second
    attempt replaces the same file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def deliver(self, notification: Notification) -> None:
        if notification.rendered is None:
            raise PermanentFailure(Reason.NOT_RENDERED, "the notification has no rendered bytes")
        name = f"{quote(notification.id, safe='').replace('.', '%2E')[:_MAX_NAME]}.eml"
        try:
            await asyncio.to_thread(_write, self._folder / name, notification.rendered)
        except (PermissionError, NotADirectoryError, FileExistsError) as error:
            raise ReceiverBroken(Reason.UNWRITABLE, str(error)) from error
        except OSError as error:
            raise TemporaryFailure(Reason.UNWRITABLE, str(error)) from error

    async def check(self) -> list[Finding]:
        """Whether a file could be written."""
        what = f"folder {self._folder}"
        try:
            await asyncio.to_thread(_try, self._folder)
        except OSError as error:
            return [Finding(what, False, str(error))]
        return [Finding(what, True, "can be written")]

    async def close(self) -> None:
        """Nothing is kept open."""


def _write(path: Path, content: bytes) -> None:
    """On disk when this returns, also after a power cut."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.part")
    with partial.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable."""
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _try(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    trial = folder / ".doctor.part"
    trial.write_bytes(b"")
    trial.unlink()

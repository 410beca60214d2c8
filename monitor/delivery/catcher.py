"""A mail server of the daemon's own, on loopback, for the first run: whatever is sent to it is kept in a Maildir.

It runs in the daemon's event loop and speaks real SMTP, so that mail takes the same way as to any other server. It says
250 once the mail is on disk. It never passes mail on, and no other machine can reach it.
"""

from __future__ import annotations

import asyncio
import mailbox
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

from monitor.config import SmtpSettings
from monitor.delivery.file import sync_folder

_LOOPBACK = "127.0.0.1"
_MAX_MAIL = 50_000_000


class _Keep:
    """aiosmtpd's handler: one mail after the other into the Maildir."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._maildir = mailbox.Maildir(folder, create=True)
        self._lock = asyncio.Lock()

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802  aiosmtpd's name
        content = envelope.content if isinstance(envelope.content, bytes) else (envelope.content or "").encode()
        try:
            async with self._lock:
                await asyncio.to_thread(self._keep, content.replace(b"\r\n", b"\n"))
        except OSError as error:
            return f"452 4.3.1 cannot keep the mail: {error.strerror}"
        return "250 2.0.0 kept"

    def _keep(self, content: bytes) -> None:
        self._maildir.add(content)
        sync_folder(self._folder / "new")


class Catcher:
    """A running catcher."""

    def __init__(self, server: asyncio.Server, folder: Path) -> None:
        self._server = server
        self.folder = folder
        self.host, self.port = server.sockets[0].getsockname()[:2]

    def settings(self, smtp: SmtpSettings) -> SmtpSettings:
        """The mail settings with this catcher as the server."""
        return smtp.model_copy(
            update={"host": self.host, "port": self.port, "security": "none", "username": None, "password": None}
        )

    async def close(self) -> None:
        """Take no more connections. Those that are open are the daemon's own, and end with its senders."""
        self._server.close()


async def start_catcher(folder: Path) -> Catcher:
    """Start catching into `folder`, on a free port. Raises OSError where the folder cannot be made."""
    await asyncio.to_thread(folder.parent.mkdir, parents=True, exist_ok=True)
    keep = await asyncio.to_thread(_Keep, folder)
    loop = asyncio.get_running_loop()

    def greet() -> SMTP:
        return SMTP(keep, hostname="localhost", enable_SMTPUTF8=True, data_size_limit=_MAX_MAIL, loop=loop)

    return Catcher(await loop.create_server(greet, _LOOPBACK, 0), folder)

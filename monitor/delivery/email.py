"""Delivery by mail: the stored bytes, to one recipient, over a kept connection."""

from __future__ import annotations

import asyncio

from aiosmtplib import SMTP, SMTPException, SMTPNotSupported, SMTPResponseException, SMTPServerDisconnected

from monitor.config import SmtpSettings
from monitor.delivery.addresses import Mailbox, mailbox
from monitor.delivery.contract import Finding, Reason
from monitor.delivery.smtp import Pool, connect, leave
from monitor.delivery.smtp_errors import classified
from monitor.errors import PermanentFailure
from monitor.model.alert import Notification


class _Stale(Exception):
    """A kept connection turned out to be dead before anything of this mail was accepted."""


class EmailDeliverer:
    """Sends mail for one receiver, over a pool of its own. Rendering is done before: no connection waits for it.

    A send that has begun is never cancelled: the mail might be delivered all the same, and the connection would be out
    of step. It ends by itself, within the server's time-outs.
    """

    def __init__(self, settings: SmtpSettings, pool: Pool) -> None:
        self._settings = settings
        self._pool = pool
        self._sender = mailbox(settings.sender)
        self._sending: set[asyncio.Task[None]] = set()

    async def deliver(self, notification: Notification) -> None:
        if notification.rendered is None:
            raise PermanentFailure(Reason.NOT_RENDERED, "the notification has no rendered bytes")
        try:
            recipient = mailbox(notification.recipient)
        except ValueError as error:
            raise PermanentFailure(Reason.ADDRESS_UNUSABLE, str(error)) from None
        sending = asyncio.create_task(self._send(recipient, notification.rendered))
        self._sending.add(sending)
        sending.add_done_callback(self._ended)
        await asyncio.shield(sending)

    async def check(self) -> list[Finding]:
        """Connect, encrypt and log in as for a mail; nothing is sent."""
        server = f"mail server {self._settings.host}:{self._settings.port}"
        try:
            client = await connect(self._settings)
        except (SMTPException, OSError, ValueError) as error:
            return [Finding(server, False, str(classified(error)))]
        encrypted = "encrypted" if client.get_transport_info("sslcontext") else "not encrypted"
        login = f", logged in as {self._settings.username}" if self._settings.username else ""
        await leave(client)
        return [Finding(server, True, f"answers, {encrypted}{login}")]

    async def close(self) -> None:
        for sending in list(self._sending):
            sending.cancel()
        await asyncio.gather(*self._sending, return_exceptions=True)
        await self._pool.close()

    async def _send(self, recipient: Mailbox, message: bytes) -> None:
        try:
            try:
                await self._attempt(recipient, message)
            except _Stale:
                self._pool.forget_idle()
                await self._attempt(recipient, message)
        except _Stale as stale:
            raise classified(SMTPServerDisconnected(str(stale))) from stale
        except (SMTPException, OSError, ValueError) as error:
            raise classified(error) from error

    async def _attempt(self, recipient: Mailbox, message: bytes) -> None:
        refused: SMTPException | None = None
        async with self._pool.connection() as connection:
            client = connection.client
            await self._begin(client, recipient, len(message), reused=connection.used)
            try:
                await client.rcpt(recipient.address, encoding=_encoding(self._sender, recipient))
                await client.data(message)
            except SMTPResponseException as error:
                # The server is well and said no: the connection is good for the next mail, unless it hangs up now.
                refused = error
                await _reset(client)
        if refused is not None:
            raise refused

    async def _begin(self, client: SMTP, recipient: Mailbox, size: int, *, reused: bool) -> None:
        """MAIL FROM. On a kept connection this is where one finds that the server has hung up, with nothing lost."""
        options = [f"size={size}"] if client.supports_extension("size") else []
        if _encoding(self._sender, recipient) == "utf-8":
            if not client.supports_extension("smtputf8"):
                raise SMTPNotSupported(f"the server cannot take the address {recipient.address}")
            options.append("SMTPUTF8")
        try:
            await client.mail(self._sender.address, options=options, encoding=_encoding(self._sender, recipient))
        except SMTPServerDisconnected as error:
            if reused:
                raise _Stale(str(error)) from error
            raise
        except SMTPResponseException as error:
            if reused and error.code == 421:
                raise _Stale(str(error)) from error
            raise

    def _ended(self, sending: asyncio.Task[None]) -> None:
        self._sending.discard(sending)
        if not sending.cancelled():
            sending.exception()  # seen, also where the caller was cancelled meanwhile


async def _reset(client: SMTP) -> None:
    try:
        await client.rset()
    except (SMTPException, OSError):
        client.close()


def _encoding(sender: Mailbox, recipient: Mailbox) -> str:
    return "ascii" if sender.is_ascii and recipient.is_ascii else "utf-8"

"""Connections to the mail server: made with TLS and AUTH as the settings demand, kept, each used by one task at a time.

Where the settings want STARTTLS and the server does not offer it, no password and no mail is sent. What the server
says is turned into a DeliveryError by `smtp_errors`.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from aiosmtplib import SMTP, SMTPAuthenticationError, SMTPException, SMTPResponseException

from monitor.config import SmtpSettings

IDLE_SECONDS = 30.0
REFUSAL_SECONDS = 60.0


class AuthenticationMissing(SMTPException):
    """The settings name a user, but the server offers no way to log in that is known here."""


class Connection:
    """One connection. `used` says that it has sent mail before, so that the server may have closed it since."""

    def __init__(self, client: SMTP) -> None:
        self.client = client
        self.used = False


class Door:
    """The way in to the mail server, shared by all who send there.

    A server that refuses the login is not asked again for `refusal_seconds`, and until it has let us in, only one
    connection is made at a time: accounts are locked after a few wrong passwords.
    """

    def __init__(self, settings: SmtpSettings, *, refusal_seconds: float = REFUSAL_SECONDS) -> None:
        self._settings = settings
        self._refusal_seconds = refusal_seconds
        self._admitted = not settings.username
        self._first = asyncio.Lock()
        self._failure: tuple[Exception, float] | None = None

    async def enter(self) -> SMTP:
        """A new connection. Whoever waits for the first one shares its failure, whatever that is; a refusal holds for
        longer."""
        if self._admitted:
            return await self._attempt()
        wanted = asyncio.get_running_loop().time()
        async with self._first:
            if self._failure is not None and wanted < self._failure[1]:
                raise self._failure[0].with_traceback(None)
            return await self._attempt()

    async def _attempt(self) -> SMTP:
        try:
            client = await connect(self._settings)
        except (SMTPException, OSError, ValueError) as error:
            refused = isinstance(error, SMTPAuthenticationError) and error.code >= 500
            self._admitted = self._admitted and not refused
            until = asyncio.get_running_loop().time() + (self._refusal_seconds if refused else 0)
            self._failure = (error, until)
            raise
        self._admitted = True
        return client


class Pool:
    """At most so many connections, one receiver's own: a mailbox that the server is slow with keeps no other receiver
    waiting. Each is lent to one task; idle ones are closed after a while."""

    def __init__(self, door: Door, connections: int, *, idle_seconds: float = IDLE_SECONDS) -> None:
        self._door = door
        self._idle_seconds = idle_seconds
        self._free = asyncio.Semaphore(connections)
        self._idle: list[tuple[Connection, asyncio.TimerHandle]] = []

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[Connection]:
        """Lend a connection. Whatever is raised inside, also a cancellation, closes it: it may be out of step."""
        async with self._free:
            connection = self._take() or Connection(await self._door.enter())
            try:
                yield connection
            except BaseException:
                connection.client.close()
                raise
            self._give_back(connection)

    async def close(self) -> None:
        """Take leave of the server on every idle connection."""
        idle, self._idle = self._idle, []
        for connection, timer in idle:
            timer.cancel()
            await leave(connection.client)

    def forget_idle(self) -> None:
        """Close the idle connections at once: one of them was found dead, so the others are in doubt."""
        idle, self._idle = self._idle, []
        for connection, timer in idle:
            timer.cancel()
            connection.client.close()

    def _take(self) -> Connection | None:
        while self._idle:
            connection, timer = self._idle.pop()
            timer.cancel()
            if connection.client.is_connected:
                return connection
        return None

    def _give_back(self, connection: Connection) -> None:
        if not connection.client.is_connected:
            return
        connection.used = True
        timer = asyncio.get_running_loop().call_later(self._idle_seconds, self._expire, connection)
        self._idle.append((connection, timer))

    def _expire(self, connection: Connection) -> None:
        self._idle = [(each, timer) for each, timer in self._idle if each is not connection]
        connection.client.close()


async def connect(settings: SmtpSettings) -> SMTP:
    """A connection that is ready for mail: greeted, encrypted and logged in. Raises what aiosmtplib raises."""
    client = SMTP(
        hostname=settings.host,
        port=settings.port,
        timeout=settings.timeout_seconds,
        use_tls=settings.security == "tls",
        start_tls=False,
        tls_context=await asyncio.to_thread(tls_context, settings),
        local_hostname=_own_name(),
    )
    try:
        await client.connect()
        if settings.security == "starttls":
            await client.starttls()
        if settings.username:
            await _log_in(client, settings)
        if client.is_ehlo_or_helo_needed:
            await client.ehlo()
    except BaseException:
        client.close()
        raise
    return client


def tls_context(settings: SmtpSettings) -> ssl.SSLContext | None:
    """What to trust: the file of the settings, else the system's. Raises OSError where the file cannot be read."""
    return None if settings.security == "none" else ssl.create_default_context(cafile=settings.ca_file)


def _own_name() -> str:
    """How we greet. The fully qualified name would need DNS, which may take seconds or be down."""
    name = socket.gethostname()
    return name if "." in name else "[127.0.0.1]"


async def leave(client: SMTP) -> None:
    """Say goodbye if the server still listens; close in any case."""
    with suppress(SMTPException, OSError, TimeoutError):
        await client.quit(timeout=2.0)
    client.close()


async def _log_in(client: SMTP, settings: SmtpSettings) -> None:
    """Log in once, by the best way there is: trying every way with a wrong password may lock the account."""
    await client.ehlo()
    password = settings.password.get_secret_value() if settings.password else ""
    ways = {"cram-md5": client.auth_crammd5, "plain": client.auth_plain, "login": client.auth_login}
    way = next((name for name in ("plain", "login", "cram-md5") if name in client.supported_auth_methods), None)
    if way is None:
        raise AuthenticationMissing("the server offers no way to log in")
    try:
        await ways[way](settings.username or "", password)
    except SMTPAuthenticationError:
        raise
    except SMTPResponseException as error:
        raise SMTPAuthenticationError(error.code, error.message) from error

"""Real servers for tests, on loopback and free ports: SMTP with programmable answers, and HTTP."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import trustme
from aiohttp import web
from aiohttp.test_utils import TestServer
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session


@dataclass
class Mail:
    """A mail as the server took it."""

    sender: str
    recipient: str
    content: bytes


@dataclass
class SmtpServer:
    """Answers as it is told. `answers` maps MAIL, RCPT or DATA to the answers of the next such commands, in order."""

    host: str = "127.0.0.1"
    port: int = 0
    mails: list[Mail] = field(default_factory=list)
    answers: dict[str, list[str]] = field(default_factory=dict)
    connections: int = 0
    logins: list[str] = field(default_factory=list)
    password: bytes = b"secret"
    hold: asyncio.Event | None = None
    hold_for: str = ""  # only mails to this address stand still, until `let_go`
    reached: asyncio.Event = field(default_factory=asyncio.Event)
    lost: asyncio.Event = field(default_factory=asyncio.Event)
    impatient: bool = False  # 421 to the second mail of a connection
    _served: set[int] = field(default_factory=set)
    _open: list[asyncio.Transport] = field(default_factory=list)

    async def handle_MAIL(  # noqa: N802  aiosmtpd's names
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.impatient and id(session) in self._served:
            return "421 4.4.2 idle too long"
        self._served.add(id(session))
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return self._answer("MAIL")

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        answer = self._answer("RCPT")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.hold_for and self.hold_for in envelope.rcpt_tos and self.hold is None:
            self.hold = asyncio.Event()
        self.reached.set()
        if self.hold is not None and (not self.hold_for or self.hold_for in envelope.rcpt_tos):
            await self.hold.wait()
        answer = self._answer("DATA")
        if answer.startswith("250"):
            content = envelope.content
            assert isinstance(content, bytes)
            self.mails += [Mail(envelope.mail_from or "", each, content) for each in envelope.rcpt_tos]
        return answer

    def let_go(self) -> None:
        """Answer what stands still, and hold nothing more."""
        if self.hold is not None:
            self.hold.set()
        self.hold, self.hold_for = None, ""

    def hang_up(self) -> None:
        """Close every open connection, as a server does that is started anew."""
        for transport in self._open:
            transport.close()
        self._open.clear()

    def _answer(self, command: str) -> str:
        queue = self.answers.get(command, [])
        return queue.pop(0) if queue else "250 ok"

    def check_login(self, server: SMTP, session: Session, envelope: Envelope, way: str, login: object) -> AuthResult:
        assert isinstance(login, LoginPassword)
        self.logins.append(f"{way} {login.login.decode()}:{login.password.decode()}")
        return AuthResult(success=login.password == self.password, handled=False)


class _Session(SMTP):
    def __init__(self, owner: SmtpServer, **settings: Any) -> None:
        super().__init__(owner, **settings)
        self._owner = owner

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        assert isinstance(transport, asyncio.Transport)
        self._owner.connections += 1
        self._owner._open.append(transport)

    def connection_lost(self, error: Exception | None) -> None:
        super().connection_lost(error)
        self._owner.lost.set()


@asynccontextmanager
async def smtp_server(
    *, tls: ssl.SSLContext | None = None, wrapped: bool = False, auth: bool = False, utf8: bool = True
) -> AsyncIterator[SmtpServer]:
    """An SMTP server in this loop. `tls` offers STARTTLS (or wraps the connection at once, `wrapped`)."""
    owner = SmtpServer()
    loop = asyncio.get_running_loop()

    def session() -> SMTP:
        return _Session(
            owner,
            hostname="mail.test",
            enable_SMTPUTF8=utf8,
            tls_context=None if wrapped else tls,
            auth_required=auth,
            auth_require_tls=tls is not None and not wrapped,
            authenticator=owner.check_login if auth else None,
            loop=loop,
        )

    server = await loop.create_server(session, owner.host, 0, ssl=tls if wrapped else None)
    owner.port = server.sockets[0].getsockname()[1]
    try:
        yield owner
    finally:
        server.close()
        owner.hang_up()


@asynccontextmanager
async def raw_server(
    talk: Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]],
) -> AsyncIterator[int]:
    """A server that says what `talk` writes; yields its port."""
    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()


@dataclass
class Certificates:
    """A certificate for localhost by an authority that nobody knows but `ca_file`."""

    ca_file: Path
    server: ssl.SSLContext


def certificates(folder: Path) -> Certificates:
    """Make an authority and a certificate; takes some milliseconds."""
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost", "127.0.0.1").configure_cert(context)
    ca_file = folder / "ca.pem"
    authority.cert_pem.write_to_path(str(ca_file))
    return Certificates(ca_file, context)


@dataclass
class Post:
    """A request as the server took it."""

    headers: dict[str, str]
    body: bytes


@dataclass
class HttpServer:
    """Answers each post with the next of `answers` (status, headers, text), then with 200."""

    url: str = ""
    posts: list[Post] = field(default_factory=list)
    answers: list[tuple[int, dict[str, str], str]] = field(default_factory=list)
    hold: asyncio.Event | None = None

    async def handle(self, request: web.Request) -> web.Response:
        headers = {name.lower(): value for name, value in request.headers.items()}
        self.posts.append(Post(headers, await request.read()))
        if self.hold is not None:
            await self.hold.wait()
        status, extra, text = self.answers.pop(0) if self.answers else (200, {}, "ok")
        return web.Response(status=status, headers=extra, text=text)


@asynccontextmanager
async def http_server(tls: ssl.SSLContext | None = None) -> AsyncIterator[HttpServer]:
    """An HTTP server in this loop that takes posts on every path."""
    owner = HttpServer()
    app = web.Application()
    app.router.add_post("/{path:.*}", owner.handle)
    server = TestServer(app, scheme="https" if tls else "http")
    await server.start_server(ssl=tls)
    owner.url = f"{'https' if tls else 'http'}://127.0.0.1:{server.port}/hook"
    try:
        yield owner
    finally:
        if owner.hold is not None:
            owner.hold.set()
        await server.close()

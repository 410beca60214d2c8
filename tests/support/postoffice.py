"""A mail server in a thread of its own, for tests of the real process: it outlives whoever sends to it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser

from aiosmtpd.smtp import SMTP, Envelope, Session


class PostOffice:
    """Takes every mail but those to who is `refused`. `at_data` is called when one has arrived whole, before the 250 is said."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.at_data: Callable[[], None] = lambda: None
        self.port = 0
        self.refused: set[str] = set()

    async def handle_RCPT(  # noqa: N802  aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.refused:
            return "550 5.1.1 no such user"
        envelope.rcpt_tos.append(address)
        return "250 ok"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802  aiosmtpd's name
        content = envelope.content
        assert isinstance(content, bytes)
        mail = BytesParser(policy=policy.default).parsebytes(content)
        assert isinstance(mail, EmailMessage)
        self.mails.append(mail)
        self.at_data()
        return "250 taken"

    def settings(self) -> str:
        """The line for monitor.yml."""
        return f"smtp: {{host: 127.0.0.1, port: {self.port}, security: none}}\n"

    def subjects(self) -> set[str]:
        return {str(mail["Subject"]) for mail in self.mails}

    def ids(self, subject_holds: str) -> set[str]:
        """The Message-IDs of the mails about something: one, however often it was sent."""
        return {str(mail["Message-ID"]) for mail in self.mails if subject_holds in str(mail["Subject"])}


@contextmanager
def post_office() -> Iterator[PostOffice]:
    """A running one, on a free port."""
    office, loop = PostOffice(), asyncio.new_event_loop()
    server = loop.run_until_complete(
        loop.create_server(lambda: SMTP(office, enable_SMTPUTF8=True, loop=loop), "127.0.0.1", 0)
    )
    office.port = server.sockets[0].getsockname()[1]
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    yield office
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    server.close()
    loop.close()

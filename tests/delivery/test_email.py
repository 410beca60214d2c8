"""Mail, against real SMTP servers in this process."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from monitor.clock import SystemClock
from monitor.config import EmailReceiver, Receiver, SmtpSettings
from monitor.delivery.build import build
from monitor.delivery.contract import Reason
from monitor.delivery.email import EmailDeliverer
from monitor.delivery.smtp import Door, Pool
from monitor.errors import DeliveryError, PermanentFailure, ReceiverBroken, TemporaryFailure
from monitor.model.alert import Notification
from tests.support.servers import SmtpServer, certificates, raw_server, smtp_server

Make = Callable[..., Notification]


@asynccontextmanager
async def deliverer(port: int, **settings: Any) -> AsyncIterator[EmailDeliverer]:
    door = {name: settings.pop(name) for name in ("refusal_seconds",) if name in settings}
    pool = {name: settings.pop(name) for name in ("idle_seconds",) if name in settings}
    given = {"host": "127.0.0.1", "security": "none", "sender": "Monitor <monitor@example.org>", "timeout_seconds": 5}
    smtp = SmtpSettings(**{**given, "port": port, **settings})
    email = EmailDeliverer(smtp, Pool(Door(smtp, **door), smtp.connections, **pool))
    try:
        yield email
    finally:
        await email.close()


async def failure(email: EmailDeliverer, notification: Notification) -> DeliveryError:
    with pytest.raises(DeliveryError) as caught:
        await email.deliver(notification)
    return caught.value


async def test_the_stored_bytes_arrive_unchanged(notification: Make) -> None:
    message = b"Subject: \r\n\r\n.a dot first\r\nfrom here\r\n"
    async with smtp_server() as server, deliverer(server.port) as email:
        await email.deliver(notification(rendered=message))
    (mail,) = server.mails
    assert (mail.sender, mail.recipient, mail.content) == ("monitor@example.org", "desk@example.org", message)


async def test_connections_are_kept_and_shared(notification: Make) -> None:
    async with smtp_server() as server, deliverer(server.port, connections=2) as email:
        for number in range(3):
            await email.deliver(notification(id=str(number)))
        assert server.connections == 1
        await asyncio.gather(*(email.deliver(notification(id=str(number))) for number in range(10)))
    assert (len(server.mails), server.connections) == (13, 2)


async def test_a_slow_receiver_keeps_no_other_waiting(notification: Make) -> None:
    """All connections of one receiver stand still at the server; the other's are its own."""
    receivers = {name: EmailReceiver(kind="email", to=[f"{name}@example.org"]) for name in ("slow", "quick")}
    async with smtp_server() as server:
        smtp = SmtpSettings(host="127.0.0.1", port=server.port, security="none", connections=2)
        built = build(receivers, smtp, root=Path(), console=BytesIO(), clock=SystemClock())
        server.hold_for = "slow@example.org"
        slow = [
            asyncio.create_task(built["slow"].deliver(notification(recipient="slow@example.org"))) for _ in range(5)
        ]
        await server.reached.wait()
        await built["quick"].deliver(notification(recipient="quick@example.org"))
        assert [mail.recipient for mail in server.mails] == ["quick@example.org"]
        assert server.connections <= 2 + 1
        server.let_go()
        await asyncio.gather(*slow)
        for each in built.values():
            await each.close()
    assert len(server.mails) == 6


async def test_an_idle_connection_is_closed(notification: Make) -> None:
    async with smtp_server() as server, deliverer(server.port, idle_seconds=0.0) as email:
        await email.deliver(notification())
        await asyncio.sleep(0)
        await email.deliver(notification())
    assert (len(server.mails), server.connections) == (2, 2)


async def test_a_stale_connection_is_replaced_without_a_failure(notification: Make) -> None:
    async with smtp_server() as server, deliverer(server.port) as email:
        await email.deliver(notification())
        server.answers["MAIL"] = ["421 4.4.2 idle too long"]
        await email.deliver(notification())
        server.hang_up()
        await email.deliver(notification())
    assert (len(server.mails), server.connections) == (3, 3)


async def test_where_one_connection_is_stale_the_others_are_in_doubt(notification: Make) -> None:
    async with smtp_server() as server, deliverer(server.port) as email:
        await asyncio.gather(*(email.deliver(notification(id=str(number))) for number in range(3)))
        server.impatient = True
        await email.deliver(notification())
    assert (len(server.mails), server.connections) == (4, 4)


async def test_a_connection_in_doubt_is_closed(notification: Make) -> None:
    async with smtp_server() as server, deliverer(server.port) as email:
        server.answers["MAIL"] = ["452 4.3.1 disk full"]
        await failure(email, notification())
        await asyncio.wait_for(server.lost.wait(), 5)


@pytest.mark.parametrize(
    ("command", "answer", "kind", "reason", "wide"),
    [
        ("RCPT", "550 5.1.1 no such user", PermanentFailure, Reason.RECIPIENT_REFUSED, None),
        ("RCPT", "450 4.2.0 greylisted", TemporaryFailure, Reason.RECIPIENT_DEFERRED, False),
        ("RCPT", "421 4.3.2 going down", TemporaryFailure, Reason.SERVER_BUSY, True),
        ("MAIL", "452 4.3.1 disk full", TemporaryFailure, Reason.SERVER_BUSY, True),
        ("MAIL", "550 5.7.1 sender not allowed", ReceiverBroken, Reason.SENDER_REFUSED, None),
        ("MAIL", "530 5.7.0 log in first", ReceiverBroken, Reason.AUTHENTICATION_FAILED, None),
        ("MAIL", "552 5.3.4 too large", PermanentFailure, Reason.MESSAGE_REFUSED, None),
        ("DATA", "554 5.7.1 looks like spam", PermanentFailure, Reason.MESSAGE_REFUSED, None),
        ("DATA", "451 4.3.0 try later", TemporaryFailure, Reason.MESSAGE_DEFERRED, False),
    ],
)
async def test_what_an_answer_means(
    notification: Make, *, command: str, answer: str, kind: type, reason: Reason, wide: bool | None
) -> None:
    async with smtp_server() as server, deliverer(server.port) as email:
        server.answers[command] = [answer]
        error = await failure(email, notification())
        assert type(error) is kind
        assert error.reason == reason
        assert error.detail == answer
        assert getattr(error, "receiver_wide", None) is wide
        await email.deliver(notification())  # the next one goes through
    assert len(server.mails) == 1


async def test_a_refused_recipient_leaves_the_connection_good(notification: Make) -> None:
    async with smtp_server() as server, deliverer(server.port) as email:
        server.answers["RCPT"] = ["550 5.1.1 no such user"]
        await failure(email, notification(recipient="gone@example.org"))
        await email.deliver(notification())
    assert [mail.recipient for mail in server.mails] == ["desk@example.org"]
    assert server.connections == 1


async def test_starttls_and_login(notification: Make, tmp_path: Path) -> None:
    made = certificates(tmp_path)
    login = {"security": "starttls", "ca_file": str(made.ca_file), "username": "u", "password": SecretStr("secret")}
    async with smtp_server(tls=made.server, auth=True) as server, deliverer(server.port, **login) as email:
        await email.deliver(notification())
        (finding,) = await email.check()
    assert len(server.mails) == 1
    assert server.logins[0] == "PLAIN u:secret"
    assert finding.ok
    assert "encrypted, logged in as u" in finding.detail


async def test_trusted_certificates_lie_beside_the_settings(notification: Make, tmp_path: Path) -> None:
    made = certificates(tmp_path)
    receivers: dict[str, Receiver] = {"desk": EmailReceiver(kind="email", to=["desk@example.org"])}
    async with smtp_server(tls=made.server) as server:
        smtp = SmtpSettings(host="127.0.0.1", port=server.port, ca_file=made.ca_file.name)
        built = build(receivers, smtp, root=tmp_path, console=BytesIO(), clock=SystemClock())
        await built["desk"].deliver(notification())
        (finding,) = await built["desk"].check()
        await built["desk"].close()
    assert len(server.mails) == 1
    assert finding.ok


async def test_tls_from_the_first_byte(notification: Make, tmp_path: Path) -> None:
    made = certificates(tmp_path)
    settings = {"security": "tls", "ca_file": str(made.ca_file)}
    async with smtp_server(tls=made.server, wrapped=True) as server, deliverer(server.port, **settings) as email:
        await email.deliver(notification())
    assert len(server.mails) == 1


async def test_a_wrong_password_pauses_and_is_tried_once(notification: Make, tmp_path: Path) -> None:
    made = certificates(tmp_path)
    login = {"security": "starttls", "ca_file": str(made.ca_file), "username": "u", "password": SecretStr("wr0ng!")}
    async with smtp_server(tls=made.server, auth=True) as server, deliverer(server.port, **login) as email:
        error = await failure(email, notification())
        assert len(server.logins) == 1
        (finding,) = await email.check()
    assert isinstance(error, ReceiverBroken)
    assert error.reason == Reason.AUTHENTICATION_FAILED
    assert "wr0ng!" not in str(error) + finding.detail
    assert not finding.ok


WRONG = {"username": "u", "password": SecretStr("wr0ng!")}


async def test_a_wrong_password_is_said_once_however_many_mails_wait(notification: Make) -> None:
    async with smtp_server(auth=True) as server, deliverer(server.port, **WRONG) as email:
        errors = await asyncio.gather(*(failure(email, notification(id=str(number))) for number in range(8)))
        errors.append(await failure(email, notification()))
        assert len(server.logins) == 1
    assert {error.reason for error in errors} == {Reason.AUTHENTICATION_FAILED}


async def test_a_refused_login_is_tried_again_after_a_while(notification: Make) -> None:
    async with smtp_server(auth=True) as server, deliverer(server.port, **WRONG, refusal_seconds=0.0) as email:
        await failure(email, notification())
        await failure(email, notification())
    assert len(server.logins) == 2


async def test_a_password_that_is_changed_meanwhile_is_said_once(notification: Make) -> None:
    login = {"username": "u", "password": SecretStr("secret")}
    async with smtp_server(auth=True) as server, deliverer(server.port, **login, idle_seconds=0.0) as email:
        await email.deliver(notification())
        await email.deliver(notification())
        assert len(server.logins) == 2
        server.password = b"changed"
        await failure(email, notification())
        await failure(email, notification())
    assert len(server.logins) == 3


async def test_mails_that_wait_for_a_login_share_a_lost_connection(notification: Make) -> None:
    connections = 0

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal connections
        connections += 1
        writer.close()

    async with raw_server(talk) as port, deliverer(port, **WRONG) as email:
        errors = await asyncio.gather(*(failure(email, notification(id=str(number))) for number in range(4)))
        assert connections == 1
        await failure(email, notification())
        assert connections == 2
    assert {type(error) for error in errors} == {TemporaryFailure}


@pytest.mark.parametrize("security", ["starttls", "tls"])
async def test_an_unknown_certificate_pauses(notification: Make, tmp_path: Path, security: str) -> None:
    made = certificates(tmp_path)
    wrapped = security == "tls"
    async with (
        smtp_server(tls=made.server, wrapped=wrapped) as server,
        deliverer(server.port, security=security) as email,
    ):
        error = await failure(email, notification())
    assert isinstance(error, ReceiverBroken)
    assert error.reason == Reason.CERTIFICATE_UNTRUSTED
    assert not server.mails


async def test_no_password_leaves_without_starttls(notification: Make) -> None:
    login = {"security": "starttls", "username": "u", "password": SecretStr("secret")}
    async with smtp_server() as server, deliverer(server.port, **login) as email:
        error = await failure(email, notification())
    assert isinstance(error, ReceiverBroken)
    assert error.reason == Reason.STARTTLS_MISSING
    assert not server.logins
    assert not server.mails


async def test_a_missing_ca_file_pauses(notification: Make) -> None:
    async with smtp_server() as server, deliverer(server.port, security="starttls", ca_file="/nowhere") as email:
        error = await failure(email, notification())
    assert isinstance(error, ReceiverBroken)
    assert error.reason == Reason.CERTIFICATE_UNTRUSTED


async def test_nobody_listens(notification: Make) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        async with deliverer(taken.getsockname()[1]) as email:
            error = await failure(email, notification())
    assert isinstance(error, TemporaryFailure)
    assert (error.reason, error.receiver_wide) == (Reason.CONNECTION_REFUSED, True)


async def test_a_host_that_can_be_none(notification: Make) -> None:
    async with deliverer(25, host="mail..example") as email:
        error = await failure(email, notification())
        (finding,) = await email.check()
    assert isinstance(error, ReceiverBroken)
    assert error.reason == Reason.ADDRESS_UNUSABLE
    assert not finding.ok


async def test_an_unknown_host(notification: Make) -> None:
    async with deliverer(25, host="mail.invalid") as email:
        error = await failure(email, notification())
    assert isinstance(error, TemporaryFailure)
    assert error.reason == Reason.HOST_UNKNOWN


@pytest.mark.parametrize(
    ("greeting", "reason"),
    [
        (b"554 5.3.2 no service\r\n", Reason.SERVER_BUSY),
        (b"421 4.3.2 too many connections\r\n", Reason.SERVER_BUSY),
        (b"what do you want?\r\n", Reason.PROTOCOL),
        (b"", Reason.CONNECTION_LOST),
    ],
)
async def test_a_server_that_does_not_greet(notification: Make, greeting: bytes, reason: Reason) -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(greeting)
        writer.close()

    async with raw_server(talk) as port, deliverer(port) as email:
        error = await failure(email, notification())
    assert isinstance(error, TemporaryFailure)
    assert (error.reason, error.receiver_wide) == (reason, True)


async def test_a_server_that_says_nothing(notification: Make) -> None:
    closed = asyncio.Event()

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()
        closed.set()

    async with raw_server(talk) as port, deliverer(port, timeout_seconds=0.05) as email:
        error = await failure(email, notification())
        await asyncio.wait_for(closed.wait(), 5)
    assert isinstance(error, TemporaryFailure)
    assert error.reason == Reason.TIMEOUT


async def test_a_cancelled_caller_does_not_cut_a_send_in_two(notification: Make) -> None:
    async with smtp_server() as server, deliverer(server.port) as email:
        server.hold = asyncio.Event()
        sending = asyncio.create_task(email.deliver(notification()))
        await server.reached.wait()
        sending.cancel()
        with pytest.raises(asyncio.CancelledError):
            await sending
        server.hold.set()
        await email.deliver(notification(id="n-2"))
        assert len(server.mails) == 2


async def test_closing_ends_what_is_under_way(notification: Make) -> None:
    async with smtp_server() as server, deliverer(server.port) as email:
        server.hold = asyncio.Event()
        sending = asyncio.create_task(email.deliver(notification()))
        await server.reached.wait()
        await email.close()
        with pytest.raises(asyncio.CancelledError):
            await sending


@pytest.mark.parametrize(
    ("recipient", "taken"),
    [
        ("desk@bücher.example", "desk@xn--bcher-kva.example"),
        ("Desk <desk@example.org>", "desk@example.org"),
        ("разведка@пример.рф", "разведка@xn--e1afmkfd.xn--p1ai"),
    ],
)
async def test_addresses_of_the_world(notification: Make, recipient: str, taken: str) -> None:
    async with smtp_server() as server, deliverer(server.port) as email:
        await email.deliver(notification(recipient=recipient))
    assert [mail.recipient for mail in server.mails] == [taken]


async def test_a_server_without_smtputf8(notification: Make) -> None:
    async with smtp_server(utf8=False) as server, deliverer(server.port) as email:
        error = await failure(email, notification(recipient="разведка@example.org"))
    assert isinstance(error, PermanentFailure)
    assert error.reason == Reason.ADDRESS_UNUSABLE


@pytest.mark.parametrize(
    "recipient", ["", "desk", "@example.org", "desk@", "a@b\r\nRCPT TO:<x@y>", "a b@example.org", "desk@-ü-.example"]
)
async def test_no_address_at_all(notification: Make, recipient: str) -> None:
    async with smtp_server() as server, deliverer(server.port) as email:
        error = await failure(email, notification(recipient=recipient))
    assert isinstance(error, PermanentFailure)
    assert not server.connections


async def test_nothing_rendered(notification: Make) -> None:
    async with smtp_server() as server, deliverer(server.port) as email:
        error = await failure(email, notification(rendered=None))
    assert error.reason == Reason.NOT_RENDERED


async def test_check_says_what_is_wrong() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        async with deliverer(taken.getsockname()[1]) as email:
            (finding,) = await email.check()
    assert not finding.ok
    assert "connection_refused" in finding.detail


async def test_check_sends_nothing() -> None:
    server: SmtpServer
    async with smtp_server() as server, deliverer(server.port) as email:
        assert all(finding.ok for finding in await email.check())
    assert not server.mails

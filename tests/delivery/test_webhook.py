"""Webhooks, against real HTTP servers in this process."""

from __future__ import annotations

import asyncio
import base64
import json
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from standardwebhooks.webhooks import Webhook

from monitor.config import WebhookReceiver
from monitor.delivery.contract import Reason
from monitor.delivery.webhook import WebhookDeliverer
from monitor.delivery.webhook_errors import answered
from monitor.errors import DeliveryError, PermanentFailure, ReceiverBroken, TemporaryFailure
from monitor.model.alert import Notification
from monitor.outgoing.guard import is_public
from monitor.outgoing.pauses import retry_after
from tests.delivery.conftest import NOW, StandingClock
from tests.support.servers import certificates, http_server, raw_server

Make = Callable[..., Notification]
OLD, NEW = (f"whsec_{base64.b64encode(letter * 24).decode()}" for letter in (b"o", b"n"))


@asynccontextmanager
async def deliverer(url: str, **settings: Any) -> AsyncIterator[WebhookDeliverer]:
    given = {"kind": "webhook", "url": url, "allow_private": True, "timeout_seconds": 5}
    webhook = WebhookDeliverer(WebhookReceiver.model_validate({**given, **settings}), StandingClock())
    try:
        yield webhook
    finally:
        await webhook.close()


async def failure(webhook: WebhookDeliverer, notification: Notification) -> DeliveryError:
    with pytest.raises(DeliveryError) as caught:
        await webhook.deliver(notification)
    return caught.value


async def test_the_stored_body_is_posted_with_the_notifications_id(notification: Make) -> None:
    body = '{"headline": "Hama – حماة"}'.encode()
    async with (
        http_server() as server,
        deliverer(server.url, headers={"X-Key": "k", "WEBHOOK-ID": "forged", "Host": "x.test"}) as webhook,
    ):
        await webhook.deliver(notification(id="n-7", rendered=body))
        await webhook.deliver(notification(id="n-7", rendered=body))
    first, second = server.posts
    assert first.body == body
    assert first.headers["webhook-id"] == second.headers["webhook-id"] == "n-7"
    assert first.headers["webhook-timestamp"] == str(int(NOW.timestamp()))
    assert first.headers["content-type"] == "application/json"
    assert first.headers["x-key"] == "k"
    assert "webhook-signature" not in first.headers


@pytest.mark.parametrize("secret", [OLD, NEW])
async def test_both_keys_of_a_rotation_sign(notification: Make, secret: str) -> None:
    async with http_server() as server, deliverer(server.url, secrets=[OLD, NEW]) as webhook:
        await webhook.deliver(notification(rendered=b'{"a": 1}'))
    (post,) = server.posts
    assert len(post.headers["webhook-signature"].split()) == 2
    wanted = Webhook(secret).sign("n-1", NOW, '{"a": 1}')
    assert wanted in post.headers["webhook-signature"].split()


async def test_a_secret_that_is_none(notification: Make) -> None:
    async with http_server() as server, deliverer(server.url, secrets=["whsec_a"]) as webhook:
        error = await failure(webhook, notification())
        (finding,) = await webhook.check()
    assert isinstance(error, ReceiverBroken)
    assert error.reason == Reason.SECRET_INVALID
    assert not finding.ok
    assert not server.posts


@pytest.mark.parametrize(
    ("status", "kind", "reason"),
    [
        (200, None, None),
        (204, None, None),
        (301, ReceiverBroken, Reason.REDIRECTED),
        (302, TemporaryFailure, Reason.REDIRECTED),
        (304, TemporaryFailure, Reason.REDIRECTED),
        (308, ReceiverBroken, Reason.REDIRECTED),
        (400, PermanentFailure, Reason.REFUSED),
        (401, ReceiverBroken, Reason.AUTHENTICATION_FAILED),
        (403, ReceiverBroken, Reason.AUTHENTICATION_FAILED),
        (404, PermanentFailure, Reason.REFUSED),
        (408, TemporaryFailure, Reason.TIMEOUT),
        (410, ReceiverBroken, Reason.GONE),
        (413, PermanentFailure, Reason.REFUSED),
        (425, TemporaryFailure, Reason.SERVER_BUSY),
        (429, TemporaryFailure, Reason.RATE_LIMITED),
        (500, TemporaryFailure, Reason.SERVER_BUSY),
        (503, TemporaryFailure, Reason.SERVER_BUSY),
    ],
)
def test_what_a_status_means(status: int, kind: type | None, reason: Reason | None) -> None:
    error = answered(status, {}, "", NOW)
    assert (type(error) if error else None, error.reason if error else None) == (kind, reason)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (None, None),
        ("120", 120.0),
        ("0", 0.0),
        ("99999999999", 86_400.0),
        ("Thu, 05 Dec 2024 09:31:00 GMT", 60.0),
        ("Thu, 05 Dec 2024 09:00:00 GMT", 0.0),
        ("soon", None),
        ("-5", None),
        ("", None),
        ("²", None),
        ("9" * 400, 86400.0),
        ("Thu, 05 Dec 99999999999999999999 09:30:10 GMT", None),
        ("Thu, 05 Dec 2024 09:30:10 +99999999999999999999", None),
    ],
)
def test_retry_after(value: str | None, seconds: float | None) -> None:
    assert retry_after(value, NOW) == seconds


async def test_a_pause_that_the_server_asks_for(notification: Make) -> None:
    async with http_server() as server, deliverer(server.url) as webhook:
        server.answers = [(429, {"Retry-After": "30"}, "slow\x1b[2J down")]
        error = await failure(webhook, notification())
    assert isinstance(error, TemporaryFailure)
    assert error.retry_after == 30.0
    assert error.detail == "429 slow[2J down"


async def test_a_redirect_is_not_followed(notification: Make) -> None:
    async with http_server() as elsewhere, http_server() as server, deliverer(server.url) as webhook:
        server.answers = [(301, {"Location": elsewhere.url}, "")]
        error = await failure(webhook, notification())
    assert isinstance(error, ReceiverBroken)
    assert not elsewhere.posts


async def test_of_an_endless_answer_only_the_beginning_is_read(notification: Make) -> None:
    done = asyncio.Event()

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 1000000000\r\n\r\nno such thing")
        await done.wait()
        writer.close()

    async with raw_server(talk) as port, deliverer(f"http://127.0.0.1:{port}/") as webhook:
        error = await failure(webhook, notification())
        done.set()
    assert isinstance(error, PermanentFailure)
    assert error.detail == "400 no such thing"


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:{port}/",
        "http://localhost:{port}/",
        "http://[::ffff:127.0.0.1]:{port}/",
        "http://0x7f000001:{port}/",
    ],
)
async def test_a_private_address_is_not_reached(notification: Make, url: str) -> None:
    async with http_server() as server:
        port = server.url.rsplit(":", 1)[1].split("/")[0]
        async with deliverer(url.format(port=port), allow_private=False) as webhook:
            error = await failure(webhook, notification())
            (finding,) = await webhook.check()
    assert isinstance(error, ReceiverBroken)
    assert error.reason == Reason.ADDRESS_REFUSED
    assert not finding.ok
    assert not server.posts


async def test_the_address_connected_to_is_checked_not_the_first_answer_of_dns(notification: Make) -> None:
    """A name that was public at the check and is private at the connection: there is only one look, the last one."""
    async with http_server() as server:
        port = int(server.url.rsplit(":", 1)[1].split("/")[0])
        webhook = WebhookDeliverer(
            WebhookReceiver.model_validate({"kind": "webhook", "url": f"http://rebind.example:{port}/"}),
            StandingClock(),
        )
        session = webhook._open()
        assert session.connector is not None
        answer = [
            {
                "hostname": "rebind.example",
                "host": "127.0.0.1",
                "port": port,
                "family": socket.AF_INET,
                "proto": 0,
                "flags": 0,
            }
        ]

        class Rebound:
            async def resolve(self, host: str, port: int = 0, family: int = 0) -> list[dict[str, Any]]:
                return answer

            async def close(self) -> None: ...

        session.connector._resolver = Rebound()  # type: ignore[attr-defined]
        error = await failure(webhook, notification())
        await webhook.close()
    assert error.reason == Reason.ADDRESS_REFUSED
    assert not server.posts


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.215.14", True),
        ("2606:2800:21f:cb07::1", True),
        ("64:ff9b::5db8:d70e", True),
        ("::ffff:93.184.215.14", True),
        ("127.0.0.1", False),
        ("0.0.0.0", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("100.64.0.1", False),
        ("169.254.169.254", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::1", False),
        ("::", False),
        ("fe80::1%eth0", False),
        ("fc00::1", False),
        ("ff02::1", False),
        ("fd00:ec2::254", False),
        ("::ffff:10.0.0.1", False),
        ("::ffff:169.254.169.254", False),
        ("64:ff9b::a00:1", False),
        ("2002:7f00:1::", False),
    ],
)
def test_public_addresses(address: str, public: bool) -> None:
    assert is_public(address) is public


async def test_an_unknown_certificate_pauses(notification: Make, tmp_path: Path) -> None:
    made = certificates(tmp_path)
    async with http_server(made.server) as server, deliverer(server.url) as webhook:
        error = await failure(webhook, notification())
        (finding,) = await webhook.check()
    assert isinstance(error, ReceiverBroken)
    assert error.reason == Reason.CERTIFICATE_UNTRUSTED
    assert "certificate_untrusted" in finding.detail


async def test_nobody_listens_and_nobody_is_known(notification: Make) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        async with deliverer(f"http://127.0.0.1:{taken.getsockname()[1]}/") as webhook:
            assert (await failure(webhook, notification())).reason == Reason.CONNECTION_REFUSED
    async with deliverer("http://hook.invalid/") as webhook:
        assert (await failure(webhook, notification())).reason == Reason.HOST_UNKNOWN


async def test_a_server_that_says_nothing(notification: Make) -> None:
    async with http_server() as server, deliverer(server.url, timeout_seconds=0.05) as webhook:
        server.hold = asyncio.Event()
        error = await failure(webhook, notification())
    assert isinstance(error, TemporaryFailure)
    assert (error.reason, error.receiver_wide) == (Reason.TIMEOUT, True)


async def test_a_server_that_hangs_up_or_talks_nonsense(notification: Make) -> None:
    said = [b"", b"\x00\x01 nonsense\r\n\r\n"]

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(100)
        writer.write(said.pop())
        writer.close()

    async with raw_server(talk) as port, deliverer(f"http://127.0.0.1:{port}/") as webhook:
        first = await failure(webhook, notification())
        said[:] = [b"", b"", b""]  # a lost connection may be tried again at once
        second = await failure(webhook, notification())
    assert {type(first), type(second)} == {TemporaryFailure}
    assert second.reason == Reason.CONNECTION_LOST


@pytest.mark.parametrize("url", ["nonsense", "ftp://example.org/", "http://"])
async def test_an_address_that_is_none(notification: Make, url: str) -> None:
    async with deliverer(url) as webhook:
        error = await failure(webhook, notification())
    assert isinstance(error, ReceiverBroken)


async def test_check_posts_nothing() -> None:
    async with http_server() as server, deliverer(server.url) as webhook:
        (finding,) = await webhook.check()
    assert finding.ok
    assert not server.posts


async def test_the_time_of_a_signature_is_the_attempts(notification: Make) -> None:
    async with http_server() as server, deliverer(server.url, secrets=[NEW]) as webhook:
        await webhook.deliver(notification(created=datetime(2020, 1, 1, tzinfo=UTC), rendered=json.dumps({}).encode()))
    assert server.posts[0].headers["webhook-timestamp"] == str(int(NOW.timestamp()))

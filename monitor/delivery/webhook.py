"""Delivery by webhook: the stored JSON body, signed as Standard Webhooks says, posted to one address.

Redirects are not followed and private addresses not reached (unless allowed), so nobody can lead a post astray. Of the
answer only the status, Retry-After and the first words are looked at.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import datetime
from socket import SOCK_STREAM

import aiohttp
from standardwebhooks.webhooks import EmptyWebhookSecretError, Webhook
from yarl import URL

from monitor.clock import Clock
from monitor.config import WebhookReceiver
from monitor.delivery.contract import Finding, Reason
from monitor.delivery.render.values import clean
from monitor.delivery.webhook_errors import answered, unanswered
from monitor.errors import PermanentFailure, ReceiverBroken
from monitor.model.alert import Notification
from monitor.outgoing.guard import any_socket, public_socket

_MAX_ANSWER = 2_000
_CONNECT_SECONDS = 10.0


class WebhookDeliverer:
    """Posts to one receiver over kept connections, made at the first post."""

    def __init__(self, settings: WebhookReceiver, clock: Clock) -> None:
        self._settings = settings
        self._clock = clock
        self._session: aiohttp.ClientSession | None = None

    async def deliver(self, notification: Notification) -> None:
        if notification.rendered is None:
            raise PermanentFailure(Reason.NOT_RENDERED, "the notification has no rendered bytes")
        now = self._clock.now()
        headers = self._headers(notification.id, notification.rendered, now)
        try:
            async with self._open().post(
                self._url(), data=notification.rendered, headers=headers, allow_redirects=False
            ) as response:
                words = await response.content.read(_MAX_ANSWER)
                failure = answered(response.status, response.headers, _text(words), now)
        except (aiohttp.ClientError, OSError, ValueError) as error:
            raise unanswered(error) from error
        if failure is not None:
            raise failure

    async def check(self) -> list[Finding]:
        """Look the address up, connect, and shake hands over TLS; nothing is posted."""
        what = f"webhook {self._url().host}"
        try:
            self._headers("check", b"{}", self._clock.now())
            await self._shake_hands()
        except ReceiverBroken as error:
            return [Finding(what, False, str(error))]
        except (aiohttp.ClientError, OSError, ValueError) as error:
            return [Finding(what, False, str(unanswered(error)))]
        return [Finding(what, True, f"{self._url().scheme} connection made")]

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    def _url(self) -> URL:
        return URL(self._settings.url.get_secret_value())

    def _headers(self, id: str, body: bytes, now: datetime) -> Mapping[str, str]:
        """The same id at every attempt; the time and so the signature are the attempt's own, as receivers check it."""
        own = {name: value.get_secret_value() for name, value in self._settings.headers.items()}
        signed = {
            "Content-Type": "application/json",
            "User-Agent": "news-monitor",
            "webhook-id": id,
            "webhook-timestamp": str(int(now.timestamp())),
        }
        signatures = [_signed(secret.get_secret_value(), id, body, now) for secret in self._settings.secrets]
        if signatures:
            signed["webhook-signature"] = " ".join(signatures)
        taken = {name.lower() for name in signed}
        return {**{name: value for name, value in own.items() if name.lower() not in taken}, **signed}

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            connector = aiohttp.TCPConnector(
                limit=4, socket_factory=None if self._settings.allow_private else public_socket, ttl_dns_cache=30
            )
            timeout = aiohttp.ClientTimeout(total=self._settings.timeout_seconds, sock_connect=_CONNECT_SECONDS)
            self._session = aiohttp.ClientSession(
                connector=connector, timeout=timeout, trust_env=False, cookie_jar=aiohttp.DummyCookieJar()
            )
        return self._session

    async def _shake_hands(self) -> None:
        """A connection by the same rules as a post's, closed before anything is said."""
        url, loop = self._url(), asyncio.get_running_loop()
        encrypted = url.scheme == "https"
        async with asyncio.timeout(self._settings.timeout_seconds):
            info, *_ = await loop.getaddrinfo(url.host or "", url.port or 443, type=SOCK_STREAM)
            opened = any_socket(info) if self._settings.allow_private else public_socket(info)
            opened.setblocking(False)
            try:
                await loop.sock_connect(opened, info[4])
                _, writer = await asyncio.open_connection(
                    sock=opened, ssl=encrypted or None, server_hostname=url.host if encrypted else None
                )
            except BaseException:
                opened.close()
                raise
            writer.close()


def _signed(secret: str, id: str, body: bytes, now: datetime) -> str:
    try:
        return Webhook(secret).sign(msg_id=id, timestamp=now, data=body.decode())
    except (ValueError, EmptyWebhookSecretError) as error:
        raise ReceiverBroken(Reason.SECRET_INVALID, "a signing secret is not base64") from error


def _text(words: bytes) -> str:
    return " ".join(clean(words.decode("utf-8", "replace")).split())

"""What a webhook's answer, or the lack of one, means. Pure."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Mapping
from datetime import datetime

import aiohttp

from monitor.delivery.contract import Reason
from monitor.delivery.render.values import clean
from monitor.errors import DeliveryError, PermanentFailure, ReceiverBroken, TemporaryFailure
from monitor.outgoing.guard import found_refused
from monitor.outgoing.pauses import retry_after

_FOR_A_PERSON = {
    301: Reason.REDIRECTED,
    308: Reason.REDIRECTED,
    401: Reason.AUTHENTICATION_FAILED,
    403: Reason.AUTHENTICATION_FAILED,
    410: Reason.GONE,
}
_LATER = {408: Reason.TIMEOUT, 425: Reason.SERVER_BUSY, 429: Reason.RATE_LIMITED}


def answered(status: int, headers: Mapping[str, str], words: str, now: datetime) -> DeliveryError | None:
    """None where the receiver has taken it.

    A redirect is never followed. One for good means that the settings name the wrong address, as does 410: the
    receiver is paused, and nothing is thrown away meanwhile.
    """
    detail = f"{status} {words}".strip()[:500]
    if 200 <= status < 300:
        return None
    if status in _FOR_A_PERSON:
        where = f" to {clean(headers['Location'])[:200]}" if "Location" in headers else ""
        return ReceiverBroken(_FOR_A_PERSON[status], detail + where)
    if status in _LATER or status >= 500:
        pause = retry_after(headers.get("Retry-After"), now)
        return TemporaryFailure(_LATER.get(status, Reason.SERVER_BUSY), detail, retry_after=pause)
    if 300 <= status < 400:
        return TemporaryFailure(Reason.REDIRECTED, detail)
    return PermanentFailure(Reason.REFUSED, detail)


def unanswered(error: Exception) -> DeliveryError:
    """The DeliveryError for what aiohttp, the socket or TLS raised."""
    detail = clean(" ".join(str(error).split()) or type(error).__name__)[:500]
    if found_refused(error):
        return ReceiverBroken(Reason.ADDRESS_REFUSED, "the host's address is private or reserved; see allow_private")
    if isinstance(error, aiohttp.ClientConnectorCertificateError | ssl.SSLCertVerificationError):
        return ReceiverBroken(Reason.CERTIFICATE_UNTRUSTED, detail)
    if isinstance(error, ValueError | aiohttp.NonHttpUrlClientError):  # an address or a header that can never be sent
        return ReceiverBroken(Reason.ADDRESS_UNUSABLE, detail)
    return TemporaryFailure(_network(error), detail)


def _network(error: Exception) -> Reason:
    cause = error.os_error if isinstance(error, aiohttp.ClientConnectorError) else error
    kinds: tuple[tuple[type[BaseException], Reason], ...] = (
        (TimeoutError, Reason.TIMEOUT),
        (socket.gaierror, Reason.HOST_UNKNOWN),
        (aiohttp.ClientConnectorDNSError, Reason.HOST_UNKNOWN),
        (aiohttp.ClientSSLError, Reason.TLS_FAILED),
        (ssl.SSLError, Reason.TLS_FAILED),
        (ConnectionRefusedError, Reason.CONNECTION_REFUSED),
        (aiohttp.ServerDisconnectedError, Reason.CONNECTION_LOST),
        (ConnectionResetError, Reason.CONNECTION_LOST),
    )
    for kind, reason in kinds:
        if isinstance(error, kind) or isinstance(cause, kind):
            return reason
    return Reason.NETWORK

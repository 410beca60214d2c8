"""What every kind of receiver offers to the outbox and to `monitor doctor`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from monitor.model.alert import Notification


class Reason(StrEnum):
    """Why a delivery failed: the word for log, table, metric and test."""

    TIMEOUT = "timeout"
    CONNECTION_REFUSED = "connection_refused"
    CONNECTION_LOST = "connection_lost"
    HOST_UNKNOWN = "host_unknown"
    NETWORK = "network"
    TLS_FAILED = "tls_failed"
    CERTIFICATE_UNTRUSTED = "certificate_untrusted"
    STARTTLS_MISSING = "starttls_missing"
    AUTHENTICATION_FAILED = "authentication_failed"
    SERVER_BUSY = "server_busy"
    SENDER_REFUSED = "sender_refused"
    RECIPIENT_REFUSED = "recipient_refused"
    RECIPIENT_DEFERRED = "recipient_deferred"
    MESSAGE_REFUSED = "message_refused"
    MESSAGE_DEFERRED = "message_deferred"
    ADDRESS_UNUSABLE = "address_unusable"
    PROTOCOL = "protocol"
    ADDRESS_REFUSED = "address_refused"
    REDIRECTED = "redirected"
    GONE = "gone"
    REFUSED = "refused"
    RATE_LIMITED = "rate_limited"
    SECRET_INVALID = "secret_invalid"
    UNWRITABLE = "unwritable"
    NOT_RENDERED = "not_rendered"


@dataclass(frozen=True, slots=True)
class Finding:
    """What a probe saw of one thing: for `monitor doctor`."""

    what: str
    ok: bool
    detail: str = ""


class Deliverer(Protocol):
    """Sends the rendered bytes of notifications to one receiver."""

    async def deliver(self, notification: Notification) -> None:
        """Returns once the receiver has taken it. Raises a DeliveryError, and nothing else, where it has not.

        A cancelled call may have been taken all the same; a second attempt carries the same id.
        """
        ...

    async def check(self) -> list[Finding]:
        """Try what can be tried without sending anything."""
        ...

    async def close(self) -> None:
        """Let go of connections. May be called twice; nothing is delivered afterwards."""
        ...

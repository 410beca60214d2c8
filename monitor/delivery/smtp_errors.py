"""What a failed SMTP session means: try again, give this message up, or pause the receiver. Pure."""

from __future__ import annotations

import socket
import ssl

from aiosmtplib import (
    SMTPAuthenticationError,
    SMTPConnectResponseError,
    SMTPException,
    SMTPNotSupported,
    SMTPRecipientRefused,
    SMTPResponseException,
    SMTPSenderRefused,
    SMTPServerDisconnected,
)

from monitor.delivery.contract import Reason
from monitor.delivery.render.values import clean
from monitor.delivery.smtp import AuthenticationMissing
from monitor.errors import DeliveryError, PermanentFailure, ReceiverBroken, TemporaryFailure

_TOO_LARGE = 552
_CLOSING = 421
_NEEDS_LOGIN = frozenset({530, 534, 535, 538})
_MAX_DETAIL = 500


def classified(error: Exception) -> DeliveryError:
    """The DeliveryError for what aiosmtplib, the socket or TLS raised.

    5xx to a recipient or a message is permanent for this notification only. 5xx to our sender or our login would meet
    every notification alike, so it pauses the receiver instead of throwing them away one by one.
    """
    detail = _detail(error)
    if isinstance(error, SMTPResponseException):
        return _answered(error, detail)
    if _find(error, ssl.SSLCertVerificationError):
        return ReceiverBroken(Reason.CERTIFICATE_UNTRUSTED, detail)
    if isinstance(error, SMTPNotSupported):
        return PermanentFailure(Reason.ADDRESS_UNUSABLE, detail)
    if isinstance(error, AuthenticationMissing):
        return ReceiverBroken(Reason.AUTHENTICATION_FAILED, detail)
    if type(error) is SMTPException and "STARTTLS" in str(error):
        # aiosmtplib has no class of its own for it.
        return ReceiverBroken(Reason.STARTTLS_MISSING, "the server does not offer STARTTLS")
    return TemporaryFailure(_network(error), detail)


def _answered(error: SMTPResponseException, detail: str) -> DeliveryError:
    """The server answered with a code."""
    permanent = error.code >= 500
    if error.code in _NEEDS_LOGIN or (permanent and isinstance(error, SMTPAuthenticationError)):
        return ReceiverBroken(Reason.AUTHENTICATION_FAILED, detail)
    if error.code == _CLOSING or error.code < 0 or isinstance(error, SMTPConnectResponseError | SMTPAuthenticationError):
        return TemporaryFailure(Reason.SERVER_BUSY, detail)
    if isinstance(error, SMTPRecipientRefused):
        if permanent:
            return PermanentFailure(Reason.RECIPIENT_REFUSED, detail)
        return TemporaryFailure(Reason.RECIPIENT_DEFERRED, detail, receiver_wide=False)
    if isinstance(error, SMTPSenderRefused):
        if error.code == _TOO_LARGE:
            return PermanentFailure(Reason.MESSAGE_REFUSED, detail)
        return ReceiverBroken(Reason.SENDER_REFUSED, detail) if permanent else TemporaryFailure(Reason.SERVER_BUSY, detail)
    if permanent:
        return PermanentFailure(Reason.MESSAGE_REFUSED, detail)
    return TemporaryFailure(Reason.MESSAGE_DEFERRED, detail, receiver_wide=False)


def _network(error: Exception) -> Reason:
    kinds: tuple[tuple[type[BaseException], Reason], ...] = (
        (ssl.SSLError, Reason.TLS_FAILED),
        (socket.gaierror, Reason.HOST_UNKNOWN),
        (ConnectionRefusedError, Reason.CONNECTION_REFUSED),
        (TimeoutError, Reason.TIMEOUT),
        (SMTPServerDisconnected, Reason.CONNECTION_LOST),
        (ConnectionResetError, Reason.CONNECTION_LOST),
        (BrokenPipeError, Reason.CONNECTION_LOST),
    )
    return next((reason for kind, reason in kinds if _find(error, kind)), Reason.NETWORK)


def _find(error: BaseException | None, kind: type[BaseException]) -> bool:
    """Whether the error or one of its causes is of this kind."""
    while error is not None:
        if isinstance(error, kind):
            return True
        error = error.__cause__
    return False


def _detail(error: Exception) -> str:
    words = f"{error.code} {error.message}" if isinstance(error, SMTPResponseException) else str(error)
    return clean(" ".join((words or type(error).__name__).split()))[:_MAX_DETAIL]

"""What a failed SMTP session means: try again, give this message up, or pause the receiver. Pure."""

from __future__ import annotations

import socket
import ssl

from aiosmtplib import (
    SMTPAuthenticationError,
    SMTPDataError,
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
_INVALID = -1  # aiosmtplib's code for an answer that is no SMTP
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
    if isinstance(error, SMTPNotSupported):
        return PermanentFailure(Reason.ADDRESS_UNUSABLE, detail)
    broken = _setting_at_fault(error)
    return ReceiverBroken(broken, detail) if broken else TemporaryFailure(_network(error), detail)


def _setting_at_fault(error: Exception) -> Reason | None:
    """What only a person can mend."""
    if _find(error, ssl.SSLCertVerificationError) or isinstance(error, FileNotFoundError | PermissionError):  # ca_file
        return Reason.CERTIFICATE_UNTRUSTED
    if isinstance(error, AuthenticationMissing):
        return Reason.AUTHENTICATION_FAILED
    if isinstance(error, ValueError):  # a host's name that can be none
        return Reason.ADDRESS_UNUSABLE
    # aiosmtplib has no class of its own for it.
    return Reason.STARTTLS_MISSING if type(error) is SMTPException and "STARTTLS" in str(error) else None


def _answered(error: SMTPResponseException, detail: str) -> DeliveryError:
    """The server answered with a code."""
    permanent = error.code >= 500
    if error.code in _NEEDS_LOGIN or (permanent and isinstance(error, SMTPAuthenticationError)):
        return ReceiverBroken(Reason.AUTHENTICATION_FAILED, detail)
    about_mail = isinstance(error, SMTPSenderRefused | SMTPRecipientRefused | SMTPDataError)
    if error.code in (_INVALID, _CLOSING) or not about_mail:
        return TemporaryFailure(Reason.PROTOCOL if error.code == _INVALID else Reason.SERVER_BUSY, detail)
    if isinstance(error, SMTPSenderRefused) and error.code != _TOO_LARGE:
        return (
            ReceiverBroken(Reason.SENDER_REFUSED, detail) if permanent else TemporaryFailure(Reason.SERVER_BUSY, detail)
        )
    to_recipient = isinstance(error, SMTPRecipientRefused)
    if permanent:
        return PermanentFailure(Reason.RECIPIENT_REFUSED if to_recipient else Reason.MESSAGE_REFUSED, detail)
    deferred = Reason.RECIPIENT_DEFERRED if to_recipient else Reason.MESSAGE_DEFERRED
    return TemporaryFailure(deferred, detail, receiver_wide=False)


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

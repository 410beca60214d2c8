"""What can go wrong, as types: callers decide by class, never by searching a message."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Severity(StrEnum):
    """How bad a problem in a user's file is: an error keeps the file out of service, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One fault in a file that a person wrote: where it is, what it is, and what to do about it.

    `line` and `column` count from 1; 0 means the whole file. `source_line` is the line itself, without its line end.
    `code` is a stable name such as `unknown-key`, for filters and links to the documentation.
    """

    file: str
    line: int
    column: int
    code: str
    message: str
    source_line: str = ""
    suggestion: str = ""
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        advice = f" ({self.suggestion})" if self.suggestion else ""
        return f"{place}: {self.severity}: {self.message}{advice}"


class MonitorError(Exception):
    """Base of every error that the monitor raises on purpose."""


class InvalidFiles(MonitorError):
    """Settings, rules, lists or templates that cannot be used, with every problem found, not only the first."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


class UnreadableReason(StrEnum):
    """Why bytes are no article. Stored with the quarantined file, shown by `quarantine list`."""

    TOO_LARGE = "too_large"
    BINARY = "binary"
    NO_TEXT = "no_text"
    UNKNOWN_ENCODING = "unknown_encoding"
    NO_PERMISSION = "no_permission"
    NO_FILE = "no_file"
    NO_ARTICLE = "no_article"
    BROKEN = "broken"
    EMBARGOED = "embargoed"
    INTERNAL_ERROR = "internal_error"


class Unreadable(MonitorError):
    """A raw article that cannot be read; it goes to quarantine with this reason. It is read again at `until`."""

    def __init__(self, reason: UnreadableReason, detail: str, until: datetime | None = None) -> None:
        self.reason = reason
        self.detail = detail
        self.until = until
        super().__init__(f"{reason}: {detail}")

    def __reduce__(self) -> tuple[type[Unreadable], tuple[UnreadableReason, str, datetime | None]]:
        """Exceptions are copied to other processes by their one argument otherwise."""
        return type(self), (self.reason, self.detail, self.until)


class StateLocked(MonitorError):
    """Another daemon holds the state; starting a second one would send everything twice."""


class StoreUnavailable(MonitorError):
    """The database cannot be used now: disk full, connection lost, a lock not given up, a schema newer than the
    program. Nothing of the transaction was kept."""


class StoreConflict(StoreUnavailable):
    """Another process wrote the same fact first. Nothing of the transaction was kept; a second try finds that fact."""


class NotListening(MonitorError):
    """The address of `http` cannot be had now: another program has it, or this machine has no such address."""


class DeliveryError(MonitorError):
    """A delivery that did not succeed. The subclass says what to do next; `reason` is a stable word for the log,
    the table and the metric, `detail` the server's own words."""

    def __init__(self, reason: str, detail: str) -> None:
        self.reason = reason
        self.detail = detail
        super().__init__(f"{reason}: {detail}")


class TemporaryFailure(DeliveryError):
    """Worth another try later. `retry_after` (seconds) is set where the server asked for a pause; `receiver_wide`
    says that the fault lies with the server or the way to it, so that other notifications would fail alike."""

    def __init__(
        self, reason: str, detail: str, *, retry_after: float | None = None, receiver_wide: bool = True
    ) -> None:
        super().__init__(reason, detail)
        self.retry_after = retry_after
        self.receiver_wide = receiver_wide


class PermanentFailure(DeliveryError):
    """This notification will never be accepted; others to the same receiver may be."""


class ReceiverBroken(DeliveryError):
    """The receiver's settings are wrong (password, certificate, address gone): pause it and tell its owner."""

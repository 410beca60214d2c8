"""What can come of one request for a feed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class Reason(StrEnum):
    """Why a feed gave nothing. Stored, shown by `monitor feed list`."""

    UNREACHABLE = "unreachable"
    TIMEOUT = "timeout"
    TOO_LARGE = "too large"
    BUSY = "busy"
    SERVER_ERROR = "server error"
    REFUSED = "refused"
    NOT_FOUND = "not found"
    ADDRESS = "address"
    REDIRECTS = "redirects"
    NO_FEED = "no feed"


@dataclass(frozen=True, slots=True)
class Page:
    """A document came. `etag` and `modified` as the server wrote them, `max_age` how long it says it stays so."""

    content: bytes
    etag: str | None = None
    modified: str | None = None
    max_age: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Unchanged:
    """It is as it was when it was asked last (304)."""

    max_age: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A redirect; `permanent` where it is meant for good (301, 308)."""

    url: str
    permanent: bool


@dataclass(frozen=True, slots=True)
class Gone:
    """It will never be back (410)."""


@dataclass(frozen=True, slots=True)
class Failed:
    """It gave nothing; `retry_after` is how long the server wants to be left alone."""

    reason: Reason
    detail: str
    retry_after: timedelta | None = None

    def __str__(self) -> str:
        return f"{self.reason}: {self.detail}"


Answer = Page | Unchanged | Elsewhere | Gone | Failed

"""What is known of a feed that is asked again and again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class FeedState:
    """How asking a feed went, and when it is asked next. `url` is its address in the list, and with `source` what it is
    known by, wherever it has moved to since.

    `etag` and `modified` are what the server at `answered_by` gave to tell whether anything has changed. `answered` is
    when it last answered soundly, `gave` when it last brought something new, `entries` how many were in its last
    document. `trouble` says why it did not answer the last `failures` times; empty where it did. `moved` is the address
    that a permanent redirect led to. `gone`: its server said that it will never be back, and it is not asked again.
    """

    source: str
    url: str
    due: datetime
    title: str = ""
    etag: str | None = None
    modified: str | None = None
    answered_by: str | None = None
    moved: str | None = None
    asked: datetime | None = None
    answered: datetime | None = None
    gave: datetime | None = None
    entries: int = 0
    failures: int = 0
    trouble: str = ""
    gone: bool = False

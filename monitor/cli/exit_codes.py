"""What the exit code of every command means. Documented in docs/operations.md; scripts rely on it."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """0 done, 1 findings, and from 2 on: why it could not be done."""

    DONE = 0
    FINDINGS = 1
    USAGE = 2
    INVALID = 3
    UNREADABLE = 4
    NOT_DELIVERED = 5
    NO_DAEMON = 6
    TRY_AGAIN = 75

"""`python -m tests.support.crashing ARG…`: the monitor, killed by SIGKILL at a commit of its own store.

CRASH_AT names the moment: `before:7` dies as the seventh commit is about to be made, `after:7` when it is on disk.
Nothing of the monitor is changed for it: SQLAlchemy tells of every commit.
"""

from __future__ import annotations

import os
import signal
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine

from monitor.cli import main

_WHEN, _, _NUMBER = os.environ["CRASH_AT"].partition(":")
_commits = 0


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


@event.listens_for(Engine, "commit")
def _before(_connection: object) -> None:
    global _commits  # noqa: PLW0603 - a process of its own, counted once
    _commits += 1
    if _WHEN == "before" and _commits == int(_NUMBER):
        _die()


@event.listens_for(Engine, "checkin")
def _after(_connection: Any, _record: object) -> None:
    if _WHEN == "after" and _commits >= int(_NUMBER):
        _die()


if __name__ == "__main__":
    main()

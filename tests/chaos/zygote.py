"""`python -m tests.chaos.zygote`: a process that has imported the monitor, and forks one that runs it at each line of
its input; it answers with the child's id, and with the id and status of each that has ended.

A thousand starts would take hours with all that a start imports. What is forked is the whole monitor, as `monitor run`
starts it, and nothing of it has run before but for a practice article. The one thing changed is the clock: CHAOS_CLOCK
names a file of eight bytes, the seconds by which the machine's clock is off; whoever writes there sets the clock.
"""

from __future__ import annotations

import mmap
import os
import select
import struct
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from monitor import app, clock, workspace  # noqa: F401  imported so that children need not
from monitor.cli import commands, running  # noqa: F401


def main() -> None:
    """No threads: a lock that one holds as another forks would stay locked in the child."""
    _say("ready")
    children: set[int] = set()
    while True:
        asked, _, _ = select.select([sys.stdin], [], [], 0.02)
        if asked:
            line = sys.stdin.readline()
            if not line:
                return
            child = os.fork()
            if child == 0:
                _be_the_monitor(line.strip())
            children.add(child)
            _say(f"started {child}")
        for child in list(children):
            ended, status = os.waitpid(child, os.WNOHANG)
            if ended:
                children.remove(child)
                _say(f"ended {child} {os.waitstatus_to_exitcode(status)}")


def _say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def _be_the_monitor(notify: str) -> None:
    os.environ["NOTIFY_SOCKET"] = notify
    log = os.open("service.log", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    null = os.open(os.devnull, os.O_RDONLY)
    for ours, theirs in ((null, 0), (log, 1), (log, 2)):
        os.dup2(ours, theirs)
    clock.SystemClock.now = _clock(Path(os.environ["CHAOS_CLOCK"]))  # type: ignore[method-assign, assignment]
    commands(["--config", "monitor.yml", "run"], prog_name="monitor")


def _clock(file: Path) -> Callable[[clock.SystemClock], datetime]:
    with file.open("r+b") as opened:
        shared = mmap.mmap(opened.fileno(), 8)

    def now(_: clock.SystemClock) -> datetime:
        return datetime.now(UTC) + timedelta(seconds=struct.unpack("d", shared[:8])[0])

    return now


if __name__ == "__main__":
    main()

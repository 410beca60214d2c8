"""The daemon as a real process: started in a folder of its own, told to stop, killed, and asked what it did.

Readiness is the service's own word (sd_notify over a datagram socket), never a pause.
"""

from __future__ import annotations

import os
import selectors
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

ROOT = Path(__file__).resolve().parents[2]

T = TypeVar("T")


def until(condition: Callable[[], T], what: str, seconds: float = 30.0) -> T:
    """The first true value of `condition`, asked again and again; an AssertionError that says `what` otherwise."""
    deadline = time.monotonic() + seconds
    while not (value := condition()):
        assert time.monotonic() < deadline, f"not within {seconds} s: {what}"
        time.sleep(0.02)
    return value


def mails(maildir: Path) -> list[EmailMessage]:
    """Every mail the catcher has kept, oldest first."""
    parser = BytesParser(policy=policy.default)
    files = sorted((maildir / "new").glob("*"), key=lambda path: path.stat().st_mtime_ns) if maildir.exists() else []
    return [message for path in files if isinstance(message := parser.parsebytes(path.read_bytes()), EmailMessage)]


class Service:
    """One `monitor run`, started at once. As a context manager it is killed at the end, whatever happened."""

    def __init__(
        self,
        folder: Path,
        *options: str,
        launcher: Sequence[str] = ("-m", "monitor"),
        env: dict[str, str] | None = None,
        stdin: int | None = None,
    ):
        self.folder = folder
        self.log = folder / "service.log"
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.bind(f"\0monitor-test-{os.getpid()}-{id(self)}")
        name = self._socket.getsockname()
        env = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "NOTIFY_SOCKET": "@" + name[1:].decode(),
            **(env or {}),
        }
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, *launcher, "--config", "monitor.yml", "run", *options],
                cwd=self.folder,
                env=env,
                stdin=stdin,
                stdout=log,
                stderr=log,
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self._socket.close()
        if kind is not None:
            sys.stderr.write(self.log.read_text(errors="replace")[-8000:])

    def told(self, word: str, seconds: float = 90.0) -> None:
        """Wait until the service manager was told `word` (READY=1, RELOADING=1, STOPPING=1)."""
        selector = selectors.DefaultSelector()
        selector.register(self._socket, selectors.EVENT_READ)
        deadline = time.monotonic() + seconds
        while (left := deadline - time.monotonic()) > 0 and self.process.poll() is None:
            if selector.select(min(left, 0.2)) and word in self._socket.recv(4096).decode().split("\n"):
                return
        raise AssertionError(f"{word} not told; exit {self.process.poll()}: {self.log.read_text()[-4000:]}")

    def ready(self) -> Self:
        self.told("READY=1")
        return self

    def stop(self, seconds: float = 30.0) -> int:
        """SIGTERM, and the exit status."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(seconds)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

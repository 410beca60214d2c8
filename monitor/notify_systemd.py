"""What a systemd unit of `Type=notify` wants to hear. Without NOTIFY_SOCKET (no systemd) nothing is sent."""

from __future__ import annotations

import os
import socket
from collections.abc import Mapping
from contextlib import suppress

_PATIENCE = 0.2  # seconds


def ready(status: str, env: Mapping[str, str] = os.environ) -> None:
    """The service works; `status` is the line that `systemctl status` shows."""
    _send(f"READY=1\nSTATUS={status}", env)


def reloading(env: Mapping[str, str] = os.environ) -> None:
    """Settings and rules are being read anew; `ready` says when that is done."""
    _send("RELOADING=1", env)


def stopping(env: Mapping[str, str] = os.environ) -> None:
    """The orderly stop has begun."""
    _send("STOPPING=1", env)


def alive(env: Mapping[str, str] = os.environ) -> None:
    """The loops turn. systemd restarts the service when this stays away for `WatchdogSec`."""
    if "WATCHDOG_USEC" in env:  # set where systemd listens for it
        _send("WATCHDOG=1", env)


def _send(message: str, env: Mapping[str, str]) -> None:
    address = env.get("NOTIFY_SOCKET")
    if not address:
        return
    # systemd that does not listen is no reason to stop watching the news: its watchdog decides. One whose queue is full
    # would block the whole service.
    with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as channel:
        channel.settimeout(_PATIENCE)
        channel.connect("\0" + address[1:] if address.startswith("@") else address)
        channel.sendall(message.encode())

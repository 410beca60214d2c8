"""What systemd is told, over a real socket."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from monitor import notify_systemd


@pytest.fixture(params=["path", "abstract"])
def listener(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[socket.socket, dict[str, str]]]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as channel:
        name = str(tmp_path / "s") if request.param == "path" else f"@{tmp_path}/s"
        channel.bind("\0" + name[1:] if name.startswith("@") else name)
        channel.settimeout(5)
        yield channel, {"NOTIFY_SOCKET": name, "WATCHDOG_USEC": "60000000"}


def test_every_word(listener: tuple[socket.socket, dict[str, str]]) -> None:
    channel, env = listener
    notify_systemd.ready("3 rules", env)
    notify_systemd.reloading(env)
    notify_systemd.alive(env)
    notify_systemd.stopping(env)
    heard = [channel.recv(1_000).decode() for _ in range(4)]
    assert heard[0] == "READY=1\nSTATUS=3 rules"
    assert heard[1:] == ["RELOADING=1", "WATCHDOG=1", "STOPPING=1"]


def test_without_a_watchdog_nothing_is_said_to_it(listener: tuple[socket.socket, dict[str, str]]) -> None:
    channel, env = listener
    notify_systemd.alive({"NOTIFY_SOCKET": env["NOTIFY_SOCKET"]})
    notify_systemd.stopping(env)
    assert channel.recv(1_000) == b"STOPPING=1"


def test_without_systemd_nothing_happens() -> None:
    notify_systemd.ready("3 rules", {})


def test_a_socket_that_is_gone_stops_nothing(tmp_path: Path) -> None:
    notify_systemd.stopping({"NOTIFY_SOCKET": str(tmp_path / "gone")})


def test_a_manager_that_does_not_read_stops_nothing(listener: tuple[socket.socket, dict[str, str]]) -> None:
    """The kernel keeps some ten messages; with a blocking send the next one would wait for ever."""
    _, env = listener
    while not _full(env["NOTIFY_SOCKET"]):
        pass
    notify_systemd.alive(env)


def _full(name: str) -> bool:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as other:
        other.setblocking(False)
        other.connect("\0" + name[1:] if name.startswith("@") else name)
        try:
            other.send(b"x")
        except BlockingIOError:
            return True
    return False

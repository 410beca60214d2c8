"""An SMTP and an HTTP server that refuse, stall, reset, answer late, and accept and then drop the line. They run in a
thread of the test, so they outlive every process that is killed, and remember whatever they took."""

from __future__ import annotations

import asyncio
import random
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.parser import BytesHeaderParser

TIMEOUT = 1.0  # that the monitor's settings give each answer
_STALL = 3 * TIMEOUT
_HEADERS = re.compile(rb"\r\n\r\n")


@dataclass(frozen=True, slots=True)
class Taken:
    """A message that a server has: it may or may not have said so."""

    id: str
    recipient: str
    content: bytes


@dataclass
class Mood:
    """How the servers behave; `hostility` is the chance of a trick at each step. Friendly at 0."""

    chance: random.Random
    hostility: float = 0.12
    down: bool = False

    def tricked(self, *tricks: str) -> str:
        """One of these, or nothing."""
        return self.chance.choice(tricks) if self.chance.random() < self.hostility else ""


@dataclass
class Servers:
    """Both of them. `taken` is in the order of arrival."""

    mood: Mood
    taken: list[Taken] = field(default_factory=list)
    smtp_port: int = 0
    http_port: int = 0
    tricks: dict[str, int] = field(default_factory=dict)

    def trick(self, *names: str) -> str:
        name = self.mood.tricked(*names)
        if name:
            self.tricks[name] = self.tricks.get(name, 0) + 1
        return name


class _Gone(Exception):
    """The line was dropped."""


async def _drop(writer: asyncio.StreamWriter, *, rudely: bool = False) -> None:
    transport = writer.transport
    if rudely:
        transport.abort()
    writer.close()
    raise _Gone


async def _stall(writer: asyncio.StreamWriter) -> None:
    await asyncio.sleep(_STALL)
    await _drop(writer)


async def _smtp(servers: Servers, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    async def say(line: str) -> None:
        writer.write(f"{line}\r\n".encode())
        await writer.drain()

    if servers.mood.down:
        await _drop(writer, rudely=True)
    match servers.trick("smtp refuses", "smtp busy", "smtp stalls"):
        case "smtp refuses":
            await _drop(writer)
        case "smtp busy":
            await say("421 4.3.2 too busy")
            await _drop(writer)
        case "smtp stalls":
            await _stall(writer)
    await say("220 hostile ESMTP")
    recipient = ""
    while line := await reader.readline():
        word = line[:4].upper().strip()
        if word in (b"EHLO", b"HELO"):
            await say("250 hostile")
        elif word == b"RCPT":
            recipient = line.decode().partition("<")[2].partition(">")[0]
            deferred = servers.trick("smtp defers") != ""
            await say("450 4.2.0 later" if deferred else "250 ok")
        elif word == b"DATA":
            await _data(servers, reader, writer, recipient)
        elif word == b"QUIT":
            await say("221 bye")
            return
        else:
            await say("250 ok")


async def _data(servers: Servers, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, recipient: str) -> None:
    writer.write(b"354 go on\r\n")
    await writer.drain()
    if servers.trick("smtp resets"):
        await reader.read(200)
        await _drop(writer, rudely=True)
    lines = []
    while (line := await reader.readline()) not in (b".\r\n", b""):
        lines.append(line[1:] if line.startswith(b"..") else line)
    if not line:
        return
    content = b"".join(lines)
    trick = servers.trick("smtp answers 451", "smtp drops the line before", "smtp takes and drops", "smtp answers late")
    if trick == "smtp answers 451":
        writer.write(b"451 4.3.0 not now\r\n")
        return
    if trick == "smtp drops the line before":
        await _drop(writer)
    id = str(BytesHeaderParser().parsebytes(content)["Message-ID"])
    servers.taken.append(Taken(id.strip("<>").partition("@")[0], recipient, content))
    if trick == "smtp takes and drops":
        await _drop(writer, rudely=True)
    if trick == "smtp answers late":
        await asyncio.sleep(servers.mood.chance.uniform(0.5, 1.6) * TIMEOUT)
    writer.write(b"250 taken\r\n")


async def _http(servers: Servers, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    if servers.mood.down:
        await _drop(writer, rudely=True)
    while True:
        try:
            head = await reader.readuntil(b"\r\n\r\n")
        except asyncio.IncompleteReadError:
            return
        headers = {
            name.strip().lower(): value.strip()
            for name, _, value in (line.partition(":") for line in head.decode().split("\r\n")[1:])
        }
        before = servers.trick("http resets", "http stalls")
        if before == "http resets":
            await _drop(writer, rudely=True)
        body = await reader.readexactly(int(headers["content-length"]))
        if before == "http stalls":
            await _stall(writer)
        trick = servers.trick("http answers 503", "http answers 429", "http takes and drops", "http answers late")
        if trick in ("http answers 503", "http answers 429"):
            _answer(writer, trick[-3:], "Retry-After: 0\r\n")
            continue
        servers.taken.append(Taken(headers["webhook-id"], "", body))
        if trick == "http takes and drops":
            await _drop(writer, rudely=True)
        if trick == "http answers late":
            await asyncio.sleep(servers.mood.chance.uniform(0.5, 1.6) * TIMEOUT)
        _answer(writer, "200")


def _answer(writer: asyncio.StreamWriter, status: str, extra: str = "") -> None:
    writer.write(f"HTTP/1.1 {status} x\r\n{extra}Content-Length: 2\r\n\r\nok".encode())


@contextmanager
def hostile_servers(mood: Mood) -> Iterator[Servers]:
    """Running ones, on free ports of the loopback interface."""
    servers, loop = Servers(mood), asyncio.new_event_loop()

    async def serve() -> list[asyncio.Server]:
        running = []
        for talk in (_smtp, _http):

            async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, talk: object = talk) -> None:
                with suppress(_Gone, OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
                    await talk(servers, reader, writer)  # type: ignore[operator]
                writer.close()

            running.append(await asyncio.start_server(handle, "127.0.0.1", 0, limit=10_000_000))
        return running

    running = loop.run_until_complete(serve())
    servers.smtp_port, servers.http_port = (server.sockets[0].getsockname()[1] for server in running)
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield servers
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        for server in running:
            server.close()
        for task in asyncio.all_tasks(loop):
            task.cancel()
        loop.run_until_complete(asyncio.sleep(0))
        loop.close()

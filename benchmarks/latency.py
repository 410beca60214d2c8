"""From a file's closing to the mail server's 250, at 10 articles a second: `python -m benchmarks.latency [COUNT]`.

Prints beside it the machine's bare figures, so that a slow machine shows: a file event, a commit, an SMTP message.
"""

from __future__ import annotations

import asyncio
import sqlite3
import sys
import tempfile
import time
from pathlib import Path

import aiosmtplib
from watchfiles import awatch

from benchmarks.world import accepted, article, sink, spread, workspace
from tests.support.service import Service, until


def closed_to_accepted(count: int, folder: Path) -> list[float]:
    """Seconds from close to 250 of each article."""
    notes = folder / "notes"
    with sink(notes) as port:
        with Service(workspace(folder / "w", smtp_port=port, rules=100)).ready() as service:
            closed: dict[str, float] = {}
            for number in range(count):
                time.sleep(0.1)
                (service.folder / "seeds" / f"{number:06d}.txt").write_text(article(number))
                closed[f"token-{number:06d}"] = time.time()
            until(lambda: len(accepted(notes)) >= count, f"{count} mails", 120)
        moments = accepted(notes)
    return [moments[token] - moment for token, moment in closed.items()]


def commits(folder: Path, count: int = 300) -> list[float]:
    """Seconds of a commit of one small row on this disk, synchronous=FULL."""
    base = sqlite3.connect(folder / "bare.db", isolation_level=None)
    base.execute("pragma journal_mode=wal")
    base.execute("pragma synchronous=full")
    base.execute("create table t (x text)")
    result = []
    for _ in range(count):
        start = time.perf_counter()
        base.execute("insert into t values ('x')")
        result.append(time.perf_counter() - start)
    return result


async def file_events(folder: Path, count: int = 100) -> list[float]:
    """Seconds from a file's closing to watchfiles' word of it, with the service's settings."""
    folder.mkdir()
    result: list[float] = []
    closed: dict[str, float] = {}

    async def write() -> None:
        for number in range(count):
            await asyncio.sleep(0.05)
            path = folder / f"{number}.txt"
            path.write_text("x")
            closed[str(path)] = time.perf_counter()

    writer: asyncio.Task[None] | None = None
    async for changes in awatch(folder, debounce=50, step=5, rust_timeout=200, yield_on_timeout=True):
        now = time.perf_counter()
        writer = writer or asyncio.create_task(write())
        result += [now - closed.pop(path) for _, path in changes if path in closed]
        if len(result) >= count or (writer.done() and not changes):
            break
    return result


async def messages(folder: Path, count: int = 300) -> list[float]:
    """Seconds of one message of 10 kB on a kept connection."""
    result = []
    body = b"Subject: token-0\r\n\r\n" + (b"x" * 74 + b"\r\n") * 130
    with sink(folder / "bare-notes") as port:
        async with aiosmtplib.SMTP(hostname="127.0.0.1", port=port, start_tls=False) as client:
            for _ in range(count):
                start = time.perf_counter()
                await client.sendmail("a@example.org", ["b@example.org"], body)
                result.append(time.perf_counter() - start)
    return result


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        print(f"file closed → 250, {count} articles at 10/s, 100 rules: {spread(closed_to_accepted(count, folder))}")
        print(f"bare file event (watchfiles): {spread(asyncio.run(file_events(folder / 'events')))}")
        print(f"bare commit (SQLite, synchronous=FULL): {spread(commits(folder))}")
        print(f"bare SMTP message (kept connection, 10 kB): {spread(asyncio.run(messages(folder)))}")


if __name__ == "__main__":
    main()

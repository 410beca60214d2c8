"""What standard input yields, over a real pipe: each line once, again when it could not be stored, and no faster than
it is taken."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from monitor.clock import SystemClock
from monitor.model.article import RawArticle, Touched
from monitor.sources.stdin import StdinSource


@dataclass
class Reading:
    """A source that reads a pipe; `write` is the pipe's other end."""

    source: StdinSource
    write: int
    intake: asyncio.Queue[RawArticle | Touched]
    stop: asyncio.Event = field(default_factory=asyncio.Event)

    async def next(self) -> RawArticle:
        async with asyncio.timeout(30):
            one = await self.intake.get()
        assert isinstance(one, RawArticle)
        return one


@asynccontextmanager
async def reading(room: int = 100) -> AsyncIterator[Reading]:
    read, write = os.pipe()
    source = StdinSource("wire", 1_000, SystemClock(), read)
    here = Reading(source, write, asyncio.Queue(room))
    running = asyncio.create_task(source.run(here.intake.put, here.stop))
    try:
        yield here
        async with asyncio.timeout(30):
            await running
    finally:
        running.cancel()
        os.close(read)


async def test_each_line_is_an_article_and_the_end_is_told_when_all_are_stored() -> None:
    async with reading() as here:
        os.write(here.write, b'{"a": 1}\n\n{"b"')
        one = await here.next()
        assert (one.content, one.named_within, one.id.path) == (b'{"a": 1}', True, f"sha256/{one.content_hash}")
        os.write(here.write, b": 2}")
        os.close(here.write)
        two = await here.next()
        assert two.content == b'{"b": 2}'
        assert here.source.waiting == 2
        here.source.stored([one])
        assert not here.source.ended.is_set()
        here.source.stored([two])
        async with asyncio.timeout(30):
            await here.source.ended.wait()
        assert (here.source.waiting, here.source.place) == (0, "standard input, which has ended")


async def test_what_was_not_stored_comes_again() -> None:
    async with reading() as here:
        os.write(here.write, b"one\n")
        os.close(here.write)
        one = await here.next()
        here.source.failed([one])
        assert await here.next() == one
        assert not here.source.ended.is_set()
        here.source.stored([one])
    assert here.source.ended.is_set()


async def test_a_long_line_is_refused_and_the_next_is_read() -> None:
    async with reading() as here:
        os.write(here.write, b"x" * 1_001 + b"\nnext\n")
        long = await here.next()
        assert long.refused == ("too_large", "line 1 has 1001 bytes, 1000 are allowed")
        assert long.content == b""
        assert (await here.next()).content == b"next"
        here.stop.set()
        os.close(here.write)


async def test_who_writes_faster_than_articles_are_taken_waits() -> None:
    async with reading(room=1) as here:
        os.set_blocking(here.write, False)
        written = 0
        while True:
            try:
                written += os.write(here.write, b"line\n" * 1_000)
            except BlockingIOError:
                if here.intake.full() and here.source.waiting == 2:
                    break
                await asyncio.sleep(0)
        assert written < 300_000  # what a pipe holds, and one piece
        here.stop.set()
        taken = 0
        while here.source.waiting > taken or not here.intake.empty():
            await here.next()
            taken += 1
            await asyncio.sleep(0)
        os.close(here.write)
    assert taken > 1_000  # of a piece that was read nothing is left out at a stop


async def test_a_stop_does_not_wait_for_input_nor_for_a_store_that_takes_nothing() -> None:
    async with reading(room=1) as here:
        os.write(here.write, b"one\ntwo\nthree\nfour\n")
        one = await here.next()
        here.stop.set()
        here.source.failed([one])
        await here.next()
    assert here.intake.qsize() <= 2
    os.close(here.write)


async def test_a_file_is_read_to_its_end_and_no_input_is_an_end(tmp_path: Path) -> None:
    (tmp_path / "wire.jsonl").write_bytes(b"one\ntwo")
    with (tmp_path / "wire.jsonl").open("rb") as file:
        source = StdinSource("wire", 1_000, SystemClock(), file.fileno())
        intake: asyncio.Queue[RawArticle | Touched] = asyncio.Queue()
        running = asyncio.create_task(source.run(intake.put, asyncio.Event()))
        async with asyncio.timeout(30):
            source.stored([await intake.get()])
            source.stored([await intake.get()])
            await running
    none = StdinSource("wire", 1_000, SystemClock(), None)
    await none.run(intake.put, asyncio.Event())
    assert source.ended.is_set()
    assert none.ended.is_set()

"""Standard input: each line is an article.

Nothing of it is kept until it is stored, and nothing tells who writes how far we are: what was read and not stored when
the process is killed comes again only if the sender repeats it. A line that comes again is no news.
"""

from __future__ import annotations

import asyncio
import os
import select
from collections.abc import Iterable, Mapping

import structlog

from monitor.clock import Clock
from monitor.errors import UnreadableReason
from monitor.model.article import ArticleId, RawArticle, Touched
from monitor.sources.contract import Put
from monitor.sources.linewise import Line, Lines

_PIECE = 65_536  # bytes; what a pipe holds
_LOOK_SECONDS = 0.2  # between two looks whether to stop, while nothing comes

log: structlog.stdlib.BoundLogger = structlog.get_logger()


class StdinSource:
    """Reads on only when what was read is put: who writes faster than articles are stored waits.

    `descriptor`: what is read, a pipe, a file or a terminal; None where there is none. `ended` is set when its end was
    reached and everything before it is stored.
    """

    def __init__(self, name: str, max_bytes: int, clock: Clock, descriptor: int | None) -> None:
        self.name = name
        self.ended = asyncio.Event()
        self._max_bytes = max_bytes
        self._clock = clock
        self._descriptor = descriptor
        self._lines = Lines(max_bytes)
        self._waiting = 0
        self._failed: list[RawArticle] = []
        self._told = asyncio.Event()

    @property
    def place(self) -> str:
        """Standard input, and whether more may come of it."""
        return "standard input" if self._descriptor is not None else "standard input, which has ended"

    @property
    def troubles(self) -> Mapping[str, str]:
        """None: it can be read, or has ended."""
        return {}

    @property
    def waiting(self) -> int:
        """How many articles were read and are not stored."""
        return self._waiting

    async def run(self, put: Put, stop: asyncio.Event) -> None:
        """Put an article for each line until `stop`, or until the input has ended and all are stored."""
        while not stop.is_set():
            failed, self._failed = self._failed, []
            for raw in failed:
                if stop.is_set():
                    return
                await put(raw)
            if self._descriptor is not None:
                await self._put_all(await self._read(self._descriptor), put, stop)
            elif self._waiting:
                self._told.clear()
                await self._clock.wait(self._told, _LOOK_SECONDS)
            else:
                self.ended.set()
                return

    async def _read(self, descriptor: int) -> list[Line]:
        """The lines that have ended, of what comes within a moment."""
        try:
            piece = await asyncio.to_thread(_piece, descriptor)
        except OSError as error:  # a terminal that is gone
            log.warning("standard input cannot be read; it counts as ended", reason=str(error))
            piece = b""
        if piece is None:
            return []
        if piece:
            return list(self._lines.feed(piece))
        self._descriptor = None
        log.info("standard input has ended", source=self.name)
        return list(self._lines.end())

    async def _put_all(self, lines: Iterable[Line], put: Put, stop: asyncio.Event) -> None:
        """At a stop, too, what was read is put, unless the store takes nothing: then nobody would wait for an end."""
        for line in lines:
            if stop.is_set() and self._failed:
                log.warning("lines were read and not taken", source=self.name, since_line=line.number)
                return
            self._waiting += 1
            await put(self._article(line))

    def _article(self, line: Line) -> RawArticle:
        """Named by its content; what names itself goes by that name."""
        now, refused = self._clock.now(), None
        if line.content is None:
            detail = f"line {line.number} has {line.size} bytes, {self._max_bytes} are allowed"
            refused = (UnreadableReason.TOO_LARGE.value, detail)
        id = ArticleId(self.name, f"sha256/{line.content_hash}")
        return RawArticle(id, line.content or b"", line.content_hash, now, now, refused=refused, named_within=True)

    def stored(self, articles: Iterable[RawArticle | Touched]) -> None:
        """These are done with."""
        self._waiting -= len(list(articles))
        self._told.set()

    def failed(self, articles: Iterable[RawArticle | Touched]) -> None:
        """These are put again."""
        self._failed += [one for one in articles if isinstance(one, RawArticle)]
        self._told.set()

    def retry(self, paths: Iterable[str]) -> None:
        """Nothing can be read twice."""

    def exists(self, path: str) -> bool:
        """Never: only its sender has it."""
        return False

    def wake(self) -> None:
        """It is always looked at."""


def _piece(descriptor: int) -> bytes | None:
    """What is there; None where nothing comes within a moment; empty at the end."""
    poll = select.poll()
    poll.register(descriptor, select.POLLIN)
    if not poll.poll(_LOOK_SECONDS * 1_000):
        return None
    try:
        return os.read(descriptor, _PIECE)
    except BlockingIOError:  # others who have it open have made it so, and were faster
        return None

"""Bytes that come in pieces, cut into lines in bounded memory. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank. `content`: without white space around it; None where it is longer than is taken. `size`
    is in bytes, without the line end; `content_hash` is the SHA-256 of the content in hex, `number` counts from 1."""

    number: int
    content: bytes | None
    size: int
    content_hash: str


class Lines:
    """Cuts at `\\n`. Never holds more than `max_bytes` of a line that has not ended, whatever comes."""

    def __init__(self, max_bytes: int) -> None:
        self._max = max_bytes
        self._number = 1
        self._held = bytearray()
        self._size = 0
        self._long = hashlib.sha256()  # of a line that is too long: what of it is not held any more

    def feed(self, piece: bytes) -> Iterator[Line]:
        """The lines that end in this piece. Use them up before the next one is fed."""
        start = 0
        while (end := piece.find(b"\n", start)) >= 0:
            self._add(piece[start:end])
            yield from self.end()
            start = end + 1
        self._add(piece[start:])

    def end(self) -> Iterator[Line]:
        """What was fed since the last line's end, as a line: there comes no more of it."""
        number, size, held, long = self._number, self._size, bytes(self._held), self._long
        self._number += 1
        self._size = 0
        self._held.clear()
        self._long = hashlib.sha256()
        if size > self._max:
            yield Line(number, None, size, long.hexdigest())
        elif content := held.strip():
            yield Line(number, content, size, hashlib.sha256(content).hexdigest())

    def _add(self, more: bytes) -> None:
        self._size += len(more)
        if self._size <= self._max:
            self._held += more
        else:
            self._long.update(self._held)
            self._long.update(more)
            self._held.clear()

"""Values in files of a temporary folder, so that a month of news needs no month of memory.

Each process appends to a file of its own and may read those of all others. What is in them was pickled here, and is
deleted with the folder.
"""

from __future__ import annotations

import os
import pickle
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple


class Ref(NamedTuple):
    """Where a value is kept."""

    file: str
    start: int
    length: int


class Spool:
    """A folder of kept values. May be sent to another process, or be there when it is forked."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._own: tuple[int, BinaryIO] | None = None
        self._opened: dict[str, int] = {}

    def __reduce__(self) -> tuple[type[Spool], tuple[Path]]:
        return Spool, (self._folder,)

    def keep(self, value: object) -> Ref:
        content = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
        file = self._mine()
        start = file.tell()
        file.write(content)
        return Ref(Path(file.name).name, start, len(content))

    def load(self, ref: Ref) -> Any:
        if ref.file not in self._opened:
            self._opened[ref.file] = os.open(self._folder / ref.file, os.O_RDONLY)
        # By position: a descriptor that was there at a fork shares its offset with the other process.
        return pickle.loads(os.pread(self._opened[ref.file], ref.length, ref.start))

    def close(self) -> None:
        if self._own:
            self._own[1].close()
        for descriptor in self._opened.values():
            os.close(descriptor)
        self._own = None
        self._opened.clear()

    def _mine(self) -> BinaryIO:
        if self._own is None or self._own[0] != os.getpid():
            self._own = os.getpid(), (self._folder / f"{os.getpid()}").open("ab", buffering=0)
        return self._own[1]

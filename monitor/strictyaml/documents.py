"""What a YAML file is to the rest: plain values, and where each of them stands."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from monitor.errors import Problem, Severity

Plain: TypeAlias = "str | list[Plain] | dict[str, Plain]"
"""A value as written. Numbers, dates and truth values are text here; the schema decides what becomes what."""

Path: TypeAlias = tuple[str | int, ...]
"""The way from the root to a value: keys and indices."""


class Position(NamedTuple):
    """Line and column, from 1."""

    line: int
    column: int


class Source:
    """The text of a file, with line ends `\\n`, and its lines for messages."""

    __slots__ = ("_starts", "file", "lines", "text")

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.text = text
        self.lines = text.split("\n")
        self._starts = [0]
        for line in self.lines:
            self._starts.append(self._starts[-1] + len(line) + 1)

    def position(self, offset: int) -> Position:
        """The line and column of an offset into `text`."""
        line = min(bisect_right(self._starts, offset), len(self.lines))
        return Position(line, offset - self._starts[line - 1] + 1)

    def problem(
        self,
        position: Position,
        code: str,
        message: str,
        suggestion: str = "",
        severity: Severity = Severity.ERROR,
    ) -> Problem:
        line = self.lines[position.line - 1].rstrip() if position.line <= len(self.lines) else ""
        return Problem(self.file, position.line, position.column, code, message, line, suggestion, severity)


@dataclass(frozen=True, slots=True)
class Document:
    """One YAML document. `root` may be replaced (`dataclasses.replace`) by a value of the same shape, such as one with
    its `${NAME}`s filled in: positions go by path."""

    source: Source
    root: Plain
    values: Mapping[Path, int]
    keys: Mapping[Path, int]

    @property
    def file(self) -> str:
        return self.source.file

    def position(self, path: Sequence[str | int] = (), *, key: bool = False) -> Position:
        """Where the value at `path` starts, or its key. A path that isn't there gives its nearest parent's place."""
        path = tuple(path)
        if key and path in self.keys:
            return self.source.position(self.keys[path])
        while path and path not in self.values:
            path = path[:-1]
        return self.source.position(self.values[path])

    def problem_inside(
        self,
        path: Path,
        offset: int,
        code: str,
        message: str,
        suggestion: str = "",
        *,
        severity: Severity = Severity.ERROR,
    ) -> Problem:
        """A problem at the letter `offset` of the text at `path`, however the file quotes and folds it."""
        start, text = self.values[path], self.source.text
        place = text.index("\n", start) if text[start] in "|>" else start + (text[start] in "'\"")
        for letter in self._text_at(path)[: offset + 1]:
            found = -1 if letter.isspace() else text.find(letter, place)
            place = place if found < 0 else found + 1
        return self.source.problem(self.source.position(max(place - 1, start)), code, message, suggestion, severity)

    def _text_at(self, path: Path) -> str:
        here: Plain = self.root
        for part in path:
            here = here[part]  # type: ignore[index]
        return here if isinstance(here, str) else ""

    def problem(
        self,
        path: Sequence[str | int],
        code: str,
        message: str,
        suggestion: str = "",
        *,
        severity: Severity = Severity.ERROR,
        key: bool = False,
    ) -> Problem:
        """A problem with the value at `path`, or, where `key`, with the key itself."""
        return self.source.problem(self.position(path, key=key), code, message, suggestion, severity)

"""YAML text → documents. Only the form is judged here: no anchors, aliases, tags, merge keys or duplicate keys."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    DocumentEndEvent,
    DocumentStartEvent,
    Event,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceStartEvent,
)
from ruamel.yaml.reader import ReaderError

from monitor.errors import InvalidFiles, Problem
from monitor.strictyaml.documents import Document, Path, Plain, Position, Source

MAX_LETTERS = 1_000_000
MAX_DEPTH = 20

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")  # by escapes such as "\0": no database or mail takes them

_ADVICE = (
    ("'\\t'", "indent with spaces, not with tabs"),
    ("mapping values are not allowed", "put text that contains `: ` in quotes"),
    ("cannot start any token", "put text that starts with this sign in quotes"),
    ("while scanning a quoted scalar", "a closing quotation mark is missing"),
    ("did not find expected", "compare the indentation and brackets with the lines around"),
    ("expected <block end>", "compare the indentation with the lines above; text after a closing quote is not allowed"),
    ("expected ',' or", "a comma or a closing bracket is missing"),
    ("could not find expected ':'", "a colon is missing after a key, or the indentation is wrong"),
    ("while scanning an alias", "put a term that starts with `*` in quotes"),
    ("while scanning an anchor", "put text that starts with `&` in quotes"),
    ("a key must be text", "put text that contains braces or brackets in quotes"),
    ("escape character", "in double quotes a backslash is special: use single quotes"),
)


def parse(text: str, file: str) -> list[Document]:
    """The documents of a file, in order; empty ones are left out. Raises InvalidFiles with every problem found."""
    source = Source(file, text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"))
    if len(source.text) > MAX_LETTERS:
        raise InvalidFiles([Problem(file, 0, 0, "too-large", f"the file has more than {MAX_LETTERS:,} letters")])
    builder = _Builder(source)
    try:
        for event in YAML(typ="safe", pure=True).parse(source.text):
            builder.take(event)
    except MarkedYAMLError as error:
        builder.problems.append(_syntax(source, error))
    except ReaderError as error:
        builder.problems.append(_unprintable(source, error))
    except (YAMLError, ValueError, OverflowError) as error:  # the scanner's own, at an escape such as "\U0011ffff"
        builder.problems.append(Problem(file, 0, 0, "yaml", f"not valid YAML: {error}"))
    if builder.problems:
        raise InvalidFiles(sorted(builder.problems))
    return builder.documents


def _syntax(source: Source, error: MarkedYAMLError) -> Problem:
    words = f"{error.context or ''} {error.problem or ''}"
    opened = error.context_mark is not None and any(sign in words for sign in ("quoted scalar", "flow"))
    mark = error.context_mark if opened else (error.problem_mark or error.context_mark)
    advice = next((advice for sign, advice in _ADVICE if sign in words), "")
    position = source.position(mark.index) if mark else Position(1, 1)
    return source.problem(position, "yaml", f"not valid YAML: {(error.problem or words).strip()}", advice)


def _unprintable(source: Source, error: ReaderError) -> Problem:
    letter = error.character if isinstance(error.character, int) else ord(error.character)
    message = f"the invisible character U+{letter:04X} is not allowed in YAML"
    return source.problem(source.position(error.position), "yaml", message)


@dataclass(slots=True)
class _Open:
    """A list or mapping whose end has not come yet. `key` is the key that waits for its value."""

    value: list[Plain] | dict[str, Plain]
    path: Path
    key: str | None = None


class _Stop(MarkedYAMLError):
    """Ends the parsing at once: what follows would be endless, or only puzzling."""


class _Builder:
    """Takes the parser's events, and builds documents and problems from them."""

    def __init__(self, source: Source) -> None:
        self.documents: list[Document] = []
        self.problems: list[Problem] = []
        self._source = source
        self._begin()

    def _begin(self) -> None:
        self._stack: list[_Open] = []
        self._values: dict[Path, int] = {}
        self._keys: dict[Path, int] = {}
        self._root: Plain = ""

    def take(self, event: Event) -> None:
        match event:
            case DocumentStartEvent():
                self._begin()
            case DocumentEndEvent() if self._root != "":
                self.documents.append(Document(self._source, self._root, self._values, self._keys))
            case CollectionEndEvent():
                self._stack.pop()
            case NodeEvent():
                self._node(event)

    def _node(self, event: NodeEvent) -> None:
        self._refuse(event)
        offset = self._offset(event)
        match event:
            case AliasEvent():
                self._put("", offset)
            case ScalarEvent():
                self._put(event.value, offset)
            case SequenceStartEvent():
                self._open([], event, offset)
            case MappingStartEvent():
                self._open({}, event, offset)

    def _offset(self, event: NodeEvent) -> int:
        """Where the node starts; where a key has no value, the key: the parser puts nothing at the next word."""
        start = int(event.start_mark.index)
        if (
            isinstance(event, ScalarEvent)
            and self._stack
            and (key := self._stack[-1].key) is not None
            and start == event.end_mark.index
        ):
            return self._keys.get((*self._stack[-1].path, key), start)
        return start

    def _refuse(self, event: NodeEvent) -> None:
        if isinstance(event, AliasEvent):
            self._problem(event, "alias", f"`*{event.anchor}` is an alias; aliases are not allowed", "write it out, "
                          "or put a term that starts with `*` in quotes")  # fmt: skip
        elif event.anchor is not None:
            self._problem(event, "anchor", f"`&{event.anchor}` is an anchor; anchors are not allowed", "write it out, "
                          "or put text that starts with `&` in quotes")  # fmt: skip
        if isinstance(event, ScalarEvent) and _UNSTORABLE.search(event.value):
            self._problem(
                event, "yaml", "the text holds a character that no text may hold", "leave out its `\\` escape"
            )
        if getattr(event, "tag", None) is not None:
            self._problem(event, "tag", "text that starts with `!` is a tag; tags are not allowed", "put it in quotes")

    def _open(self, value: list[Plain] | dict[str, Plain], event: NodeEvent, offset: int) -> None:
        if len(self._stack) >= MAX_DEPTH:
            raise _Stop(problem=f"more than {MAX_DEPTH} levels inside one another", problem_mark=event.start_mark)
        if self._awaits_key():
            raise _Stop(problem="a key must be text", problem_mark=event.start_mark)
        path = self._put(value, offset)
        self._stack.append(_Open(value, path))

    def _awaits_key(self) -> bool:
        return bool(self._stack) and isinstance(self._stack[-1].value, dict) and self._stack[-1].key is None

    def _put(self, value: Plain, offset: int) -> Path:
        """Place a value in what is open, and return its path. In a mapping, every other value is a key."""
        if not self._stack:
            self._root = value
            path: Path = ()
        elif isinstance(parent := self._stack[-1].value, list):
            path = (*self._stack[-1].path, len(parent))
            parent.append(value)
        elif (key := self._stack[-1].key) is None:
            return self._put_key(str(value), offset)
        else:
            path = (*self._stack[-1].path, key)
            parent[key] = value
            self._stack[-1].key = None
        self._values[path] = offset
        return path

    def _put_key(self, key: str, offset: int) -> Path:
        top = self._stack[-1]
        path = (*top.path, key)
        if key == "<<":
            self._problem_at(offset, "merge", "merge keys (`<<`) are not allowed", "write the keys out")
        elif path in self._keys:
            first = self._source.position(self._keys[path]).line
            self._problem_at(offset, "duplicate-key", f"the key `{key}` occurs twice; it is first on line {first}")
        else:
            self._keys[path] = offset
        top.key = key
        return path

    def _problem(self, event: NodeEvent, code: str, message: str, suggestion: str) -> None:
        self._problem_at(event.start_mark.index, code, message, suggestion)

    def _problem_at(self, offset: int, code: str, message: str, suggestion: str = "") -> None:
        self.problems.append(self._source.problem(self._source.position(offset), code, message, suggestion))

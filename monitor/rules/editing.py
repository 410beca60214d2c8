"""A test put into a rule's file, with everything else in it left as it is: comments, layout, quotes, line ends.

The text is inserted, never written anew. What comes out is read again and must say the same as before, and the test;
otherwise nothing is handed out.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.events import (
    CollectionEndEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    Event,
    MappingStartEvent,
    ScalarEvent,
)

from monitor.errors import InvalidFiles
from monitor.rules.writing import scalar
from monitor.strictyaml import Document, parse

_STEP = 2


class CannotEdit(ValueError):
    """The file's layout is such that the test cannot be put in safely."""


@dataclass(slots=True)
class _Node:
    """A value and where it stands: from `start` to before `end`, which for what is indented is the end of its last
    item."""

    start: int
    end: int
    flow: bool = True
    column: int = 0
    items: dict[str | int, _Node] = field(default_factory=dict)


def with_no_test(text: str, line: int, sentence: str) -> str:
    """The file's text with `sentence` as the last of `tests: no:` of the rule that begins on a line. Raises
    CannotEdit."""
    mark, body = ("\ufeff", text[1:]) if text.startswith("\ufeff") else ("", text)
    windows = "\r\n" in body
    plain = body.replace("\r\n", "\n")
    documents = _read(plain)
    number = next((n for n, document in enumerate(documents) if document.position().line == line), None)
    if number is None:
        raise CannotEdit("the rule stands elsewhere by now")
    expected = _with(documents, number, sentence)
    place, words = _insertion(plain, list(_roots(plain))[number], sentence)
    edited = plain[:place] + words + plain[place:]
    if [document.root for document in _read(edited)] != expected:
        raise CannotEdit("its layout is unusual")
    return mark + (edited.replace("\n", "\r\n") if windows else edited)


def _read(text: str) -> list[Document]:
    try:
        return parse(text, "rule.yml")
    except InvalidFiles as error:
        raise CannotEdit("it is not valid") from error


def _with(documents: list[Document], number: int, sentence: str) -> list[Any]:
    """What the file must say in the end."""
    roots: list[Any] = [deepcopy(document.root) for document in documents]
    try:
        roots[number].setdefault("tests", {}).setdefault("no", []).append(sentence)
    except AttributeError as error:
        raise CannotEdit("`tests` is not what it should be") from error
    return roots


def _insertion(text: str, root: _Node, sentence: str) -> tuple[int, str]:
    """Where to put what."""
    words = scalar(sentence)
    tests = root.items.get("tests")
    noes = tests.items.get("no") if tests else None
    if noes is not None and noes.flow:
        return _into_flow(text, noes, words)
    if noes is not None:
        return _line_end(text, noes), f"\n{' ' * noes.column}- {words}"
    if tests is not None:
        if tests.flow:
            return _into_flow(text, tests, f"no: [{words}]")
        return _line_end(text, tests), _block("no:", [f"- {words}"], tests.column)
    if root.flow:
        return _into_flow(text, root, f"tests: {{no: [{words}]}}")
    return _line_end(text, root), _block("tests:", ["no:", f"  - {words}"], root.column)


def _block(head: str, lines: list[str], column: int) -> str:
    inner = "".join(f"\n{' ' * (column + _STEP)}{line}" for line in lines)
    return f"\n{' ' * column}{head}{inner}"


def _into_flow(text: str, node: _Node, words: str) -> tuple[int, str]:
    """Before the closing bracket, behind the last item."""
    inside = text[node.start + 1 : node.end - 1].rstrip()
    place = node.start + 1 + len(inside)
    if not node.items:
        return place, words
    return place, f" {words}" if inside.endswith(",") else f", {words}"


def _line_end(text: str, node: _Node) -> int:
    """The end of the line on which a value ends, its comment included."""
    end = len(text[: node.end].rstrip())
    found = text.find("\n", end)
    return len(text) if found < 0 else found


def _roots(text: str) -> Iterator[_Node]:
    """The value of each document that holds one."""
    events = iter(YAML(typ="safe", pure=True).parse(text))
    for event in events:
        if isinstance(event, DocumentStartEvent):
            node = _node(next(events), events)
            if node.items:
                yield node


def _node(event: Event, events: Iterator[Event]) -> _Node:
    """The value that begins with an event. Nesting is limited by `parse`, which has read the text before."""
    node = _Node(event.start_mark.index, event.end_mark.index, column=event.start_mark.column)
    if not isinstance(event, CollectionStartEvent):
        return node
    node.flow = bool(event.flow_style)
    for inner in events:
        if isinstance(inner, CollectionEndEvent):
            last = max((each.end for each in node.items.values()), default=node.end)
            node.end = inner.end_mark.index if node.flow else last
            break
        if isinstance(inner, ScalarEvent) and isinstance(event, MappingStartEvent):
            node.items[inner.value] = _node(next(events), events)
        else:
            node.items[len(node.items)] = _node(inner, events)
    return node

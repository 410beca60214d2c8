"""Keys of the rule language that this version does not have: refused by name, never ignored."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace

from monitor.errors import Problem
from monitor.strictyaml import Document, Path, Plain

LATER = ("when",)


def without_later_keys(document: Document) -> tuple[list[Problem], Document]:
    """An error for each such key, and the document without them, so that its other faults are shown as well."""
    paths = [path for path in _places(document) if path in document.keys]
    if not paths:
        return [], document
    root = deepcopy(document.root)
    for path in paths:
        _remove(root, path)
    return [_problem(document, path) for path in paths], replace(document, root=root)


def _remove(here: Plain, path: Path) -> None:
    for part in path[:-1]:
        here = here[part]  # type: ignore[index]
    if isinstance(here, dict):
        here.pop(str(path[-1]))


def _places(document: Document) -> Iterator[Path]:
    yield from ((key,) for key in LATER)
    yield ("alert", "again_if")


def _problem(document: Document, path: Path) -> Problem:
    name = ".".join(part for part in path if isinstance(part, str))
    return document.problem(path, "not-yet", f"`{name}` is not available in this version", "leave it out", key=True)

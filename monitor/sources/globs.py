"""Which files of a folder are articles: patterns as shells and .gitignore have them. No I/O."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

Fits = Callable[[str], bool]


def fitting(patterns: Sequence[str]) -> Fits:
    """Whether a path in the folder fits one of the patterns; every path where there is none.

    A pattern without `/` is for the name, at any depth; with one it is for the whole path, and `**` stands for any
    number of folders. Capital letters don't matter.

    >>> fits = fitting(["*.xml", "sport/**/*.txt"])
    >>> [fits(path) for path in ("a.XML", "x/y/b.xml", "sport/a.txt", "sport/x/y/a.txt", "a.txt")]
    [True, True, True, True, False]
    """
    if not patterns:
        return lambda path: True
    whole = re.compile("|".join(f"(?:{_expression(pattern)})" for pattern in patterns), re.IGNORECASE | re.DOTALL)
    return lambda path: whole.fullmatch(path) is not None


def _expression(pattern: str) -> str:
    steps = pattern.removeprefix("./").strip("/").split("/")
    if len(steps) == 1 and steps != ["**"]:
        steps = ["**", *steps]
    parts = ["(?:[^/]*/)*" if step == "**" else _step(step) + "/" for step in steps[:-1]]
    return "".join([*parts, ".*" if steps[-1] == "**" else _step(steps[-1])])


def _step(step: str) -> str:
    """One folder's or file's name: `*` and `?` don't cross a `/`."""
    parts = (
        part if part.startswith("[") else re.escape(part).replace(r"\*", "[^/]*").replace(r"\?", "[^/]")
        for part in re.split(r"(\[!?[^\]/]+\])", step)
    )
    return "".join(f"[^/{part[2:]}" if part.startswith("[!") else part for part in parts)

"""Template sets: the built-in ones, and a user's over them.

A set is a name (`default`, `digest`, `city-captured`, …) and up to four parts. A part that a set lacks is taken from
the default of the notification's kind. Names that begin with `_` are pieces for `extends`, `include` and `import`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import PurePosixPath
from typing import Any

from jinja2 import FunctionLoader

from monitor.delivery.render.check import check
from monitor.delivery.render.compiled import render
from monitor.delivery.render.parts import DEFAULTS, Part, TemplateFile, file_name
from monitor.delivery.render.sandbox import Sandbox
from monitor.delivery.render.values import plain_variables
from monitor.errors import Problem
from monitor.model.alert import NotificationKind


class Templates:
    """Every template in force; never changes. A user's file wins over the built-in one of the same name."""

    def __init__(self, files: Mapping[str, str] | None = None) -> None:
        own = {PurePosixPath(label).name: TemplateFile(label, source) for label, source in (files or {}).items()}
        self._files = {name: file for name, file in own.items() if name.endswith(".j2")}
        self._sandbox = _sandbox({**_builtin(), **self._files})

    @staticmethod
    def load(files: Mapping[str, str]) -> Loaded:
        """Templates from the text of files (path → text), with every problem of every file.

        What is returned can be used all the same: a template that fails is replaced when it is rendered. A caller
        that wants the last good version in its place gives that version's text instead and loads again.
        """
        templates = Templates(files)
        return Loaded(templates, check(templates._files, templates._sandbox))

    def names(self) -> frozenset[str]:
        """The names of all sets."""
        files = {**_builtin(), **self._files}
        return frozenset(name.partition(".")[0] for name in files if not name.startswith("_"))

    def render(self, name: str, part: Part, kind: NotificationKind, variables: Mapping[str, Any]) -> str:
        """The part as text. Raises RenderFailed, and nothing else, where the template is at fault."""
        chosen = _chosen({**_builtin(), **self._files}, name, part, kind)
        return render(self._sandbox, chosen, plain_variables(variables))

    def render_builtin(self, name: str, part: Part, kind: NotificationKind, variables: Mapping[str, Any]) -> str:
        """The same by what ships, whatever the user's files say."""
        return render(_builtin_sandbox(), _chosen(_builtin(), name, part, kind), plain_variables(variables))


@dataclass(frozen=True, slots=True)
class Loaded:
    """What `Templates.load` found."""

    templates: Templates
    problems: tuple[Problem, ...]


def _chosen(files: Mapping[str, TemplateFile], name: str, part: Part, kind: NotificationKind) -> str:
    own = file_name(name, part)
    return own if own in files else file_name(DEFAULTS[kind], part)


def _sandbox(files: Mapping[str, TemplateFile]) -> Sandbox:
    def load(name: str) -> tuple[str, str, None] | None:
        file = files.get(name)
        return (file.source, file.label, None) if file else None

    return Sandbox(FunctionLoader(load), html=lambda name: name is not None and name.endswith(".html.j2"))


@cache
def _builtin() -> Mapping[str, TemplateFile]:
    folder = resources.files("monitor.lexicon") / "templates"
    files = [file for file in folder.iterdir() if file.name.endswith(".j2")]
    return {file.name: TemplateFile(file.name, file.read_text(encoding="utf-8")) for file in files}


@cache
def _builtin_sandbox() -> Sandbox:
    return _sandbox(_builtin())

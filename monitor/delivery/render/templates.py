"""Template sets: the built-in ones, and a user's over them, each file checked before it may serve.

A set is a name (`default`, `digest`, `city-captured`, …) and up to four parts. A part that a set lacks is taken from the
default of the notification's kind. Names that begin with `_` are pieces for `extends`, `include` and `import`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib import resources
from pathlib import PurePosixPath
from typing import Any

from jinja2 import FunctionLoader

from monitor.delivery.render.compiled import RenderFailed, problem, problems, render
from monitor.delivery.render.sandbox import Sandbox
from monitor.delivery.render.values import nearest, plain
from monitor.delivery.sample import samples
from monitor.errors import Problem
from monitor.model.alert import NotificationKind

_WORD = re.compile(r"\w+")

DEFAULTS = {
    NotificationKind.ALERT: "default",
    NotificationKind.DIGEST: "digest",
    NotificationKind.NOTICE: "notice",
}


class Part(StrEnum):
    """The parts of a set, named as in their file names."""

    SUBJECT = "subject"
    TEXT = "txt"
    HTML = "html"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class _File:
    label: str
    source: str


class Templates:
    """Every template in force; never changes. A user's file wins over the built-in one of the same name."""

    def __init__(self, files: Mapping[str, str] | None = None) -> None:
        own = {PurePosixPath(label).name: _File(label, source) for label, source in (files or {}).items()}
        self._files = {name: file for name, file in own.items() if name.endswith(".j2")}
        self._sandbox = _sandbox({**_builtin(), **self._files})
        self._builtin = _builtin_sandbox()

    @staticmethod
    def load(files: Mapping[str, str]) -> Loaded:
        """Templates from the text of files (path → text), with every problem of every file.

        What is returned can be used all the same: a template that fails is replaced when it is rendered. A caller
        that wants the last good version in its place gives that version's text instead and loads again.
        """
        templates = Templates(files)
        found = {fault for name in templates._files for fault in templates._check(name)}
        return Loaded(templates, tuple(sorted(found)))

    def names(self) -> frozenset[str]:
        """The names of all sets."""
        return frozenset(name.split(".")[0] for name in {**_builtin(), **self._files} if not name.startswith("_"))

    def has(self, name: str, part: Part) -> bool:
        """Whether the set brings this part itself."""
        return _file_name(name, part) in self._files or _file_name(name, part) in _builtin()

    def render(self, name: str, part: Part, kind: NotificationKind, variables: Mapping[str, Any]) -> str:
        """The part as text. Raises RenderFailed, and nothing else, where the template is at fault."""
        chosen = name if self.has(name, part) else DEFAULTS[kind]
        return render(self._sandbox, _file_name(chosen, part), plain(variables))

    def render_builtin(self, name: str, part: Part, kind: NotificationKind, variables: Mapping[str, Any]) -> str:
        """The same by what ships, whatever the user's files say."""
        chosen = name if _file_name(name, part) in _builtin() else DEFAULTS[kind]
        return render(self._builtin, _file_name(chosen, part), plain(variables))

    def _check(self, name: str) -> Iterator[Problem]:
        file = self._files[name]
        if (misnamed := _misnamed(file.label, name)) is not None:
            yield misnamed
            return
        known = {key: value for sample in samples() for key, value in plain(sample).items()}
        found = [_at(file, fault) for fault in problems(self._sandbox, name, file.source, known)]
        yield from found
        if not found and not name.startswith("_"):
            yield from self._try(name, file)

    def _try(self, name: str, file: _File) -> Iterator[Problem]:
        """Render every sample of the kinds that the template is for; one problem is enough."""
        kinds = _kinds(name, file.source)
        for sample in samples():
            if sample["kind"] not in kinds:
                continue
            try:
                text = render(self._sandbox, name, plain(sample))
                if name.endswith(".json.j2"):
                    json.loads(text)
            except RenderFailed as error:
                yield self._located(error, file)
                return
            except ValueError as error:
                yield problem(file.label, 0, "", "not-json", f"with a sample {sample['kind']} this is no JSON: {error}")
                return

    def _located(self, error: RenderFailed, file: _File) -> Problem:
        """The problem in the file where it arose, which may be a piece that the template includes."""
        source = {each.label: each.source for each in self._files.values()}.get(error.template, "")
        label = error.template if source else file.label
        message, _, advice = error.message.partition(", did you mean ")
        return problem(
            label, error.line if source else 0, source, "template-fails", message, advice and f"did you mean {advice}"
        )


@dataclass(frozen=True, slots=True)
class Loaded:
    """What `Templates.load` found."""

    templates: Templates
    problems: tuple[Problem, ...]


def _at(file: _File, fault: Problem) -> Problem:
    return problem(file.label, fault.line, file.source, fault.code, fault.message, fault.suggestion)


def _misnamed(label: str, name: str) -> Problem | None:
    if name.startswith("_"):
        return None
    pieces = name.removesuffix(".j2").split(".")
    if len(pieces) == 2 and pieces[1] in list(Part):
        return None
    near = nearest(pieces[-1], list(Part))
    advice = f"did you mean `{pieces[0]}.{near}.j2`?" if near else ""
    return problem(label, 0, "", "template-name", "a template is called NAME.subject.j2, .txt.j2, .html.j2 or .json.j2", advice)


def _kinds(name: str, source: str) -> frozenset[str]:
    """The kinds of notification that a template is for: by its set's name, else by the variables it names."""
    for kind, default in DEFAULTS.items():
        if name.split(".")[0] == default:
            return frozenset({kind})
    words = set(_WORD.findall(source))
    if "kind" in words:
        return frozenset(NotificationKind)
    if words & {"sections", "timezone", "total"}:
        return frozenset({NotificationKind.DIGEST})
    return frozenset({NotificationKind.NOTICE if "lines" in words else NotificationKind.ALERT})


def _file_name(name: str, part: Part) -> str:
    return f"{name}.{part}.j2"


def _sandbox(files: Mapping[str, _File]) -> Sandbox:
    def load(name: str) -> tuple[str, str, None] | None:
        file = files.get(name)
        return (file.source, file.label, None) if file else None

    return Sandbox(FunctionLoader(load), html=lambda name: name is not None and name.endswith(".html.j2"))


@lru_cache(maxsize=1)
def _builtin() -> Mapping[str, _File]:
    folder = resources.files("monitor.lexicon") / "templates"
    return {file.name: _File(file.name, file.read_text(encoding="utf-8")) for file in folder.iterdir() if file.name.endswith(".j2")}


@lru_cache(maxsize=1)
def _builtin_sandbox() -> Sandbox:
    return _sandbox(_builtin())

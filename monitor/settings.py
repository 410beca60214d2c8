"""Reading `monitor.yml`: `${NAME}` from the environment, secrets from files, and every fault at its line and column.

`load` either returns settings that the monitor can start with, or raises `InvalidFiles` with all problems. It opens no
connection and creates nothing: whether the servers named answer is `monitor doctor`'s question.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from monitor.config import MonitorSettings
from monitor.errors import InvalidFiles, Problem, Severity
from monitor.settings_checks import Finding, findings
from monitor.sources.names import to_text
from monitor.strictyaml import Document, Plain, parse, validate

_VARIABLE = re.compile(r"\$\{([^}]*)\}")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_SECRET_KEYS = frozenset({"password", "secrets", "store", "url"})
_SECRET_IN_LINE = re.compile(r"(\b(?:password|secrets?|store|url)[\"']?\s*:\s*)(?!\$\{)[^#\n]*[^#\s]|\bwhsec_\S+")


@dataclass(frozen=True, slots=True)
class LoadedSettings:
    """Settings in force. Paths in them are relative to `root`, the file's folder. `warnings` never stop a start."""

    settings: MonitorSettings
    file: Path
    root: Path
    warnings: tuple[Problem, ...]

    @property
    def store_url(self) -> str:
        """The store's address, a secret; a relative SQLite path lies beside the settings."""
        url = self.settings.store.get_secret_value()
        path = url.removeprefix("sqlite:///")
        return url if path == url else f"sqlite:///{self.root / path}"


def load(path: Path, env: Mapping[str, str]) -> LoadedSettings:
    """Read and check one settings file. Secrets are in no message: neither those of `env` nor those of files."""
    file = path.resolve()
    came_in: dict[str, str] = {}
    try:
        settings, warnings = _checked(path, file.parent, env, came_in)
    except InvalidFiles as error:
        raise InvalidFiles([_without_secrets(problem, came_in) for problem in error.problems]) from None
    warnings = [_without_secrets(problem, came_in) for problem in warnings]
    return LoadedSettings(settings, file, file.parent, tuple(warnings))


def _checked(
    path: Path, root: Path, env: Mapping[str, str], came_in: dict[str, str]
) -> tuple[MonitorSettings, list[Problem]]:
    """The settings and their warnings. Values from outside are noted in `came_in`, and may stand in messages."""
    document = _document(path)
    filled = _Filled(document, env, root, came_in)
    if filled.problems:
        raise InvalidFiles(sorted(filled.problems))
    settings = validate(replace(document, root=filled.root), MonitorSettings)
    problems = sorted(_problem(document, found) for found in findings(settings, root))
    if errors := [problem for problem in problems if problem.severity is Severity.ERROR]:
        raise InvalidFiles(errors)
    return settings, problems


def _document(path: Path) -> Document:
    try:
        documents = parse(path.read_text(encoding="utf-8"), to_text(str(path)))
    except OSError as error:
        raise _whole(path, "unreadable", f"cannot be read: {error.strerror}", _advice(error)) from None
    except UnicodeDecodeError:
        raise _whole(path, "encoding", "is not UTF-8 text") from None
    if len(documents) != 1:
        raise _whole(path, "documents", f"must hold one YAML document, not {len(documents)}")
    return documents[0]


def _advice(error: OSError) -> str:
    missing = isinstance(error, FileNotFoundError)
    return "name it with --config, or make one with `monitor init DIR`" if missing else ""


def _whole(path: Path, code: str, message: str, suggestion: str = "") -> InvalidFiles:
    return InvalidFiles([Problem(to_text(str(path)), 0, 0, code, message, suggestion=suggestion)])


def _problem(document: Document, found: Finding) -> Problem:
    return document.problem(found.path, found.code, found.message, found.suggestion, severity=found.severity)


class _Filled:
    """A document's values with variables and secret files filled in. `came_in` maps each value from outside to how it
    is written in the document."""

    def __init__(self, document: Document, env: Mapping[str, str], root: Path, came_in: dict[str, str]) -> None:
        self.problems: list[Problem] = []
        self._came_in = came_in
        self._document = document
        self._env = env
        self._folder = root
        self.root = self._fill(document.root, ())

    def _fill(self, value: Plain, path: tuple[str | int, ...]) -> Plain:
        if isinstance(value, str):
            return self._text(value, path)
        if isinstance(value, list):
            return [self._fill(item, (*path, index)) for index, item in enumerate(value)]
        filled = {key: self._fill(item, (*path, key)) for key, item in value.items()}
        return {**filled, **dict(self._secrets(filled, path))}

    def _text(self, text: str, path: tuple[str | int, ...]) -> str:
        def variable(found: re.Match[str]) -> str:
            name = found[1]
            if name in self._env:
                self._came_in[self._env[name]] = found[0]
                return self._env[name]
            known = _NAME.fullmatch(name)
            message = f"the environment variable `{name}` is not set" if known else f"`{name}` is not a variable's name"
            self.problems.append(self._document.problem(path, "unset-variable", message))
            return ""

        filled = _VARIABLE.sub(variable, text)
        if "\0" in filled:
            self.problems.append(self._document.problem(path, "value", "a NUL character is not allowed"))
        return filled

    def _secrets(self, mapping: Mapping[str, Plain], path: tuple[str | int, ...]) -> Iterator[tuple[str, Plain]]:
        """The keys that `…_file` keys stand for, with the files' contents."""
        for key, value in mapping.items():
            stem = key.removesuffix("_file")
            if key == stem or stem not in _SECRET_KEYS or not isinstance(value, str):
                continue
            if stem in mapping:
                self._refuse((*path, key), f"`{stem}` and `{key}` are both given: leave one out")
            elif (content := self._content(value, (*path, key))) is not None:
                yield stem, list[Plain](content.split()) if stem == "secrets" else content

    def _content(self, name: str, path: tuple[str | int, ...]) -> str | None:
        try:
            content = (self._folder / name).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
            self._refuse(path, f"the file `{name}` cannot be read: {reason}")
            return None
        if not content:
            self._refuse(path, f"the file `{name}` is empty")
            return None
        self._came_in[content] = "***"
        return content

    def _refuse(self, path: tuple[str | int, ...], message: str) -> None:
        self.problems.append(self._document.problem(path, "secret-file", message))


def _without_secrets(problem: Problem, came_in: Mapping[str, str]) -> Problem:
    """The problem with every value that came from outside as it is written in the file, and written secrets struck."""
    message, suggestion = problem.message, problem.suggestion
    for value, written in sorted(came_in.items(), key=lambda item: -len(item[0])):
        if value:
            message, suggestion = message.replace(value, written), suggestion.replace(value, written)
    line = _SECRET_IN_LINE.sub(lambda found: f"{found[1] or ''}***", problem.source_line)
    return replace(problem, message=message, suggestion=suggestion, source_line=line)

"""Reading `monitor.yml`: `${NAME}` from the environment, secrets from files, and every fault at its line and column.

`load` either returns settings that the monitor can start with, or raises `InvalidFiles` with all problems. It opens no
connection and creates nothing: whether the servers named answer is `monitor doctor`'s question.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from monitor.config import MonitorSettings
from monitor.errors import InvalidFiles, Problem, Severity
from monitor.settings_checks import Finding, findings, store_findings
from monitor.settings_secrecy import Secrecy
from monitor.settings_values import Filled
from monitor.sources.names import to_text
from monitor.strictyaml import Document, Source, parse, validate

_STORE_KEY = re.compile(r"""["']?store(_file)?["']?\s*:""")
_DEFAULT_STORE: str = MonitorSettings.model_fields["store"].default.get_secret_value()


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
        return _beside(self.settings.store.get_secret_value(), self.root)


def load(path: Path, env: Mapping[str, str], *, secrets: bool = True) -> LoadedSettings:
    """Read and check one settings file. Secrets are in no message: neither those of `env` nor those of files.

    Without `secrets` a secret that cannot be had is a warning, and something useless stands in its place: for whoever
    sends nothing and opens no store.
    """
    root = path.resolve().parent
    text = _text(path)
    secrecy = Secrecy(text)
    with secrecy.kept():
        document = _document(path, text)
        filled = Filled(document, env, root, secrecy.values, secrets=secrets)
        settings, warnings = _checked(document, filled, root)
    shown = sorted(secrecy.shown(problem) for problem in (*filled.warnings, *warnings))
    return LoadedSettings(settings, path.resolve(), root, tuple(shown))


def store_url(path: Path, env: Mapping[str, str]) -> str:
    """The store's address alone: the state can be looked at while the rest of the file is wrong, even as YAML."""
    root = path.resolve().parent
    text = _text(path)
    secrecy = Secrecy(text)
    with secrecy.kept():
        document = _store_document(path, text)
        filled = Filled(document, env, root, secrecy.values, secrets=True)
        given = filled.root.get("store", _DEFAULT_STORE) if isinstance(filled.root, dict) else _DEFAULT_STORE
        url = given if isinstance(given, str) else ""
        faults = [*filled.problems, *(_problem(document, found) for found in store_findings(url))]
        if faults:
            raise InvalidFiles(sorted(faults))
    return _beside(url, root)


def _beside(url: str, root: Path) -> str:
    path = url.removeprefix("sqlite:///")
    return url if path == url else f"sqlite:///{root / path}"


def _checked(document: Document, filled: Filled, root: Path) -> tuple[MonitorSettings, list[Problem]]:
    """The settings and their warnings. Values from outside may stand in messages."""
    if filled.problems:
        raise InvalidFiles(sorted(filled.problems))
    settings = validate(replace(document, root=filled.root), MonitorSettings)
    problems = sorted(_problem(document, found) for found in findings(settings, root))
    if errors := [problem for problem in problems if problem.severity is Severity.ERROR]:
        raise InvalidFiles(errors)
    return settings, problems


def _store_document(path: Path, text: str) -> Document:
    """What the file says of the store, and nothing else."""
    try:
        document = _document(path, text)
    except InvalidFiles:
        file = to_text(str(path))
        lines = _store_lines(text)
        if "store" in text and not lines:
            raise
        document = next(iter(parse("\n".join(lines), file)), Document(Source(file, ""), {}, {(): 0}, {}))
    root = document.root if isinstance(document.root, dict) else {}
    return replace(document, root={key: value for key, value in root.items() if key in ("store", "store_file")})


def _store_lines(text: str) -> list[str]:
    """The lines of the top-level keys of the store, in a file that need not be YAML."""
    kept: list[str] = []
    inside = False
    for line in text.splitlines():
        if line[:1] not in ("", " ", "\t", "#", "-"):
            inside = _STORE_KEY.match(line) is not None
        if inside:
            kept.append(line)
    return kept


def _document(path: Path, text: str) -> Document:
    documents = parse(text, to_text(str(path)))
    if len(documents) != 1:
        raise _whole(path, "documents", f"must hold one YAML document, not {len(documents)}")
    return documents[0]


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise _whole(path, "unreadable", f"cannot be read: {error.strerror}", _advice(error)) from None
    except UnicodeDecodeError:
        raise _whole(path, "encoding", "is not UTF-8 text") from None


def _advice(error: OSError) -> str:
    missing = isinstance(error, FileNotFoundError)
    return "name it with --config, or make one with `monitor init DIR`" if missing else ""


def _whole(path: Path, code: str, message: str, suggestion: str = "") -> InvalidFiles:
    return InvalidFiles([Problem(to_text(str(path)), 0, 0, code, message, suggestion=suggestion)])


def _problem(document: Document, found: Finding) -> Problem:
    return document.problem(found.path, found.code, found.message, found.suggestion, severity=found.severity)

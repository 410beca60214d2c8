"""The values of `monitor.yml` that stand elsewhere: `${NAME}` in the environment, secrets in files of their own.

Only who sends mail or opens connections needs the secrets. Whoever only looks, such as an operator whose shell has none
of the service's credentials, gets stand-ins, and a warning for each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from monitor.errors import Problem, Severity
from monitor.strictyaml import Document, Plain
from monitor.strictyaml import Path as Place

_VARIABLE = re.compile(r"\$\{([^}]*)\}")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_IN_FILES = frozenset({"password", "secrets", "store", "token", "url"})
_HELD = _IN_FILES | {"headers"}
_SECRET = _HELD | {f"{key}_file" for key in _IN_FILES}
_SHORT = 4  # letters: striking a shorter value would strike parts of words
_STAND_INS: Mapping[str, Plain] = {
    "url": "https://unset.invalid",
    "store": "postgresql://unset.invalid/unset",
    "secrets": ["unset"],
}


class Filled:
    """A document's values with variables and secret files filled in.

    `came_in` maps each value from outside to how it is written in the document. With `secrets` every one of them must
    be there; without, a missing one is among the `warnings`, and `root` holds a stand-in for it.
    """

    def __init__(
        self, document: Document, env: Mapping[str, str], folder: Path, came_in: dict[str, str], *, secrets: bool
    ) -> None:
        self.problems: list[Problem] = []
        self.warnings: list[Problem] = []
        self._came_in = came_in
        self._document = document
        self._env = env
        self._folder = folder
        self._insists = secrets
        self._absent: set[Place] = set()
        self.root = self._fill(document.root, ())

    def _fill(self, value: Plain, path: Place) -> Plain:
        if isinstance(value, str):
            return self._text(value, path)
        if isinstance(value, list):
            return [self._fill(item, (*path, index)) for index, item in enumerate(value)]
        filled = {key: self._fill(item, (*path, key)) for key, item in value.items()}
        return {**filled, **dict(self._secrets(filled, path))}

    def _text(self, text: str, path: Place) -> Plain:
        def variable(found: re.Match[str]) -> str:
            name = found[1]
            if name in self._env:
                self._came_in[self._env[name]] = found[0]
                return self._env[name]
            known = _NAME.fullmatch(name)
            message = f"the environment variable `{name}` is not set" if known else f"`{name}` is not a variable's name"
            self._missing(path, "unset-variable", message)
            return ""

        filled = _VARIABLE.sub(variable, text)
        if filled == text and len(text) >= _SHORT and not _HELD.isdisjoint(path):
            self._came_in[text] = "***"
        if "\0" in filled:
            self.problems.append(self._document.problem(path, "value", "a NUL character is not allowed"))
        return _stand_in(path) if path in self._absent else filled

    def _secrets(self, mapping: Mapping[str, Plain], path: Place) -> Iterator[tuple[str, Plain]]:
        """The keys that `…_file` keys stand for, with the files' contents."""
        for key, value in mapping.items():
            stem, place = key.removesuffix("_file"), (*path, key)
            if key == stem or stem not in _IN_FILES or not isinstance(value, str):
                continue
            if stem in mapping:
                message = f"`{stem}` and `{key}` are both given: leave one out"
                self.problems.append(self._document.problem(place, "secret-file", message))
            elif (content := self._content(value, place)) is not None:
                yield stem, list[Plain](content.split()) if stem == "secrets" else content
            elif place in self._absent:
                yield stem, _stand_in((*path, stem))

    def _content(self, name: str, path: Place) -> str | None:
        if path in self._absent:
            return None
        try:
            content = (self._folder / name).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
            self._missing(path, "secret-file", f"the file `{name}` cannot be read: {reason}")
            return None
        if not content:
            self._missing(path, "secret-file", f"the file `{name}` is empty")
            return None
        self._came_in[content] = "***"
        return content

    def _missing(self, path: Place, code: str, message: str) -> None:
        self._absent.add(path)
        if self._insists or _SECRET.isdisjoint(path):
            self.problems.append(self._document.problem(path, code, message))
        else:
            self.warnings.append(self._document.problem(path, code, message, severity=Severity.WARNING))


def _stand_in(path: Place) -> Plain:
    """Something that is valid at this place, and leads nowhere."""
    if path[-1] == "token":
        return f"unset, and nobody's: {path}"  # each is another, as real ones are
    return "unset" if isinstance(path[-1], int) else _STAND_INS.get(path[-1], "unset")

"""What problems may show of `monitor.yml`: it may hold secrets, and problems go to terminals, logs and mails.

Lines are shown where no secret belongs. Of all others, those with a misspelt key too, only the key is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial

from monitor.errors import InvalidFiles, Problem

_HARMLESS = frozenset("rules templates default_language routes digests retention owner grace_seconds log".split())
_OF_SOURCES = frozenset(
    (
        "folder glob push stdin name fields format timezone max_bytes settle_seconds rescan_seconds stalled_after "
        "every pause timeout_seconds allow_private"
    ).split()
)
"""Of `sources`, which may hold a token, what may be shown nevertheless."""
_SECTION = re.compile(r"""["']?(\w+)["']?\s*:(?:\s|$)""")
_VALUE = re.compile(r"""^(\s*(?:-\s+)*(?:[\w-]+|"[\w-]+"|'[\w-]+')\s*:|\s*-|\s*)(\s*)(\S.*)$""")
_VARIABLE = re.compile(r"""["']?\$\{\w+\}["']?""")
_MISPLACED = re.compile(r"(\b(?:password|secrets?|store|token|url)[\"']?\s*:\s*)(?!\$\{)[^#\n]*[^#\s]|\bwhsec_\S+")
_CUT = 57  # letters that messages show of a longer value


class Secrecy:
    """Of one file's text. `values` maps each value that no message may show to what is shown in its place."""

    def __init__(self, text: str) -> None:
        self.values: dict[str, str] = {}
        self._sections = list(_sections(text))

    @contextmanager
    def kept(self) -> Iterator[None]:
        """Whatever problems arise inside, they leave without secrets."""
        try:
            yield
        except InvalidFiles as error:
            raise InvalidFiles([self.shown(problem) for problem in error.problems]) from None

    def shown(self, problem: Problem) -> Problem:
        """The problem without secrets: values from outside are as they are written in the file."""
        return replace(
            problem,
            message=self._told(problem.message),
            suggestion=self._told(problem.suggestion),
            source_line=self._line(problem),
        )

    def _told(self, words: str) -> str:
        for value, written in sorted(self.values.items(), key=lambda item: -len(item[0])):
            if value:
                words = words.replace(value, written)
            if len(value) > _CUT:
                words = words.replace(f"{value[:_CUT]}…", written)
        return words

    def _line(self, problem: Problem) -> str:
        section = self._sections[problem.line - 1] if 0 < problem.line <= len(self._sections) else ""
        shown = _OF_SOURCES if section == "sources" else frozenset[str]()
        hidden = partial(_key, shown=shown)
        line = problem.source_line if section in _HARMLESS else _VALUE.sub(hidden, problem.source_line)
        return _MISPLACED.sub(lambda found: f"{found[1] or ''}***", line)


def _sections(text: str) -> Iterator[str]:
    """For each line the top-level key that it belongs to, as far as can be told of what may not be YAML."""
    section = ""
    for line in text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        if line[:1] not in ("", " ", "\t", "#", "-"):
            found = _SECTION.match(line)
            section = found[1] if found else ""
        yield section


def _key(found: re.Match[str], shown: frozenset[str]) -> str:
    """The line's key; and its value where that is only the name of a variable, or the key is one of those shown."""
    key, space, value = found.groups()
    plain = _VARIABLE.fullmatch(value) or key.strip("- :\"'") in shown
    return f"{key}{space}{value if plain else '***'}"

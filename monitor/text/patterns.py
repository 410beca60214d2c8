"""Users' regular expressions on RE2 (linear in the text), with `\\b \\w \\d \\s` in the Unicode sense,
case-insensitive.

RE2 knows classes of Unicode letters, but its `\\b` is ASCII, and it has no way to look around. So in a text with
letters beyond ASCII every word boundary is written out as a mark (a noncharacter), `\\b` becomes that mark, and
everything else may be preceded by one. Offsets are given in the text as it was. `\\B` stays in the ASCII sense.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

import re2

from monitor.model.article import Span

_MARK = "\ufdd0"
_BOUNDARY = re.compile(r"\b")
_CLASSES = {"w": r"_\p{L}\p{N}", "d": r"\p{Nd}", "s": r"\s\x0b\x1c-\x1f\x85\p{Z}"}
_NEGATED = {"W": "w", "D": "d", "S": "s"}
_NOT_IN_CLASS = {"D": r"\P{Nd}", "W": r"\W", "S": r"\S"}
_PIECE = re.compile(
    r"""(?P<group>\(\?(?:P?<\w+>|[imsU-]*[:)])|\()
      | (?P<quoted>\\Q.*?(?:\\E|$))
      | (?P<escape>\\(?:[pP](?:\{\^?\w+\}|\w)|x\{[0-9a-fA-F]+\}|x[0-9a-fA-F]{2}|[0-7]{1,3}|.))
      | (?P<set>\[\^?\]?(?:\[:\^?\w+:\]|\\.|[^\]\\])*\])
      | (?P<repeat>[*+?]|\{\d+(?:,\d*)?\})
      | (?P<plain>[)|^])
      | (?P<end>\$)
      | (?P<any>\.)
      | (?P<letter>.)""",
    re.VERBOSE | re.DOTALL,
)
_SET_ESCAPE = re.compile(r"\\(.)", re.DOTALL)


class InvalidPattern(ValueError):
    """An expression that RE2 refuses; the message is its reason."""


@dataclass(frozen=True, slots=True)
class MarkedText:
    """A text with its word boundaries written out. Made once an article, for all expressions."""

    text: str
    marks: tuple[int, ...]

    def original(self, offset: int) -> int:
        """The offset in the text as it was."""
        return offset - bisect_left(self.marks, offset)


def mark(text: str) -> MarkedText | None:
    """None where RE2's own boundaries are right: in ASCII."""
    if text.isascii():
        return None
    places = [found.start() for found in _BOUNDARY.finditer(text)]
    marked = _BOUNDARY.sub(_MARK, text.replace(_MARK, " "))
    return MarkedText(marked, tuple(place + number for number, place in enumerate(places)))


class CompiledPattern:
    """One expression, ready to search. Raises InvalidPattern."""

    def __init__(self, expression: str) -> None:
        self._plain = _compile(_translate(expression, marked=False))
        bounded = "\\b" in expression or "\\B" in expression
        self._marked = _compile(_translate(expression, marked=True)) if bounded else None

    def search(self, text: str, marked: MarkedText | None) -> Iterator[Span]:
        """Where it matches, from left to right, without overlaps; `marked` is `mark(text)`. Empty matches don't
        count."""
        if marked is None or self._marked is None:
            found = (Span(*match.span()) for match in self._plain.finditer(text))
        else:
            offsets = (match.span() for match in self._marked.finditer(marked.text))
            found = (Span(marked.original(start), marked.original(end)) for start, end in offsets)
        return (span for span in found if span.start < span.end)


def _compile(expression: str) -> re2._Regexp:
    options = re2.Options()
    options.case_sensitive = False
    options.log_errors = False
    try:
        return re2.compile(expression, options)
    except re2.error as error:
        reason = error.args[0] if error.args else "not valid"
        raise InvalidPattern(reason.decode(errors="replace") if isinstance(reason, bytes) else str(reason)) from None


def _translate(expression: str, *, marked: bool) -> str:
    return "".join(_piece(found, marked) for found in _PIECE.finditer(expression))


def _piece(found: re.Match[str], marked: bool) -> str:
    kind, text = found.lastgroup, found[0]
    if kind in ("group", "repeat", "plain"):
        return text
    if kind == "end":
        return f"{_MARK}?$" if marked else text
    if kind == "quoted":
        letters = text.removeprefix("\\Q").removesuffix("\\E")
        return "".join(_atom(re2.escape(letter), marked) for letter in letters)
    if kind == "escape":
        return _escape(text, marked)
    if kind == "set":
        return _atom(_set(text, marked), marked)
    return _atom(f"[^\\n{_MARK}]" if kind == "any" and marked else text, marked)


def _atom(text: str, marked: bool) -> str:
    return f"(?:{_MARK}?{text})" if marked else text


def _escape(text: str, marked: bool) -> str:
    letter = text[1]
    if letter == "b":
        return _MARK if marked else text
    if letter in "BA":
        return text
    if letter == "z":
        return f"{_MARK}?\\z" if marked else text
    extra = _MARK if marked else ""
    if letter in _CLASSES:
        return _atom(f"[{_CLASSES[letter]}]", marked)
    if letter in _NEGATED:
        return _atom(f"[^{_CLASSES[_NEGATED[letter]]}{extra}]", marked)
    return _atom(text, marked)


def _set(text: str, marked: bool) -> str:
    """A set in brackets. `\\W` and `\\S` inside one stay in the ASCII sense: RE2 cannot say the other."""
    inner = _SET_ESCAPE.sub(lambda found: _CLASSES.get(found[1]) or _NOT_IN_CLASS.get(found[1]) or found[0], text)
    return inner[:-1] + _MARK + "]" if marked and inner.startswith("[^") else inner

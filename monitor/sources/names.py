r"""Names of files: which are ignored, and how any name becomes text that every store, log and mail can hold.

A name on disk is bytes. As text, a backslash is written `\\`, and a control character or a byte that is not UTF-8 as
`\x` and two hex digits: reversible, and every ordinary name stays as it is.
"""

from __future__ import annotations

import re

_UNFINISHED = ("~", ".tmp", ".part", ".swp")
_ESCAPED = re.compile(r"[\\\x00-\x1f\x7f\udc80-\udcff]")
_ESCAPE = re.compile(r"\\(\\|x[0-9a-f]{2})")
_SURROGATES = 0xDC00  # os.fsdecode gives the byte 0xE9 as U+DCE9


def ignored(path: str) -> bool:
    """Whether a path inside the folder is of no interest: some part of it is hidden or marked as unfinished.

    Folders count as well: `batch.tmp/` is taken once it is renamed to `batch/`.
    """
    return any(name.startswith(".") or name.lower().endswith(_UNFINISHED) for name in path.split("/"))


def to_text(path: str) -> str:
    """The name as storable text, from what `os.scandir` gives."""
    return _ESCAPED.sub(_escape, path)


def from_text(text: str) -> str:
    """The name as the operating system knows it; the inverse of `to_text`."""
    return _ESCAPE.sub(_unescape, text)


def _escape(met: re.Match[str]) -> str:
    character = met.group()
    return "\\\\" if character == "\\" else f"\\x{ord(character) & 0xFF:02x}"


def _unescape(met: re.Match[str]) -> str:
    escape = met.group(1)
    if escape == "\\":
        return "\\"
    byte = int(escape[1:], 16)
    return chr(byte if byte < 0x80 else _SURROGATES + byte)

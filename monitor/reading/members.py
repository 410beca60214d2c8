"""The articles of a document that holds several: what each is called, and which state of it this is.

The state of one is told by what it says alone, so that the other items of a feed are no news when one is added.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence

from monitor.errors import Unreadable
from monitor.reading.normal import normalise
from monitor.reading.report import Report

MEMBER = "!/"
"""Stands between a file's path and the name of an article in it."""
_LONGEST_NAME = 200

One = Report | Unreadable


def path(file: str, inside: Sequence[str]) -> str:
    """Where an article is: in which file, and within that in which."""
    return MEMBER.join((file, *(normalise(name).strip() for name in inside)))


def version(one: One) -> str:
    """SHA-256 in hex of what is said."""
    return _digest(f"{one!r}: {one.detail}" if isinstance(one, Unreadable) else f"{one}")


def named(every: Sequence[One], *, live: bool = False) -> Iterator[tuple[str, One]]:
    """Each with a name of its own.

    What has none, or one that is taken, is told apart by its number; in a `live` document, where others come before it
    at any time, by its version.
    """
    taken: set[str] = set()
    for number, one in enumerate(every, 1):
        mark = version(one)[:16] if live else str(number)
        name = _short((one.name if isinstance(one, Report) else None) or mark)
        if name in taken:
            name = f"{name}#{mark}"
        taken.add(name)
        yield name, one


def _short(name: str) -> str:
    """A name of bounded length; two long ones that begin alike stay two."""
    return name if len(name) <= _LONGEST_NAME else f"{name[:_LONGEST_NAME]}~{_digest(name)[:16]}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", errors="surrogatepass")).hexdigest()

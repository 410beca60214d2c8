"""What an index is asked for: the words that an article must have to be worth a closer look."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias


class Key(NamedTuple):
    """A word as an index holds it (`monitor.text.searchwords`), or, `begins`, every word that begins so."""

    word: str
    begins: bool = False


Way: TypeAlias = tuple[frozenset[Key], ...]
"""Of each of these sets an article has one word."""
Group: TypeAlias = tuple[Way, ...]
"""An article goes one of these ways."""
Together: TypeAlias = tuple[tuple[Group, ...], ...]
"""One passage goes a way of every group of one of these."""


class Sought(NamedTuple):
    """An article goes a way of each of the `groups`, and has a passage for each of `together`. Without groups nothing
    is asked for: any article will do."""

    groups: tuple[Group, ...] = ()
    together: tuple[Together, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.groups)


EVERY = "\ue000"
"""The word of an article that has too many for an index: it is always worth a closer look."""

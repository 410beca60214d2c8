"""What an index is asked for: the words that an article must have to be worth a closer look."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias


class Key(NamedTuple):
    """A word as an index holds it (`monitor.text.searchwords`), or, `begins`, every word that begins so."""

    word: str
    begins: bool = False


Way: TypeAlias = tuple[frozenset[Key], ...]
"""Of each of these sets an article has one word."""
Sought: TypeAlias = tuple[tuple[Way, ...], ...]
"""In each of these groups an article goes one of the ways. Without groups nothing is asked for: any article will do."""
EVERY = "\ue000"
"""The word of an article that has too many for an index: it is always worth a closer look."""

"""Clues: what an article is asked for. A clue is a run of atoms, or a list, in numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from monitor.rules.compiled import Term

Clue = tuple[int, ...]
Group = tuple[Clue, ...]
"""Clues of which one is asked for."""


class Clues(NamedTuple):
    """Clues of which every article that holds a term holds one; `exact`: and whatever holds one holds the term."""

    ways: Group
    exact: bool


Beside = tuple[tuple[Group, ...], ...]
"""Groups of clues of which one passage (`monitor.text.searchwords`) holds one each; or of others, or others."""
Spell = Callable[[Term], Clues | None]
"""A term's clues; None where nothing can be said (a regular expression)."""


def ways_of(terms: Iterable[Term], spell: Spell) -> Group:
    """Clues of which one is there where one of the terms is; none where nothing can be said."""
    clues = [spell(term) for term in terms]
    return () if None in clues else tuple(dict.fromkeys(way for each in clues if each for way in each.ways))

"""A term as clues."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby

from monitor.matching.atoms import Atoms
from monitor.matching.candidates.clues import Clue, Clues, Group
from monitor.matching.sequences import Sequence
from monitor.matching.terms import Terms
from monitor.rules.compiled import Gap, Pattern, Phrase, Term

_MOST_ATOMS = 8
"""Of a longer phrase only the beginning is a clue."""


class Speller:
    """Says in which clues terms are met."""

    def __init__(self, terms: Terms, atoms: Atoms, cost: Callable[[Clue], float], *, inflected: bool) -> None:
        self._terms = terms
        self._atoms = atoms
        self._cost = cost
        self._inflected = inflected

    def clues(self, term: Term) -> Clues | None:
        """Clues of which each article that holds the term holds one; None for a regular expression. Raises
        InvalidPattern."""
        what = term.what
        if isinstance(what, Pattern):
            self._terms.ready(term, inflected=self._inflected)
            return None
        if isinstance(what, Gap):
            return Clues(min(map(self._ways, map(self._spellings, what.parts)), key=self._sum), exact=False)
        found = self._spellings(what)
        ways = self._ways(found)
        return Clues(ways, exact=ways == found)

    def _spellings(self, phrase: Phrase) -> tuple[Sequence, ...]:
        return self._terms.spellings(phrase, inflected=self._inflected)

    def _ways(self, found: tuple[Sequence, ...]) -> Group:
        return tuple(dict.fromkeys(self._clue(sequence) for sequence in found))

    def _clue(self, sequence: Sequence) -> Clue:
        """The rarest of the lists in a run of parts and of the runs of atoms between them. (An article may stand before
        an entry, so a list is no part of a longer clue.)"""
        if len(sequence) <= _MOST_ATOMS and all(isinstance(part, int) for part in sequence):
            return tuple(map(self._atoms.part, sequence))
        runs: list[Clue] = []
        for is_list, run in groupby(sequence, key=lambda part: isinstance(part, str)):
            parts = tuple(map(self._atoms.part, run))
            runs += [(part,) for part in parts] if is_list else [parts[:_MOST_ATOMS]]
        return min(runs, key=self._cost)

    def _sum(self, group: Group) -> float:
        return sum(map(self._cost, group))

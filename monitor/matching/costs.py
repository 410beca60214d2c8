"""How common words and lists are in news, roughly: what makes one part of a rule a better anchor than another before
any article was seen.

Only speed depends on it, never what matches.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from monitor.matching.atoms import Atom, Atoms, Kind
from monitor.matching.sequences import Part

_LIST = 1.0
"""A list of names stands in nearly every article."""
_FREQUENT = 0.5
_SHORT = 0.2
_PREFIX = 4.0
_TOGETHER = 0.1
"""Two words stand next to each other in a tenth of the articles that hold the rarer one, at most."""
_WORDS = frozenset(
    "a about after against all also an and any are as at back be because been before between but by can could day "
    "did do down first for from get go government had has have he her his how i if in into is it its last make many "
    "may more most new no not now of off on one or other out over own people police president said say she should so "
    "some state such take than that the their them then there these they this time to two under up was we were what "
    "when which who will with would year you report official country minister force military city attack".split()
)


def share(atom: Atom) -> float:
    """The share of articles that hold an atom."""
    if atom.kind is Kind.LIST:
        return _LIST
    if atom.text in _WORDS:
        return _FREQUENT
    rare = _SHORT / (len(atom.text) + 1)
    return rare * (_PREFIX if atom.kind in (Kind.PREFIX, Kind.CASED_PREFIX) else 1.0)


class Costs(Mapping[Part, float]):
    """The share of articles that hold a part or a clue, as far as can be told from its letters."""

    def __init__(self, atoms: Atoms) -> None:
        self._atoms = atoms
        self._shares: list[float] = []

    def __getitem__(self, part: Part) -> float:
        return self.of_clue((self._atoms.part(part),))

    def __iter__(self) -> Iterator[Part]:
        return iter(range(len(self._atoms)))

    def __len__(self) -> int:
        return len(self._atoms)

    def of_clue(self, clue: tuple[int, ...]) -> float:
        """The same of a clue."""
        self._shares += (share(atom) for atom in self._atoms.since(len(self._shares)))
        rarest = min([self._shares[part] for part in clue])
        return rarest * _TOGETHER if len(clue) > 1 else rarest

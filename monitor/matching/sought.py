"""What a rule needs, in the words that an index of articles holds. Never asks for more than the rule does."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from monitor.matching.atoms import Atom, Atoms, Kind
from monitor.matching.candidates import Needs
from monitor.matching.candidates.clues import Beside, Clue, Group
from monitor.matching.lists import ListIndex
from monitor.model.sought import Group as Ways
from monitor.model.sought import Key, Sought, Together, Way
from monitor.text.folding import fold
from monitor.text.searchwords import of_lemma, plain

MOST_WAYS = 2_000
"""Of a group with more (every city there is) an index is not asked."""


class Seeker:
    """Says it for articles in some languages: what a word's forms are depends on them."""

    def __init__(self, atoms: Atoms, lists: Mapping[str, ListIndex], languages: Collection[str]) -> None:
        self._atoms = atoms
        self._lists = lists
        self._languages = languages

    def sought(self, needs: Needs) -> Sought:
        """What an index can be asked for. The words of a phrase are in one passage."""
        known = {group: self._ways(group) for group in needs.groups}
        groups = tuple(filter(None, known.values()))
        alone = (((group,),) for group in needs.groups)
        together = dict.fromkeys(self._together(each, known) for each in (*needs.together, *alone))
        return Sought(groups, tuple(filter(_says_more, together)))

    def _together(self, asked: Beside, known: dict[Group, Ways]) -> Together:
        """Of groups that an index cannot be asked for nothing is said, and so of all where one way has only such."""
        found: list[tuple[Ways, ...]] = []
        for groups in asked:
            for group in groups:
                if group not in known:
                    known[group] = self._ways(group)
            found.append(tuple(ways for group in groups if (ways := known[group])))
        return tuple(found) if all(found) else ()

    def _ways(self, group: Group) -> Ways:
        """Every way to hold a clue of the group; none where there are too many, or a clue that is no word."""
        single: set[Key] = set()
        ways: dict[Way, None] = {}
        for clue in group:
            for way in self._ways_of(clue):
                if not all(way) or len(ways) + len(single) > MOST_WAYS:
                    return ()
                if len(way) == 1:
                    single |= way[0]
                else:
                    ways[way] = None
        return ((frozenset(single),), *ways) if single else tuple(ways)

    def _ways_of(self, clue: Clue) -> Iterator[Way]:
        first = self._atoms.atom(clue[0])
        if first.kind is not Kind.LIST:
            yield tuple(self._keys(self._atoms.atom(part)) for part in clue)
            return
        index = self._lists[first.text]
        for name in index.names():
            yield tuple(frozenset((Key(plain(word)),)) for word in dict.fromkeys(name.words))
        for forms in index.words.values():
            for form in forms:
                yield tuple(self._keys(self._atoms.atom(number)) for number in dict.fromkeys(form.atoms))

    def _keys(self, atom: Atom) -> frozenset[Key]:
        """Words of which every article that holds the atom holds one; empty where none can be named."""
        if atom.kind is Kind.LEMMA:
            return frozenset(map(Key, of_lemma(atom.text, self._languages)))
        word = plain(fold(atom.text))
        if atom.kind in (Kind.PREFIX, Kind.CASED_PREFIX):
            return frozenset((Key(word, begins=True),)) if word else frozenset()
        plural = (Key(f"{word}s"),) if atom.kind is Kind.ACRONYM else ()
        return frozenset((Key(word), *plural)) if word else frozenset()


def _says_more(together: Together) -> bool:
    """Whether to stand in one passage is more than to stand in one article."""
    return any(len(groups) > 1 or any(len(way) > 1 for way in groups[0]) for groups in together)

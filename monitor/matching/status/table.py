"""A table of cues made ready: every way to write every cue in one tree of words, walked once from each word of a
sentence."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import NamedTuple

from monitor.matching.atoms import Atoms
from monitor.matching.sequences import Part, Sequence, sequences
from monitor.matching.vocabulary import Vocabulary
from monitor.rules.compiled import Gap, Pattern, Phrase, Term
from monitor.rules.cues import Cue, CueTable
from monitor.text.patterns import CompiledPattern, mark

_Steps = tuple[Sequence, ...]
"""One way to write a term: runs of words; between two runs a few other words may stand."""
_GAP_WORDS = 5
_CUTS = frozenset(";:()")


class _Role(Enum):
    """What a run of words is to a cue: itself, what only looks like it, or what ends it."""

    CUE = auto()
    LOOKALIKE = auto()
    END = auto()


class Stretch(NamedTuple):
    """Words, what stands before each and after the last, the text they stand in, and where each starts in it."""

    words: list[str]
    gaps: list[str]
    text: str
    starts: list[int]


class Found(NamedTuple):
    """A cue in a sentence: the words from `first` to before `last`, and those of them that are its own."""

    number: int
    cue: Cue
    first: int
    last: int
    own: frozenset[int]


class Cues(NamedTuple):
    """All that a sentence holds: cues by place, and (a cue's number) where its `ends` stand."""

    found: tuple[Found, ...]
    ends: dict[int, list[int]]


@dataclass(slots=True)
class _Node:
    children: dict[Part, _Node] = field(default_factory=dict)
    roles: list[tuple[_Role, int, _Steps]] = field(default_factory=list)


class ReadyTable:
    """Finds the cues of a sentence. Pure but for the vocabulary's memory of words."""

    def __init__(self, table: CueTable) -> None:
        self._language = table.language
        self._cues = table.cues
        self._patterns = tuple(_pattern(cue.unless) for cue in table.cues)
        atoms = Atoms()
        self._root = _Node()
        for number, cue in enumerate(table.cues):
            for role, terms in ((_Role.CUE, cue.terms), (_Role.LOOKALIKE, cue.unless), (_Role.END, cue.ends)):
                for steps in _written(terms, atoms):
                    self._add(steps, role, number)
        self._vocabulary = Vocabulary(atoms, {})

    def _add(self, steps: _Steps, role: _Role, number: int) -> None:
        node = self._root
        for part in steps[0]:
            node = node.children.setdefault(part, _Node())
        node.roles.append((role, number, steps[1:]))

    def find(self, stretch: Stretch) -> Cues:
        """The cues among the words."""
        atoms = self._atoms(stretch.words)
        met = [each for first in self._firsts(atoms) for each in self._at(first, atoms, stretch.gaps)]
        cues = [found for role, found in met if role is _Role.CUE]
        lookalikes: dict[int, set[int]] = {}
        ends: dict[int, list[int]] = {}
        for role, found in met:
            if role is _Role.LOOKALIKE:
                lookalikes.setdefault(found.number, set()).update(found.own)
            elif role is _Role.END:
                ends.setdefault(found.number, []).append(found.first)
        for number in {found.number for found in cues}:
            pattern = self._patterns[number]
            if pattern is not None:
                lookalikes.setdefault(number, set()).update(_met(pattern, stretch))
        nothing: set[int] = set()
        likely = (cue for cue in cues if lookalikes.get(cue.number, nothing).isdisjoint(cue.own))
        return Cues(tuple(_longest(list(likely))), ends)

    def _atoms(self, words: list[str]) -> list[tuple[int, ...]]:
        known = self._vocabulary.known(self._language)
        mets = (known[word] if word in known else self._vocabulary.meet(word, self._language) for word in words)
        return [met.atoms if met else () for met in mets]

    def _firsts(self, atoms: list[tuple[int, ...]]) -> list[int]:
        """Where a run of words of the table may begin."""
        begins = self._root.children
        return [at for at, own in enumerate(atoms) if own and any(atom in begins for atom in own)]

    def _at(self, first: int, atoms: list[tuple[int, ...]], gaps: list[str]) -> Iterator[tuple[_Role, Found]]:
        for last, node in _walk(self._root, first, atoms):
            for role, number, rest in node.roles:
                own = _rest(rest, last, atoms, gaps)
                if own is not None:
                    whole = own.union(range(first, last))
                    yield role, Found(number, self._cues[number], first, max(whole) + 1, whole)


def _met(pattern: CompiledPattern, stretch: Stretch) -> Iterator[int]:
    """The words that a regular expression meets."""
    for span in pattern.search(stretch.text, mark(stretch.text)):
        yield from range(bisect_left(stretch.starts, span.start), bisect_left(stretch.starts, span.end))


def _walk(root: _Node, first: int, atoms: list[tuple[int, ...]]) -> Iterator[tuple[int, _Node]]:
    nodes = [root]
    for at in range(first, len(atoms)):
        nodes = [node.children[atom] for atom in atoms[at] for node in nodes if atom in node.children]
        if not nodes:
            return
        for node in nodes:
            if node.roles:
                yield at + 1, node


def _rest(rest: _Steps, at: int, atoms: list[tuple[int, ...]], gaps: list[str]) -> frozenset[int] | None:
    """The words of the remaining runs, each at most a few words on; None where one is missing."""
    own: frozenset[int] = frozenset()
    for run in rest:
        place = _next(run, at, atoms, gaps)
        if place is None:
            return None
        at = place + len(run)
        own |= frozenset(range(place, at))
    return own


def _next(run: Sequence, at: int, atoms: list[tuple[int, ...]], gaps: list[str]) -> int | None:
    for place in range(at, min(at + _GAP_WORDS + 1, len(atoms) - len(run) + 1)):
        if not _CUTS.isdisjoint(gaps[place]):
            return None
        if all(part in atoms[place + offset] for offset, part in enumerate(run)):
            return place
    return None


def _longest(cues: list[Found]) -> Iterator[Found]:
    """Without those inside a longer cue that shares a word with them."""
    at: dict[int, list[Found]] = {}
    for cue in cues:
        for word in cue.own:
            at.setdefault(word, []).append(cue)
    for cue in cues:
        if not any(_holds(other, cue) for word in cue.own for other in at[word]):
            yield cue


def _holds(longer: Found, cue: Found) -> bool:
    inside = longer.first <= cue.first and cue.last <= longer.last
    return inside and longer.last - longer.first > cue.last - cue.first


def _written(terms: Iterable[Term], atoms: Atoms) -> Iterator[_Steps]:
    for term in terms:
        if isinstance(term.what, Phrase):
            yield from ((spelling,) for spelling in sequences(term.what, atoms))
        elif isinstance(term.what, Gap):
            yield tuple(sequences(part, atoms)[0] for part in term.what.parts)


def _pattern(terms: Iterable[Term]) -> CompiledPattern | None:
    """All the regular expressions among the terms as one."""
    expressions = [f"(?:{term.what.expression})" for term in terms if isinstance(term.what, Pattern)]
    return CompiledPattern("|".join(expressions)) if expressions else None

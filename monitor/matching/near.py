"""`near`: the shortest stretches that hold a member of every group.

One group is the pivot. For each of its members the shortest stretch around it is found by looking for the nearest
members of the others, so the cost is that of a sort, however many occurrences there are. A stretch is short when few
of its words belong to no group; a longer member costs nothing, since its words belong to one. Therefore the nearest
beginnings (and in order, the nearest ends) are always the best choice.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from monitor.matching.counted import Member
from monitor.matching.occurrences import Occurrence


class Stretch(NamedTuple):
    """A member of each group, in the order of the groups, the words `[first, last)` from the first to the last, and how
    many of these belong to no group."""

    members: tuple[Member, ...]
    pivot: Member
    first: int
    last: int
    between: int = 0


def stretches(
    groups: Sequence[Sequence[Member]], *, words: int, ordered: bool, pivot: int, block: Callable[[Occurrence], int]
) -> list[Stretch]:
    """The minimal stretches with at most `words` words that belong to no member, none across blocks. Minimal among the
    stretches of the same entry of the pivot: `Hama and Homs` near `captured` are two."""
    found: list[Stretch] = []
    for parts in _blocks(groups, block):
        covered = _Covered(member.at for part in parts for member in part)
        search = _Ordered(parts, pivot) if ordered else _Unordered(parts, pivot, covered, words)
        around = (search.around(member) for member in parts[pivot])
        counted = (each._replace(between=covered.free_words(each.first, each.last)) for each in around if each)
        found += _minimal([each for each in counted if each.between <= words])
    return sorted(found, key=lambda each: (each.first, each.last))


def _blocks(groups: Sequence[Sequence[Member]], block: Callable[[Occurrence], int]) -> Iterator[list[list[Member]]]:
    """The groups of each block that has members of all, sorted by place."""
    blocks: dict[int, list[list[Member]]] = {}
    for number, group in enumerate(groups):
        for member in group:
            key = block(member.at)
            if number and key not in blocks:
                continue
            blocks.setdefault(key, [[] for _ in groups])[number].append(member)
    for parts in blocks.values():
        if all(parts):
            for part in parts:
                part.sort(key=_place)
            yield parts


def _place(member: Member) -> tuple[int, int]:
    return member.at.first, member.at.last


class _Covered:
    """Counts the words of a stretch that belong to no member."""

    def __init__(self, occurrences: Iterable[Occurrence]) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for at in sorted((at.first, at.last) for at in occurrences):
            if self._ends and at[0] <= self._ends[-1]:
                self._ends[-1] = max(self._ends[-1], at[1])
            else:
                self._starts.append(at[0])
                self._ends.append(at[1])
        lengths = (end - start for start, end in zip(self._starts, self._ends, strict=True))
        self._before = [0, *accumulate(lengths)]

    def free_words(self, first: int, last: int) -> int:
        return (last - first) - (self._covered(last) - self._covered(first))

    def _covered(self, place: int) -> int:
        number = bisect_right(self._starts, place)
        return self._before[number] - (max(0, self._ends[number - 1] - place) if number else 0)


class _Unordered:
    """The shortest stretch around a member of the pivot, the others on either side."""

    def __init__(self, parts: list[list[Member]], pivot: int, covered: _Covered, words: int) -> None:
        self._words = words
        self._parts = parts
        self._pivot = pivot
        self._covered = covered
        self._firsts = [[member.at.first for member in part] for part in parts]

    def around(self, member: Member) -> Stretch | None:
        before: list[tuple[int, Member | None]] = []
        after: dict[int, Member | None] = {}
        for number, part in enumerate(self._parts):
            if number != self._pivot:
                place = bisect_right(self._firsts[number], member.at.first)
                before.append((number, part[place - 1] if place else None))
                after[number] = part[place] if place < len(part) else None
        return self._best(member, before, after)

    def _best(
        self, member: Member, before: list[tuple[int, Member | None]], after: dict[int, Member | None]
    ) -> Stretch | None:
        """The groups nearest before are taken there, the rest after: every split is tried."""
        before.sort(key=lambda each: -each[1].at.first if each[1] else 1)
        best: Stretch | None = None
        for split in range(len(before) + 1):
            chosen = dict(before[:split])
            chosen |= {number: after[number] for number, _ in before[split:]}
            whole = _stretch({**chosen, self._pivot: member}, member)
            if whole and (best is None or self._size(whole) < self._size(best)):
                best = whole
        return best

    def _size(self, stretch: Stretch) -> tuple[bool, int, int, int]:
        """Of those short enough one in a single sentence is the better proof: `took Hama. Fighters …`."""
        sentences = [member.at.sentence for member in stretch.members]
        free = self._covered.free_words(stretch.first, stretch.last)
        return free > self._words, max(sentences) - min(sentences), free, stretch.last - stretch.first


class _Ordered:
    """The shortest stretch around a member of the pivot, each group after the one before it."""

    def __init__(self, parts: list[list[Member]], pivot: int) -> None:
        self._pivot = pivot
        self._by_last = [sorted(part, key=lambda member: member.at.last) for part in parts]
        self._lasts = [[member.at.last for member in part] for part in self._by_last]
        self._latest = [list(accumulate(part, _later)) for part in self._by_last]
        self._firsts = [[member.at.first for member in part] for part in parts]
        self._soonest = [list(accumulate(reversed(part), _sooner))[::-1] for part in parts]

    def around(self, member: Member) -> Stretch | None:
        chosen: dict[int, Member | None] = {self._pivot: member}
        bound = member.at.first
        for number in range(self._pivot - 1, -1, -1):
            place = bisect_right(self._lasts[number], bound)
            if not place:
                return None
            taken = self._latest[number][place - 1]
            chosen[number], bound = taken, taken.at.first
        bound = member.at.last
        for number in range(self._pivot + 1, len(self._firsts)):
            place = bisect_left(self._firsts[number], bound)
            if place == len(self._firsts[number]):
                return None
            taken = self._soonest[number][place]
            chosen[number], bound = taken, taken.at.last
        return _stretch(chosen, member)


def _later(one: Member, other: Member) -> Member:
    return other if other.at.first >= one.at.first else one


def _sooner(one: Member, other: Member) -> Member:
    return other if other.at.last <= one.at.last else one


def _stretch(chosen: dict[int, Member | None], pivot: Member) -> Stretch | None:
    members = tuple(member for _, member in sorted(chosen.items(), key=lambda each: each[0]) if member)
    if len(members) < len(chosen):
        return None
    first, last = min(member.at.first for member in members), max(member.at.last for member in members)
    return Stretch(members, pivot, first, last)


def _minimal(found: list[Stretch]) -> Iterator[Stretch]:
    """Without those that hold another of the same entry."""
    shortest: dict[str | None, int] = {}
    for each in sorted(found, key=lambda each: (-each.first, each.last)):
        if each.last < shortest.get(each.pivot.entry, each.last + 1):
            shortest[each.pivot.entry] = each.last
            yield each

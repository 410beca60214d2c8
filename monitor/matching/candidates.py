"""Which rules could match an article: a question of a few look-ups, whatever the number of rules.

A rule names sets of parts (words, lists) of which an article must hold one each. It is filed under the set that is
likely to be the rarest, its anchor; an article asks for the parts it holds. The rest of the sets is checked for the
rules found so. The filter may let through too much, and never loses a match: evaluating every rule is the reference.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Generic, NamedTuple, TypeVar

from monitor.matching.sequences import Part

Rule = TypeVar("Rule")


class _Filed(NamedTuple, Generic[Rule]):
    rule: Rule
    others: tuple[frozenset[Part], ...]


class Candidates(Generic[Rule]):
    """Rules by their anchors. `cost` says how common a part is: what it doesn't know is rare."""

    def __init__(self, rules: Iterable[tuple[Rule, tuple[frozenset[Part], ...]]], cost: Mapping[Part, float]) -> None:
        self._anchored: dict[Part, list[int]] = {}
        self._always: list[int] = []
        self._filed: list[_Filed[Rule]] = []
        for number, (rule, sets) in enumerate(rules):
            anchor = min(sets, key=lambda parts: sum(cost.get(part, 1.0) for part in parts), default=None)
            self._filed.append(_Filed(rule, tuple(parts for parts in sets if parts is not anchor)))
            if anchor is None:
                self._always.append(number)
            else:
                for part in anchor:
                    self._anchored.setdefault(part, []).append(number)

    def of(self, keys: set[int | str]) -> Iterator[Rule]:
        """The rules that an article with these parts could match, in the order they were given."""
        numbers = set(self._always)
        for part in self._anchored.keys() & keys:
            numbers.update(self._anchored[part])
        for number in sorted(numbers):
            rule, others = self._filed[number]
            if not any(keys.isdisjoint(parts) for parts in others):
                yield rule

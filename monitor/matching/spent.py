"""Which rules are slow, and how slow: what looking closely at each has taken.

What two rules share (a list's names, a family's places) is found once an article, and counts for the first that asks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

from monitor.rules.compiled import Rule

_SLOW = 0.002
_FEWEST = 20
_REMEMBERED = 2_000
"""Articles after which what was counted counts half: a rule is judged by the news of the day."""


class Cost(NamedTuple):
    """Of a rule: seconds an article, over all articles, and its share of the time that looking closely took."""

    rule_id: str
    seconds: float
    share: float


class Spent:
    """Seconds by rule. `ticks` reads a clock. An edited rule starts anew. For one thread at a time."""

    def __init__(self, ticks: Callable[[], float]) -> None:
        self._ticks = ticks
        self._articles = 0.0
        self._seconds: dict[str, tuple[str, float]] = {}

    def article(self) -> None:
        """Another article."""
        self._articles += 1
        if self._articles >= _REMEMBERED:
            self._articles /= 2
            self._seconds = {name: (digest, taken / 2) for name, (digest, taken) in self._seconds.items()}

    @contextmanager
    def on(self, rule: Rule) -> Iterator[None]:
        """What is done meanwhile is done for a rule."""
        start = self._ticks()
        try:
            yield
        finally:
            digest, before = self._seconds.get(rule.id, ("", 0.0))
            known = before if digest == rule.digest else 0.0
            self._seconds[rule.id] = rule.digest, known + self._ticks() - start

    def slow(self) -> list[Cost]:
        """The rules that take more than 2 ms an article, the slowest first; none before 20 articles were seen."""
        if self._articles < _FEWEST:
            return []
        taken = {name: seconds for name, (_, seconds) in list(self._seconds.items())}
        whole = sum(taken.values())
        costs = (Cost(name, each / self._articles, each / whole) for name, each in taken.items() if each)
        return sorted((cost for cost in costs if cost.seconds > _SLOW), key=lambda cost: -cost.seconds)

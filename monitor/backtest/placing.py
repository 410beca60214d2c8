"""Which story each article belongs to, one after the other, as live (`monitor.storyline`), but without a store."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from monitor.backtest.work import Entry
from monitor.model.article import Article, ArticleId
from monitor.stories import SPAN, Arrival, Member, Placement, Window, place


@dataclass(frozen=True, slots=True)
class Placed:
    """A version of an article in its story."""

    entry: Entry
    number: int
    story: str
    copy_of: ArticleId | None
    credits: tuple[str, ...]


class Places:
    """Articles come in the order of time. `article` gives one that came before anew."""

    def __init__(self, article: Callable[[Entry], Article]) -> None:
        self._article = article
        self._window = Window()
        self._latest: dict[ArticleId, Placed] = {}

    def place(self, entry: Entry, arrival: Arrival) -> Placed | None:
        """Where it belongs; None for what was taken already."""
        before = self._latest.get(entry.id)
        if before is not None and before.entry.version == entry.version:
            return None
        self._window.forget(entry.moment - SPAN)
        number = before.number + 1 if before else 1
        name = f"{entry.id}@{number}"
        placement = place(arrival, self._window, name, self._earlier(before) if before else None)
        self._window.add(arrival.member(placement, number, entry.moment))
        self._window.settle()
        placed = Placed(entry, number, placement.story, placement.copy_of, arrival.credits)
        self._latest[entry.id] = placed
        return placed

    def _earlier(self, before: Placed) -> Member | None:
        """The version before, where the window no longer holds it."""
        if self._window.latest(before.entry.id) is not None:
            return None
        placement = Placement(before.story, copy_of=before.copy_of)
        return Arrival.of(self._article(before.entry)).member(placement, before.number, before.entry.moment)

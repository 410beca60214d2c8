"""What each source gave since the start: counted as articles are stored. No clock, no I/O."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from monitor.model.article import Dealt


@dataclass(slots=True)
class Given:
    """Of one source: new versions of articles, what was refused by reason, and when its last new article came."""

    articles: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    last: datetime | None = None


class Tally:
    """By source. `last` says when each had its last article before the start."""

    def __init__(self, sources: Sequence[str], last: Mapping[str, datetime]) -> None:
        self._given = {name: Given(last=last.get(name)) for name in sources}

    def note(self, dealt: Sequence[Dealt], now: datetime) -> None:
        """These are stored now."""
        for one in dealt:
            given = self._given.setdefault(one.id.source, Given())
            if one.refusal is not None:
                given.refused[one.refusal.reason.value] += 1
            elif one.new:
                given.articles += 1
                given.last = now

    def of(self, source: str) -> Given:
        return self._given.get(source, Given())

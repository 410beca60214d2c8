"""The articles of the last days, in memory, as far as new ones are compared with them.

A cache: what it holds is a function of the articles added since the oldest one still here, in their order, so that it
can be built anew from the database at any time, by any daemon, and gives the same answers. Its memory is bounded by the
days and by the number of articles, whichever is less; the oldest leave first.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from monitor.model.article import ArticleId
from monitor.stories.index import Frequencies, Recent, Undo
from monitor.stories.sketch import Mark, Sketch
from monitor.stories.units import Ids

SPAN = timedelta(days=7)
"""Articles published further apart never tell of the same story, nor does one published so long after a story began
join it: what is told day after day in one form would be one story for ever."""
MOST_ARTICLES = 60_000
_NAMES = 24  # of an article, by which others find it, beside its phrases


@dataclass(frozen=True, slots=True)
class Member:
    """A version of an article in its story. `copy_of`: the article whose text it repeats. `placed`: when it came.
    `began`: when the first of its story came, where that may have left the window."""

    article: ArticleId
    number: int
    story: str
    language: str
    published: datetime
    placed: datetime
    publisher: str
    credits: tuple[str, ...]
    copy_of: ArticleId | None
    sketch: Sketch
    began: datetime | None = None


class Near(NamedTuple):
    """A member, and its share in what an article is found by, the rare counting more."""

    member: Member
    share: float


class Window:
    """The members of the last days, known by row: 0 for the first that ever came, and so on."""

    def __init__(self, most: int = MOST_ARTICLES) -> None:
        self._most = most
        self._members: dict[int, Member] = {}
        self._oldest = self._next = 0
        self._stories: dict[str, deque[int]] = {}
        self._began: dict[str, datetime] = {}
        self._latest: dict[ArticleId, int] = {}
        self._frequencies = Frequencies()
        self._recent = Recent()
        self._added: list[tuple[Undo, int | None]] = []

    def __len__(self) -> int:
        return self._next - self._oldest

    def add(self, member: Member) -> None:
        """The next member. Members come in the order in which they were placed."""
        row, before = self._next, self._latest.get(member.article)
        self._members[row] = member
        self._stories.setdefault(member.story, deque()).append(row)
        self._began.setdefault(member.story, member.began or member.placed)
        self._latest[member.article] = row
        self._frequencies.add(_counted(member.sketch))
        self._added.append((self._recent.add(row, _found_by(member.sketch)), before))
        self._next += 1

    def settle(self) -> None:
        """What was added is in the database: it stays."""
        self._added.clear()

    def take_back(self) -> None:
        """What was added since `settle` never happened."""
        while self._added:
            undo, before = self._added.pop()
            self._next -= 1
            member = self._members.pop(self._next)
            self._recent.undo(undo)
            self._frequencies.remove(_counted(member.sketch))
            self._stories[member.story].pop()
            self._forget_story(member.story)
            if before is None:
                del self._latest[member.article]
            else:
                self._latest[member.article] = before

    def forget(self, before: datetime) -> None:
        """Members placed before that moment leave, and those that are too many. Never between `add` and `settle`."""
        while self._members and (self._members[self._oldest].placed < before or len(self) > self._most):
            member = self._members.pop(self._oldest)
            self._stories[member.story].popleft()
            self._forget_story(member.story)
            if self._latest.get(member.article) == self._oldest:
                del self._latest[member.article]
            self._frequencies.remove(_counted(member.sketch))
            self._oldest += 1

    def _forget_story(self, story: str) -> None:
        if not self._stories[story]:
            del self._stories[story], self._began[story]

    def rarity(self, keys: Ids) -> NDArray[np.float64]:
        """How rare each unit or phrase is here."""
        return self._frequencies.rarity(keys)

    def latest(self, article: ArticleId) -> Member | None:
        """The latest version of an article."""
        row = self._latest.get(article)
        return None if row is None else self._members[row]

    def story(self, story: str) -> Iterator[Member]:
        """The members of a story, oldest first."""
        return (self._members[row] for row in self._stories.get(story, ()))

    def began(self, story: str) -> datetime:
        """When the first article of a story that has members came."""
        return self._began[story]

    def size(self, story: str) -> int:
        """How many members a story has."""
        return len(self._stories.get(story, ()))

    def near(self, sketch: Sketch, most: int) -> list[Near]:
        """The members that have most in common with an article, by names and phrases; the nearest first."""
        keys = _found_by(sketch)
        weights = self.rarity(keys)
        whole = max(float(weights.sum()), 1e-9)
        found = self._recent.find(keys, weights, self._oldest, most)
        return [Near(self._members[row], weight / whole) for row, weight in found]


def _counted(sketch: Sketch) -> Ids:
    """What is counted of an article."""
    return _present(np.concatenate([sketch.terms, sketch.phrases, sketch.dates]))


def _found_by(sketch: Sketch) -> Ids:
    """By which numbers others find it."""
    return _present(np.concatenate([sketch.marked(Mark.NAME)[:_NAMES], sketch.phrases]))


def _present(keys: Ids) -> Ids:
    present: Ids = keys[keys != 0]
    return present

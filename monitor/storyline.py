"""The window of stories in step with the store: what other daemons placed is learnt, what this one places is kept.

The window is a cache. At the start it is built anew from the sketches that the store keeps; a batch that is not
committed is taken back. One daemon at a time places articles, so that all give the same answers.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from monitor.model.article import Article, ArticleId, Span
from monitor.storage import Transaction
from monitor.storage.rows import PlacedRow, SketchRow, StoryRow
from monitor.stories import SPAN, Arrival, Member, Placement, Sketch, Window, news, place
from monitor.stories.sources import publisher
from monitor.stories.window import MOST_ARTICLES

Numbered = tuple[Arrival, int]
"""An article, and the number of its version."""


@dataclass(frozen=True, slots=True)
class Told:
    """A version of an article in its story. `news`: the sentences that no earlier article of the story tells; in a copy
    they are not looked for."""

    arrival: Arrival
    number: int
    placement: Placement
    news: tuple[Span, ...] = ()

    @property
    def article(self) -> Article:
        return self.arrival.article


class Storyline:
    """What one daemon knows of the stories of the last days."""

    def __init__(self) -> None:
        self._window = Window()
        self._seq = 0

    async def place(self, tx: Transaction, fresh: Sequence[Numbered], now: datetime) -> list[Told]:
        """Give every new version its story. The articles' own rows are the caller's, then `keep`, and after the commit
        `settle`; where there is none, `take_back`."""
        await tx.stories.take_turn()
        rows = await tx.stories.placed(self._seq, now - SPAN, MOST_ARTICLES)
        await asyncio.to_thread(self._learn, rows, now)
        earlier = {arrival.article.id: await self._earlier(tx, arrival) for arrival, number in fresh if number > 1}
        # In a thread: comparing sixty articles takes a good part of a second.
        told = await asyncio.to_thread(lambda: [self._place(one, earlier, now) for one in fresh])
        opened = [one for one in told if one.placement.new]
        await tx.stories.add(
            [StoryRow(one.placement.story, one.article.headline, one.article.id, now) for one in opened]
        )
        return told

    async def keep(self, tx: Transaction, told: Sequence[Told], now: datetime) -> None:
        """Keep the sketches of articles that are in the store."""
        rows = [
            SketchRow(seq, one.article.id, one.number, now, one.arrival.sketch.pack())
            for seq, one in enumerate(told, start=self._seq + 1)
        ]
        await tx.stories.keep(rows)

    def settle(self, told: Sequence[Told]) -> None:
        """What was placed is committed."""
        self._window.settle()
        self._seq += len(told)

    def take_back(self) -> None:
        """What was placed was not committed."""
        self._window.take_back()

    def _learn(self, rows: Sequence[PlacedRow], now: datetime) -> None:
        for row in rows:
            self._window.add(_member(row))
            self._seq = row.seq
        self._window.settle()
        self._window.forget(now - SPAN)

    def _place(self, one: Numbered, earlier: Mapping[ArticleId, Member | None], now: datetime) -> Told:
        arrival, number = one
        placement = place(arrival, self._window, f"{arrival.article.id}@{number}", earlier.get(arrival.article.id))
        fresh = () if placement.copy_of else news(arrival, self._window.story(placement.story))
        self._window.add(arrival.member(placement, number, now))
        return Told(arrival, number, placement, fresh)

    async def _earlier(self, tx: Transaction, arrival: Arrival) -> Member | None:
        """The version before this one, where the window no longer holds it."""
        id = arrival.article.id
        if self._window.latest(id) is not None:
            return None
        versions = await tx.articles.versions(id)
        article = await tx.articles.get(id, versions[-1].number) if versions else None
        if article is None:
            return None
        placement = Placement(versions[-1].story_id, copy_of=versions[-1].copy_of)
        return Arrival.of(article).member(placement, versions[-1].number, versions[-1].received)


def _member(row: PlacedRow) -> Member:
    return Member(
        article=row.article,
        number=row.number,
        story=row.story_id,
        language=row.language,
        published=row.published,
        placed=row.placed,
        publisher=publisher(row.publisher),
        credits=row.credits,
        copy_of=row.copy_of,
        sketch=Sketch.unpack(row.sketch),
        began=row.began,
    )

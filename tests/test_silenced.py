"""Silences through the whole flow: they mute while they last, and take nothing away for good."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from monitor.model.alert import KeptBack, NotificationState
from monitor.model.article import ArticleId, RawArticle
from monitor.pipeline import InForce, Pipeline
from monitor.storage import Store
from tests.support.alerting import plain_headline, settings
from tests.support.clock import VirtualClock
from tests.support.rules import engine, rule, terms

MINUTE = timedelta(minutes=1)
ROUTES = [{"to": ["hook"]}]
REPORT = (
    b"Cholera in the camp\n\n"
    + b"Cholera broke out in the camp on the coast, and the ministry sent doctors there. " * 8
)
CHOLERA = rule("cholera", any=terms("cholera"))


class Newsroom:
    """A pipeline that takes one copy after the other of the same long report."""

    def __init__(self, store: Store, clock: VirtualClock) -> None:
        self.store, self.clock = store, clock
        force = InForce(settings(routes=ROUTES), engine(CHOLERA), plain_headline)
        self._pipeline = Pipeline(store, {}, lambda: force, clock, lambda: None)
        self._taken: list[ArticleId] = []

    async def reports(self, number: int = 1) -> None:
        """So many in one batch."""
        now = self.clock.now()
        new = [ArticleId("wire", f"{len(self._taken) + each}.txt") for each in range(number)]
        await self._pipeline.take([RawArticle(one, REPORT, "report", now, now) for one in new])
        self._taken += new
        await self.clock.advance(MINUTE)

    async def silence(self, scope: str) -> int:
        now = self.clock.now()
        async with self.store.begin() as tx:
            return (await tx.silences.add(scope, "anna", "drill", now, now + timedelta(days=30))).id

    async def expire(self, number: int) -> None:
        async with self.store.begin() as tx:
            assert await tx.silences.expire(number, self.clock.now())

    async def kept_back(self) -> list[str | None]:
        """Why nobody was told of each match, in order."""
        async with self.store.read() as tx:
            found = [await tx.why.article(one) for one in self._taken]
        return [match.match.kept_back for history in found if history for match in history.matches]

    async def states(self) -> list[NotificationState]:
        async with self.store.read() as tx:
            return [one.state for one in await tx.outbox.list()]


@pytest_asyncio.fixture
async def newsroom(tmp_path: Path) -> AsyncIterator[Newsroom]:
    store = await Store.open(f"sqlite:///{tmp_path}/state.db")
    yield Newsroom(store, VirtualClock())
    await store.close()


async def test_a_happening_is_told_once_however_often_it_is_reported(newsroom: Newsroom) -> None:
    await newsroom.reports(2)
    await newsroom.reports()
    assert await newsroom.states() == [NotificationState.PENDING]
    assert await newsroom.kept_back() == [None, KeptBack.COPY, KeptBack.COPY]


async def test_a_silence_ends_when_it_ends(newsroom: Newsroom) -> None:
    number = await newsroom.silence("rule:cholera")
    await newsroom.reports()
    await newsroom.reports()
    assert await newsroom.states() == [NotificationState.SUPPRESSED]
    await newsroom.expire(number)
    await newsroom.reports(2)
    assert await newsroom.states() == [NotificationState.PENDING]
    assert await newsroom.kept_back() == [KeptBack.SILENCED, KeptBack.SILENCED, None, KeptBack.COPY]


@pytest.mark.parametrize("scope", ["rule:cholera", "receiver:hook"])
async def test_a_silence_changes_nothing_of_what_was_told(newsroom: Newsroom, scope: str) -> None:
    await newsroom.reports()
    number = await newsroom.silence(scope)
    await newsroom.reports()
    await newsroom.expire(number)
    await newsroom.reports()
    assert await newsroom.states() == [NotificationState.PENDING]
    assert await newsroom.kept_back() == [None, KeptBack.COPY, KeptBack.COPY]

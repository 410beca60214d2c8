"""A replay: the pipeline again, in virtual time, at any pace."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from monitor import log
from monitor.backtest import Backtest
from monitor.backtest.replay import Pace, Replay, Step
from monitor.clock import Clock
from monitor.matching import Engine
from monitor.model.article import Article, RawArticle
from monitor.pipeline import InForce
from monitor.rules.compiled import RuleSet
from monitor.storage import Store
from tests.backtest.test_run import ARTICLES, SETTINGS, START, Silent, compared, outcomes, ruleset, told
from tests.support.alerting import plain_headline
from tests.support.clock import VirtualClock

HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    with log.silenced():
        yield


def kept(raws: Sequence[RawArticle]) -> list[Article]:
    with Backtest(SETTINGS, plain_headline, jobs=1, now=START, progress=Silent()) as past:
        past.read(raws)
        return list(past.kept())


async def replayed(
    articles: Iterable[RawArticle | Article], rules: RuleSet, folder: Path, speed: float | None, clock: Clock
) -> tuple[list[Step], list[tuple[object, ...]]]:
    """The steps that were told, and the alerts that are in the store at the end."""
    steps: list[Step] = []

    async def tell(step: Step) -> None:
        steps.append(step)

    store = await Store.open(f"sqlite:///{folder}/{speed}.db")
    await Replay(store, InForce(SETTINGS, Engine(rules), plain_headline), Pace(clock, speed), tell).run(articles)
    async with store.read() as tx:
        found = await tx.alerts.list(limit=1_000)
    await store.close()
    return steps, compared(found)


async def test_a_replay_raises_what_a_backtest_says(tmp_path: Path) -> None:
    rules = ruleset("fall.yml", "word.yml", "twice.yml", "quiet.yml")
    articles = ARTICLES[:7]
    steps, alerts = await replayed(articles, rules, tmp_path, None, VirtualClock(START))
    (outcome,) = await asyncio.to_thread(lambda: outcomes(articles, rules))
    assert alerts == told(outcome)
    assert {step.change.kind.value for step in steps} >= {"raised", "closed", "corrected"}
    assert [step.change.at for step in steps] == sorted(step.change.at for step in steps)


async def test_an_article_that_was_read_before_goes_the_same_way(tmp_path: Path) -> None:
    for name in ("raw", "read"):
        (tmp_path / name).mkdir()
    raw = await replayed(ARTICLES, ruleset("fall.yml"), tmp_path / "raw", None, VirtualClock(START))
    articles = await asyncio.to_thread(kept, ARTICLES)
    assert await replayed(articles, ruleset("fall.yml"), tmp_path / "read", None, VirtualClock(START)) == raw


async def test_a_hold_ends_in_its_minute_and_not_with_the_next_article(tmp_path: Path) -> None:
    steps, _ = await replayed([ARTICLES[0], ARTICLES[-2]], ruleset("word.yml"), tmp_path, None, VirtualClock(START))
    first = [(step.change.kind.value, step.change.at - START) for step in steps]
    assert first[:2] == [("raised", 0 * HOUR), ("closed", HOUR + timedelta(minutes=1))]


async def test_speed_scales_the_waiting_and_nothing_else(tmp_path: Path) -> None:
    clock, articles = VirtualClock(START + 1000 * HOUR), ARTICLES[:5]
    at_once, _ = await replayed(articles, ruleset("fall.yml"), tmp_path, None, VirtualClock(START))
    slowly: list[list[Step]] = []

    async def run() -> None:
        steps, _ = await replayed(articles, ruleset("fall.yml"), tmp_path, 60.0, clock)
        slowly.append(steps)

    task = clock.start(run())
    await clock.advance(timedelta(minutes=3.9))  # four hours of news in four minutes
    assert not task.done()
    await clock.advance(timedelta(minutes=0.2))
    await task
    assert slowly == [at_once]

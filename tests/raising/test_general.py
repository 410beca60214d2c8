"""What names no place, or the country only, may be what an open alert tells more exactly: where the article names that
place, too, nobody is told of it twice."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from monitor.model.alert import AlertState
from monitor.rules.compiled import TermList
from monitor.rules.lists import load_lists
from monitor.storage import Store
from tests.support.newsroom import HOUR, Newsroom

RAID = """
title: Airstrike
id: raid
headline: "Airstrike on {place}"
event:
  action: [$attack, $bomb]
  target: {as: place, of: [$cities, $countries, house, rebels], optional: true}
  place: {as: place, of: [$cities, $countries], optional: true}
all: [[airstrike, warplanes]]
within: sentence
alert: {once_per: [place], hold: 24h}
"""
BUDGET = "Parliament argued about the budget for schools and roads until late at night."
IDLIB = "Warplanes bombed Idlib on Monday."


@cache
def few_lists() -> dict[str, TermList]:
    """The lists that ship, with the cities of these tests only: the whole is made ready in seconds, for each test."""
    lists = load_lists({}).lists
    cities = tuple(entry for entry in lists["cities"].entries if entry.name in ("Idlib", "Hama"))
    return {**lists, "cities": replace(lists["cities"], digest="few", entries=cities)}


@pytest.fixture
def room(store: Store) -> Newsroom:
    return Newsroom(store, RAID, lists=few_lists())


@pytest.mark.parametrize(
    ("text", "is_new"),
    [
        ("Warplanes bombed Syria on Monday. In Idlib doctors asked for blood.", False),
        ("Warplanes bombed Syria on Monday.", True),
        (f"{BUDGET} Warplanes bombed a house. In Idlib doctors asked for blood.", False),
        ("Warplanes bombed Hama on Monday.", True),
        ("Warplanes bombed Turkey on Monday.", True),
        ("Warplanes bombed a house on Monday.", True),
    ],
)
async def test_what_may_be_the_same(room: Newsroom, text: str, is_new: bool) -> None:
    await room.says(IDLIB, title="Idlib is hit from the air", path="a.txt")
    await room.says(text, "AFP", title="Shares and weather of the day", path="b.txt")
    assert await room.kept_back() == [None, None if is_new else "already_alerted"]


async def test_it_says_nothing_for_what_it_may_be(room: Newsroom) -> None:
    await room.says(IDLIB, title="Idlib is hit from the air", path="a.txt")
    text = "Warplanes bombed Syria on Monday. In Idlib doctors asked for blood."
    await room.says(text, "AFP", title="Shares and weather of the day", path="b.txt")
    assert [one.sources for one in await room.alerts()] == [1]


async def test_of_one_article_the_city_is_told(room: Newsroom) -> None:
    await room.says("Warplanes bombed Syria on Monday. Warplanes bombed Idlib.")
    assert await room.subjects() == ["raised Airstrike on Idlib"]


async def test_it_keeps_nothing_open(room: Newsroom) -> None:
    await room.says(IDLIB, path="a.txt", title="Idlib is hit from the air")
    await room.pass_(20 * HOUR, every=HOUR)
    await room.says("Warplanes bombed Syria on Tuesday, Idlib too.", "AFP", path="b.txt", title="Of war and peace")
    await room.pass_(5 * HOUR, every=HOUR)
    assert [one.state for one in await room.alerts()] == [AlertState.CLOSED]


async def test_a_denial_for_the_country_turns_nothing(room: Newsroom) -> None:
    await room.says(IDLIB, path="a.txt", title="Idlib is hit from the air")
    await room.says(
        "The army denied that warplanes had bombed Syria. In Idlib nobody knows.",
        "AFP",
        path="b.txt",
        title="Of war and peace",
    )
    assert await room.kinds() == ["raised"]


async def test_what_was_told_to_nobody_is_no_reason(room: Newsroom) -> None:
    await room.says(IDLIB, path="a.txt", title="Idlib is hit from the air", hours=-100)
    await room.says("Warplanes bombed Syria on Monday.", "AFP", path="b.txt", title="Of war and peace")
    assert await room.subjects() == ["raised Airstrike on Syria"]

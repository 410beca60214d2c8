"""The shipped rule on captured cities: who retakes a town is news, another paper's word for who took it is none."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from monitor.rules.compiled import TermList
from monitor.rules.lists import load_lists
from monitor.storage import Store
from tests.support.newsroom import HOUR, Newsroom

RULE = Path(__file__).parents[2] / "rules/city-captured.yml"
FIRST = "Rebels captured Kidal on Monday, residents said."


@cache
def few_lists() -> dict[str, TermList]:
    lists = load_lists({}).lists
    cities = tuple(entry for entry in lists["cities"].entries if entry.name == "Kidal")
    return {**lists, "cities": replace(lists["cities"], digest="few", entries=cities)}


@pytest.fixture
def room(store: Store) -> Newsroom:
    return Newsroom(store, RULE.read_text("utf-8").partition("tests:")[0] + "id: captured\n", lists=few_lists())


@pytest.mark.parametrize(
    "text",
    [
        "Insurgents captured Kidal, a spokesman said.",
        "JNIM has captured Kidal, Mali's army said.",
        "Kidal has been captured.",
    ],
)
async def test_another_word_for_the_captors_tells_nobody(room: Newsroom, text: str) -> None:
    await room.says(FIRST)
    await room.pass_(3 * HOUR)
    await room.says(text, "AFP")
    assert len(await room.subjects()) == 1
    assert await room.kept_back() == [None, "already_alerted"]


@pytest.mark.parametrize(
    "text",
    ["Government forces recaptured Kidal.", "Malian troops retook Kidal on Tuesday."],
)
async def test_a_town_that_is_retaken_is_an_update(room: Newsroom, text: str) -> None:
    await room.says(FIRST)
    await room.pass_(20 * HOUR, every=HOUR)
    await room.says(text, "AFP")
    (message,) = (await room.messages())[1:]
    assert [one["what"] for one in message.content["change"]["differences"]] == ["captor"]
    await room.says("Soldiers have retaken Kidal.", "AP")
    assert len(await room.messages()) == 2


async def test_two_groups_are_two_captors(room: Newsroom) -> None:
    await room.says("JNIM has captured Kidal.")
    await room.says("The Islamic State in the Greater Sahara captured Kidal from JNIM, residents said.", "AFP")
    assert len(await room.messages()) == 2

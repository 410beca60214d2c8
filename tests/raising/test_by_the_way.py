"""What was told is known for 90 days: who mentions it by the way, after its alert has closed, raises nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest

from monitor.model.alert import AlertState
from monitor.storage import Store
from tests.support.newsroom import CAPTURED, HOUR, Newsroom

DAY = timedelta(days=1)
FIRST = "Rebels captured Hama on Monday, residents said."
LEAD = "The council met in Homs and argued about the budget.\n\nSchools and roads need money, the speaker said.\n\n"


@pytest.fixture
def room(store: Store) -> Newsroom:
    return Newsroom(store, CAPTURED)


async def told(room: Newsroom, days: int = 10) -> None:
    """The first capture, and its alert closed since."""
    await room.says(FIRST, title="Rebels in Hama", path="first.txt")
    await room.pass_(days * DAY, every=12 * HOUR)
    assert [one.state for one in await room.alerts()] == [AlertState.CLOSED]


@pytest.mark.parametrize(
    "text",
    [
        "It had left Hama after rebels captured the city.",
        "Prices doubled in Hama, which rebels captured.",
        "The capture of Hama by rebels opened the way to the south.",
        "It fled when rebels captured Hama.",
    ],
)
async def test_a_repeat(room: Newsroom, text: str) -> None:
    await told(room)
    await room.says(f"{LEAD}{text}", "AFP", title="Money for schools", path="later.txt")
    assert await room.subjects() == ["raised Hama captured"]
    assert await room.kept_back() == [None, "by_the_way"]


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Money for schools", f"{LEAD}Rebels captured Hama."),
        ("Money for schools", f"{LEAD}Rebels have captured Hama, residents said."),
        ("Money for schools", f"{LEAD}It left Hama after rebels captured the city on Thursday."),
        ("Money for schools", f"{LEAD}It left Hama hours after rebels captured the city."),
        ("Rebels capture Hama", f"{LEAD}It fled when rebels captured Hama."),
        ("Money for schools", "Thousands fled after rebels captured Hama."),
        ("Money for schools", f"{LEAD}Prices doubled in Hama, which M23 captured."),
        ("Money for schools", f"{LEAD}Prices doubled in Aleppo, which rebels captured."),
    ],
    ids=["plain", "perfect", "a day", "an hour", "headline", "lead", "another captor", "another city"],
)
async def test_news(room: Newsroom, title: str, text: str) -> None:
    """A town that was lost may be taken again."""
    await room.says("HTS captured Hama on Monday, residents said.")
    await room.pass_(10 * DAY, every=12 * HOUR)
    await room.says(text, "AFP", title=title, path="later.txt")
    assert len(await room.alerts()) == 2


async def test_it_shows_with_the_alert(room: Newsroom) -> None:
    await told(room)
    await room.says(f"{LEAD}It fled when rebels captured Hama.", "AFP", title="Money for schools", path="later.txt")
    (alert,) = await room.alerts()
    assert alert.sources == 1
    assert [one.match.kept_back for one in (await room.history(alert)).matches] == [None, "by_the_way"]


async def test_it_is_not_known_for_ever(room: Newsroom) -> None:
    await told(room, days=91)
    await room.says(f"{LEAD}It fled when rebels captured Hama.", "AFP", title="Money for schools", path="later.txt")
    assert len(await room.alerts()) == 2


async def test_what_was_denied_is_not_known(room: Newsroom) -> None:
    await room.says(FIRST, title="Rebels in Hama", path="first.txt")
    await room.says("Rebels did not capture Hama, residents said.", title="Rebels in Hama", path="first.txt")
    await room.pass_(10 * DAY, every=12 * HOUR)
    await room.says(f"{LEAD}It fled when rebels captured Hama.", "AFP", title="Money for schools", path="later.txt")
    assert len(await room.alerts()) == 2


async def test_what_nobody_was_told_is_not_known(room: Newsroom) -> None:
    await room.says(FIRST, title="Rebels in Hama", path="first.txt", hours=-100)
    await room.pass_(10 * DAY, every=12 * HOUR)
    await room.says(f"{LEAD}It fled when rebels captured Hama.", "AFP", title="Money for schools", path="later.txt")
    assert len(await room.alerts()) == 2

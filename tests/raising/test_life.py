"""Alerts' lives through the pipeline and the store, on both databases: real sentences, real rules."""

from __future__ import annotations

import pytest

from monitor.model.alert import AlertState, Standing
from monitor.storage import Store
from tests.support.newsroom import CAPTURED, HOUR, Newsroom

TAKEN = "Rebels have captured the city of Hama."
CLAIMED = "Rebels said on Monday they had captured the city of Hama."
DENIED = "The army denied that rebels had captured Hama."
CONCEDED = "The army said it had lost Hama to the rebels."


@pytest.fixture
def room(store: Store) -> Newsroom:
    return Newsroom(store, CAPTURED)


async def test_one_happening_from_claim_to_confirmation(room: Newsroom) -> None:
    """The issue's own story: claimed in the morning, denied at noon, confirmed at night."""
    await room.says(CLAIMED, "Reuters")
    await room.clock.advance(3 * HOUR)
    await room.says(DENIED, "AFP")
    await room.clock.advance(3 * HOUR)
    await room.says("Rebels said again they had captured Hama.", "AP")
    await room.says(CONCEDED, "AFP")
    assert await room.subjects() == [
        "raised Hama captured",
        "contested Hama captured",
        "updated Hama captured",
        "confirmed Hama captured",
    ]
    (alert,) = await room.alerts()
    assert (alert.standing, alert.sources) == (Standing.CONFIRMED, 3)
    assert len({one.thread for one in await room.messages()}) == 1


async def test_two_articles_of_one_batch_know_of_each_other(room: Newsroom) -> None:
    await room.take(room.article(TAKEN), room.article(DENIED, source="AFP"), room.article(CONCEDED, source="AFP"))
    assert await room.kinds() == ["raised", "contested", "confirmed"]


async def test_a_new_version_that_no_longer_says_so_retracts_it(room: Newsroom) -> None:
    await room.says(TAKEN, path="a.txt")
    await room.says("Rebels are near the city of Hama.", path="a.txt")
    assert await room.subjects() == ["raised Hama captured", "retracted Hama captured"]
    (alert,) = await room.alerts()
    (match,) = (await room.history(alert)).matches
    assert match.match.withdrawn is not None


async def test_both_versions_in_one_batch(room: Newsroom) -> None:
    await room.take(room.article(TAKEN, path="a.txt"), room.article("Rebels are near the city of Hama.", path="a.txt"))
    assert await room.kinds() == ["raised", "retracted"]
    (match,) = await room.matches()
    assert match.withdrawn is not None


async def test_a_file_that_is_overwritten_with_other_news_takes_nothing_back(room: Newsroom) -> None:
    await room.says(TAKEN, path="latest.txt", title="Syrian rebels take Hama")
    await room.says("Shares fell in Tokyo.", path="latest.txt", title="Tokyo shares fall on bank fears")
    assert await room.kinds() == ["raised"]


async def test_a_kill_with_another_name_is_told_and_opens_nothing(room: Newsroom) -> None:
    await room.says(TAKEN, path="a.txt")
    await room.says("Rebels have captured the city of Hama.", path="b.txt", title="KILL - Rebels take Hama")
    assert await room.subjects() == ["raised Hama captured", "retracted Hama captured"]
    await room.says(TAKEN, "Gazette", path="c.txt", title="KILL - Rebels take Hama")
    assert await room.kinds() == ["raised", "retracted"]


async def test_a_kill_of_what_was_never_told_raises_nothing(room: Newsroom) -> None:
    await room.says(TAKEN, title="KILL - Rebels take Hama")
    assert await room.alerts() == []
    assert await room.kept_back() == ["withdrawn"]


async def test_a_correction_is_told_with_what_was_put_right(room: Newsroom) -> None:
    await room.says("HTS captured Hama on Monday.", path="a.txt")
    await room.says("M23 captured Hama on Monday.", path="b.txt", title="CORRECTED-Fighters take Hama")
    first, second = await room.messages()
    assert second.content["change"]["kind"] == "corrected"
    assert second.content["change"]["differences"] == [{"what": "captor", "before": "HTS", "now": "M23"}]
    assert second.thread == first.thread


@pytest.mark.parametrize(
    ("title", "text", "turn"),
    [
        ("CORRECTION: Hama - Rebels advance in Syria", "Rebels did not capture Hama on Monday.", Standing.DENIED),
        ("KILL - Rebels advance in Syria", "Rebels captured Hama on Monday, the army said.", Standing.RETRACTED),
        ("KILL - Rebels advance in Syria", "Please disregard what was told on Monday.", None),
    ],
)
async def test_a_correction_that_names_one_city_leaves_the_other_of_its_story(
    room: Newsroom, title: str, text: str, turn: Standing | None
) -> None:
    for city in ("Aleppo", "Hama"):
        await room.says(f"Rebels captured {city} on Monday, the army said.", title="Rebels advance in Syria")
    await room.says(text, title=title)
    aleppo, hama = await room.alerts()
    assert aleppo.story_id == hama.story_id
    left = (Standing.REPORTED, turn) if turn else (Standing.RETRACTED, Standing.RETRACTED)
    assert (aleppo.standing, hama.standing) == left
    assert await room.kinds(aleppo) == (["raised"] if turn else ["raised", "retracted"])


@pytest.mark.parametrize(
    "text",
    [
        "Rebels captured Hama (not Aleppo) on Monday, the army said.",
        "(Corrects name of city to Hama from Aleppo) Rebels captured Hama on Monday, the army said.",
        "Rebels captured the city of Hama, not the city of Aleppo, on Monday, the army said.",
    ],
)
async def test_a_correction_that_says_which_city_it_was_not(room: Newsroom, text: str) -> None:
    await room.says("Rebels captured Aleppo on Monday, the army said.", title="Rebels advance in Syria")
    await room.says("Rebels captured Goma on Monday, the army said.", title="Rebels advance in Syria")
    await room.says(text, title="CORRECTED: Rebels advance in Syria")
    aleppo, goma, hama = await room.alerts()
    assert {aleppo.story_id, goma.story_id, hama.story_id} == {aleppo.story_id}
    assert aleppo.standing in (Standing.RETRACTED, Standing.DENIED)
    assert (goma.standing, hama.standing) == (Standing.REPORTED, Standing.REPORTED)


async def test_a_correction_of_the_city_leaves_what_another_source_says(room: Newsroom) -> None:
    for source in ("Reuters", "AFP"):
        await room.says("Rebels captured Aleppo on Monday, the army said.", source, title="Rebels take Aleppo")
    text = "Rebels captured Goma (not Aleppo) on Monday, the army said."
    await room.says(text, title="CORRECTED: Rebels take a city")
    aleppo, goma = await room.alerts()
    assert (aleppo.standing, goma.standing) == (Standing.REPORTED, Standing.REPORTED)
    assert (await room.kinds(aleppo))[-1] == "corrected"
    assert aleppo.facts["life"]["sources"] == ["AFP"], "what AFP says still stands"


async def test_a_correction_reaches_an_alert_that_is_closed(room: Newsroom) -> None:
    await room.says(TAKEN, path="a.txt")
    await room.pass_(49 * HOUR, every=HOUR)
    assert [one.state for one in await room.alerts()] == [AlertState.CLOSED]
    await room.says("Rebels are near the city of Hama.", path="a.txt")
    assert await room.kinds() == ["raised", "closed", "retracted"]
    assert (await room.subjects())[-1] == "retracted Hama captured"


async def test_after_the_hold_the_next_match_is_another_alert_in_the_same_thread(room: Newsroom) -> None:
    await room.says(TAKEN)
    await room.clock.advance(49 * HOUR)
    await room.says("Rebels took Hama on Wednesday.", "AFP")
    first, second = await room.alerts()
    assert (first.state, second.state) == (AlertState.CLOSED, AlertState.OPEN)
    assert await room.kinds(first) == ["raised", "closed"]
    assert len({one.thread for one in await room.messages()}) == 1


async def test_what_corrects_a_closed_alert_leaves_the_open_one_of_its_happening_open(room: Newsroom) -> None:
    await room.says(TAKEN, path="a.txt")
    await room.clock.advance(49 * HOUR)
    await room.says("Rebels took Hama on Wednesday.", "AFP", path="b.txt")
    gone = room.article("Rebels are near the city of Hama.", path="a.txt")
    await room.take(gone, room.article("Fighters seized Hama on Wednesday.", source="AP"))
    first, second = await room.alerts()
    assert await room.kinds(first) == ["raised", "closed", "retracted"]
    assert await room.kinds(second) == ["raised", "updated"]


async def test_a_match_that_names_no_entry_joins_the_alert_of_its_story(store: Store) -> None:
    """A new version of the article says only "the town": no second alert beside that of Hama, and no retraction."""
    room = Newsroom(store, CAPTURED.replace("of: $cities", "of: [$cities, town]"))
    await room.says(TAKEN, path="a.txt")
    await room.says("Rebels have captured the town, residents said.", path="a.txt")
    assert [one.happening for one in await room.alerts()] == ['slot:["Hama"]']
    assert await room.kinds() == ["raised"]
    await room.says("Rebels have captured the town, residents said.", "AFP", path="other.txt")
    assert len(await room.alerts()) == 2


async def test_a_denial_of_what_nobody_claimed_is_not_kept(room: Newsroom) -> None:
    await room.says(DENIED)
    assert (await room.alerts(), await room.matches()) == ([], [])


async def test_every_match_of_an_alert_has_its_reason(room: Newsroom) -> None:
    for source, text in (
        ("Reuters", TAKEN),
        ("AFP", TAKEN),
        ("AP", "If Hama falls to rebels, Homs is next."),
        ("BBC", TAKEN),
    ):
        await room.says(text, source, title=f"{source} on Hama")
    assert await room.kept_back() == [None, None, "weaker", "already_alerted"]
    changes = await room.changes()
    assert [(one.kind.value, [each.value for each in one.causes], one.told) for one in changes] == [
        ("raised", ["first_match"], 2),
        ("updated", ["sources_reached"], 2),
    ]


async def test_late_news_goes_to_the_digest_alone(room: Newsroom) -> None:
    await room.says(CLAIMED)
    await room.says(TAKEN, "AFP", hours=-80)
    assert await room.subjects() == ["raised Hama captured"]
    (alert,) = await room.alerts()
    assert alert.standing is Standing.CONFIRMED
    assert [one.kept_back for one in await room.changes()] == [None, "late"]


async def test_what_an_earlier_digest_had_is_struck_through_in_the_next(room: Newsroom) -> None:
    await room.says(TAKEN, path="a.txt")
    begun = room.clock.now()
    await room.clock.advance(2 * HOUR)
    assert await room.digest(begun + HOUR, begun + 25 * HOUR) == []
    await room.says("Rebels are near the city of Hama.", path="a.txt")
    assert await room.digest(begun + HOUR, begun + 25 * HOUR) == [("Hama captured", "retracted")]
    await room.clock.advance(48 * HOUR)
    assert await room.digest(begun + 25 * HOUR, begun + 72 * HOUR) == []

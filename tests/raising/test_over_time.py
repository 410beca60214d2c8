"""`when` through the pipeline and the store, on both databases: real sentences, restarts, and any order of arrival."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from monitor.model.alert import AlertState, Standing
from monitor.storage import Store
from tests.support.clock import START, VirtualClock
from tests.support.newsroom import CAPTURED, HOUR, Newsroom

DAY = 24 * HOUR
BOMBED = """
id: bombed
title: Attacks in one country
headline: "{city}"
event: {action: $bomb, target: {as: city, of: $cities}}
"""
COUNT = BOMBED + "when: {count: 3, over: 6h, by: [city.country], sources: 2}\nalert: {hold: 1h}\n"
LEFT = """
id: left
title: Withdrawal
event: {action: $withdraw, actor: {as: who, of: [army, troops], optional: true}, target: {as: from, of: [$countries]}}
alert: {once_per: [from]}
"""


def bombs(city: str) -> str:
    return f"Warplanes bombed the city of {city} on Monday."


async def test_three_attacks_in_one_country_from_two_sources(store: Store) -> None:
    room = Newsroom(store, COUNT)
    for hours, (city, source) in enumerate(
        [("Hama", "Reuters"), ("Goma", "Reuters"), ("Aleppo", "Reuters"), ("Deir ez-Zor", "AFP")]
    ):
        await room.says(bombs(city), source, hours=hours)
    (alert,) = await room.alerts()
    assert alert.happening == 'window:["SY"]'
    assert await room.kept_back() == ["counted", "counted", "counted", None]
    (message,) = await room.messages()
    window = message.content["alert"]["window"]
    assert (window["form"], window["count"], window["sources"]) == ("count", 3, 2)
    assert window["values"] == {"city.country": "SY"}
    assert [one["source"] for one in window["matches"]] == ["Reuters", "Reuters", "AFP"]
    assert message.content["alert"]["life"]["sources"] == ["Reuters", "AFP"]
    assert len((await room.history(alert)).matches) == 3
    assert [one.facts["window"]["count"] for one in await room.matches() if one.kept_back] == [1, 1, 2]


async def test_after_an_alert_the_count_starts_anew(store: Store) -> None:
    room = Newsroom(store, COUNT)
    for hours in range(5):
        await room.says(bombs("Hama") + f" Report {hours}.", "AFP" if hours % 2 else "Reuters", hours=hours)
    assert len(await room.alerts()) == 1
    await room.clock.advance(6 * HOUR)
    await room.says(bombs("Hama") + " The last report.", "AP", hours=5)
    assert len(await room.alerts()) == 2


async def test_one_withdrawn_report_of_three_is_told_and_counts_no_more(store: Store) -> None:
    room = Newsroom(store, COUNT)
    for hours, source in enumerate(("Reuters", "Reuters", "AFP")):
        await room.says(bombs("Hama") + f" Report {hours}.", source, hours=hours, path=f"{hours}.txt")
    await room.says("Warplanes flew over the city of Hama.", "AFP", hours=2, path="2.txt")
    assert await room.kinds() == ["raised", "corrected"]
    (alert,) = await room.alerts()
    assert alert.standing is Standing.REPORTED


async def test_a_correction_of_one_count_leaves_the_other_of_its_story(store: Store) -> None:
    room = Newsroom(store, BOMBED + "when: {count: 2, over: 6h, by: [city.country]}\n")
    for city in ("Hama", "Goma"):
        for number in range(2):
            await room.says(bombs(city) + f" Report {number}.", title="Warplanes bomb two cities")
    await room.says("Warplanes did not bomb Goma.", title="CORRECTION: Goma - Warplanes bomb two cities")
    hama, goma = await room.alerts()
    assert (hama.standing, goma.standing) == (Standing.REPORTED, Standing.RETRACTED)
    assert hama.story_id == goma.story_id


async def test_what_a_correction_does_not_name_goes_on_counting(store: Store) -> None:
    room = Newsroom(store, BOMBED + "when: {count: 2, over: 6h, by: [city.country]}\n")
    for city in ("Hama", "Goma"):
        await room.says(bombs(city) + " Report 1.", title="Warplanes bomb two cities")
    await room.says("Warplanes did not bomb Goma.", title="CORRECTION: Goma - Warplanes bomb two cities")
    for city in ("Goma", "Hama"):
        await room.says(bombs(city) + " Report 2.", title="Warplanes bomb two cities")
    assert [one.happening for one in await room.alerts()] == ['window:["SY"]']


async def test_a_copy_is_not_counted(store: Store) -> None:
    room = Newsroom(store, BOMBED + "when: {count: 2, over: 6h}\n")
    text = bombs("Hama") + " " + " ".join(f"Witness number {n} spoke of smoke over the old town." for n in range(12))
    await room.says(text, "Reuters", title="Hama bombed")
    await room.says(text, "Gazette", title="Hama bombed")
    assert (await room.alerts(), await room.kept_back()) == ([], ["counted", "not_counted"])


async def test_without_the_value_a_match_is_not_counted(store: Store) -> None:
    room = Newsroom(store, BOMBED + "when: {new: city.region}\n")
    await room.says(bombs("Hama"))
    assert await room.kept_back() == ["not_counted"]


async def test_a_spike_of_reports(store: Store) -> None:
    room = Newsroom(store, BOMBED + "when: {spike: 3, over: 6h, against: 3d, at_least: 4}\n")
    await room.tick()
    for day in range(2):
        await room.says(bombs("Hama") + f" Day {day}.", hours=24 * day + 1)
    await room.clock.advance(3 * DAY)
    for minutes in range(4):
        await room.says(bombs("Hama") + f" Wave {minutes}.", hours=72 + minutes / 10)
    (alert,) = await room.alerts()
    (message,) = await room.messages()
    window = message.content["alert"]["window"]
    assert (alert.happening, window["count"]) == ("window:[]", 4)
    assert window["usual"] == pytest.approx(2 * 6 / 66, abs=0.01)


async def test_a_group_that_was_not_seen_for_long(store: Store) -> None:
    room = Newsroom(
        store,
        CAPTURED.partition("alert:")[0] + "when: {new: captor.name, memory: 30d}\n",
    )
    await room.tick()
    await room.says("HTS captured Hama on Monday.", hours=0)
    await room.clock.advance(8 * DAY)
    await room.says("HTS captured Aleppo on Tuesday.", hours=8 * 24)
    await room.says("M23 captured Goma on Tuesday.", hours=8 * 24)
    await room.says("M23 captured Goma, residents said.", "AFP", hours=8 * 24)
    assert [one.happening for one in await room.alerts()] == ['window:["M23"]']
    assert await room.kept_back() == ["counted", "counted", None, "already_alerted"]


SEQUENCE = """
id: taken-then-left
title: A city is taken, then an army leaves
headline: "{city} taken, {from} left"
when: {sequence: [captured, left], by: [city.country, from.name], over: 72h}
"""


async def test_one_rule_then_another(store: Store) -> None:
    room = Newsroom(store, CAPTURED + "shadow: true\n", LEFT + "shadow: true\n", SEQUENCE)
    await room.says("Troops withdrew from France.", hours=1)
    await room.says("Rebels captured Hama on Monday.", "AFP", hours=2, path="first.txt")
    await room.says("Troops withdrew from Syria.", hours=20)
    (alert,) = await room.alerts()
    assert (alert.rule_id, alert.headline) == ("taken-then-left", "Hama taken, Syria left")
    history = await room.history(alert)
    assert {str(one.article.id.path) for one in history.matches} >= {"first.txt"}
    assert len(history.matches) == 2
    (message,) = await room.messages()
    assert [one["source"] for one in message.content["alert"]["window"]["matches"]] == ["AFP", "Reuters"]
    await room.says("Rebels are near Hama.", "AFP", hours=2, path="first.txt")
    assert await room.kinds() == ["raised", "corrected"] or await room.kinds(alert) == ["raised", "corrected"]


async def test_the_first_of_a_sequence_may_arrive_last(store: Store) -> None:
    room = Newsroom(store, CAPTURED + "shadow: true\n", LEFT + "shadow: true\n", SEQUENCE)
    await room.says("Troops withdrew from Syria.", hours=20)
    await room.says("Rebels captured Hama on Monday.", "AFP", hours=2)
    assert [one.headline for one in await room.alerts()] == ["Hama taken, Syria left"]


@pytest.mark.parametrize("title", ["KILL: Raid", "STORY WITHDRAWN - What is told of the raid is wrong"])
async def test_what_was_killed_counts_no_more(store: Store, title: str) -> None:
    room = Newsroom(store, COUNT)
    await room.says(bombs("Hama"), hours=0, path="a.txt", title="Raid on Hama")
    await room.says(bombs("Aleppo"), hours=1)
    await room.says("Please disregard it.", hours=2, path="a.txt", title=title)
    await room.says(bombs("Deir ez-Zor"), "AFP", hours=3)
    assert await room.alerts() == []
    await room.says(bombs("Hama"), "AFP", hours=3)
    assert len(await room.alerts()) == 1


WIRE = "id: wire\ntitle: The wire\nsource: [Reuters]\nwhen: {silence: 45m}\n"


async def test_the_wire_goes_quiet_and_speaks_again(store: Store) -> None:
    room = Newsroom(store, WIRE)
    await room.says("The weather is fine.")
    await room.pass_(44 * HOUR / 60)
    assert await room.alerts() == []
    await room.says("Nothing of note.", "AFP")
    await room.pass_(2 * HOUR / 60)
    (alert,) = await room.alerts()
    assert alert.headline == "The wire: Nothing for 45 minutes: The wire"
    await room.pass_(26 * HOUR, every=timedelta(minutes=1))
    assert [one.state for one in await room.alerts()] == [AlertState.OPEN]
    await room.says("Shares rose.")
    assert await room.kinds() == ["raised", "closed"]
    assert [one.content["change"] and one.content["change"]["kind"] for one in await room.messages()] == [
        None,
        "closed",
    ]
    await room.pass_(46 * HOUR / 60)
    assert len(await room.alerts()) == 2


async def test_silence_of_a_rule_with_conditions(store: Store) -> None:
    room = Newsroom(store, BOMBED + "when: {silence: 2h}\n")
    await room.pass_(HOUR)
    await room.says(bombs("Hama"))
    await room.pass_(HOUR)
    await room.says("Nothing of note.")
    await room.pass_(0.5 * HOUR)
    assert await room.alerts() == []
    await room.pass_(0.6 * HOUR)
    assert [one.rule_id for one in await room.alerts()] == ["bombed"]


async def test_while_the_monitor_was_down_nothing_was_silent(store: Store) -> None:
    room = Newsroom(store, WIRE)
    await room.says("The weather is fine.")
    await room.pass_(40 * HOUR / 60)
    await room.clock.advance(5 * HOUR)
    await room.tick()
    assert await room.alerts() == []
    await room.pass_(6 * HOUR / 60)
    assert len(await room.alerts()) == 1


async def test_a_rule_that_is_gone_watches_no_more(store: Store) -> None:
    room = Newsroom(store, WIRE)
    await room.tick()
    other = Newsroom(store, CAPTURED, clock=room.clock)
    await other.tick()
    await room.clock.advance(HOUR)
    await room.tick()
    assert await room.alerts() == []


arrivals = st.lists(
    st.tuples(st.integers(0, 20), st.sampled_from(["Reuters", "AFP"]), st.sampled_from(["Hama", "Aleppo", "Goma"])),
    min_size=1,
    max_size=6,
)


@settings(
    max_examples=20, suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.generate]
)  # shrinking what takes a second takes minutes
@given(arrivals, st.randoms(use_true_random=False), st.integers(1, 5))
def test_totals_are_the_same_for_any_order_of_arrival_and_after_any_restart(
    tmp_path_factory: pytest.TempPathFactory, articles: list[tuple[int, str, str]], chance: object, restart_every: int
) -> None:
    """What each window holds, from the database, in order of publication and shuffled, with the store opened anew."""
    shuffled = list(enumerate(articles))
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    folder = tmp_path_factory.mktemp("windows")
    straight = asyncio.run(_totals(folder / "a.db", list(enumerate(articles)), 100))
    assert asyncio.run(_totals(folder / "b.db", shuffled, restart_every)) == straight


async def _totals(
    file: Path, articles: list[tuple[int, tuple[int, str, str]]], restart_every: int
) -> tuple[dict[tuple[str, int], int], bool]:
    """How many each country's window of six hours holds, by its last hour; and whether the rule fired."""
    clock = VirtualClock()
    store = await Store.open(f"sqlite:///{file}")
    for count, (number, (hours, source, city)) in enumerate(articles, 1):
        room = Newsroom(store, COUNT, clock=clock)
        await room.says(f"{bombs(city)} Report {number}.", source, hours=hours)
        if count % restart_every == 0:
            await store.close()
            store = await Store.open(f"sqlite:///{file}")
    fired = bool(await Newsroom(store, COUNT, clock=clock).alerts())
    totals = {}
    async with store.read() as tx:
        for country in ("SY", "CD"):
            for hour in range(27):
                end = START + hour * HOUR
                rows = await tx.windows.within("bombed", 0, f'["{country}"]', end - 6 * HOUR, end)
                totals[country, hour] = len(rows)
    await store.close()
    return totals, fired

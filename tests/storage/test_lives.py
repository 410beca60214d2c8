"""Reports, changes, and what is counted over time, on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from monitor.config import RetentionSettings
from monitor.model.alert import (
    AlertChange,
    AlertState,
    Cause,
    ChangeKind,
    Difference,
    NotificationState,
    Standing,
)
from monitor.model.article import ArticleId
from monitor.model.entries import Entry
from monitor.model.match import Status
from monitor.model.report import Occurrence
from monitor.storage import Store
from monitor.storage.database import connect
from monitor.storage.schema import alerts
from tests.support.stored import DAY, MINUTE, NOW, alert, kept, match, notification

HOUR = timedelta(hours=1)


async def told(store: Store, *rows: Any) -> None:
    """One alert, the articles of these matches, and the matches."""
    async with store.begin() as tx:
        await tx.alerts.add([alert()])
        articles = {(row.article.path, row.number): row for row in rows}
        await tx.articles.add([kept(path, number) for path, number in articles])
        await tx.matches.add(rows)


def said(path: str, voice: str | None = "AFP", number: int = 1, **changes: Any) -> Any:
    return match(path=path, number=number, voice=voice, status=Status.CLAIMED, **changes)


async def test_a_report_is_the_latest_version_of_an_article(store: Store) -> None:
    await told(store, said("a.txt"), said("a.txt", "Reuters", 2), said("b.txt", None), said("c.txt", withdrawn=NOW))
    async with store.read() as tx:
        reports = await tx.reports.of(["alert-1", "none"])
    assert [(one.article.path, one.number, one.voice, one.status) for one in reports["alert-1"]] == [
        ("a.txt", 2, "Reuters", Status.CLAIMED)
    ]
    assert reports["none"] == ()


async def test_what_is_withdrawn_stays_for_why_and_rests_on_nothing(store: Store) -> None:
    await told(store, said("a.txt"), said("b.txt"))
    a = ArticleId("wire", "a.txt")
    async with store.begin() as tx:
        assert await tx.reports.resting_on([a]) == {"alert-1"}
        assert await tx.reports.resting_on_story("story-1") == {"alert-1"}
        await tx.reports.withdraw("alert-1", [a], NOW)
        assert await tx.reports.resting_on([a]) == set()
        assert [one.article.path for one in (await tx.reports.of(["alert-1"]))["alert-1"]] == ["b.txt"]
        history = await tx.why.article(a)
    assert history is not None
    assert history.matches[0].match.withdrawn == NOW


async def test_a_change_comes_back_as_it_was(store: Store) -> None:
    one = AlertChange(
        "alert-1", ChangeKind.UPDATED, (Cause.SLOT_CHANGED, Cause.SOURCES_REACHED), NOW,
        (Difference("captor", "rebels", "HTS"),), ArticleId("wire", "a.txt"), 2, 3, "late",
    )  # fmt: skip
    bare = AlertChange("alert-1", ChangeKind.CLOSED, (Cause.HOLD_ENDED,), NOW + HOUR)
    async with store.begin() as tx:
        await tx.alerts.add([alert()])
        await tx.changes.add([one, bare])
        await tx.changes.add([])
    async with store.read() as tx:
        assert await tx.changes.of(["alert-1"]) == {"alert-1": [one, bare]}
        (first, _), (second, again) = await tx.changes.after(0, 10)
        assert again == bare
        assert [change for _, change in await tx.changes.after(0, 1)] == [one]
        assert await tx.changes.after(first, 10) == [(second, bare)]
        assert await tx.changes.after(second, 10) == []


async def test_an_alert_is_saved_as_it_is_now_but_for_times_that_only_move_forward(store: Store) -> None:
    async with store.begin() as tx:
        await tx.alerts.add([alert()])
        told = {"captor": (Entry("rebels", "insurgent"), Entry("HTS", "insurgent", "SY"))}
        changed = alert(
            standing=Standing.DENIED, status=Status.CLAIMED, sources=3, entries=told,
            headline="Hama", last_match=NOW - DAY, hold_until=NOW - DAY, state=AlertState.CLOSED,
        )  # fmt: skip
        await tx.alerts.save([changed])
        found = await tx.alerts.get("alert-1")
    assert found == replace(changed, last_match=NOW, hold_until=NOW + 2 * DAY)


async def test_entries_of_an_earlier_version_are_names_alone(store: Store, store_url: str) -> None:
    async with store.begin() as tx:
        await tx.alerts.add([alert()])
    database = connect(store_url)
    async with database.writer.begin() as connection:
        await connection.execute(update(alerts).values(entries={"captor": ["rebels"]}))
    await database.dispose()
    async with store.read() as tx:
        found = await tx.alerts.get("alert-1")
    assert found is not None
    assert found.entries == {"captor": (Entry("rebels"),)}


async def test_closing_is_a_step_of_its_own(store: Store) -> None:
    async with store.begin() as tx:
        await tx.alerts.add([alert(hold_until=NOW - MINUTE)])
        await tx.alerts.close_expired(NOW)
        assert [(one.kind, one.causes, one.at) for one in (await tx.changes.of(["alert-1"]))["alert-1"]] == [
            (ChangeKind.CLOSED, (Cause.HOLD_ENDED,), NOW)
        ]


async def test_who_had_an_alert(store: Store) -> None:
    async with store.begin() as tx:
        await tx.alerts.add([alert(), alert("alert-2", "other")])
        await tx.outbox.add(
            [
                notification("n1", alert_id="alert-1", route="urgent"),
                notification("n2", alert_id="alert-1", route="later"),
                notification("n3", "hook", recipient="", alert_id="alert-1"),
                notification("n4", recipient="b@example.org", alert_id="alert-1", state=NotificationState.SUPPRESSED),
            ]
        )
        await tx.outbox.drop("n3", "gone")
        heard = await tx.alerts.heard(["alert-1", "alert-2"])
    assert heard == {"alert-1": [("desk", "a@example.org", "urgent")], "alert-2": []}


def row(path: str, hours: float = 0, **changes: Any) -> Occurrence:
    values: dict[str, Any] = {
        "rule_id": "r", "part": 0, "key": "[]", "article": ArticleId("wire", path), "number": 1, "story_id": "s1",
        "happening": "story:s1", "at": NOW + hours * HOUR, "voice": "AFP", "facts": {"headline": path},
    }  # fmt: skip
    return Occurrence(**{**values, **changes})


async def seen(store: Store, key: str = "[]", part: int = 0) -> list[Occurrence]:
    async with store.read() as tx:
        return await tx.windows.within("r", part, key, NOW - 3 * HOUR, NOW + 3 * HOUR)


async def test_what_is_counted_is_found_by_its_time_and_key(store: Store) -> None:
    rows = [row("b.txt", 1), row("a.txt"), row("c.txt", 9), row("d.txt", key="x"), row("e.txt", part=1)]
    async with store.begin() as tx:
        for each in rows:
            await tx.windows.record(each, NOW + DAY)
    found = await seen(store)
    assert found == [replace(row("a.txt"), facts={}), replace(row("b.txt", 1), facts={})]
    async with store.read() as tx:
        assert await tx.windows.with_facts(found) == [row("a.txt"), row("b.txt", 1)]


async def test_a_new_version_takes_the_place_of_the_earlier_and_keeps_what_it_was_counted_for(store: Store) -> None:
    async with store.begin() as tx:
        await tx.windows.record(row("a.txt"), NOW + DAY)
        await tx.windows.spend([row("a.txt")], "alert-1")
        await tx.windows.record(row("a.txt", 2, number=2, key="y"), NOW + DAY)
    (found,) = await seen(store, "y")
    assert (found.number, found.spent, found.at) == (2, "alert-1", NOW + 2 * HOUR)
    assert await seen(store) == []


async def test_what_is_no_longer_said_is_forgotten(store: Store) -> None:
    other = row("a.txt", happening="slot:[]")
    rows = [row("a.txt"), other, row("a.txt", story_id="s2"), row("b.txt"), row("c.txt", voice="Reuters")]
    async with store.begin() as tx:
        for each in rows:
            await tx.windows.record(each, NOW + DAY)
        await tx.windows.forget([ArticleId("wire", "a.txt")], "s1", but=[other])
        await tx.windows.forget_said("afp", "s1", but=ArticleId("wire", "a.txt"), named={})
    assert {(one.article.path, one.story_id, one.happening) for one in await seen(store)} == {
        ("a.txt", "s1", "slot:[]"),
        ("a.txt", "s2", "story:s1"),
        ("c.txt", "s1", "story:s1"),
    }


async def test_a_correction_forgets_what_it_names(store: Store) -> None:
    rows = [row("a.txt", key="hama"), row("b.txt", key="homs"), row("c.txt", rule_id="q", key="homs")]
    async with store.begin() as tx:
        for each in rows:
            await tx.windows.record(each, NOW + DAY)
        await tx.windows.forget_said("afp", "s1", but=ArticleId("wire", "x.txt"), named={("r", 0): {"hama"}})
    assert await seen(store, "hama") == []
    assert [one.article.path for one in await seen(store, "homs")] == ["b.txt"]
    async with store.read() as tx:
        assert await tx.windows.within("q", 0, "homs", NOW - DAY, NOW + DAY) == [], "of another rule nothing is named"


async def test_a_rule_watches_from_when_it_is_first_seen(store: Store) -> None:
    async with store.begin() as tx:
        await tx.windows.watches(["r"], NOW)
        both = await tx.windows.watches(["r", "q"], NOW + HOUR)
        assert (both["r"].since, both["q"].since) == (NOW, NOW + HOUR)
        await tx.windows.save_watch(replace(both["r"], quiet_since=NOW + HOUR, watched=NOW + HOUR, alert_id="x"))
        await tx.windows.end_watches(["r"])
        again = await tx.windows.watches(["r", "q"], NOW + 2 * HOUR)
    assert (again["r"].since, again["r"].quiet_since, again["r"].alert_id) == (NOW, NOW + HOUR, "x")
    assert again["q"].since == NOW + 2 * HOUR


@pytest.mark.parametrize(("age", "left"), [(HOUR, 1), (2 * DAY, 0)])
async def test_what_no_window_needs_any_more_is_purged(store: Store, age: timedelta, left: int) -> None:
    async with store.begin() as tx:
        await tx.windows.record(row("a.txt"), NOW + DAY)
        await tx.upkeep.purge(NOW + age, RetentionSettings())
    assert len(await seen(store)) == left


async def test_the_steps_of_a_purged_alert_go_with_it(store: Store) -> None:
    async with store.begin() as tx:
        await tx.alerts.add([alert(state=AlertState.CLOSED)])
        await tx.changes.add([AlertChange("alert-1", ChangeKind.RAISED, (Cause.FIRST_MATCH,), NOW)])
        await tx.upkeep.purge(NOW + 400 * DAY, RetentionSettings())
        assert (await tx.alerts.get("alert-1"), await tx.changes.of(["alert-1"])) == (None, {"alert-1": []})

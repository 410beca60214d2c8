"""`alerts show` and `why` over a life that the pipeline wrote."""

from __future__ import annotations

import asyncio
import json

import pytest

from monitor.cli.exit_codes import ExitCode
from monitor.storage import Store
from tests.support.desk import Desk
from tests.support.newsroom import CAPTURED, Newsroom

COUNTED = CAPTURED.replace("id: captured", "id: twice") + "when: {count: 3, over: 6h, by: [city.country]}\n"


@pytest.fixture
def told(desk: Desk) -> str:
    """Claimed, contested, mentioned, and in the end withdrawn; the alert's id."""

    async def happen() -> str:
        store = await Store.open(f"sqlite:///{desk.root}/var/monitor.db")
        room = Newsroom(store, CAPTURED, COUNTED.replace("once_per: [city], ", ""))
        await room.says("Rebels said they had captured Hama.", "Reuters", path="a.txt")
        await room.says("The army denied that rebels had captured Hama.", "AFP", path="b.txt")
        await room.says("If Hama falls to the rebels, Homs is next.", "AP", path="c.txt")
        await room.says("Rebels are near the city of Hama.", "Reuters", path="a.txt")
        alert = next(one for one in await room.alerts() if one.rule_id == "captured")
        await store.close()
        return alert.id

    return asyncio.run(happen())


def test_an_alerts_life_is_told_step_by_step(desk: Desk, told: str) -> None:
    result = desk("alerts", "show", told)
    assert result.exit_code == ExitCode.DONE, result.output
    lines = [line.strip() for line in result.stdout.splitlines()]
    assert lines[0] == f"alert {told}, normal, open, denied, story wire:a.txt@1: Hama captured"
    said = [line.partition("  ")[2] for line in lines[3:]]
    assert [line.partition(";")[0] for line in said] == [
        "raised (first match)",
        "contested (status turned)",
        "reported, hypothetical",
        "denied (no longer said)",
        "no longer rests on wire:a.txt, version 1",
    ]
    assert "standing: reported → contested; by AFP, wire:b.txt: News of AFP; 2 told at once" in said[1]
    assert said[2].endswith("by AP, wire:c.txt: News of AP: weaker")


def test_the_same_as_json(desk: Desk, told: str) -> None:
    history = json.loads(desk("alerts", "show", told, "--format", "json").stdout)
    assert [(one["kind"], one["causes"], one["told"]) for one in history["changes"]] == [
        ("raised", ["first_match"], 2),
        ("contested", ["status_turned"], 2),
        ("denied", ["no_longer_said"], 2),
    ]
    assert (history["alert"]["standing"], history["alert"]["status"]) == ("denied", "claimed")


def test_why_says_what_each_article_did(desk: Desk, told: str) -> None:
    assert "contested (status turned)" in desk("why", told).stdout
    first = desk("why", "wire:a.txt").stdout
    assert "rule captured matched, raised (first match)" in first
    assert [line.partition(" to ")[0].strip() for line in first.splitlines() if ": pending" in line] == [
        *["the alert"] * 2,
        *["contested"] * 2,
        *["denied"] * 2,
    ]
    assert "it no longer counts since" in first
    assert "kept back: counted, 1 from 1 sources; asked for: 3 matches within 6 hours" in first
    assert "kept back: weaker" in desk("why", "wire:c.txt").stdout


def test_the_list_shows_how_each_stands(desk: Desk, told: str) -> None:
    table = desk("alerts").stdout
    assert "denied" in table
    (row,) = json.loads(desk("alerts", "--rule", "captured", "--format", "json").stdout)
    assert (row["id"], row["standing"], row["sources"]) == (told, "denied", 1)
    assert desk("alerts", "show", "none").exit_code == ExitCode.USAGE

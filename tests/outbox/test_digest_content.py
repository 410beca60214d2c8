"""What a digest says of each alert, in which order, and what it only counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from monitor.delivery.sample import sample_alert
from monitor.model.alert import (
    AlertChange,
    AlertSeverity,
    Cause,
    ChangeKind,
    Difference,
    DigestWindow,
    HeldBy,
    Standing,
)
from monitor.model.facts import WhyFacts
from monitor.model.match import Status
from monitor.outbox.digest_content import Frame, content, digest_frames, listed, worth_saying
from monitor.outbox.digest_entries import affirming, entry, importance, independent, news
from monitor.storage.rows import DigestItem, ReportRow
from tests.outbox.desk import DAY, HOUR, MINUTE
from tests.support.alerting import settings
from tests.support.clock import START as NOW
from tests.support.stored import alert

READER = ("desk", "a@example.org")
SINCE = NOW - DAY


def report(
    publisher: str = "AFP", ago: timedelta = HOUR, status: str = "claimed", *, copy: bool = False, gone: bool = False
) -> ReportRow:
    said = Status(status)
    return ReportRow(publisher, f"{publisher} says", None, NOW - ago - MINUTE, NOW - ago, said, copy, gone)


def step(
    *differences: tuple[str, str, str], ago: timedelta = HOUR, kind: str = "updated", kept_back: str | None = None
) -> AlertChange:
    what = tuple(Difference(*one) for one in differences)
    return AlertChange("a", ChangeKind(kind), (Cause.STATUS_ROSE,), NOW - ago, what, kept_back=kept_back)


ROSE = step(("status", "claimed", "asserted"))


def item(
    name: str = "a", *reports: ReportRow, severity: str = "normal", story: str = "s1", **fields: Any
) -> DigestItem:
    about = alert(name, severity=AlertSeverity(severity), story_id=story, rule_id=fields.pop("rule", "r1"))
    values: dict[str, Any] = {"added": NOW - HOUR, "late": False, "title": about.rule_id.upper(), **fields}
    values.setdefault("told", values.get("mailed", {}))
    return DigestItem(about, reports=reports or (report(),), **values)


def facts(*items: DigestItem, country: str = "SY") -> dict[str, Any]:
    base = sample_alert()["alert"]
    return {
        one.alert.id: {**base, "id": one.alert.id, "slots": {"city": {"text": "x", "name": "x", "country": country}}}
        for one in items
    }


def frame(most: int = 10, cause: str = "window") -> Frame:
    why = WhyFacts(rule="", route="digest morning", receiver=READER[0], recipient=READER[1])
    return Frame(cause, SINCE, NOW, "UTC", most, why, "morning")


def order(*items: DigestItem) -> list[str]:
    return [one.alert.id for one in listed(items, frame())]


class TestImportance:
    def test_severity_comes_first(self) -> None:
        severities = ["low", "critical", "normal", "high"]
        assert order(*(item(s, severity=s) for s in severities)) == ["critical", "high", "normal", "low"]

    def test_then_independent_sources(self) -> None:
        two = item("two", report("AFP"), report("dpa"))
        reprinted = item("reprinted", report("AFP"), *(report(f"paper {n}", copy=True) for n in range(9)))
        assert order(reprinted, two) == ["two", "reprinted"]

    def test_then_what_is_new_to_the_reader(self) -> None:
        had = item("had", mailed={READER: NOW - 30 * MINUTE})
        changed = item("changed", report(), report("dpa", 5 * MINUTE), mailed={READER: NOW - 30 * MINUTE})
        other = item("other", mailed={("desk", "b@example.org"): NOW})
        assert importance(other, READER, SINCE) > importance(had, READER, SINCE)
        assert order(had, changed, other) == ["changed", "other", "had"]

    def test_many_papers_do_not_make_a_small_thing_large(self) -> None:
        small = item("small", *(report(f"p{n}") for n in range(7)), severity="low")
        assert order(small, item("large", severity="critical")) == ["large", "small"]


@pytest.mark.parametrize(
    ("reports", "names"),
    [
        ([report("AFP"), report("afp"), report("dpa")], ["AFP", "dpa"]),
        ([report("AFP"), report("Post", copy=True)], ["AFP"]),
        ([report("Post", copy=True), report("Times", copy=True)], ["Post"]),
        ([], []),
    ],
)
def test_who_is_a_source(reports: list[ReportRow], names: list[str]) -> None:
    assert [one.publisher for one in independent(reports)] == names


@pytest.mark.parametrize(
    ("status", "reports", "names"),
    [
        ("claimed", [report("AFP"), report("Sana", status="denied")], ["AFP"]),
        ("denied", [report("Sana", status="denied")], ["Sana"]),
        ("claimed", [report("AFP", gone=True), report("dpa")], ["dpa"]),
        ("claimed", [report("AFP", gone=True), report("Sana", status="negated")], ["AFP"]),
    ],
)
def test_who_says_so(status: str, reports: list[ReportRow], names: list[str]) -> None:
    one = item("a", *reports)
    one = replace(one, alert=replace(one.alert, status=Status(status)))
    assert [each.publisher for each in affirming(one)] == names


class TestNews:
    def test_a_status_that_rose(self) -> None:
        one = item("a", report(ago=2 * DAY), report("dpa"), changes=(ROSE,), again=True)
        assert {"what": "status", "before": "claimed", "now": "asserted"} in news(one, SINCE)

    def test_from_what_the_reader_knew_to_what_is_so_now(self) -> None:
        known = step(("captor", "rebels", "HTS"), ago=2 * DAY)
        twice = [step(("captor", "HTS", "SNA")), step(("captor", "SNA", "Turkey"), ("severity", "high", "critical"))]
        back = [step(("standing", "reported", "contested")), step(("standing", "contested", "reported"))]
        one = item("a", changes=(known, *twice, *back, step(kind="closed")))
        assert news(one, SINCE) == [
            {"what": "captor", "before": "HTS", "now": "Turkey"},
            {"what": "severity", "before": "high", "now": "critical"},
        ]

    def test_what_a_message_of_its_own_told_is_no_news(self) -> None:
        one = item("a", changes=(ROSE,), mailed={READER: NOW - DAY}, told={READER: NOW - MINUTE})
        made = entry(one, facts(one)["a"], READER, SINCE)
        assert (made["news"], made["mailed_at"]) == ([], (NOW - DAY).isoformat())
        assert entry(replace(one, told=one.mailed), facts(one)["a"], READER, SINCE)["news"] != []

    def test_a_correction_is_news_and_what_the_rule_wants_untold_is_not(self) -> None:
        untold = step(("status", "claimed", "asserted"), kept_back="not_in_again_if")
        one = item("a", changes=(untold, step(kind="corrected"), step(kind="corrected")))
        assert news(one, SINCE) == [{"what": "corrected", "before": "", "now": ""}]

    def test_sources_at_round_numbers(self) -> None:
        old = [report(f"old {n}", 2 * DAY) for n in range(2)]
        assert news(item("a", *old, report("third")), SINCE) == []
        (found,) = news(item("a", *old, *(report(f"new {n}") for n in range(3))), SINCE)
        assert found == {"what": "sources", "before": "2", "now": "new 0, new 1, new 2"}

    def test_only_what_stands_otherwise_comes_again(self) -> None:
        new = item("new")
        same = item("same", report(ago=2 * DAY), report("AFP"), again=True)
        risen = item("risen", report(ago=2 * DAY), report("AFP"), changes=(ROSE,), again=True)
        assert [one.alert.id for one in worth_saying([new, same, risen], SINCE)] == ["new", "risen"]


class TestEntry:
    def test_of_a_new_alert_nothing_is_news(self) -> None:
        made = entry(item(), facts(item())["a"], READER, SINCE)
        assert (made["news"], made["mailed_at"], made["held"]) == ([], None, "")

    def test_what_the_reader_had_and_what_is_held_from_him(self) -> None:
        one = item(mailed={READER: NOW - MINUTE}, held={READER: HeldBy.QUIET_HOURS})
        made = entry(one, facts(one)["a"], READER, SINCE)
        assert (made["mailed_at"], made["held"]) == ((NOW - MINUTE).isoformat(), "quiet_hours")

    def test_sources_earliest_first_and_copies_counted(self) -> None:
        one = item("a", report("AFP"), report("Post", copy=True), report("dpa"))
        made = entry(one, facts(one)["a"], READER, SINCE)
        assert ([source["name"] for source in made["sources"]], made["copies"]) == (["AFP", "dpa"], 1)


class TestContent:
    def test_by_place_then_story_in_the_order_of_importance(self) -> None:
        items = [item("low", severity="low"), item("top", severity="critical", story="s2"), item("mid", story="s2")]
        items.append(item("far", severity="low", story="s3"))
        there = {**facts(items[0], items[3]), **facts(*items[1:3], country="LB")}
        made = content(items, frame(), there)
        shape = [
            (p["country"], [[e["alert"]["id"] for e in s["entries"]] for s in p["stories"]]) for p in made["places"]
        ]
        assert shape == [("LB", [["top", "mid"]]), ("SY", [["far"], ["low"]])]
        assert made["places"][0]["stories"][0]["severity"] == "critical"

    def test_a_story_has_one_place_and_a_town_tells_more_of_it_than_an_embassy(self) -> None:
        items = [item("embassy", severity="critical"), item("town")]
        there = {**facts(items[0], country="CN"), **facts(items[1], country="SY")}
        there["town"]["slots"]["city"]["lat"] = 35.1
        (place,) = content(items, frame(), there)["places"]
        assert (place["country"], len(place["stories"])) == ("SY", 1)

    def test_in_whose_place_a_later_one_has_come_is_struck(self) -> None:
        items = [item("old"), item("new"), item("other")]
        items = [replace(one, alert=replace(one.alert, happening="hama")) for one in items[:2]] + items[2:]
        items[1] = replace(items[1], alert=replace(items[1].alert, opened=items[1].alert.opened + MINUTE))
        made = content(items, frame(), facts(*items))
        entries = [each for place in made["places"] for story in place["stories"] for each in story["entries"]]
        assert {each["alert"]["id"]: each["struck"] for each in entries} == {
            "old": "superseded",
            "new": "",
            "other": "",
        }

    @pytest.mark.parametrize(
        ("standing", "struck"), [("retracted", "retracted"), ("denied", "denied"), ("contested", ""), ("confirmed", "")]
    )
    def test_what_no_longer_holds_is_struck(self, standing: str, struck: str) -> None:
        one = item()
        one = replace(one, alert=replace(one.alert, standing=Standing(standing)))
        made = entry(one, facts(one)["a"], READER, SINCE, superseded=bool(struck))
        assert (made["standing"], made["struck"]) == (standing, struck)

    def test_without_a_country_the_place_of_the_dateline(self) -> None:
        one = item()
        there = facts(one)
        there["a"]["slots"] = {"city": {"text": "Hama", "name": None}}
        assert [(p["country"], p["place"]) for p in content([one], frame(), there)["places"]] == [("", "BEIRUT")]

    def test_what_is_not_listed_is_counted_by_rule(self) -> None:
        items = [item(f"{rule}{n}", rule=rule) for rule, many in (("a", 3), ("b", 5)) for n in range(many)]
        made = content(items, frame(most=1), facts(*items))
        assert made["total"] == 8
        assert [(one["title"], one["count"]) for one in made["tail"]] == [("B", 5), ("A", 2)]
        assert sum(one["count"] for one in made["tail"]) + 1 == made["total"]


@pytest.mark.parametrize(
    ("digest", "receiver", "count"), [("skip", None, 0), ("send", None, 2), ("skip", "send", 2), ("send", "skip", 0)]
)
def test_who_wants_an_empty_one(digest: str, receiver: str | None, count: int) -> None:
    desk = {"kind": "email", "to": ["a@example.org", "b@example.org"], "when_empty": receiver}
    chosen = settings(
        receivers={"desk": desk}, digests={"morning": {"cron": "0 7 * * *", "to": ["desk"], "when_empty": digest}}
    )
    assert len(digest_frames(DigestWindow("morning", SINCE, NOW), chosen, empty=True)) == count


def test_the_zone_of_times_is_the_readers_own_before_the_digests() -> None:
    receivers = {
        "desk": {"kind": "email", "to": ["a@example.org"], "timezone": "Asia/Tokyo", "max_length": 7},
        "hook": {"kind": "console"},
    }
    digest = {"cron": "0 7 * * *", "timezone": "Europe/Paris", "to": ["desk", "hook"]}
    chosen = settings(receivers=receivers, digests={"morning": digest}, timezone="Asia/Kolkata")
    window = DigestWindow("morning", datetime.min.replace(tzinfo=NOW.tzinfo), NOW)
    frames = digest_frames(window, chosen, empty=False)
    assert [(one.timezone, one.most) for one in frames] == [("Asia/Tokyo", 7), ("Europe/Paris", 100)]

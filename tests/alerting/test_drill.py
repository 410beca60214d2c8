"""Who a drill reaches, and what it says."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from monitor.alerting.drill import Target, as_practice, practice, targets
from monitor.model.alert import NotificationKind
from tests.support.alerting import settings
from tests.support.clock import START as NOW

RECEIVERS: dict[str, Any] = {
    "desk": {"kind": "email", "to": ["a@example.org", "b@example.org"], "fallback": "night", "owner": "ops"},
    "night": {"kind": "email", "to": ["n@example.org"]},
    "hook": {"kind": "webhook", "url": "https://example.org/hook"},
    "ops": {"kind": "console"},
    "idle": {"kind": "console"},
}


def test_every_way_that_leads_to_somebody() -> None:
    chosen = settings(
        receivers=RECEIVERS,
        routes=[{"name": "urgent", "severity": ["critical"], "to": ["desk"]}, {"to": ["desk"], "digest": "morning"}],
        digests={"morning": {"cron": "0 7 * * *", "to": ["hook"]}},
        owner="ops",
    )
    found = targets(chosen, {"city-captured": ["night", "gone"]})
    ways = ("route urgent", "route route 2")
    assert found == [
        Target("desk", "a@example.org", ways),
        Target("desk", "b@example.org", ways),
        Target("night", "n@example.org", ("rule city-captured", "fallback of desk")),
        Target("hook", "", ("digest morning",)),
        Target("ops", "", ("owner of desk", "owner")),
        Target("idle", "", ()),
    ]


def test_each_drill_is_sent_anew_and_says_by_which_ways() -> None:
    target = Target("desk", "a@example.org", ("route urgent", "owner"))
    one, again = practice(target, "drill-1", NOW), practice(target, "drill-2", NOW)
    assert (one.kind, one.alert_id) == (NotificationKind.DRILL, None)
    assert one.content["why"]["route"] == "route urgent, owner"
    assert one.id != again.id
    assert practice(target, "drill-1", NOW) == one


def test_what_would_have_been_sent_is_practice_under_ids_of_its_own() -> None:
    real = replace(practice(Target("desk", "a@example.org", ()), "real", NOW), kind=NotificationKind.ALERT)
    made = as_practice(real, "replay-1")
    assert (made.kind, made.content, made.recipient) == (NotificationKind.DRILL, real.content, real.recipient)
    others = {
        one.id for one in (real, made, as_practice(real, "replay-2"), as_practice(replace(real, id="x"), "replay-1"))
    }
    assert len(others) == 4
    assert made.thread != real.thread
    assert as_practice(real, "replay-1") == made

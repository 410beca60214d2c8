from __future__ import annotations

from typing import Any

import pytest

from monitor.alerting.routes import Assignment, Audience, audience
from monitor.model.alert import AlertSeverity
from tests.support.alerting import news, rule, settings

DESK = (Assignment("desk", "a@example.org", "route 1"), Assignment("desk", "b@example.org", "route 1"))


def heard(routes: list[dict[str, Any]], **fields: Any) -> Audience:
    given = rule(severity=AlertSeverity.HIGH, tags=("conflict",), **fields)
    return audience(given, news(source="Reuters"), settings(routes=routes))


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"severity": ["high"]},
        {"tag": ["sport", "conflict"]},
        {"rule": ["city-captured"]},
        {"source": ["reuters"]},
        {"source": ["wire"]},
        {"severity": ["high"], "tag": ["conflict"]},
    ],
)
def test_a_route_that_fits_decides(asked: dict[str, Any]) -> None:
    assert heard([{**asked, "to": ["desk"]}, {"to": ["hook"]}]) == Audience(DESK, ())


@pytest.mark.parametrize(
    "asked",
    [
        {"severity": ["low"]},
        {"tag": ["sport"]},
        {"rule": ["x"]},
        {"source": ["AP"]},
        {"severity": ["high"], "tag": ["x"]},
    ],
)
def test_one_that_does_not_fit_is_passed(asked: dict[str, Any]) -> None:
    assert heard([{**asked, "to": ["desk"]}, {"to": ["hook"]}]).at_once == (Assignment("hook", "", "route 2"),)


def test_continue_adds_the_next_route_and_tells_nobody_twice() -> None:
    routes: list[dict[str, Any]] = [
        {"to": ["desk"], "digest": "morning", "continue": True},
        {"name": "all", "to": ["hook", "desk"], "digest": "morning"},
        {"to": ["hook"]},
    ]
    assert heard(routes) == Audience((*DESK, Assignment("hook", "", "all")), ("morning",))


def test_an_address_in_two_receivers_gets_one_message() -> None:
    receivers = {
        "desk": {"kind": "email", "to": ["a@example.org"]},
        "all": {"kind": "email", "to": ["A@example.org", "c@example.org"]},
    }
    digests = {"morning": {"cron": "@daily", "to": ["desk"]}}
    told = audience(rule(), news(), settings(receivers=receivers, digests=digests, routes=[{"to": ["desk", "all"]}]))
    assert [each.recipient for each in told.at_once] == ["a@example.org", "c@example.org"]


def test_two_hooks_are_two_recipients() -> None:
    receivers = {name: {"kind": "webhook", "url": "https://example.org"} for name in ("desk", "hook")}
    told = audience(rule(), news(), settings(receivers=receivers, routes=[{"to": ["desk", "hook"]}]))
    assert [each.receiver for each in told.at_once] == ["desk", "hook"]


def test_the_rules_notify_takes_the_place_of_receivers_but_not_of_digests() -> None:
    told = heard([{"to": ["desk"], "digest": "morning"}], notify=("hook",))
    assert told == Audience((Assignment("hook", "", "notify"),), ("morning",))


def test_a_notify_that_names_only_receivers_that_are_gone_falls_back_to_the_routes() -> None:
    assert heard([{"to": ["desk"]}], notify=("gone",)).at_once == DESK

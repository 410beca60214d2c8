from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from monitor.alerting.references import problems, rule_problems, sequence_problems, slots_of_alert
from monitor.rules.compiled import Conditions
from monitor.rules.windows import Sequence, SlotPath
from tests.support.alerting import rule, settings
from tests.support.rules import slot, terms

DEFAULT = {"to": ["desk"]}


def found(**sections: Any) -> list[tuple[tuple[str | int, ...], str]]:
    return [(path, message) for path, message, _ in problems(settings(**sections))]


def test_good_settings_have_no_problem() -> None:
    assert found(routes=[{"severity": ["low"], "digest": "morning"}, {"tag": ["x"], "to": ["hook"]}, DEFAULT]) == []


@pytest.mark.parametrize(
    ("sections", "path"),
    [
        ({"routes": [{"to": ["desk", "dsek"]}]}, ("routes", 0, "to", 1)),
        ({"routes": [{"digest": "evening"}]}, ("routes", 0, "digest")),
        ({"digests": {"morning": {"cron": "@daily", "to": ["nobody"]}}}, ("digests", "morning", "to", 0)),
        ({"owner": "nobody"}, ("owner",)),
        ({"receivers": {"desk": {"kind": "console", "owner": "nobody"}}}, ("receivers", "desk", "owner")),
    ],
)
def test_a_name_that_leads_nowhere_is_found_at_its_place(sections: dict[str, Any], path: tuple[str | int, ...]) -> None:
    assert [place for place, _ in found(**sections)] == [path]


def test_a_slip_of_the_pen_gets_a_suggestion() -> None:
    assert problems(settings(routes=[{"to": ["dsek"]}]))[0].suggestion == "did you mean `desk`?"


def test_a_default_route_is_required() -> None:
    assert [path for path, _ in found(routes=[{"tag": ["x"], "to": ["desk"]}])] == [("routes",)]


@pytest.mark.parametrize(
    ("above", "below", "unreachable"),
    [
        (DEFAULT, {"tag": ["x"], "to": ["hook"]}, True),
        ({**DEFAULT, "continue": True}, {"tag": ["x"], "to": ["hook"]}, False),
        ({"tag": ["x", "y"], "to": ["desk"]}, {"tag": ["x"], "to": ["hook"]}, True),
        ({"tag": ["x"], "to": ["desk"]}, {"tag": ["x", "y"], "to": ["hook"]}, False),
        ({"tag": ["x"], "to": ["desk"]}, {"tag": ["x"], "severity": ["low"], "to": ["hook"]}, True),
        ({"tag": ["x"], "severity": ["low"], "to": ["desk"]}, {"tag": ["x"], "to": ["hook"]}, False),
    ],
)
def test_a_route_that_no_alert_can_take(above: dict[str, Any], below: dict[str, Any], unreachable: bool) -> None:
    assert (("routes", 1) in [path for path, _ in found(routes=[above, below, DEFAULT])]) is unreachable


def test_a_route_to_nobody() -> None:
    assert [path for path, _ in found(routes=[{"tag": ["x"]}, DEFAULT])] == [("routes", 0)]


def test_a_rule_that_names_an_unknown_receiver() -> None:
    assert [p.path for p in rule_problems(rule(notify=("desk", "dsek")), settings())] == [("notify", 1)]


def test_a_sequence_names_rules_and_their_slots() -> None:
    first = rule("captured", conditions=Conditions(any=terms(slot("$cities", "city"))))
    second = rule("closed", conditions=Conditions(any=terms(slot("$countries", "country"))))
    known = {each.id: each for each in (first, second)}

    def found(names: tuple[str, str], *by: SlotPath) -> list[str]:
        asked = rule("both", when=Sequence(names, timedelta(hours=72), by))
        return [message for _, message, _ in sequence_problems(asked, known)]

    good = (SlotPath("city", "country"), SlotPath("country"))
    assert found(("captured", "closed"), *good) == []
    assert found(("captured", "close"), *good) == ["no rule is named `close`"]
    assert found(("closed", "captured"), *good) == [
        "the rule `closed` has no slot `city`",
        "the rule `captured` has no slot `country`",
    ]


def test_the_headline_of_a_sequence_may_use_the_slots_of_both_rules() -> None:
    first = rule("captured", conditions=Conditions(any=terms(slot("$cities", "city"))))
    both = rule("both", when=Sequence(("captured", "gone"), timedelta(hours=72)))
    assert slots_of_alert(both, {"captured": first}) == {"city"}
    assert slots_of_alert(first, {}) == {"city"}

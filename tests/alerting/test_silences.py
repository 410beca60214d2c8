from __future__ import annotations

from datetime import timedelta

import pytest

from monitor.alerting import silences
from monitor.alerting.about import NOTHING
from monitor.model.alert import Silence
from monitor.model.facts import AboutFacts
from tests.support.articles import PUBLISHED as NOW

HOUR = timedelta(hours=1)
ABOUT: AboutFacts = {
    **NOTHING,
    "rule": "city-captured",
    "tags": ["conflict"],
    "slots": {"city": {"text": "the city of Hama", "name": "Hama"}},
}


def silence(scope: str, starts: timedelta = -HOUR, ends: timedelta = HOUR) -> Silence:
    return Silence(1, scope, "anna", "maintenance", NOW + starts, NOW + ends)


@pytest.mark.parametrize(
    ("scope", "mutes"),
    [
        ("rule:city-captured", True),
        ("rule:city", False),
        ("tag:conflict", True),
        ("tag:sport", False),
        ("slot:city=hama", True),
        ("slot:city=Homs", False),
        ("slot:captor=Hama", False),
        ("story:s1", True),
        ("story:s2", False),
        ("receiver:desk", True),
        ("receiver:hook", False),
        ("everything", False),
    ],
)
def test_scope(scope: str, mutes: bool) -> None:
    subject = silences.of_message(ABOUT, "s1", "desk")
    assert (silences.muted_by(subject, [silence(scope)], NOW) is not None) is mutes


@pytest.mark.parametrize(("starts", "ends", "mutes"), [(-1, 1, True), (0, 1, True), (-1, 0, False), (1, 2, False)])
def test_in_force_from_its_start_to_before_its_end(starts: int, ends: int, mutes: bool) -> None:
    subject = silences.of_message(ABOUT, "s1")
    given = silence("rule:city-captured", starts * HOUR, ends * HOUR)
    assert (silences.muted_by(subject, [given], NOW) is not None) is mutes


@pytest.mark.parametrize("scope", ["rule:", "slot:city", "slot:=x", "slot:city=", "rule", "", "Rule:x"])
def test_a_scope_that_names_nothing_is_refused(scope: str) -> None:
    with pytest.raises(ValueError, match="slot:NAME=VALUE"):
        silences.parse_scope(scope)

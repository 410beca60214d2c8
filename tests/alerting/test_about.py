from __future__ import annotations

import pytest

from monitor.alerting.about import NOTHING, about, value_at
from monitor.delivery.sample import sample_alert, sample_digest, sample_notice


def test_of_an_alert_what_can_be_named() -> None:
    facts = about(sample_alert())
    assert (facts["rule"], facts["title"], facts["severity"]) == ("city-captured", "City captured", "critical")
    assert facts["tags"] == ["conflict", "syria"]
    assert facts["slots"]["city"] == {"text": "Hama", "name": "Hama", "country": "SY"}, "numbers name nothing"


@pytest.mark.parametrize("content", [{}, sample_digest(), sample_notice(), {"alert": {"headline": "x"}}])
def test_of_anything_else_nothing(content: dict[str, object]) -> None:
    assert about(content) == NOTHING


@pytest.mark.parametrize(
    ("path", "value"),
    [("city", "Hama"), ("city.country", "SY"), ("captor", "rebels"), ("captor.country", ""), ("place", "")],
)
def test_what_stands_at_a_slots_path(path: str, value: str) -> None:
    assert value_at(about(sample_alert()), path) == value

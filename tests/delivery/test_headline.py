"""A rule's headline."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.delivery.render import check_headline, render_headline

HAMA: dict[str, Any] = {
    "city": {"text": "Hamah", "name": "Hama", "country": "SY"},
    "captor": {"text": "rebels", "name": None},
}
SHIPPED = "{{ city.name }} captured by {{ captor or 'an armed group' }}"


@pytest.mark.parametrize(
    ("template", "slots", "headline"),
    [
        (SHIPPED, HAMA, "Hama captured by rebels"),
        (SHIPPED, {"city": HAMA["city"]}, "Hama captured by an armed group"),
        (SHIPPED, {"captor": HAMA["captor"]}, "FALLBACK"),
        (SHIPPED, {}, "FALLBACK"),
        ("{{ city }} ({{ city.text }}, {{ city.country }})", HAMA, "Hama (Hamah, SY)"),
        ("{{ captor.name }} advance", HAMA, "rebels advance"),
        ("{{ city.mayor }} flees", HAMA, "FALLBACK"),
        ("{% if general %}{{ general }} won{% else %}Won{% endif %}", HAMA, "Won"),
        ("{{ 'x' * 10**9 }}", HAMA, "FALLBACK"),
        ("{{ city.name", HAMA, "FALLBACK"),
        ("{{ ''.__class__ }}", HAMA, "FALLBACK"),
        ("  ", HAMA, "FALLBACK"),
        ("a\n b\r\n\tc", HAMA, "a b c"),
        ("{{ city.name }} < {{ captor }} &", HAMA, "Hama < rebels &"),
        ("Plain words", {}, "Plain words"),
        ("{{ items }} sold", {"items": {"text": "guns", "name": None}}, "guns sold"),
    ],
)
def test_headlines(template: str, slots: dict[str, Any], headline: str) -> None:
    assert render_headline(template, slots, "FALLBACK") == headline


@pytest.mark.parametrize(
    ("template", "message", "suggestion"),
    [
        ("{{ cty.name }} falls", "unknown variable `cty`", "did you mean `city`?"),
        ("{{ city.name", "unexpected end of template, expected 'end of print statement'", ""),
        ("{{ city.name|uper }}", "No filter named 'uper'", "did you mean `upper`?"),
    ],
)
def test_faults(template: str, message: str, suggestion: str) -> None:
    (fault,) = check_headline(template, {"city", "captor"})
    assert (fault.message, fault.suggestion) == (message, suggestion)


@pytest.mark.parametrize("template", [SHIPPED, "Plain", "{{ city.country.whatever }}", "{% set x = city %}{{ x }}"])
def test_no_fault(template: str) -> None:
    assert check_headline(template, ["city", "captor"]) == ()


@given(st.text(max_size=80))
def test_a_headline_is_always_one_line(text: str) -> None:
    headline = render_headline("{{ city }} falls", {"city": {"text": text, "name": None}}, "FALLBACK")
    assert len(headline.splitlines()) == 1
    assert headline == "FALLBACK" or headline.endswith("falls")

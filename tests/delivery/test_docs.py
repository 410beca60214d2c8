"""docs/templates.md names everything there is, and its example works."""

from __future__ import annotations

import re
import typing
from pathlib import Path

import pytest

from monitor.delivery.render import Part, Templates
from monitor.delivery.render.budget import MAX_ITEMS, MAX_SECONDS, MAX_STEPS, MAX_TEXT
from monitor.delivery.render.sandbox import Sandbox
from monitor.delivery.sample import samples
from monitor.model import facts
from monitor.model.alert import NotificationKind

ROOT = Path(__file__).parents[2]
DOCUMENT = (ROOT / "docs/templates.md").read_text(encoding="utf-8")
CODE = " ".join(re.findall(r"`([^`]+)`", DOCUMENT))


@pytest.mark.parametrize("name", [name for name, kind in vars(facts).items() if typing.is_typeddict(kind)])
def test_every_fact_is_documented(name: str) -> None:
    words = set(re.findall(r"\w+", CODE))
    assert set(getattr(facts, name).__annotations__) <= words


def test_every_variable_is_documented() -> None:
    assert {key for sample in samples() for key in sample} <= set(re.findall(r"\w+", CODE))


def test_every_filter_is_documented_and_no_other() -> None:
    filters = set(Sandbox(None, html=False).filters)
    section = DOCUMENT.partition("## Filters")[2].partition("\n## ")[0]
    own = {name for cell in re.findall(r"^\| (`.*?`) \|", section, re.M) for name in re.findall(r"`(\w+)", cell)}
    theirs = set(re.findall(r"`(\w+)`", section.partition("Of Jinja2's own:")[2].partition("There is no")[0]))
    assert own | theirs == filters


def test_every_set_is_documented() -> None:
    assert Templates().names() <= set(re.findall(r"\w+", CODE))


def test_the_bounds_are_documented() -> None:
    for bound in (
        f"{MAX_SECONDS:g} seconds",
        f"{MAX_STEPS:,} steps",
        f"{MAX_TEXT:,} letters",
        f"{MAX_ITEMS:,} numbers",
    ):
        assert bound in DOCUMENT


def test_the_example_works() -> None:
    (source,) = re.findall(r"```jinja\n(.*?)```", DOCUMENT, re.S)
    loaded = Templates.load({"city-captured.html.j2": source})
    assert not loaded.problems
    html = loaded.templates.render("city-captured", Part.HTML, NotificationKind.ALERT, samples()[0])
    assert "<mark>capture of Hama</mark>" in html
    assert "From the rule city-captured." in html


def test_the_shipped_templates_have_no_problem() -> None:
    files = {str(path.relative_to(ROOT)): path.read_text("utf-8") for path in (ROOT / "templates").rglob("*.j2")}
    loaded = Templates.load(files)
    assert files
    assert not loaded.problems
    subject = loaded.templates.render("city-captured", Part.SUBJECT, NotificationKind.ALERT, samples()[0])
    assert subject == "CRITICAL: Hama captured by rebels (SY)"


def test_the_links_lead_somewhere() -> None:
    for link in re.findall(r"\]\(([^)#]+)\)", DOCUMENT):
        assert link.startswith("https://") or (ROOT / "docs" / link).is_file(), link

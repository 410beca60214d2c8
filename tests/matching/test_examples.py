"""The tests inside rules, and what their author is told when one fails."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from monitor.matching.examples import run_tests
from monitor.model.match import Status
from monitor.rules.compiled import RuleTest, Unit
from tests.support.rules import NOW, engine, near, rule, slot, terms

TAKEN = rule(
    near=near("rebels", "capture", slot("$cities", "city"), words=3),
    unless=terms("if"),
    within=Unit.SENTENCE,
    once_per=("city",),
)


def why(
    text: str,
    *,
    fires: bool = True,
    slots: Mapping[str, str] | None = None,
    quote: str | None = None,
    file: str | None = None,
    status: Status | None = None,
) -> str:
    test = RuleTest(text, fires, 1, file, slots or {}, quote, status)
    asked = replace(TAKEN, tests=(test,))
    result = run_tests(engine(asked), asked, default_language="en", now=NOW)[0]
    assert result.passed is (result.why == "")
    return result.why


@pytest.mark.parametrize("slots", [{}, {"city": "Hama"}, {"city": "Hamah"}])
def test_a_text_that_fires(slots: Mapping[str, str]) -> None:
    assert why("Rebels captured Hamah.", slots=slots) == ""


def test_any_of_several_happenings_will_do() -> None:
    assert why("Rebels captured Hama. Rebels captured Goma.", slots={"city": "Goma"}) == ""


def test_a_text_that_must_not_fire() -> None:
    assert why("If rebels capture Hama.", fires=False) == ""
    assert why("Rebels captured Hama.", fires=False) == 'fired (city: Hama) at "Rebels captured Hama."'


def test_what_is_wrong_is_said() -> None:
    assert why("Rebels left Hama.") == "did not fire: near: no `capture` in the article"
    assert why("Rebels captured Hama.", slots={"city": "Goma"}) == "slot city is Hama, expected Goma"
    assert why("Rebels captured Hama.", slots={"captor": "M23"}) == "slot captor is empty, expected M23"
    assert why("Rebels captured Hama.", quote="Goma") == 'the proof is "Rebels captured Hama.", expected "Goma" in it'


def test_a_quote_is_compared_as_a_reader_does() -> None:
    assert why("Rebels captured\nHama’s centre.", quote="rebels captured  Hama's") == ""


def test_a_file_is_read_as_an_article() -> None:
    assert why("Rebels capture Hama\n\nThe rebels captured Hama on Thursday, they said.\n", file="a.txt") == ""
    assert why("", file="a.txt").startswith("not an article: no_text")


def test_a_paragraph_has_no_headline() -> None:
    assert why("Rebels captured Hama", quote="Rebels captured Hama") == ""

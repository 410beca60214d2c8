"""Rules drafted from sentences: what they ask for, and that they pass the tests they come with."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from ruamel.yaml import YAML

from monitor.drafting import Draft, Ground, draft
from monitor.drafting.variants import Variant, is_name, variants
from monitor.matching import Engine
from monitor.model.article import Span
from monitor.rules.compiled import RuleSet
from monitor.rules.families import Families, load_families
from monitor.rules.lists import load_lists
from monitor.rules.load import load_rules
from tests.support.rules import LISTS, NOW, news


@cache
def ground() -> Ground:
    return Ground(load_lists({}).lists, Families(), "en", NOW)


@cache
def drafted(*sentences: str, title: str | None = None) -> Draft:
    return draft(sentences, ground(), title=title)


def keys(made: Draft) -> dict[str, Any]:
    read: dict[str, Any] = YAML(typ="safe", pure=True).load(made.text)
    return read


CAPTURED = (
    "Rebels captured the city of Hama on Thursday.",
    "Goma falls to M23 rebels.",
    "Government troops took full control of Kunduz, officials said.",
)
ARRESTED = (
    "Police arrested a journalist in Cairo.",
    "An editor was detained in Moscow.",
    "Security forces have arrested a blogger in Tehran.",
)
RATES = (
    "The central bank raised interest rates by half a point.",
    "The Federal Reserve raised its benchmark interest rate.",
    "The bank has raised rates to 5 percent.",
)
HACKED = (
    "Hackers stole the data of 3 million customers.",
    "Attackers breached the servers of a hospital.",
    "A ransomware gang leaked files of the ministry.",
)
CHOLERA = (
    "Cholera is back in the camps of Goma.",
    "Doctors in Aden treat cholera.",
    "A vaccine for cholera has reached Dhaka.",
)
CLOSING = ("France plans to close its embassy in Niamey.", "Britain will close its embassy in Pyongyang.")
FEARED = ("Cholera is feared in the camps.", "There may be cholera in the town.")
ALL = (CAPTURED, ARRESTED, RATES, HACKED, CHOLERA, CLOSING, FEARED, ("M23 rebels attacked Goma.",))


@pytest.mark.parametrize("sentences", ALL)
def test_every_draft_passes_its_tests(sentences: tuple[str, ...]) -> None:
    made = drafted(*sentences)
    tests = keys(made)["tests"]
    assert made.holds
    assert made.problems == ()
    assert [test["text"] if isinstance(test, dict) else test for test in tests["yes"]] == list(sentences)
    assert len(made.results) == len(tests["yes"]) + len(tests.get("no", ()))
    assert bool(tests.get("no")) is (sentences is not FEARED)


@pytest.mark.parametrize("sentences", ALL)
def test_a_draft_is_a_rule_like_any_other(sentences: tuple[str, ...]) -> None:
    made = drafted(*sentences)
    rules = load_rules({"f.yml": made.text}, ground().lists).rules["f.yml"]
    engine = Engine(RuleSet({rule.id: rule for rule in rules}, ground().lists))
    assert [rule.id for rule in rules] == [made.id]
    for sentence in sentences:
        assert engine.match(ground().article(sentence), now=NOW)


def test_families_that_fit_between_them_make_an_event_rule() -> None:
    made = keys(drafted(*CAPTURED))
    assert made["event"] == {
        "action": ["$seize", "$fall"],
        "actor": {"as": "group", "of": ["$armed_groups"], "optional": True}
        | {"of": ["$armed_groups", "rebels", "troops"]},
        "target": {"as": "city", "of": "$cities"},
    }
    assert made["alert"] == {"once_per": ["city"]}
    assert made["tests"]["yes"][1] == {"text": CAPTURED[1], "slots": {"group": "M23", "city": "Goma"}}


def test_slots_hold_lists_and_the_words_that_are_in_none() -> None:
    event = keys(drafted(*ARRESTED))["event"]
    assert event["action"] == "$arrest"
    assert event["actor"] == {"of": ["police", "forces"], "optional": True}
    assert event["target"] == ["journalist", "editor", "blogger"]
    assert event["place"] == {"as": "city", "of": "$cities"}


def test_a_verb_that_no_family_has_will_do() -> None:
    made = drafted(*RATES)
    assert keys(made)["event"] == {
        "action": "raise",
        "actor": {"of": ["bank", "reserve"], "optional": True},
        "target": "rates",
    }
    assert "an event: raise fits every sample" in made.notes


def test_what_is_the_same_in_all_is_asked_for() -> None:
    event = keys(drafted("Police arrested a journalist in Cairo.", "Police detained two journalists in Cairo."))[
        "event"
    ]
    assert (event["actor"], event["target"], event["place"]["of"]) == ("police", "journalist", "Cairo")


def test_a_family_of_the_users_own_is_found() -> None:
    lists = load_lists({}).lists
    text = "title: A place is besieged\nlanguages: {en: {verbs: [{words: [lay siege to], subject: actor, object: target}]}}\n"
    families = load_families({"actions/besiege.yml": text}, lists)
    made = draft(
        ["Rebels have laid siege to Hama.", "The army laid siege to Goma."], Ground(lists, families, "en", NOW)
    )
    assert keys(made)["event"]["action"] == "$besiege"
    assert made.holds


def test_words_shared_by_all_make_a_rule_of_words() -> None:
    made = keys(drafted(*CHOLERA))
    assert made["all"] == ["cholera", {"of": "$cities", "as": "city"}]
    assert (made["within"], made["status"]) == ("sentence", ["asserted", "claimed"])


def test_samples_that_share_nothing_need_two_words_and_say_so() -> None:
    made = drafted(*HACKED)
    first, second = keys(made)["all"]
    assert (len(first), len(second)) == (3, 3)
    assert any("some words are of one sample only" in note for note in made.notes)


def test_a_capital_makes_no_name_of_a_word_that_another_sample_has_in_small_letters() -> None:
    made = drafted("The minister is in Rome.", "Prime Minister Barnier is ill.", "Finance minister has no plan.")
    assert keys(made)["any"] == ["minister"]
    assert any(note.startswith("it fires wherever minister stands") for note in made.notes)


def test_the_family_that_fits_most_samples_is_named_with_those_that_it_does_not() -> None:
    notes = drafted(CAPTURED[0], "Rebels seized Homs.", "There is news.").notes
    assert any(note.startswith("$seize fits all but: There is news. ") for note in notes)
    assert not any("fits all but" in note for note in drafted(*HACKED).notes)


def test_samples_that_say_nothing_are_told_so() -> None:
    made = drafted("The of and.")
    assert not made.holds
    assert "no word of the samples says enough to look for it: give longer ones" in made.notes


def test_the_status_of_the_samples_is_asked_for() -> None:
    made = drafted(*CLOSING)
    assert keys(made)["status"] == ["planned"]
    assert any(note.startswith("left out of `no`, since the rule fires on it: ") for note in made.notes)


def test_a_title_names_the_rule() -> None:
    made = drafted(*CAPTURED, title="City captured")
    assert (made.id, keys(made)["title"]) == ("city-captured", "City captured")
    assert keys(made)["headline"] == "City captured{% if city %}: {{ city }}{% endif %}"


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("Rebels captured Hama.", "captured", "Rebels did not capture Hama."),
        ("Rebels have captured Hama.", "captured", "Rebels have not captured Hama."),
        ("Hama was captured on Thursday.", "captured", "Hama was not captured on Thursday."),
        ("Hama has been captured.", "captured", "Hama has not been captured."),
        ("Rebels took control of Hama.", "took", "Rebels did not take control of Hama."),
    ],
)
def test_a_verb_is_negated(text: str, word: str, expected: str) -> None:
    start = text.index(word)
    assert next(variants(news(text), Span(start, start + len(word)), LISTS)) == Variant("negated", expected)


@pytest.mark.parametrize(
    ("text", "word"),
    [("The capture of Hama.", "capture"), ("Goma captured by rebels.", "captured"), ("Hama falls.", "falls")],
)
def test_what_cannot_be_negated_safely_is_wrapped(text: str, word: str) -> None:
    start = text.index(word)
    made = list(variants(news(text), Span(start, start + len(word)), LISTS))
    assert [each.how for each in made] == ["denied", "hypothetical", "negated", "possible"]


@pytest.mark.parametrize(
    ("word", "name"),
    [("The", False), ("Rebels", False), ("Hama", True), ("French", True), ("M23", True), ("US", True), ("Kyiv", True)],
)
def test_a_name_keeps_its_capital(word: str, name: bool) -> None:
    assert is_name(word, ground().lists) is name

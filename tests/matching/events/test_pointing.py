"""`the city`, `Congo's second city`, `it`, `both towns`: which city the article means, and when it means none."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.matching.events.fitting import Fitting
from monitor.matching.events.pointing import may_fill
from monitor.matching.sentencesets import each_of, holds
from monitor.model.article import Zone
from monitor.rules.compiled import Event, EventSlot, ListEntry, Role, Rule, TermList
from monitor.rules.families import load_families
from tests.support.rules import GROUPS, engine, match, news, rule, terms

CITIES = TermList(
    name="cities",
    digest="pointing",
    entries=tuple(
        ListEntry(name, (name,), {"country": country, "lat": 1.0, "lon": 1.0})
        for name, country in (
            ("Hama", "SY"),
            ("Aleppo", "SY"),
            ("Homs", "SY"),
            ("Goma", "CD"),
            ("Bukavu", "CD"),
            ("Kigali", "RW"),
            ("Nairobi", "KE"),
        )
    ),
)
COUNTRIES = TermList(
    name="countries",
    digest="pointing",
    entries=(
        ListEntry("Syria", ("Syria", "Syrian"), {"country": "SY"}),
        ListEntry("Congo", ("Congo", "Congolese"), {"country": "CD"}),
    ),
)
WRITTEN = """
title: a place is taken
strict: [target]
languages:
  en:
    verbs:
      - {words: [capture, seize, take], subject: actor, object: target}
      - {words: [fall], subject: target, prepositions: {to: actor}}
    nouns:
      - {words: [capture, fall], prepositions: {of: target, by: actor}, possessive: target}
"""
ASKED = (
    EventSlot(Role.ACTOR, "captor", terms("rebel", "fighter", "army", "$countries"), optional=True),
    EventSlot(Role.TARGET, "city", terms("$cities")),
)


LISTS = {each.name: each for each in (CITIES, COUNTRIES, GROUPS)}


def taking(*slots: EventSlot) -> Rule:
    family = load_families({"actions/taking.yml": WRITTEN}, ()).get("taking")
    assert family is not None
    return rule(event=Event((family,), slots), once_per=("city",))


def found(*text: str, headline: str = "") -> list[str]:
    """The cities that fell, by name."""
    article = news(*([(Zone.HEADLINE, headline)] if headline else []), *text)
    matches = match(taking(*ASKED), article, LISTS)
    return sorted({mention.slots["city"].name or "?" for each in matches for mention in each.mentions})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Fighters reached Hama at dawn. By noon they had captured the city.", ["Hama"]),
        ("Fighters left Aleppo and came to Hama. By noon they had captured the city.", ["Hama"]),
        ("Rebels rolled into Hama and took it.", ["Hama"]),
        ("There were no soldiers in Hama. It was captured in an hour.", ["Hama"]),
        ("Rebels are in Hama. Nobody shot at them in the streets. They captured the Syrian town.", ["Hama"]),
        ("Rebels shelled Goma from Kigali. They took the Congolese city at night.", ["Goma"]),
        ("Rebels came to Goma from the east. Congo's second city fell without a shot.", ["Goma"]),
        ("Rebels captured Hama, said an envoy in Nairobi. It was the second time that the city fell.", ["Hama"]),
        ("Rebels marched on Hama and Homs. Both cities fell within the hour.", ["Hama", "Homs"]),
        ("Rebels marched on Hama and Homs. They took both towns.", ["Hama", "Homs"]),
        ("Rebels marched into Hama and took the railway town street by street.", ["Hama"]),
        ("Hama has no soldiers left. It was a quiet night in the Syrian city. It was captured house by house.", ["Hama"]),
        # none that is known
        ("Rebels came to Hama. They captured the old town.", []),
        ("Rebels came to Hama. They captured a town.", []),
        ("Rebels came to Hama. They captured the next town.", []),
        ("Rebels came to Hama. They captured another Syrian city.", []),
        ("Rebels came to Hama. They captured the Congolese city.", []),
        ("Rebels came to Hama. They captured the village.", []),
        ("Rebels came to Hama. They captured both cities.", []),
        ("Rebels captured the city.", []),
        ("He studied at Nairobi University. Rebels captured the city.", []),
    ],
)  # fmt: skip
def test_pointing(text: str, expected: list[str]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    ("headline", "text", "expected"),
    [
        ("Goma wakes up to new masters", "Shops are shut. Children play in the street. A truck burns. Rebels took the city.", ["Goma"]),
        ("Border city falls to rebels", "Goma was quiet on Monday, a priest said.", ["Goma"]),
        ("Border city falls to rebels", "Envoys in Nairobi and Kigali are worried.", []),
        ("Border city falls to rebels", "Goma was quiet on Monday, a priest said in Bukavu.", ["Goma"]),
        ("Congolese border city falls", "Envoys in Nairobi spoke of Goma.", ["Goma"]),
        ("Rebels' capture of Goma alarms Kigali", "Rebels took the city at night.", ["Goma"]),
    ],
)  # fmt: skip
def test_headline_and_text(headline: str, text: str, expected: list[str]) -> None:
    assert found(text, headline=headline) == expected


def test_a_slot_that_was_pointed_at_has_the_entry() -> None:
    family = load_families({"actions/taking.yml": WRITTEN}, ()).get("taking")
    assert family is not None
    asked = rule(event=Event((family,), ASKED), once_per=("city",))
    lists = {each.name: each for each in (CITIES, COUNTRIES, GROUPS)}
    [made] = match(asked, "Fighters reached Goma at dawn. By noon they had captured the city.", lists)
    city = made.slots["city"]
    assert (city.text, city.name, city.facts["country"]) == ("the city", "Goma", "CD")


SENTENCES = [
    "Rebels captured Hama.",
    "Fighters from Congo were seen in Goma.",
    "It lies on the river.",
    "They said they had taken it.",
    "The army took both towns.",
    "The city fell to rebels.",
    "Border town seized by fighters",
    "The country took it from them.",
    "They seized Aleppo.",
    "Nothing else was said.",
]
SLOTS = [
    EventSlot(Role.TARGET, "city", terms("$cities")),
    EventSlot(Role.TARGET, "city", terms("$cities", "$countries", "town")),
    EventSlot(Role.ACTOR, "captor", terms("$countries", "rebel", "fighter")),
    EventSlot(Role.ACTOR, "captor", terms("rebel", "army")),
]


@settings(max_examples=150)
@given(
    st.lists(st.sampled_from(SLOTS), min_size=1, max_size=2, unique_by=lambda slot: slot.role),
    st.lists(st.sampled_from(SENTENCES), min_size=2, max_size=6),
    st.sampled_from(["", *SENTENCES]),
)
def test_the_quick_look_loses_nothing(slots: list[EventSlot], told: list[str], headline: str) -> None:
    asked = taking(*slots)
    made = engine(asked, lists=LISTS)
    view, event = made.view(news((Zone.HEADLINE, headline), *told)), made.ready(asked).event
    assert event is not None
    for sentence, family in product(each_of(view.every_sentence), event.families):
        frames = [frame for action in family.actions(view, sentence) for frame in action.frames]
        if any(Fitting(event.slots, family, frame, {}).filled() is not None for frame in frames):
            assert all(holds(may_fill(view, slot), sentence) for slot in event.asked), view.sentences[sentence]

"""Who did what to what, in every voice; with a family of two verbs and a noun, and small lists."""

from __future__ import annotations

import pytest

from monitor.model.match import Status
from monitor.rules.actions import Family
from monitor.rules.compiled import ASSERTED, Event, EventSlot, Role
from monitor.rules.families import load_families
from tests.support.rules import match, news, rule, terms

WRITTEN = """
title: a place is taken
strict: [target]
languages:
  en:
    verbs:
      - {words: [capture, seize, take control of, take over], subject: actor, object: target, prepositions: {from: recipient}}
      - {words: [take], subject: actor, object: target, needs: [actor]}
      - {words: [fall], subject: target, prepositions: {to: actor}}
      - {words: [be in ACTOR hands, fall into ACTOR hands], subject: target}
      - {words: [lose, lose control of], subject: recipient, object: target, prepositions: {to: actor}}
    nouns:
      - words: [capture, takeover, fall]
        prepositions: {of: target, by: actor}
        possessive: [actor, target]
        before: [actor, target]
        light: [complete]
        subject: actor
    figurative: [capture on camera, take ... by storm]
"""


def family() -> Family:
    made = load_families({"actions/taking.yml": WRITTEN}, ()).get("taking")
    assert made is not None
    return made


TAKING = family()
ACTORS = ("rebel", "fighter", "army", "troops", "$armed_groups")


def asked(*, place: bool = False) -> Event:
    slots = [
        EventSlot(Role.ACTOR, "captor", terms(*ACTORS), optional=True),
        EventSlot(Role.TARGET, "city", terms("$cities")),
    ]
    if place:
        slots.append(EventSlot(Role.DATE, "date", optional=True))
    return Event((TAKING,), tuple(slots))


def found(text: str, *, any_status: bool = False) -> list[tuple[str, str]]:
    """City and captor of each mention."""
    status = None if any_status else ASSERTED
    matches = match(rule(event=asked(), status=status, once_per=("city",)), text)
    mentions = [mention for each in matches for mention in each.mentions]
    return [
        (mention.slots["city"].name or "", mention.slots["captor"].text if "captor" in mention.slots else "")
        for mention in mentions
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # active
        ("Rebels captured Hama.", [("Hama", "Rebels")]),
        ("Rebels have captured the strategic city of Hama.", [("Hama", "Rebels")]),
        ("The army, backed by jets, seized Hama.", [("Hama", "The army")]),
        ("Fighters in Aleppo seized Hama.", [("Hama", "Fighters")]),
        ("Rebels stormed the base and captured Hama.", [("Hama", "Rebels")]),
        ("Rebels advanced at dawn, capturing Hama.", [("Hama", "Rebels")]),
        ("Rebels took full control of Hama.", [("Hama", "Rebels")]),
        ("Rebels took Hama over.", [("Hama", "Rebels")]),
        ("Rebels who seized Hama are moving south.", [("Hama", "Rebels")]),
        ("Rebels captured, then lost, Hama.", [("Hama", "Rebels")]),
        ("Rebels captured Hama and Aleppo.", [("Hama", "Rebels"), ("Aleppo", "Rebels")]),
        ("Rebels captured the towns of Hama, Goma and Aleppo.", [("Hama", "Rebels"), ("Goma", "Rebels"), ("Aleppo", "Rebels")]),
        ("Rebels captured Hama, a key railway hub.", [("Hama", "Rebels")]),
        ("Rebels captured the second city, Aleppo.", [("Aleppo", "Rebels")]),
        ("The army lost Hama as part of a retreat to rebels.", [("Hama", "rebels")]),
        ("The army lost Hama as rebels advanced to Aleppo.", [("Hama", "")]),
        # passive
        ("Hama was captured by rebels.", [("Hama", "rebels")]),
        ("Hama has been seized.", [("Hama", "")]),
        ("Hama, captured overnight by rebels, was quiet.", [("Hama", "rebels")]),
        ("Hama, which rebels captured on Thursday, was quiet.", [("Hama", "rebels")]),
        ("Captured by rebels on Thursday, Hama was quiet.", [("Hama", "rebels")]),
        ("The mayor of Hama, which rebels captured on Thursday, has fled.", [("Hama", "rebels")]),
        ("The second city, Aleppo, was captured by rebels.", [("Aleppo", "rebels")]),
        ("Hama and Aleppo have both been seized.", [("Hama", ""), ("Aleppo", "")]),
        ("Soldiers were seen in newly captured Hama.", [("Hama", "")]),
        ("Soldiers were seen in the freshly seized city of Hama.", [("Hama", "")]),
        ("Rebels captured Hama house by house.", [("Hama", "Rebels")]),
        # noun
        ("The capture of Hama by rebels took three days.", [("Hama", "rebels")]),
        ("Hama's capture shocked the region.", [("Hama", "")]),
        ("The rebels' capture of Hama took three days.", [("Hama", "The rebels")]),
        ("The rebel takeover of Hama was quick.", [("Hama", "rebel")]),
        ("Rebels completed the capture of Hama.", [("Hama", "Rebels")]),
        # turned round
        ("Hama fell to rebels.", [("Hama", "rebels")]),
        ("Hama is in rebel hands.", [("Hama", "rebel")]),
        ("Hama has become the latest city to fall into rebel hands.", [("Hama", "rebel")]),
        ("Hama, Goma and Aleppo have all fallen.", [("Hama", ""), ("Goma", ""), ("Aleppo", "")]),
        ("The government lost control of Hama to rebels.", [("Hama", "rebels")]),
        # headlines, capitals
        ("Rebels take Hama", [("Hama", "Rebels")]),
        ("Hama falls", [("Hama", "")]),
        ("Hama captured, army says", [("Hama", "")]),
        ("REBELS CAPTURE HAMA", [("Hama", "REBELS")]),
        ("Rebels Capture Hama in Overnight Raid", [("Hama", "Rebels")]),
        # from one sentence on
        ("Fighters reached Hama at dawn. By nightfall they had captured the city.", [("Hama", "Fighters")]),
        ("Rebels said they had captured Hama.", [("Hama", "Rebels")]),
    ],
)  # fmt: skip
def test_voices(text: str, expected: list[tuple[str, str]]) -> None:
    assert sorted(found(text, any_status=True)) == sorted(expected)


@pytest.mark.parametrize(
    "text",
    [
        "Rebels entered Hama.",
        "Rebels captured Hama airport.",
        "Rebels captured Hama's mayor.",
        "Rebels captured a prison in Hama.",
        "Rebels captured eastern Hama.",
        "The scene in Hama was captured on camera.",
        "The singer took Hama by storm.",
        "She took the train to Hama.",
        "Captured soldiers were brought to Hama.",
        "Rebels freed captured soldiers in Hama.",
    ],
)
def test_what_is_no_capture_of_the_city(text: str) -> None:
    assert found(text, any_status=True) == []


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Rebels captured Hama.", Status.ASSERTED),
        ("Rebels said they had captured Hama.", Status.CLAIMED),
        ("If rebels capture Hama, Aleppo is next.", Status.HYPOTHETICAL),
        ("The army denied that rebels had captured Hama.", Status.DENIED),
    ],
)
def test_each_mention_says_whether_it_happened(text: str, status: Status) -> None:
    matches = match(rule(event=asked(), status=None, once_per=("city",)), text)
    assert [mention.status for each in matches for mention in each.mentions] == [status]


def test_only_what_happened_counts_by_default() -> None:
    assert found("If rebels capture Hama, Aleppo is next.") == []


def test_a_slot_keeps_the_words_around_and_the_entry() -> None:
    [made] = match(rule(event=asked(), once_per=("city",)), "Rebels captured the strategic city of Hama on Thursday.")
    city = made.slots["city"]
    assert (city.text, city.name, city.facts["country"]) == ("the strategic city of Hama", "Hama", "SY")


def test_a_date_near_the_action() -> None:
    [made] = match(rule(event=asked(place=True), once_per=("city",)), "On Thursday rebels captured Hama.")
    assert made.slots["date"].text == "Thursday"


def test_numbers_with_their_value() -> None:
    slots = (EventSlot(Role.TARGET, "victim", terms("people")), EventSlot(Role.NUMBER, "dead"))
    [made] = match(rule(event=Event((TAKING,), slots)), "Rebels captured at least 20 people.")
    assert (made.slots["dead"].text, made.slots["dead"].facts) == ("at least 20", {"number": 20.0})


def test_a_measure_belongs_to_its_number() -> None:
    event = Event((TAKING,), (EventSlot(Role.TARGET, "victim", terms("people")), EventSlot(Role.NUMBER, "dead")))
    [made] = match(rule(event=event), "At least 20 people were captured.")
    assert (made.slots["victim"].text, made.slots["dead"].text) == ("At least 20 people", "At least 20")


def test_nobody_is_negated() -> None:
    event = Event((TAKING,), (EventSlot(Role.TARGET, "victim", terms("civilian")),))
    [made] = match(rule(event=event), "No civilians were captured in the raid.")
    assert (made.proof.status, made.proof.cue) == (Status.NEGATED, "No")


def test_other_conditions_narrow_an_event() -> None:
    narrowed = rule(event=asked(), all=(terms("airport"),), once_per=("city",))
    assert match(narrowed, "Rebels captured Hama and its airport.")
    assert not match(narrowed, "Rebels captured Hama.")


def test_an_article_in_another_language_has_no_events() -> None:
    assert match(rule(event=asked()), news("Rebels captured Hama.", language="fr")) == []


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Hama, a city in Syria, was captured.", None),  # beside it, not in it
        ("A base in Hama was captured by rebels.", "Hama"),
        ("The base near Goma was seized.", "Goma"),
        ("The guards at Goma captured a base.", None),
    ],
)
def test_where_the_subject_is(text: str, place: str | None) -> None:
    slots = (
        EventSlot(Role.TARGET, "what", terms("base", "city")),
        EventSlot(Role.PLACE, "place", terms("$cities"), optional=True),
    )
    asked = rule(event=Event((family(),), slots), status=ASSERTED)
    found = [mention.slots.get("place") for each in match(asked, news(text)) for mention in each.mentions]
    assert (found[-1].name if found and found[-1] else None) == place


def test_only_a_country_yields_to_the_noun_after_it() -> None:
    """Of `Syrian rebels` the rebels act, of `M23 rebels` M23."""
    actor = EventSlot(Role.ACTOR, "actor", terms("$countries", "$armed_groups", "rebel"))
    asked = rule(event=Event((family(),), (actor,)), status=ASSERTED)
    texts = ("Syrian rebels captured Hama.", "M23 rebels captured Hama.")
    assert [match(asked, news(text))[0].slots["actor"].name for text in texts] == [None, "M23"]


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("Rebels captured a base in Hama.", "Hama"),
        ("Rebels captured Hama in the night.", "Hama"),
        ("Rebels captured a base.", "a base"),
    ],
)
def test_two_parts_of_one_name_prefer_an_entry(text: str, where: str) -> None:
    both = (
        EventSlot(Role.TARGET, "where", terms("$cities", "base"), optional=True),
        EventSlot(Role.PLACE, "where", terms("$cities"), optional=True),
    )
    (found,) = match(rule(event=Event((family(),), both), status=ASSERTED), news(text))
    assert found.slots["where"].name == (where if where != "a base" else None)
    assert where in found.slots["where"].text

"""Words of an action that make no event: which step said no, and that none goes without a word."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.matching.events import refusals
from monitor.matching.events.ready import named
from monitor.matching.explain import Explanation, explain
from monitor.matching.explained import as_json, as_text
from monitor.matching.sentencesets import each_of
from monitor.model.article import Article, Zone
from monitor.rules.actions import Family
from monitor.rules.compiled import ASSERTED, Event, EventSlot, Role, Rule
from monitor.rules.families import load_families
from tests.support.rules import NOW, engine, news, rule, terms

WRITTEN = """
strict: [target]
usual: {actor: [rebel, army]}
languages:
  en:
    verbs:
      - {words: [capture, seize], subject: actor, object: target, prepositions: {from: recipient}}
      - {words: [take], subject: actor, object: target, needs: [actor]}
      - {words: [fall], subject: target, prepositions: {to: actor}}
    nouns:
      - {words: [capture], prepositions: {of: target}, possessive: [actor, target]}
    figurative: [capture on camera]
    unless: [video game]
"""


def family() -> Family:
    made = load_families({"actions/taking.yml": WRITTEN}, ()).get("taking")
    assert made is not None
    return made


FAMILY = family()
TARGET = EventSlot(Role.TARGET, "city", terms("$cities"), terms("football club", "Goma"))
TAKEN = rule(event=Event((FAMILY,), (TARGET,)), status=ASSERTED, unless=terms("drill"))


def explained(text: str | Article, asked: Rule = TAKEN) -> Explanation:
    return explain(engine(asked), asked, news(text) if isinstance(text, str) else text, NOW)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("If Hama falls, it is over.", "s1: action taking, city Hama, status hypothetical (cue 'If', 1 word left), not in [asserted, claimed]"),
        ("Rebels captured Hama.", "s1: action taking, city Hama, status asserted"),
        ("In a drill, rebels captured Hama.", "s1: action taking, city Hama, status fiction (cue 'In a drill', 2 words left), its sentence has 'drill' (`unless`)"),
        ("The fight was captured on camera in Hama.", "s1: action taking ('captured'), figurative use 'captured on camera' (`capture on camera`)"),
        ("Players captured Hama in a video game.", "s1: action taking ('captured'), its sentence has 'video game' (`video game`, `unless` of taking)"),
        ("Rebels captured Hama airport.", "s1: action taking ('captured'), no city: 'Hama airport' is not Hama itself"),
        ("Rebels captured a hill near Hama.", "s1: action taking ('captured'), no city: 'a hill' is none of $cities"),
        ("Rebels captured Goma.", "s1: action taking ('captured'), no city: 'Goma' is excluded (`not: Goma`)"),
        ("She took Hama.", "s1: action taking ('took'), which counts only with an actor: 'She' is none of rebel, army"),
        ("The captured city of Hama.", "s1: action taking ('captured'), no verb and no noun of taking here"),
        ("In Hama, the capture was swift.", "s1: action taking ('capture'), no city: nothing stands where it would"),
        ("Rebels captured a hill. It is far from Hama.", "s1: action taking ('captured'), no city in the sentence ($cities)"),
    ],
)  # fmt: skip
def test_each_step_in_words(text: str, said: str) -> None:
    assert str(explained(text).events[0]) == said


@pytest.mark.parametrize(
    ("article", "no"),
    [
        (news("Calm."), "event: no word of taking in the article"),
        (news("Rebels captured a hill."), "event: nothing in the article could fill city ($cities)"),
        (news("Hama prise", language="fr"), "event: the article's language is fr, and events are not known in it"),
        (news((Zone.CAPTION, "Rebels captured Hama.")), "event: s1: action taking, city Hama, status asserted, in the caption, not in [body, heading, headline, summary]"),
        (news("The fight was captured on camera in Hama. Rebels captured Hama airport."), "event: s1: action taking ('captured'), figurative use 'captured on camera' (`capture on camera`)"),
        (news("Snow fell. Rebels captured a hill near Hama."), "event: s2: action taking ('captured'), no city: 'a hill' is none of $cities"),
    ],
)  # fmt: skip
def test_the_first_no(article: Article, no: str) -> None:
    assert explained(article).first_no == no


def test_text_shows_the_sentence_of_each_with_its_cue() -> None:
    text = as_text(explained("Snow fell. Rebels may capture Hama. Hama was captured on camera. Rain fell, too."))
    assert text == (
        """\
rule: does not fire on a.txt
first no: event: s2: action taking, city Hama, status possible (cue 'may', 0 words left), not in [asserted, claimed]

  no  event: taking, city; [asserted, claimed]
  event: s2: action taking, city Hama, status possible (cue 'may', 0 words left), not in [asserted, claimed]
  [body] Rebels may capture Hama.
                ~~~ ^^^^^^^ ^^^^
  no event: s3: action taking ('captured'), figurative use 'captured on camera' (`capture on camera`)
  [body] Hama was captured on camera.
                  ^^^^^^^^^^^^^^^^^^
  no event: 'fell' (s1), 'fell' (s4): no city in the sentence ($cities)
"""
    )


def test_json_has_every_event_as_values() -> None:
    events = as_json(explained("If Hama falls, it is over."))["events"]
    assert json.loads(json.dumps(events)) == [{
        "sentence": 1,
        "text": "If Hama falls, it is over.",
        "zone": "body",
        "action": "taking",
        "words": "falls",
        "spans": [[3, 7], [8, 13]],
        "slots": {"city": {"text": "Hama", "name": "Hama", "country": "SY", "lat": 35.13}},
        "status": "hypothetical",
        "cue": {"text": "If", "words": 1, "side": "left"},
        "said_by": None,
        "counts": False,
        "no": "not in [asserted, claimed]",
    }]  # fmt: skip


WORDS = "Rebels rebels she captured capture captures take took fell falls Hama Goma airport of by on camera the a video game , . was to hill it".split()


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=12).map(" ".join))
@settings(max_examples=100)
def test_every_action_is_an_event_or_refused(text: str) -> None:
    made = engine(TAKEN)
    event, view = made.ready(TAKEN).event, made.view(news(text))
    assert event is not None
    found = {mention.trigger.start for mention in event.find(view)}
    refused = {each.trigger.start for each in refusals(event, view)}
    assert not found & refused
    for family in event.families:
        wording = family.wording(view)
        assert wording is not None
        for sentence in each_of(family.sentences(view)):
            heads = wording.heads(view, sentence)
            for action in named(view, sentence, wording, heads):
                assert view.starts[action.first] in found | refused


def test_a_reading_that_needs_its_slot_names_the_role() -> None:
    captor = EventSlot(Role.ACTOR, "captor", terms("rebel"), optional=True)
    asked = rule(event=Event((FAMILY,), (captor, TARGET)), status=ASSERTED)
    (told,) = explained("She took Hama.", asked).events
    assert told.no == "which counts only with an actor (captor): 'She' is none of rebel"


def test_an_excluded_actor_excludes_the_event_though_it_is_optional() -> None:
    captor = EventSlot(Role.ACTOR, "captor", terms("rebel"), terms("police"), optional=True)
    asked = rule(event=Event((FAMILY,), (captor, TARGET)), status=ASSERTED)
    assert explained("Hama was captured.", asked).fires
    assert explained("Somebody captured Hama.", asked).fires
    (told,) = explained("Police captured Hama.", asked).events
    assert told.no == "no captor: 'Police' is excluded (`not: police`)"

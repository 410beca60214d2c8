"""A rule said back in plain words: every key of the language has its words."""

from __future__ import annotations

import pytest

from monitor.rules.alertschema import AlertBlock
from monitor.rules.fields import Strict
from monitor.rules.lists import load_lists
from monitor.rules.load import load_rules
from monitor.rules.saying import say
from monitor.rules.schema import EventSlotBlock, EventSlots, RuleBlock

LISTS = load_lists({}).lists
BASE = "title: t\nany: [{of: cholera, as: city}]\n"

SAID = [
    # conditions
    ("any", "any: [cholera, acute watery diarrhoea]", "  'cholera' or 'acute watery diarrhoea'"),
    ("any", "any: [=took, =over, 'evacuat*', US, WHO]", "  exactly 'took', exactly 'over', a word that begins with 'evacuat', 'US' in capitals or 'WHO' in capitals"),
    ("any", "any: [embassy ... citizens, '/M-?23/', embassy of $countries]", "'embassy' … up to 5 words … 'citizens', text that fits the regular expression /M-?23/ or 'embassy of' + an entry of $countries"),
    ("any", "any: [{of: [$cities, town], as: city}]", "  an entry of $cities or 'town', kept as `city`"),
    ("any", "any: [x1, x2, x3, x4, x5, x6, x7, x8, x9, x10, x11, x12, x13, x14]", "'x12' or 2 more"),
    ("all", "all: [cholera, [cases, deaths]]\nwithin: sentence", "  'cholera', and\n  'cases' or 'deaths'"),
    ("none", "any: [x]\nnone: [film]", "but not if 'film' occurs anywhere in the article."),
    ("near", "near: {terms: [rebels, [take, seize]], words: 3, ordered: true}", "close together (in this order, at most 3 other words from the first to the last, in one paragraph):\n    - 'rebels'\n    - 'take' or 'seize'"),
    ("near", "near: {terms: [a1, b1], words: 1}", "close together (at most 1 other word from"),
    ("at_least", "at_least: {count: 3, of: [a1, b1]}", "at least 3 occurrences in all of 'a1' or 'b1'"),
    ("at_least", "at_least: {count: 2, of: [a1, b1, c1], distinct: true}", "at least 2 different ones of 'a1', 'b1' or 'c1'"),
    ("score", "score: {need: 20, terms: {rebels: 20.5, film: -15}}", "20 points or more (each counts once): 'rebels' +20.5 and 'film' -15"),
    ("within", "any: [x]\nwithin: paragraph", "Fires when one paragraph in an article has"),
    ("in", "any: [x]\nin: [headline, quote]", "Fires when the headline or quote of an article has"),
    ("unless", "any: [x]\nunless: [drill, film]", "A sentence that has 'drill' or 'film' does not count."),
    ("inflect", "any: [x]\ninflect: false", "Words are met only in the form written."),
    ("status", "any: [x]\nstatus: denied", "Counts only sentences that say that somebody denies it (denied); not what is asserted, claimed, negated,"),
    ("status", "event: {action: x}\nstatus: any", "Counts whatever it says of whether it happened."),
    ("language", "any: [x]\nlanguage: [fr, en]", "an article in en or fr has"),
    ("source", "any: [x]\nsource: [AFP]", "an article from AFP has"),
    ("max_age", "any: [x]\nmax_age: 36h", "older than 36 hours interrupts nobody"),
    # queries
    ("query", "query: (embassy OR consulate) NEAR/6 evacuat* NOT drill", "  all of these:\n    - ('embassy' or 'consulate') close to a word that begins with 'evacuat' (at most 6 words between)\n    - not 'drill'"),
    ("query", "query: a1 AND (b1 OR c1)", "  'a1' and ('b1' or 'c1')"),
    ("query", "query: headline:a1 ONEAR/1 b1", "'a1' in the headline followed by 'b1' (at most 1 word between)"),
    ("query", "query: a1 NEAR/3 NOT b1", "'a1' without 'b1' within 3 words"),
    ("query", 'query: SENTENCE(a1 "was taken") OR PARAGRAPH(b1 c1)', "    - ('a1' and exactly 'was taken') within one sentence\n    - ('b1' and 'c1') within one paragraph"),
    ("query", "query: ATLEAST/3(a1 OR b1)", "at least 3 occurrences of ('a1' or 'b1')"),
    ("query", "query: DISTINCT/2(a1 OR b1)", "at least 2 different ones of ('a1' or 'b1')"),
    # events
    ("event", "event: {action: [$seize, besiege]}", "an event: a place is taken by force ($seize: capture,"),
    ("event", "event: {action: [$seize, besiege]}", "nouns) or 'besiege'"),
    ("actor", "event: {action: x, actor: {as: captor, of: [rebel], not: [police], optional: true}}", "- who does it, as `captor`: 'rebel', but not 'police'; may be missing"),
    ("target", "event: {action: x, target: $cities}", "- to whom or what it is done: an entry of $cities"),
    ("recipient", "event: {action: x, recipient: {as: who}}", "- whom it is taken from, given to or told, as `who`: whatever stands there"),
    ("place", "event: {action: x, place: {shape: name}}", "- where: any capitalised name"),
    ("number", "event: {action: x, number: {as: dead}}", "- how many, as `dead`: whatever stands there"),
    ("target", "event: {action: x, target: {of: $cities, called: [city, town]}}", "an entry of $cities, or what the article calls 'city' or 'town'"),
    ("date", "event: {action: x, date: {optional: true}}", "- when: whatever stands there; may be missing"),
    # the alert
    ("id", "any: [x]\nid: own", "t (own, in f.yml)"),
    ("title", "any: [x]", "t (f, in f.yml)"),
    ("headline", "any: [x]\nheadline: Cholera!", "Its headline: Cholera!"),
    ("severity", "any: [x]\nseverity: high", "One alert of severity high for each story"),
    ("tags", "any: [x]\ntags: [a, b]", "Tags: a and b."),
    ("notify", "any: [x]\nnotify: [desk, box]", "Sent to desk and box."),
    ("template", "any: [x]\ntemplate: own", "Written with the template `own`."),
    ("owner", "any: [x]\nowner: me@example.org", "me@example.org is told when the rule breaks."),
    ("groups", "groups: {AB: [x, y]}\nany: [AB]", "'x' or 'y'"),
    ("event", "event: [{action: x, target: a}, {action: y, target: {of: [b], head: true}}]", "one of these events:\n    - 'x'\n      - to whom or what it is done: 'a'\n    - 'y'\n      - to whom or what it is done: 'b', as what the words there are about"),
    ("place", "event: {action: x, actor: {as: who, of: [a], optional: unnamed}, place: {of: $countries, other_than: who, elsewhere: true}}", "- where: an entry of $countries, another one than `who`, or else the nearest one in the article"),
    ("actor", "event: {action: x, actor: {of: [a], optional: unnamed}}", "- who does it: 'a'; may be missing where nothing else stands there"),
    ("shadow", "any: [x]\nshadow: true", "nobody is told"),
    ("enabled", "any: [x]\nenabled: false", "it does not run"),
    ("once_per", "any: [{of: x, as: city}]\nalert: {once_per: [city]}", "for each city;"),
    ("hold", "any: [x]\nalert: {hold: 45m}", "it stays open for 45 minutes after"),
    ("raise", "any: [x]\nraise: {critical: {sources: 2}}", "From 2 independent sources on it is critical."),
    ("again_if", "any: [{of: x, as: city}]\nalert: {again_if: [status, city, sources]}", "when its status rises or turns, `city` is another or 2, 5 or 10 sources report it."),
    ("again_if", "any: [x]\nalert: {again_if: []}", "No updates."),
    # over time
    ("when", "any: [{of: x, as: city}]\nwhen: {count: 3, over: 6h, by: [city.country, city], sources: 2}", "Alerts when there are 3 matches from 2 independent sources within 6 hours, counted for each city.country and city."),
    ("when", "any: [x]\nwhen: {count: 1, over: 6h}", "Matches when an article has\n  'x'"),
    ("when", "any: [x]\nwhen: {spike: 2.5, over: 6h, against: 14d, at_least: 5}", "6 hours have at least 5 matches and 2.5 times the mean of such windows in the 14 days before."),
    ("when", "any: [{of: x, as: city}]\nwhen: {new: city, memory: 90d}", "Alerts when city is one that no match had for 90 days."),
    ("when", "when: {sequence: [a, b], over: 3d, by: [city.country, country]}", "t (f, in f.yml)\n\nAlerts when `a` matches, and `b` within 3 days after it, with the same city.country as country."),
    ("when", "source: [AFP]\nwhen: {silence: 45m}", "Matches when an article from AFP comes\nAlerts when nothing matches for 45 minutes."),
    ("tests", "any: [x]\ntests: {yes: [x, x y], no: [z]}", "Tests: 2 texts must fire, 1 text must not."),
]  # fmt: skip


def said(text: str) -> str:
    loaded = load_rules({"f.yml": text if text.startswith("title") else f"title: t\n{text}"}, LISTS)
    (rule,) = loaded.rules["f.yml"]
    return "\n".join(say(rule))


@pytest.mark.parametrize(("key", "text", "words"), SAID)
def test_each_key_in_words(key: str, text: str, words: str) -> None:
    assert words in said(text)


def test_every_key_has_its_words() -> None:
    blocks: tuple[type[Strict], ...] = (RuleBlock, AlertBlock, EventSlots)
    keys = {field.alias or name for block in blocks for name, field in block.model_fields.items()}
    assert keys - {key for key, *_ in SAID} == {"alert"}
    assert set(EventSlotBlock.model_fields) == {
        "as_",
        "of",
        "not_",
        "shape",
        "optional",
        "inflect",
        "called",
        "head",
        "other_than",
        "elsewhere",
    }


def test_a_long_query_is_a_tree() -> None:
    words = " OR ".join(f"word{number}" for number in range(20))
    lines = said(f"query: a1 AND ({words} OR (c1 AND d1)) AND NOT e1").splitlines()
    assert [line for line in lines if line.startswith("  ")][:4] == [
        "  all of these:",
        "    - 'a1'",
        "    - one of these:",
        "      - 'word0'",
    ]

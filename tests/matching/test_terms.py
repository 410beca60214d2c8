"""Terms, as the rule language says them, one by one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from monitor.rules.compiled import ListEntry, TermList
from tests.support.rules import CITIES, engine, match, met, news, rule, slot, terms


@pytest.mark.parametrize(
    ("term", "text", "marked"),
    [
        ("capture", "Rebels captured it. Capturing captures CAPTURE, a recapture.", "captured Capturing captures CAPTURE"),
        ("take", "They take, took, have taken; undertaking", "take took taken"),
        ("captured", "capture capturing", "capture capturing"),
        ("fall", "Hama fell. It has fallen. The fall. A feller.", "fell fallen fall"),
        ("leave", "They left. He leaves.", "left leaves"),
        ("wound", "Wounds, a wound; winds and the wind", "Wounds wound"),
        ("bomb", "the bombing of bombed bombs", "bombing bombed bombs"),
        ("we", "us and we", "we"),
        ("university", "the universe of universities", "universities"),
        ("rebel's", "The rebels’ flag, the rebel's flag, rebel’s", "rebels rebel rebel"),
        ("don't", "Don’t", "Don’t"),
        ("cease-fire", "a ceasefire, a cease-fire, a cease fire, ceasefires", "ceasefire|cease-fire|cease fire|ceasefires"),
        ("ceasefire", "a ceasefire, a cease-fire, a cease fire, cease-fires", "ceasefire|cease-fire|cease fire|cease-fires"),
        ("cease fire", "a ceasefire, a cease-fire, a cease fire, fire", "ceasefire|cease-fire|cease fire"),
        ("notable", "he was not able", ""),
        ("Łódź", "Lodz, ŁÓDŹ", "Lodz ŁÓDŹ"),
        ("Αθήνα", "η Αθηνα", "Αθηνα"),
        ("acute watery diarrhoea", "acute watery diarrhoea, watery acute diarrhoea", "acute watery diarrhoea"),
        ("road block", "On the road. Block it.", ""),
        ("US", "US and us, Us, U.S. and the US's", "US U.S. US"),
        ("NGO", "NGOs, an NGO, ngo", "NGOs NGO"),
        ("US", "THEY ASKED US TO LEAVE", "US"),
        ("=captured", "captured Captured CAPTURED captures capture", "captured Captured CAPTURED"),
        ("=Captured", "captured Captured CAPTURED", "Captured"),
        ("evacuat*", "Evacuation, evacuated; vacuum", "Evacuation evacuated"),
        ("embassy ... citizens", "The embassy told all of its citizens.", "embassy told all of its citizens"),
        ("embassy ... citizens", "embassy one two three four five citizens", "embassy one two three four five citizens"),
        ("embassy ... citizens", "embassy one two three four five six citizens", ""),
        ("embassy ... citizens", "citizens of the embassy. The citizens left.", ""),
        ("embassy … citizens … leave", "The embassy told citizens to leave", "embassy told citizens to leave"),
        ("/M-?23/", "m23, M-23 and M 23", "m23 M-23"),
        (r"/\bélan\b/", "élan, élané, xélan (élan)", "élan élan"),
        (r"/\w+é\d/", "café7", "café7"),
        ("$cities", "Hama, HAMA's, hama and Hamah’s", "Hama HAMA Hamah"),
        ("$cities", "in New York and York, NEW YORK CITY", "New York|York|NEW YORK CITY"),
        ("$cities", "Nice weather", ""),
        ("$cities", "Nice, on the Riviera", "Nice"),
        ("$cities", "Deir Ez-Zor and Deir ez Zor, deir ez-Zor", "Deir Ez-Zor|Deir ez Zor"),
        ("$cities", "في حماة اليوم", "حماة"),
        ("$countries", "the UK, uk, Uk, Britain's", "UK Britain"),
        ("$armed_groups", "Insurgents and rebel fighters; M23, m23", "Insurgents|rebel fighters|M23"),
        ("embassy of $countries", "the embassies of the United Kingdom", "embassies of the United Kingdom"),
        ("embassy of $countries", "the embassy of Mars, France", ""),
        ("大使馆", "中国大使馆说", "大使馆"),
        ("สงคราม", "ในสงครามนี้", "สงคราม"),
        ("$5", "it costs $5", "5"),
    ],
)  # fmt: skip
def test_a_term_meets(term: str, text: str, marked: str) -> None:
    separator = "|" if "|" in marked else " "
    whole = [marked] if met(term, text) == [marked] else list(filter(None, marked.split(separator)))
    assert met(term, text) == whole


@pytest.mark.parametrize(
    ("language", "term", "text", "marked"),
    [
        ("de", "Haus", "Die Häuser", ["Häuser"]),
        ("fr", "capturer", "Ils l’ont capturée", ["capturée"]),
        ("fr", "armée", "L’armée", ["armée"]),
        ("ru", "захватить", "Повстанцы захватили город", ["захватили"]),
        ("de", "take", "took", []),
        ("xx", "take", "took take", ["take"]),
    ],
)
def test_words_are_inflected_by_the_language_of_the_article(
    language: str, term: str, text: str, marked: list[str]
) -> None:
    assert met(term, text, language=language) == marked


def test_inflection_is_switched_off() -> None:
    assert met("capture", "captured capture Capture", inflect=False) == ["capture", "Capture"]
    assert met("$armed_groups", "insurgent insurgents", inflect=False) == ["insurgent"]


def test_what_matched_becomes_the_slot() -> None:
    found = match(rule(any=(slot("embassy of $countries", "embassy"),)), "the embassy of France's staff")
    value = found[0].slots["embassy"]
    assert (value.text, value.name, value.facts) == ("embassy of France", "France", {"country": "FR"})


def test_an_ambiguous_entry_counts_anywhere_with_its_evidence() -> None:
    article = news("Nice is calm.", "So is the rest of France.")
    found = match(rule(any=terms("$cities")), article)
    assert [article.quote(span) for span in found[0].proof.spans] == ["Nice"]


def test_an_entrys_own_name_wins_over_anothers_other_name() -> None:
    other = ListEntry("Hamath", ("Hamath", "Hama"), {})
    lists = {"cities": replace(CITIES, entries=(other, *CITIES.entries), digest="two")}
    found = match(rule(any=(slot("$cities", "city"),)), "Hama fell", lists)
    assert found[0].slots["city"].name == "Hama"


def test_of_two_spellings_of_one_word_the_one_written_so_wins_then_the_first() -> None:
    entries = tuple(ListEntry(name, (name,), {}) for name in ("defence minister", "defense minister", "defence chief"))
    lists = {"offices": TermList(name="offices", digest="offices", entries=entries)}
    article = news("The defence minister met a defense minister, other defense ministers and a defense chief.")
    view = engine(rule(any=terms("$offices")), lists=lists).view(article)
    assert [at.entry.name for at in view.entries("offices").values() if at.entry] == [
        "defence minister",
        "defense minister",
        "defence minister",
        "defence chief",
    ]


def test_a_word_of_the_rule_is_looked_up_once_for_all_rules() -> None:
    rules = [rule(f"r{number}", any=terms("capture")) for number in range(3)]
    made = engine(*rules)
    assert len({id(made.ready(each).any[0].matcher) for each in rules}) == 1

"""Mentions, the slots they fill, the happenings they tell of, and which of them is the proof."""

from __future__ import annotations

import pytest

from monitor.model.article import Article, Zone
from monitor.model.match import Match
from monitor.rules.compiled import Unit
from tests.support.rules import groups, match, near, news, rule, slot, terms

CITY = slot("$cities", "city")
GROUP = slot("$armed_groups", "captor")
TAKEN = rule(near=near("rebels", "capture", CITY, words=3), within=Unit.SENTENCE, once_per=("city",))


def proof(article: Article, found: Match) -> str:
    return article.quote(found.proof.sentence)


def marked(article: Article, found: Match) -> list[str]:
    return [article.quote(span) for span in found.proof.spans]


def test_each_city_is_a_happening() -> None:
    article = news("Rebels captured Hama and Aleppo. Rebels captured Goma.")
    found = match(TAKEN, article)
    assert [each.happening for each in found] == [("Hama",), ("Aleppo",), ("Goma",)]
    assert marked(article, found[1]) == ["Rebels", "captured", "Aleppo"]


def test_mentions_of_one_city_are_one_match() -> None:
    found = match(TAKEN, "Rebels captured Hama. Rebels have captured Hamah.")
    assert [len(each.mentions) for each in found] == [2]


def test_within_a_sentence_each_entry_is_a_mention_of_its_own() -> None:
    asked = rule(all=groups("capture", CITY), within=Unit.SENTENCE, once_per=("city",))
    article = news("Hama was captured, Aleppo too. Goma is calm.")
    found = match(asked, article)
    assert [(each.happening, marked(article, each)) for each in found] == [
        (("Hama",), ["Hama", "captured"]),
        (("Aleppo",), ["captured", "Aleppo"]),
    ]


def test_a_slot_takes_the_entry_nearest_to_the_pivot() -> None:
    asked = rule(all=groups("capture", CITY, GROUP), within=Unit.SENTENCE, once_per=("city", "captor"))
    found = match(asked, "M23 captured Goma and HTS captured Hama.")
    assert [each.happening for each in found] == [("Goma", "M23"), ("Hama", "HTS")]


def test_an_entry_goes_before_plain_words() -> None:
    asked = rule(all=groups("capture", ["city", CITY, slot("town", "city")]), within=Unit.SENTENCE, once_per=("city",))
    assert match(asked, "The town was captured near Hama.")[0].slots["city"].name == "Hama"


def test_without_once_per_all_is_one_happening() -> None:
    found = match(rule(all=groups("capture", CITY)), "Hama was captured. Aleppo was captured.")
    assert [(each.happening, len(each.mentions)) for each in found] == [(None, 2)]


def test_a_slot_without_an_entry_leaves_it_to_the_story() -> None:
    asked = rule(all=groups("capture", [slot("city", "city"), CITY]), within=Unit.SENTENCE, once_per=("city",))
    assert [each.happening for each in match(asked, "The city was captured.")] == [None]


def test_a_mention_without_an_entry_joins_the_happening_before_it() -> None:
    asked = rule(all=groups("capture", [slot("city", "city"), CITY]), within=Unit.SENTENCE, once_per=("city",))
    text = "They captured a city. They captured Hama. They captured the city. They captured Goma."
    assert [(each.happening, len(each.mentions)) for each in match(asked, text)] == [(("Hama",), 3), (("Goma",), 1)]


def test_within_the_article_each_sentence_is_a_mention() -> None:
    asked = rule(all=groups("cholera", "deaths"))
    article = news("Cholera. Nothing here. Deaths and cholera.", "Deaths.")
    found = match(asked, article)
    assert [article.quote(mention.sentence) for mention in found[0].mentions] == [
        "Cholera.",
        "Deaths and cholera.",
        "Deaths.",
    ]
    assert proof(article, found[0]) == "Deaths and cholera."


def test_within_a_paragraph_the_proof_is_the_sentence_that_shows_most() -> None:
    article = news("Cholera. There were deaths from cholera. Deaths.")
    found = match(rule(all=groups("cholera", "deaths"), within=Unit.PARAGRAPH), article)
    assert proof(article, found[0]) == "There were deaths from cholera."
    assert len(found[0].proof.spans) == 4


@pytest.mark.parametrize(
    ("paragraphs", "expected"),
    [
        (
            [(Zone.HEADLINE, "Rebels capture Hama"), (Zone.BODY, "The rebels captured Hama.")],
            "The rebels captured Hama.",
        ),
        ([(Zone.HEADLINE, "Rebels capture Hama"), (Zone.SUMMARY, "Rebels captured Hama.")], "Rebels captured Hama."),
        ([(Zone.BODY, "Rebels captured Hama. Rebels captured Hama again.")], "Rebels captured Hama."),
        ([(Zone.HEADLINE, "Rebels capture Hama"), (Zone.BODY, "Calm.")], "Rebels capture Hama"),
    ],
)
def test_the_proof_is_in_the_body_before_the_headline_then_the_earliest(
    paragraphs: list[tuple[Zone, str]], expected: str
) -> None:
    article = news(*paragraphs)
    assert proof(article, match(TAKEN, article)[0]) == expected


def test_the_proof_has_most_slots() -> None:
    asked = rule(any=(CITY, GROUP, *terms("capture", "rebels")), once_per=("city",))
    article = news("Rebels captured Hama. HTS in Hama.")
    assert proof(article, match(asked, article)[0]) == "HTS in Hama."


def test_slots_that_the_proof_lacks_come_from_other_mentions() -> None:
    asked = rule(all=groups("capture", CITY, GROUP), once_per=("city",))
    found = match(asked, "HTS spoke. Hama was captured.")
    assert {name: value.name for name, value in found[0].slots.items()} == {"city": "Hama", "captor": "HTS"}


def test_a_slot_outside_near_takes_the_nearest_entry_of_the_article() -> None:
    asked = rule(near=near("rebels", "capture"), all=groups(CITY), once_per=("city",))
    found = match(asked, "Goma is calm. Hama trembles. Rebels captured it.")
    assert [each.happening for each in found] == [("Hama",)]


def test_overlapping_words_are_marked_once() -> None:
    article = news("the embassy of France")
    found = match(rule(all=groups("embassy of $countries", "$countries")), article)
    assert marked(article, found[0]) == ["embassy of France"]

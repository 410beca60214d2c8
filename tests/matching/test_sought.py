"""An index never loses a match: whatever a rule matches has the words that the index is asked for."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.matching import Engine
from monitor.model.article import Article, Zone
from monitor.model.sought import Key, Sought
from monitor.rules.compiled import Rule
from monitor.rules.query import parse
from monitor.text.searchwords import SearchWords
from tests.matching.test_properties import articles, event_rules, event_texts, rules
from tests.support.rules import NOW, engine, news, rule

LANGUAGES = ("ar", "de", "en", "fr", "xx")


def words_of(article: Article) -> set[str]:
    return SearchWords().of(
        [article.quote(span) for each in article.paragraphs for span in each.sentences], article.language
    )


def gives(sought: Sought, words: set[str]) -> bool:
    def has(key: Key) -> bool:
        return any(word.startswith(key.word) for word in words) if key.begins else key.word in words

    return all(any(all(any(map(has, keys)) for keys in way) for way in ways) for ways in sought)


def check(asked: Rule, made: Engine, article: Article) -> None:
    if any(found.rule_id == asked.id for found in made.match_all(article, now=NOW)):
        assert gives(made.sought(asked, LANGUAGES), words_of(article))


@settings(max_examples=100)
@given(rules(), articles, st.sampled_from(LANGUAGES))
def test_no_match_is_lost(asked: list[Rule], paragraphs: list[tuple[Zone, str]], language: str) -> None:
    made, article = engine(*asked), news(*paragraphs, language=language)
    for each in asked:
        check(each, made, article)


@settings(max_examples=80)
@given(event_rules(), st.lists(event_texts, min_size=1, max_size=3))
def test_no_event_is_lost(asked: Rule, paragraphs: list[str]) -> None:
    check(asked, engine(asked), news(*paragraphs))


@pytest.mark.parametrize(
    ("query", "text", "given"),
    [
        ("captured", "They capture it", True),
        ("took", "He takes it", True),
        ("captured", "The captain", False),
        ("ceasefire", "A cease-fire held", True),
        ("cease-fire", "A ceasefire held", True),
        ('"captured"', "They capture it", False),
        ("evacuat*", "Evacuations began", True),
        ("NGO", "Two NGOs left", True),
        ("captured NEAR/2 Hama", "Hama was, after weeks, captured", True),
        ("captured NEAR/2 Hama", "Homs was captured", False),
        ("city NOT film", "A film of the city", True),
        ("$armed_groups", "Hayat fell", False),
        ("$armed_groups", "Hayat Tahrir al-Sham left", True),
        ("/m-?23/", "nothing", True),
        ("l'armée", "L’armée est là", True),
        ("Sanaa", "In Sana'a", True),
        ("3.5 OR U.S.", "The US army", True),
        ("東京", "東方京都", True),
        ("東京", "東方", False),
    ],
)
def test_what_an_index_is_asked_for(query: str, text: str, given: bool) -> None:
    asked = rule(query=parse(query))
    assert gives(engine(asked).sought(asked, LANGUAGES), words_of(news(text))) is given


def test_a_list_too_long_for_an_index_is_left_out() -> None:
    from monitor.rules.compiled import ListEntry, TermList

    many = TermList("cities", tuple(ListEntry(f"City{n}", (f"City{n}",)) for n in range(3_000)), "many")
    asked = rule(query=parse("captured AND $cities"))
    made = engine(asked, lists={"cities": many})
    assert len(made.sought(asked, ("en",))) == 1
    lone = rule(query=parse("$cities"))
    assert engine(lone, lists={"cities": many}).sought(lone, ("en",)) == ()

"""An index never loses a match: whatever a rule matches has the words that the index is asked for."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from monitor.matching import Engine
from monitor.model.article import Article, Zone
from monitor.model.sought import Group, Key, Sought
from monitor.rules.compiled import ListEntry, Rule, RuleSet, TermList, Unit
from monitor.rules.query import parse
from monitor.text.searchwords import REACH, SearchWords
from tests.matching.test_properties import articles, event_rules, event_texts, expressions, rules, texts
from tests.support.rules import NOW, engine, groups, near, news, rule, terms

LANGUAGES = ("ar", "de", "en", "fr", "xx")


def words_of(article: Article) -> list[set[str]]:
    """By passage."""
    known, said = SearchWords(), [map(article.quote, each.sentences) for each in article.paragraphs]
    return [words for sentences in said for words in known.passages(sentences, article.language)]


def holds(group: Group, words: set[str]) -> bool:
    def has(key: Key) -> bool:
        return any(word.startswith(key.word) for word in words) if key.begins else key.word in words

    return any(all(any(map(has, keys)) for keys in way) for way in group)


def gives(sought: Sought, passages: list[set[str]]) -> bool:
    def in_one(groups: tuple[Group, ...]) -> bool:
        return any(all(holds(group, words) for group in groups) for words in passages)

    everything = set().union(*passages)
    return all(holds(group, everything) for group in sought.groups) and all(
        any(map(in_one, together)) for together in sought.together
    )


def check(asked: Rule, made: Engine, article: Article) -> None:
    if any(found.rule_id == asked.id for found in made.match_all(article, now=NOW)):
        assert gives(made.sought(asked, LANGUAGES), words_of(article))


@settings(max_examples=100)
@given(rules(), articles, st.sampled_from(LANGUAGES))
def test_no_match_is_lost(asked: list[Rule], paragraphs: list[tuple[Zone, str]], language: str) -> None:
    made, article = engine(*asked), news(*paragraphs, language=language)
    for each in asked:
        check(each, made, article)


FILLER = f". Then {'quietly ' * 13}said"


@settings(max_examples=100)
@given(expressions(), texts, st.sampled_from([1, 4, 8]))
@example("rebels NEAR/3 Hama", "rebels . film . Hama", 8)
@example("(rebels NEAR/1 film) NEAR/1 Hama", "rebels . film . Hama", 8)
def test_no_match_is_lost_that_reaches_beyond_a_passage(query: str, text: str, times: int) -> None:
    wider = re.sub(r"NEAR/(\d+)", lambda found: f"NEAR/{int(found[1]) * times + times}", query)
    asked = rule(query=parse(wider))
    check(asked, engine(asked), news(text.replace(" .", FILLER)))


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


@pytest.mark.parametrize(
    "query",
    [
        "captured NEAR/9 Hama",
        "captured ONEAR/9 (Hama OR Homs)",
        '"captured Hama"',
        "SENTENCE(captured AND Hama)",
        "film AND SENTENCE(captured AND Hama)",
        '(captured NEAR/3 Hama) OR "rebels advance"',
        '("they captured" OR seized) NEAR/9 Hama',
        "(captured NEAR/9 Hama) NEAR/9 rebels",
        "captured NEAR/9 Hama NOT headline:film",
    ],
)
def test_what_stands_together_stands_in_one_passage(query: str) -> None:
    asked = rule(query=parse(query))
    sought = engine(asked).sought(asked, LANGUAGES)
    assert gives(sought, words_of(news("A film.", "They captured with rebels Hama.")))
    assert not gives(sought, words_of(news("A film.", "They captured it with rebels.", "The rebels left Hama.")))


@pytest.mark.parametrize(
    ("words", "sides", "together"),
    [
        (REACH - 2, ("rebels", "Hama"), True),
        (REACH - 1, ("rebels", "Hama"), False),
        (REACH - 2, ("armed rebels", "Hama"), False),
        (3, ("rebels", "film", "Hama"), False),
        (3, ("rebels", "$cities"), False),
    ],
)
def test_near_is_in_one_passage_where_it_is_surely_short_enough(
    words: int, sides: tuple[str, ...], together: bool
) -> None:
    asked = rule(near=near(*sides, words=words))
    found = engine(asked).sought(asked, LANGUAGES).together
    assert any(len(in_one) > 1 for each in found for in_one in each) is together


def test_what_need_not_stand_together_may_stand_anywhere() -> None:
    for query in ("captured AND Hama", "captured NEAR/9 Hama OR film", "NOT (captured NEAR/9 Hama) AND film"):
        asked = rule(query=parse(query))
        assert gives(engine(asked).sought(asked, LANGUAGES), words_of(news("A film.", "They captured it.", "Hama.")))


def test_a_sentence_is_in_one_passage() -> None:
    apart, beside = words_of(news("Rebels left.", "A film.")), words_of(news("Rebels left a film."))
    for unit, together in ((Unit.ARTICLE, False), (Unit.PARAGRAPH, False), (Unit.SENTENCE, True)):
        asked = rule(any=terms("rebels"), all=groups(terms("film")), within=unit)
        sought = engine(asked).sought(asked, LANGUAGES)
        assert gives(sought, beside)
        assert gives(sought, apart) is not together


def test_a_list_too_long_for_an_index_is_left_out() -> None:
    many = TermList("cities", tuple(ListEntry(f"City{n}", (f"City{n}",)) for n in range(3_000)), "many")
    asked = rule(query=parse("captured AND $cities"))
    made = engine(asked, lists={"cities": many})
    assert len(made.sought(asked, ("en",)).groups) == 1
    near = rule(query=parse("captured NEAR/3 $cities"))
    assert made.updated(RuleSet({near.id: near}, {"cities": many})).sought(near, ("en",)).together == ()
    lone = rule(query=parse("$cities"))
    assert engine(lone, lists={"cities": many}).sought(lone, ("en",)) == Sought()

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from monitor.alerting.facts import alert_facts, marked
from monitor.model.article import Span, Zone
from monitor.model.facts import AlertFacts, Part
from monitor.model.match import Match
from monitor.rules.compiled import Rule
from tests.support.alerting import match, news, plain_headline, rule
from tests.support.articles import PUBLISHED, article


def facts(of: Match, by: Rule | None = None) -> AlertFacts:
    return alert_facts(of, by or rule(), alert_id="a1", opened=PUBLISHED, headline=plain_headline)


def shown(parts: list[Part]) -> str:
    return "".join(f"*{part['text']}*" if part["mark"] else part["text"] for part in parts)


def test_the_proving_sentence_with_its_words_marked() -> None:
    proof = facts(match(news("Snow fell. Rebels captured Hama. It was cold."), "r", "captured", "Hama. It"))["proof"]
    assert shown(proof["parts"]) == "Rebels *captured* *Hama.*"
    assert proof["text"] == "Rebels captured Hama."


def test_the_proving_paragraph_stands_between_its_neighbours() -> None:
    told = article(
        (Zone.HEADLINE, "Rebels advance"),
        (Zone.BYLINE, "By A. Writer"),
        (Zone.BODY, "One."),
        (Zone.BODY, "Two."),
        (Zone.CAPTION, "A picture."),
        (Zone.BODY, "They captured Hama."),
        (Zone.BODY, "Four."),
        (Zone.BODY, "Five."),
    )
    context = facts(match(told, "r", "captured"))["context"]
    assert [(shown(p["parts"]), p["proof"]) for p in context] == [
        ("Two.", False),
        ("They *captured* Hama.", True),
        ("Four.", False),
    ]


def test_a_headline_that_proves_stands_before_the_text() -> None:
    told = article((Zone.HEADLINE, "Hama captured"), (Zone.BYLINE, "By A."), (Zone.BODY, "One."), (Zone.BODY, "Two."))
    assert [shown(p["parts"]) for p in facts(match(told, "r", "captured"))["context"]] == ["Hama *captured*", "One."]


def test_an_article_on_one_line_is_cut_around_the_proof() -> None:
    told = news("word " * 4000 + "captured " + "word " * 4000)
    paragraph = facts(match(told, "r", "captured"))["context"][-1]
    text = shown(paragraph["parts"])
    assert "*captured*" in text
    assert len(text) < 1_300
    assert text.startswith("[…]")
    assert text.endswith("[…]")
    assert len(facts(match(told, "r", "captured"))["proof"]["text"]) < 1_300


def test_the_headline_is_the_rules_template_else_title_and_articles_headline() -> None:
    found = match(slots={"city": "Hama"})
    assert facts(found, rule(headline="{city} captured"))["headline"] == "Hama captured"
    assert facts(found, rule(headline="{captor} took it"))["headline"] == "City captured: Rebels take Hama"
    assert facts(found)["headline"] == "City captured: Rebels take Hama"


def test_slots_carry_the_entrys_fields() -> None:
    assert facts(match(slots={"city": "Hama"}))["slots"] == {"city": {"text": "Hama", "name": "Hama", "country": "SY"}}


TEXT = "Rebels captured the city of Hama on Thursday, residents said."
spans = st.tuples(st.integers(0, len(TEXT) + 8), st.integers(0, len(TEXT) + 8)).map(lambda p: Span(min(p), max(p)))


@given(st.lists(spans, max_size=6), spans)
def test_parts_are_the_text_and_marks_are_the_spans(given_spans: list[Span], within: Span) -> None:
    told = article((Zone.BODY, TEXT + " More."))
    parts = marked(told, within, given_spans)
    assert "".join(part["text"] for part in parts) == told.text[within.start : within.end]
    covered = {at for span in given_spans for at in range(*span)}
    at = within.start
    for part in parts:
        for _ in part["text"]:
            assert part["mark"] is (at in covered)
            at += 1

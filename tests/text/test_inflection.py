"""Which words are forms of one another, and which only look so."""

from __future__ import annotations

import pytest

from monitor.text.inflection import lemmas, rule_lemmas


def shared(rule_word: str, word: str, language: str = "en") -> bool:
    return bool(rule_lemmas(rule_word, language) & lemmas(word, language))


@pytest.mark.parametrize(
    "forms",
    [
        "take takes took taken taking",
        "fall falls fell fallen falling",
        "withdraw withdraws withdrew withdrawn withdrawing",
        "strike strikes struck stricken striking",
        "go goes went gone going",
        "leave leaves left leaving",
        "bomb bombs bombed bombing",
        "flee flees fled fleeing",
        "seize seizes seized seizing",
        "die dies died dying",
        "retake retakes retook retaken",
        "child children",
        "man men",
        "city cities",
        "ceasefire ceasefires",
        "droneport droneports",
        "zorple zorples zorpled zorpling",
    ],
)
def test_forms_of_a_word(forms: str) -> None:
    first, *others = forms.split()
    assert [word for word in others if not shared(first, word)] == []


@pytest.mark.parametrize(
    ("rule_word", "word"),
    [
        ("we", "us"),
        ("university", "universe"),
        ("news", "new"),
        ("wound", "wind"),
        ("found", "finds"),
        ("unite", "united"),
        ("medium", "media"),
        ("captain", "capture"),
        ("thing", "the"),
        ("general", "generate"),
    ],
)
def test_words_that_only_look_alike(rule_word: str, word: str) -> None:
    assert not shared(rule_word, word)


@pytest.mark.parametrize(
    ("language", "rule_word", "word"),
    [("fr", "capturer", "capturées"), ("de", "haus", "häuser"), ("es", "capturar", "capturaron"), ("xx", "ab", "ab")],
)
def test_other_languages(language: str, rule_word: str, word: str) -> None:
    assert shared(rule_word, word, language)


def test_a_language_without_a_dictionary_is_not_inflected() -> None:
    assert lemmas("captures", "xx") == {"captures"}

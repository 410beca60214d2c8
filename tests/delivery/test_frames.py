"""What stands around the news: every language says everything, in the right form."""

from __future__ import annotations

import re

import pytest
from babel import Locale

from monitor.config import Language
from monitor.delivery.render import frames
from monitor.delivery.render.frames import framed, say
from monitor.lexicon import shipped_frames

GAP = re.compile(r"\{([a-z_]+)\}")
NUMBERS = (0, 1, 2, 3, 11, 100, 1_000_000)


def gaps(language: str, key: str) -> set[str]:
    phrase = frames._words(language)[key]
    text = phrase if isinstance(phrase, str) else " ".join(map(str, phrase.values()))  # type: ignore[union-attr]
    return set(GAP.findall(text)) - {"count"}


def test_every_language_ships() -> None:
    assert set(shipped_frames()) == set(Language)


@pytest.mark.parametrize("language", [language for language in Language if language != "en"])
def test_every_language_says_everything(language: str) -> None:
    assert set(frames._words(language)) == set(frames._words("en"))
    for key in frames._words("en"):
        assert gaps(language, key) == gaps("en", key), key


@pytest.mark.parametrize("language", Language)
def test_every_form_that_a_number_takes_is_there(language: str) -> None:
    forms = {Locale(language).plural_form(number) for number in NUMBERS}
    for key, phrase in frames._words(language).items():
        if isinstance(phrase, dict):
            assert forms <= set(phrase), key


@pytest.mark.parametrize(
    ("language", "number", "words"),
    [
        ("en", 1, "1 source"),
        ("en", 4120, "4,120 sources"),
        ("de", 4120, "4.120 Quellen"),
        ("fr", 0, "0 source"),
        ("ar", 2, "مصدران"),
        ("ar", 3, "3 مصادر"),
        ("ar", 11, "11 مصدرًا"),
    ],
)
def test_numbers_choose_the_form(language: str, number: int, words: str) -> None:
    with framed({"language": language}):
        assert say("digest.sources", number) == words


def test_a_word_that_no_language_has_breaks_nothing() -> None:
    assert say("in_short.unheard_of") == ""
    with framed({"language": "xx", "timezone": 3}):
        assert say("read") == "Read the article"


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        ("2024-12-06T05:02:00+00:00", "06:02"),
        ("2024-12-05T23:30:00+00:00", "00:30"),
        ("2024-12-05T14:02:00+00:00", "Thu 15:02"),
        ("2024-11-28T08:00:00+00:00", "Thu 28 Nov 2024, 09:00"),
        ("2024-12-07T08:00:00+00:00", "Sat 7 Dec 2024, 09:00"),
        (None, ""),
    ],
)
def test_a_time_in_short_beside_another(moment: str | None, words: str) -> None:
    with framed({"language": "en", "timezone": "Europe/Paris"}):
        assert frames.clock(moment, "2024-12-06T06:00:00+00:00") == words


def test_countries_have_their_names() -> None:
    with framed({"language": "ar"}):
        assert (frames.country("SY"), frames.country("??")) == ("سوريا", "??")

from __future__ import annotations

import pytest

from monitor.text.languages import detect

LONG = {
    "en": "Rebels have captured the strategic city of Hama, in a major blow to the government, which lost Aleppo a week ago to the same group.",
    "fr": "Les rebelles ont pris la ville stratégique de Hama, un coup dur pour le gouvernement, qui avait perdu Alep une semaine plus tôt.",
    "de": "Die Aufständischen haben die strategisch wichtige Stadt Hama eingenommen, ein schwerer Schlag für die Regierung in Damaskus.",
    "es": "Los rebeldes han tomado la estratégica ciudad de Hama, un duro golpe para el gobierno, que había perdido Alepo hace una semana.",
    "ru": "Повстанцы захватили стратегически важный город Хама, что стало тяжелым ударом для правительства, потерявшего Алеппо неделю назад.",
    "ar": "استولى المتمردون على مدينة حماة الاستراتيجية في ضربة كبيرة للحكومة التي فقدت حلب قبل أسبوع أمام المجموعة نفسها وفقا للجيش السوري",
}


@pytest.mark.parametrize("language", LONG)
def test_long_text_is_recognised(language: str) -> None:
    assert detect(LONG[language], "xx") == language


@pytest.mark.parametrize("text", ["", "Les rebelles ont pris Hama.", "1 2 3 4 5 6 7 8 9 0 " * 40])
def test_under_a_hundred_letters_nothing_is_guessed(text: str) -> None:
    assert detect(text, "en") == "en"


def test_an_ideograph_says_more_than_a_letter() -> None:
    assert (
        detect("反政府武装占领了哈马市，叙利亚军队周四说，这是对政府的重大打击，一周前政府刚刚失去了阿勒颇。", "en")
        == "zh"
    )


def test_only_the_beginning_counts() -> None:
    assert detect(LONG["fr"] * 4 + LONG["en"] * 50, "xx") == "fr"

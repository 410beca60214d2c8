from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.text.sentences import split


def sentences(text: str, language: str = "en") -> list[str]:
    return [text[start:end] for start, end in split(text, 0, len(text), language)]


# Each text is written with | where one sentence ends and the next begins.
CASES = [
    ("en", "Rebels took Hama. |The army left. |Nobody spoke."),
    ("en", "Mr. Smith met Gen. David Petraeus and J. K. Rowling in the U.S. on Tuesday. |Nobody spoke."),
    ("en", "The U.S. Army moved to the U.S. |The next day nothing happened."),
    ("en", "It began at 5 p.m. |Police came at 6 p.m. EST and left at 7 p.m. Tuesday. |Then rain fell."),
    ("en", "Talks at No. 10 cost $3.5 million. |He said no. |Then he left."),
    ("en", "Lt. Col. John Smith of Procter & Gamble Co. had gone. |He works for Apple Inc. |It is big."),
    ("en", "On Jan. 5, Sen. John McCain (R-Ariz.) spoke in St. Petersburg on Wall St. |The deal held."),
    ("en", "“We won. |It was hard. |We lost ten men,” he said. |Then he left."),
    ("en", 'He asked: "Will Kyiv fall?" and left. |"It fell." |She cried.'),
    ("en", "‘It fell.’ |She said so (twice). |(He did not.) |Really?! |Yes… |He did."),
    ("en", "Next day... nothing... and more. |What? |No!"),
    ("en", "Hama fell.|Rebels said so on www.bbc.co.uk on Monday, e.g. in Homs."),
    ("en", 'The mood is grim . " |He left . '),
    ("en", "1. Rebels enter. |2. The army leaves. |In 2012. |Plan B. |The end."),
    ("fr", "M. Macron et Mme. Dupont ont dit « C’est fini. » |Il est parti le 5 déc. 2012. |M. Le Pen aussi."),
    (
        "de",
        "Am 5. Dezember fiel Hama. |Der 3. Weltkrieg, z. B. laut Dr. Müller. |Es waren 5. |Der Rest floh. |„Nein.“ |Er ging.",
    ),
    ("es", "El Sr. Pérez y D. Juan llegaron a EE. UU. por la tarde. |¿Qué? |¡Nada! |Ganó."),
    ("ru", "В 2012 г. Дамаск потерял 5 тыс. человек. |И. И. Иванов, ул. Ленина, т. е. там. |Он ушел. |«Нет». |Да."),
    ("zh", "他说：“你好。”|然后走了。|真的？|是！"),
    ("zh", "校方遂联系医院救治。|“我们都不知道。”|他说。"),
    ("ja", "反体制派が「制圧した。」|と述べた。"),
    ("ar", "هل سقطت حماة؟ |نعم. |انتهى."),
    ("hi", "यह है। |वह है।"),
    ("xx", "Mr. Smith left. |The end."),
]


@pytest.mark.parametrize(("language", "marked"), CASES)
def test_where_sentences_end(language: str, marked: str) -> None:
    assert sentences(marked.replace("|", ""), language) == [part.strip() for part in marked.split("|")]


def test_only_the_given_stretch_is_split() -> None:
    text = "Before. Rebels took Hama. The army left. After."
    assert [text[a:b] for a, b in split(text, 8, 40, "en")] == ["Rebels took Hama.", "The army left."]


NEWSISH = st.text(alphabet=st.sampled_from("aBг。.!?… \n\"'”»«)( ,5-"), max_size=80)


@given(st.one_of(st.text(max_size=80), NEWSISH), st.sampled_from(["en", "de", "fr", "ru", "zh"]))
def test_sentences_cover_the_text_in_order_and_nothing_twice(text: str, language: str) -> None:
    spans = split(text, 0, len(text), language)
    position = 0
    for start, end in spans:
        assert position <= start < end
        assert not text[position:start].strip()
        assert text[start:end] == text[start:end].strip()
        position = end
    assert not text[position:].strip()

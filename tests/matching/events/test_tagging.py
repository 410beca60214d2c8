"""Which words of a sentence are its verbs: news prose, headlines without articles, nouns that look like verbs."""

from __future__ import annotations

from bisect import bisect_left

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.matching.events.sentence import SentenceWords
from monitor.matching.events.verbforms import Form, form_of, possible
from tests.support.rules import engine, news, rule, terms


def verbs(text: str) -> str:
    """The words of a sentence that are verbs there, gerunds aside."""
    view = engine(rule(any=terms("zzz"))).view(news(text))
    words = SentenceWords(view, 0, bisect_left(view.starts, view.sentences[0].span.start))
    return " ".join(view.words[at] for at, form in zip(words.at, words.verbs, strict=True) if form & ~Form.ING)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # the present of headlines, told from plurals by number and by what follows
        ("Two large earthquakes strike western Japan", "strike"),
        ("Air strikes kill ten in Idlib", "kill"),
        ("Israeli strikes hit Gaza", "hit"),
        ("Israel strikes Gaza", "strikes"),
        ("Peace talks resume in Doha", "resume"),
        ("Rebel attack on Hama leaves ten dead", "leaves"),
        ("Islamist fighters attack army base in Mali", "attack"),
        ("Police fire tear gas as thousands protest over fuel prices", "fire protest"),
        ("US orders staff to leave embassy in Baghdad", "orders leave"),
        ("Storm kills 12, displaces thousands in Mozambique", "kills displaces"),
        ("M23 Rebels Seize Bukavu Airport As Congo Army Flees", "Seize Flees"),
        ("Plane carrying mourners crashes in Congo", "crashes"),
        ("Colombian rebels free hostages after talks", "free"),
        ("Taliban claim to have captured the district", "claim captured"),
        ("The bloc adopted its 19th package of sanctions", "adopted"),
        ("At least 26 die in a blast", "die"),
        # past forms: of a clause, of a noun
        ("A Chinese fishing boat capsized off Busan", "capsized"),
        ("Armed men seized the town of Azaz on Monday.", "seized"),
        ("Masked gunmen kidnapped two wounded soldiers near the besieged city.", "kidnapped"),
        ("The army, backed by Russian jets, retook Palmyra.", "backed retook"),
        ("Heavy rains flooded Venice on Tuesday.", "flooded"),
        ("US-backed forces enter Raqqa", "enter"),
        ("Several killed in bus crash", "killed"),
        ("Five soldiers killed, 12 wounded in Taliban attack", "killed wounded"),
        ("Goma captured, army says", "captured says"),
        ("Rebels captured, then lost, Hama.", "captured lost"),
        ("Seized overnight, the city was quiet.", "Seized"),
        ("Kharkiv was struck by missiles.", "struck"),
        ("Saada was hit by three air strikes overnight.", "hit"),
        ("Turkish jets reportedly bombed Sinjar.", "bombed"),
        # nouns that look like verbs
        ("The fugitive was caught by border guards on Thursday.", "caught"),
        ("Gunmen kidnapped two aid workers in the south.", "kidnapped"),
        ("The EU has slapped tougher economic sanctions on Syria.", "slapped"),
        ("The council has appointed Ruth Mbeki to head of the mission.", "appointed"),
        ("Hama, which rebels captured on Thursday, was quiet.", "captured"),
        ("The town fell to rebel forces.", "fell"),
        # auxiliaries, infinitives, questions
        ("By nightfall they had captured the city.", "captured"),
        ("Rebels vowed to take Homs.", "vowed take"),
        ("Leave now, embassy tells citizens", "Leave tells"),
    ],
)
def test_the_verbs_of_a_sentence(text: str, expected: str) -> None:
    assert verbs(text) == expected


@given(
    st.lists(
        st.sampled_from("the rebels strike to has by hit , and seized who 12 Hama not leaves of".split()), max_size=40
    )
)
def test_any_words_are_read(words: list[str]) -> None:
    text = "A " + " ".join(words)
    assert set(verbs(text).split()) <= {"strike", "rebels", "hit", "seized", "leaves"}


@pytest.mark.parametrize(
    ("word", "base", "expected"),
    [
        ("took", "take", Form.PAST),
        ("taken", "take", Form.PARTICIPLE),
        ("leaves", "leave", Form.THIRD),
        ("left", "leave", Form.PAST | Form.PARTICIPLE),
        ("hit", "hit", Form.BASE | Form.PAST | Form.PARTICIPLE),
        ("overrun", "overrun", Form.BASE | Form.PARTICIPLE),
        ("seizing", "seize", Form.ING),
    ],
)
def test_forms_of_a_verb(word: str, base: str, expected: int) -> None:
    assert form_of(word, base) == expected


def test_how_often_a_word_is_a_verb() -> None:
    assert possible("seizes").often == "v"
    assert possible("attacks").often == "b"
    assert possible("cities").forms == 0
    assert possible("men").forms == 0

"""What each way to write a term means, and what is refused."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.rules.compiled import Gap, ListRef, Pattern, Phrase, Word, WordForm
from monitor.rules.terms import TermFault, compile_term

EXACT, PREFIX = WordForm.EXACT, WordForm.PREFIX
US, OF = Word("US", cased=True), Word("of")


@pytest.mark.parametrize(
    ("written", "parts"),
    [
        ("capture", (Word("capture"),)),
        ("  acute  watery diarrhoea ", (Word("acute"), Word("watery"), Word("diarrhoea"))),
        ("US", (US,)),
        ("US embassy", (US, Word("embassy"))),
        ("I", (Word("I", cased=True),)),
        ("A week", (Word("A"), Word("week"))),
        ("M23", (Word("M23", cased=True),)),
        ("cease-fire", (Word("cease-fire"),)),
        ("=captured", (Word("captured", EXACT),)),
        ("=Captured", (Word("Captured", EXACT, cased=True),)),
        ("evacuat*", (Word("evacuat", PREFIX),)),
        ("NATO*", (Word("NATO", PREFIX, cased=True),)),
        ("$cities", (ListRef("cities"),)),
        ("embassy of $armed_groups", (Word("embassy"), OF, ListRef("armed_groups"))),
        ("$5", (Word("$5"),)),
        ("Johnson & Johnson", (Word("Johnson"), Word("Johnson"))),
        ("حماة", (Word("حماة"),)),
        ("中国", (Word("中国"),)),
        ("17:30", (Word("17:30"),)),
    ],
)
def test_phrases(written: str, parts: tuple[Word | ListRef, ...]) -> None:
    assert compile_term(written).what == Phrase(parts)


@pytest.mark.parametrize("dots", ["...", "…"])
def test_gap(dots: str) -> None:
    embassy, citizens = Phrase((Word("embassy"),)), Phrase((Word("its"), Word("citizens")))
    assert compile_term(f"embassy {dots} its citizens").what == Gap((embassy, citizens))


def test_dots_inside_of_a_word_are_no_gap() -> None:
    assert compile_term("U.S...A").what == Phrase((Word("U.S...A", cased=True),))


def test_without_inflection_every_word_is_exact_and_keeps_its_case_rule() -> None:
    what = compile_term("US troops", inflect=False).what
    assert what == Phrase((Word("US", EXACT, cased=True), Word("troops", EXACT)))


def test_slot_and_what_was_written() -> None:
    term = compile_term("city of $cities", slot="city")
    assert (term.slot, term.written) == ("city", "city of $cities")


def test_regular_expression() -> None:
    assert compile_term("/M-?23/").what == Pattern("M-?23")


@pytest.mark.parametrize(
    ("written", "code", "part"),
    [
        ("", "empty-term", "has no word"),
        ("&", "empty-term", "has no word"),
        ("... x", "empty-term", "on one side of the `...`"),
        ("x ...", "empty-term", "on one side of the `...`"),
        ("=", "empty-term", "no word after the `=`"),
        ("ev*", "star", "at least 3 letters"),
        ("*ation", "star", "only at the end"),
        ("ev*ate", "star", "only at the end"),
        ("=evacuat*", "star", "exclude each other"),
        ("/x", "regex", "no closing `/`"),
        ("/a*/", "regex", "matches nothing at all"),
        ("/(/", "regex", "missing )"),
        ("/a(?=b)/", "regex", "looking ahead or behind"),
        ("/(?<!a)b/", "regex", "looking ahead or behind"),
        (r"/(a)\1/", "regex", "references to a group"),
        ("/(?P<n>a)(?P=n)/", "regex", "references to a group"),
        ("/(?>a)b/", "regex", "atomic groups"),
        ("/a++b/", "regex", "possessive repeats"),
        ("/a{5000}/", "regex", "repetition"),
    ],
)
def test_refused(written: str, code: str, part: str) -> None:
    with pytest.raises(TermFault) as caught:
        compile_term(written)
    assert (caught.value.code, part in caught.value.message) == (code, True)


def test_an_escaped_sign_is_no_unsupported_construct() -> None:
    assert compile_term(r"/\(\?=x/").what == Pattern(r"\(\?=x")


@given(st.text(max_size=30) | st.text(alphabet="/=*$.…(?<)[]\\1ab ", max_size=20))
def test_any_text_is_a_term_or_a_fault(written: str) -> None:
    with suppress(TermFault):
        assert compile_term(written).written == written

"""The forms of English verbs, a word by itself: `strikes` can be the present of `strike`, and a noun as often."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from monitor.lexicon import shipped_verbs
from monitor.text.inflection import lemmas
from monitor.text.irregular import IRREGULAR


class Form:
    """The forms of a verb that a word can be, as bits of a number. (No enum: one look at a word would cost ten times as
    much.)"""

    BASE = 1
    THIRD = 2
    PAST = 4
    PARTICIPLE = 8
    ING = 16


PAST = Form.PAST | Form.PARTICIPLE
PRESENT = Form.BASE | Form.THIRD
_SAME_PARTICIPLE = frozenset("run overrun come become overcome".split())
"""Irregular verbs whose participle is their dictionary form; their past is not."""
_TWO_PARTICIPLES = frozenset("strike prove get show forget".split())
"""Irregular verbs whose past is a participle, too: `struck by lightning`."""
_NOUNS = frozenset("child foot goose leaf louse life man mouse tooth woman".split())
"""Irregular as nouns: as verbs they are regular."""
_UNCHANGING = frozenset("cut hit put shut quit burst cast cost hurt let set split spread thrust bid rid bet".split())
_THIRD = frozenset((("has", "have"), ("does", "do"), ("goes", "go")))


@lru_cache(maxsize=1 << 14)
def form_of(word: str, base: str) -> int:  # noqa: PLR0911  # a list of cases
    """Which forms of the verb `base` a word is that has it as a lemma."""
    if word == base:
        if base in _UNCHANGING:
            return Form.BASE | Form.PAST | Form.PARTICIPLE
        return Form.BASE | Form.PARTICIPLE if base in _SAME_PARTICIPLE else Form.BASE
    if (word, base) in _THIRD:
        return Form.THIRD
    forms = tuple(form for form in IRREGULAR.get(base, ()) if form != f"{base}s")
    if word in forms:
        if base in _SAME_PARTICIPLE:
            return Form.PAST
        if len(forms) == 1:
            return Form.PAST | Form.PARTICIPLE
        if word == forms[0]:
            return Form.PAST | Form.PARTICIPLE if base in _TWO_PARTICIPLES else Form.PAST
        return Form.PARTICIPLE
    if word.endswith("ing"):
        return Form.ING
    return Form.THIRD if word.endswith("s") and not word.endswith("ss") else Form.PAST | Form.PARTICIPLE


class Possible(NamedTuple):
    """The forms that a word can be, and how often it is a verb: `v` nearly always, `b` as often as not, `n` rarely."""

    forms: int
    often: str


NO_VERB = Possible(0, "")
_RANK = "nbv"


def unchanging(word: str) -> bool:
    """Whether a verb's past is its dictionary form: `hit`, `cut`."""
    return word in _UNCHANGING


@lru_cache(maxsize=1 << 15)
def possible(word: str) -> Possible:
    """What a folded word can be as a verb: of several verbs the forms of all (`found`, of find and of found)."""
    verbs = shipped_verbs()
    found = [
        (form_of(word, lemma), verbs[lemma]) for lemma in lemmas(word, "en") if lemma in verbs and lemma not in _NOUNS
    ]
    if not found:
        return NO_VERB
    forms = 0
    for each, _ in found:
        forms |= each
    return Possible(forms, max((often for _, often in found), key=_RANK.index))

"""The closed classes of English: the words that hold a sentence together, and the forms of its verbs."""

from __future__ import annotations

from enum import IntFlag
from functools import lru_cache

from monitor.text.irregular import IRREGULAR


class Kind:
    """What a word can be, as bits of a number; an open-class word is none of these. (No enum: one look at a word would
    cost ten times as much.)"""

    DETERMINER = 1
    PREPOSITION = 2
    AUXILIARY = 4
    RELATIVE = 8
    SUBORDINATOR = 16
    CONJUNCTION = 32
    PRONOUN = 64
    TIME = 128
    ADVERB = 256
    REPORTING = 512
    PAST = 1024
    BE = 2048
    TO = 4096
    PARTICIPLE_ING = 8192


_CLASSES = {
    Kind.DETERMINER: "the a an this these those its their his her our my your some any all both each every no another "
    "several many few most more",
    Kind.PREPOSITION: "of in on at by for from with into onto near outside inside around across against over under "
    "during through throughout toward towards between among amongst amid along despite without within beyond behind "
    "beside beneath above below via per upon about off out up down alongside following except like",
    Kind.TO: "to",
    Kind.AUXILIARY: "have has had having do does did will would can could may might must shall should wont cant cannot "
    "couldnt wouldnt shouldnt didnt doesnt dont hasnt havent hadnt isnt arent wasnt werent mustnt neednt "
    "get gets got getting",
    Kind.BE: "be is are was were been being am isnt arent wasnt werent get gets got getting gotten",
    Kind.RELATIVE: "who which that whom whose where",
    Kind.SUBORDINATOR: "if when while because although though whether unless as after before since until once than "
    "how why what whereas",
    Kind.CONJUNCTION: "and or but nor then yet",
    Kind.PRONOUN: "it they he she we i you them him us me himself itself themselves theyve weve ive youve theyd theyre "
    "its' hed shed itd",
    Kind.TIME: "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun "
    "yesterday today tonight tomorrow overnight later earlier recently now ago january february april june july "
    "august september october november december jan feb apr jun jul aug sept sep oct nov dec afterwards afterward "
    "meanwhile currently previously already soon afterwards immediately",
    Kind.ADVERB: "not never also then still just even too again back away together briefly instead once twice already "
    "only almost nearly finally nt reportedly allegedly apparently thus therefore however so far here there fully "
    "largely partially yet often meanwhile",
    Kind.REPORTING: "said says say saying told tell tells claimed claims reported reports announced announces "
    "confirmed confirms declared denied denies warned warns added stated believe believes believed think thinks "
    "thought know "
    "knows knew fear fears feared hope hopes hoped alleged alleges insisted insists acknowledged acknowledges "
    "admitted admits suggested suggests showed shows show vowed vows promised promises ordered orders",
}
_NEVER_ADVERBS = frozenset(
    "family army italy assembly july supply ally rally elderly weekly daily monthly early only deadly friendly likely "
    "unlikely holy ugly lonely lovely costly orderly police reply apply fly bully monopoly jelly belly sally emily "
    "kelly billy molly".split()
)
_NOT_PAST = frozenset(
    "hundred united red bed need indeed armed seed feed speed breed shed ahmed mohammed muhammed hamed saeed masked "
    "uniformed wounded unidentified combined occupied embattled besieged wanted hooded unarmed unnamed sacred naked "
    "wicked disputed hired retired allied advanced bearded suspected displaced mixed married unmanned "
    "left lay saw found felt fell lost held led shot met won said".split()
)
"""Not taken for the verb of a clause by their form: adjectives, nouns, names. (The irregular ones are ambiguous too
often; those of them that are verbs nearly always come back below.)"""
_IRREGULAR_PAST = frozenset(form for base, forms in IRREGULAR.items() for form in forms if base != form) - frozenset(
    "children feet geese leaves lives lice men mice teeth women left lay saw found wound ground bound born "
    "sunken swollen broken stolen frozen fallen hidden".split()
)
_SAME_PARTICIPLE = frozenset("run overrun come become overcome".split())
"""Irregular verbs whose participle is their dictionary form; their past is not."""
_UNCHANGING = frozenset("cut hit put shut quit burst cast cost hurt let set split spread thrust bid rid bet".split())


@lru_cache(maxsize=1 << 15)
def kind(word: str) -> int:
    """The classes of a folded word."""
    found = _WORDS.get(word, 0)
    if found:
        return found
    if word.endswith("ly") and len(word) > 4 and word not in _NEVER_ADVERBS:
        return Kind.ADVERB
    if (word.endswith("ed") and len(word) > 3 and word not in _NOT_PAST) or word in _IRREGULAR_PAST:
        return Kind.PAST
    return Kind.PARTICIPLE_ING if word.endswith("ing") and len(word) > 5 else 0


def _words() -> dict[str, int]:
    words: dict[str, int] = {}
    for each, written in _CLASSES.items():
        for word in written.split():
            words[word] = words.get(word, 0) | each
            if each == Kind.BE:
                words[word] |= Kind.AUXILIARY
    for word in "said told claimed reported announced confirmed declared denied warned vowed promised ordered".split():
        words[word] |= Kind.PAST
    return words


_WORDS = _words()


class Form(IntFlag):
    """The forms of a verb that a word can be."""

    BASE = 1
    THIRD = 2
    PAST = 4
    PARTICIPLE = 8
    ING = 16


@lru_cache(maxsize=1 << 14)
def form_of(word: str, base: str) -> Form:  # noqa: PLR0911  # a list of cases
    """Which forms of the verb `base` a word is that has it as a lemma."""
    if word == base:
        if base in _UNCHANGING:
            return Form.BASE | Form.PAST | Form.PARTICIPLE
        return Form.BASE | Form.PARTICIPLE if base in _SAME_PARTICIPLE else Form.BASE
    forms = IRREGULAR.get(base, ())
    if word in forms:
        if base in _SAME_PARTICIPLE:
            return Form.PAST
        if len(forms) == 1:
            return Form.PAST | Form.PARTICIPLE
        return Form.PAST if word == forms[0] else Form.PARTICIPLE
    if word.endswith("ing"):
        return Form.ING
    return Form.THIRD if word.endswith("s") and not word.endswith("ss") else Form.PAST | Form.PARTICIPLE


PARTICLES = frozenset("out over down up off away back apart aside in on forward through".split())
"""Words that an object may stand before: `shot the plane down`."""

PLACES = frozenset(
    "city town village capital port settlement stronghold hub metropolis municipality township suburb locality".split()
)
"""What a name of a place may be called before or after it, without being a part of it: `the city of Hama`."""
COUNTRIES = frozenset("country nation kingdom republic state emirate".split())
PEOPLE = frozenset(
    "force forces troop troops soldier soldiers fighter fighters rebel rebels militant militants insurgent insurgents "
    "army military militia militias militiaman militiamen gunman gunmen group groups government regime authorities "
    "police guerrilla guerrillas jihadist jihadists commando commandos paratroopers paratroops marines navy embassy "
    "movement faction factions alliance coalition official officials administration".split()
)
"""What the name of a side may stand before, without being a part of it: `M23 rebels`."""
IRREGULARS = frozenset(
    "rebel rebels fighter fighters militant militants insurgent insurgents militia militias militiaman militiamen "
    "gunman gunmen guerrilla guerrillas jihadist jihadists separatist separatists protester protesters opposition "
    "pirate pirates hacker hackers smuggler smugglers mercenary mercenaries group groups extremist extremists".split()
)
"""Of these a country before them is where they are from; a state's own organs act for it."""
PARTS = frozenset(
    "eastern western northern southern east west north south central northeastern northwestern southeastern "
    "southwestern downtown outer inner parts half rural suburban greater".split()
)
"""Before a name: a part of it only."""
QUANTITIES = frozenset("all most whole entire control rest remainder much".split())
"""Before `of` and a name: the thing itself."""

"""What an event word is in its sentence, by its ending and the words before it: a noun, or a verb in which form."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum, auto
from functools import lru_cache
from typing import NamedTuple

from monitor.matching.status.reading import Reading
from monitor.text.inflection import lemmas

_BE = {"be": "base", "been": "base", "being": "ing", "is": "fin", "are": "fin", "was": "fin", "were": "fin"}
_HAVE = {"have": "base", "having": "ing", "has": "fin", "had": "fin", "get": "base", "got": "fin", "am": "fin"}
_AUXILIARIES = _BE | _HAVE
_ADVERBS = frozenset(
    "not never also already again then once now just even only still ever both finally fully partly all soon".split()
)
_KNOWN = frozenset("the this these those his her its their our my your s both such".split())
_DETERMINERS = _KNOWN | frozenset(
    "a an no any some another each every several many more two three four five six "
    "seven eight nine ten dozens hundreds thousands".split()
)
_PREPOSITIONS = frozenset(
    "of in for by with from on at after before during against under into about over without amid following".split()
)
_STATES = frozenset("in under out no ours".split())
_NOT_PAST = frozenset("an am are him me em be feet teeth people data media bacteria criteria indeed hundred".split())
_NO_PARTICIPLES = frozenset("bring spring string swing cling fling sling sting thing".split())
_ALSO_NOUNS = frozenset(["fell", "left", "found"])
_NOUN_ENDINGS = ("tion", "sion", "ment", "ance", "ence", "ship", "ure", "ity", "ness", "tions", "sions", "ments")


_POSSESSIVE = ("'s", "s'")
NO_ADJECTIVES = _PREPOSITIONS.union(
    _AUXILIARIES,
    "to and or will would could can may might should must who which that not never he she it they we you i there what "
    "cannot does do did".split(),
)


class Shape(Enum):
    """BASE: what may stand after `will` and `to`. FINITE: a verb of its own clause. PAST: in -ed without its verb.
    EITHER: `attack`, `attacks`."""

    BASE = auto()
    FINITE = auto()
    PAST = auto()
    ING = auto()
    NOUN = auto()
    EITHER = auto()


_AUXILIARY_SHAPES = {"base": Shape.BASE, "ing": Shape.ING, "fin": Shape.FINITE}


class Event(NamedTuple):
    """Words `[first, last)`; `group` is where its verb begins (`been captured`). `known`: told as something the reader
    has heard of (`the attack`, `their withdrawal`, `the captured city`). `state`: it tells how things are (`is in rebel
    hands`)."""

    first: int
    last: int
    group: int
    shape: Shape
    known: bool
    state: bool = False


def event(reading: Reading, first: int, last: int) -> Event:
    """The event word(s) `[first, last)` in their sentence."""
    folded, gaps = reading.folded, reading.gaps
    group, auxiliary = _group(folded, gaps, first)
    state = folded[first] in _STATES
    before = folded[first - 1] if first and gaps[first] == " " else ""
    determined = _determiner(reading, first)
    if auxiliary and not determined and before not in _PREPOSITIONS:
        return Event(first, last, group, _AUXILIARY_SHAPES[auxiliary], known=False, state=state)
    shape = _shape(folded[first], before, determined)
    if shape is Shape.EITHER and _has_object(reading, last):
        shape = Shape.FINITE if is_third(folded[first]) else Shape.BASE
    near = shape in (Shape.NOUN, Shape.EITHER) or before in _KNOWN
    return Event(first, last, first, shape, known=near and determined in _KNOWN, state=state)


def is_third(word: str) -> bool:
    """`captures`; `dismiss` is the verb itself."""
    return word.endswith("s") and not word.endswith("ss")


@lru_cache(maxsize=1 << 15)
def is_past(word: str) -> bool:
    """`captured`, `took`, `been`: a verb in its past form, and in no other."""
    if word in _NOT_PAST or not word.isalpha() or word.endswith(("s", "ing", "ly", "men", "children")):
        return word == "was"
    return (len(word) > 4 and word.endswith("ed")) or word in _ALSO_NOUNS or word not in lemmas(word, "en")


def _group(folded: Sequence[str], gaps: Sequence[str], first: int) -> tuple[int, str]:
    """Back over the auxiliaries and adverbs of a verb: where it begins, and the form of its first auxiliary."""
    at, begin, form = first, first, ""
    while at and gaps[at] == " ":
        word = folded[at - 1]
        if word in _AUXILIARIES:
            begin, form = at - 1, _AUXILIARIES[word]
        elif word not in _ADVERBS and not word.endswith("ly"):
            break
        at -= 1
    return begin, form


def _has_object(reading: Reading, last: int) -> bool:
    """`kill six policemen`, `seize the town`: a verb, not a noun."""
    following = reading.folded[last] if last < len(reading.folded) and reading.gaps[last] == " " else ""
    return following in _DETERMINERS or following.isdecimal()


def _determiner(reading: Reading, first: int) -> str:
    """The article or possessive within three words before, with only what may be an adjective between."""
    for at in range(first - 1, max(-1, first - 4), -1):
        word, raw = reading.folded[at], reading.raw[at].replace("’", "'")
        if reading.gaps[at + 1] in ("' ", "’ ") and word.endswith("s"):
            return "its"
        if reading.gaps[at + 1] not in (" ", "-") or word in NO_ADJECTIVES or raw.endswith("n't"):
            return ""
        if word in _DETERMINERS:
            return word
        if raw.endswith(_POSSESSIVE):
            return "its"
    return ""


def _shape(word: str, before: str, determined: str) -> Shape:
    if is_past(word) and not (determined and word in lemmas(word, "en")):
        return Shape.PAST
    if word.endswith("ing") and len(word) > 4 and word not in _NO_PARTICIPLES:
        return Shape.NOUN if determined and before == determined else Shape.ING
    if determined or before in _PREPOSITIONS or word.endswith(_NOUN_ENDINGS):
        return Shape.NOUN
    return Shape.BASE if before == "to" else Shape.EITHER

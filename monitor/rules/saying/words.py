"""Terms in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from itertools import groupby

from monitor.rules.compiled import Gap, ListRef, Pattern, Phrase, Term, Word, WordForm

MOST = 12
"""Of a longer list of terms so many are named; the number of the others follows."""


def term(each: Term) -> str:
    """`'capture'`, `a word that begins with 'evacuat'`, `an entry of $cities + 'airport', kept as `city``."""
    said = _what(each.what)
    return f"{said}, kept as `{each.slot}`" if each.slot else said


def _what(what: Phrase | Gap | Pattern) -> str:
    if isinstance(what, Pattern):
        return f"text that fits the regular expression /{what.expression}/"
    if isinstance(what, Gap):
        return f" … up to {what.words} words … ".join(map(_phrase, what.parts))
    return _phrase(what)


def _phrase(phrase: Phrase) -> str:
    """Words that are met alike together in quotes."""
    said = []
    for kind, parts in groupby(phrase.parts, _kind):
        if isinstance(kind, ListRef):
            said += [f"an entry of ${kind.name}" for _ in parts]
        else:
            words = " ".join(part.text for part in parts if isinstance(part, Word))
            said.append(kind.format(words))
    return " + ".join(said)


def _kind(part: Word | ListRef) -> str | ListRef:
    """How a part is said."""
    if isinstance(part, ListRef):
        return part
    if part.form is WordForm.PREFIX:
        return "a word that begins with '{}'"
    if part.form is WordForm.EXACT:
        return "exactly '{}'"
    return "'{}' in capitals" if part.cased else "'{}'"


def any_of(terms: Sequence[Term]) -> str:
    """`'a', 'b' or an entry of $cities`. Terms that are kept under one name say so once."""
    slots = {each.slot for each in terms}
    if len(slots) == 1 and len(terms) > 1 and (slot := slots.pop()):
        return f"{several([_what(each.what) for each in terms])}, kept as `{slot}`"
    return several(list(map(term, terms)))


def several(said: Sequence[str], joint: str = "or", *, most: int = MOST) -> str:
    """`a, b or c`; of many the first and how many more."""
    if len(said) > most + 1:
        return f"{', '.join(said[:most])} {joint} {len(said) - most} more"
    return f"{', '.join(said[:-1])} {joint} {said[-1]}" if len(said) > 1 else "".join(said)


def plain_list(names: Iterable[str], joint: str = "and") -> str:
    return several(list(names), joint, most=100)


def length(time: timedelta) -> str:
    """`2 days`, `90 minutes`."""
    seconds = round(time.total_seconds())
    for name, size in (("day", 86_400), ("hour", 3_600), ("minute", 60)):
        if seconds % size == 0:
            return counted(seconds // size, name)
    return counted(seconds, "second")


def counted(number: int, name: str) -> str:
    return f"{number} {name}{'' if number == 1 else 's'}"

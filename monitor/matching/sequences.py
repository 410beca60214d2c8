"""A phrase as rules write it → the runs of words that it is met in.

`cease-fire`, `ceasefire` and `cease fire` are one word to a reader. A hyphen in an article is seen there (`ArticleView`
meets `ceasefire` in `cease-fire`); the rest is decided here, once, when the rule is compiled: a hyphenated word is also
looked for in one piece, a phrase of two words too, and a long English word in its two halves where both are words.
"""

from __future__ import annotations

from collections.abc import Iterator

from monitor.matching.atoms import Atoms, atoms_of
from monitor.rules.compiled import ListRef, Phrase, Word, WordForm
from monitor.text.inflection import is_english

Part = int | str
"""The number of an atom, or the name of a list."""
Sequence = tuple[Part, ...]

_LONG_WORD = 8
_SHORTEST_HALF = 3
_NO_HALF = frozenset(
    "all and any but can for has had her his how its may not now off one our own per she the too was who you".split()
)
"""`notable` is not `not able`, `therapist` not `the rapist`."""
_HYPHENS = str.maketrans("", "", "-‐‑")


def sequences(phrase: Phrase, atoms: Atoms) -> tuple[Sequence, ...]:
    """Every run of parts that is the phrase, its own first; empty where the phrase holds no word."""
    found = (_numbered(parts, atoms) for parts in (phrase.parts, *_other_spellings(phrase.parts)))
    return tuple(dict.fromkeys(sequence for sequence in found if sequence))


def _numbered(parts: tuple[Word | ListRef, ...], atoms: Atoms) -> Sequence:
    numbered: list[Part] = []
    for part in parts:
        if isinstance(part, ListRef):
            numbered.append(part.name)
        else:
            numbered += map(atoms.number, atoms_of(part))
    return tuple(numbered)


def _other_spellings(parts: tuple[Word | ListRef, ...]) -> Iterator[tuple[Word | ListRef, ...]]:
    for place, part in enumerate(parts):
        if isinstance(part, Word):
            for spelling in _spellings(part):
                yield (*parts[:place], *spelling, *parts[place + 1 :])
    match parts:
        case (Word(text=first, form=WordForm.INFLECTED, cased=False), Word(text=second, cased=False, form=form)):
            if form is not WordForm.EXACT:
                yield (Word(first + second, form),)


def _spellings(word: Word) -> Iterator[tuple[Word, ...]]:
    whole = word.text.translate(_HYPHENS)
    if whole != word.text:
        yield (Word(whole, word.form, word.cased),)
    elif word.form is WordForm.INFLECTED and not word.cased:
        yield from _halves(word.text.lower())


def _halves(text: str) -> Iterator[tuple[Word, ...]]:
    if len(text) < _LONG_WORD or not (text.isascii() and text.isalpha()):
        return
    for place in range(_SHORTEST_HALF, len(text) - _SHORTEST_HALF + 1):
        first, second = text[:place], text[place:]
        if not {first, second} & _NO_HALF and is_english(first) and is_english(second):
            yield Word(first, WordForm.EXACT), Word(second)

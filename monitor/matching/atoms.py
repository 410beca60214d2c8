"""The smallest things a word of an article can be for a rule, as numbers.

An atom is one way to meet one word: `capture` in all its forms, exactly `captured`, `evacuat*`. Rules that use the same
word share the atom.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

from monitor.rules.compiled import Word, WordForm
from monitor.text.tokens import Form, form, tokenise


class Kind(StrEnum):
    """How an atom compares: lemmas, folded letters, letters with their case, and the same two for a beginning.
    ACRONYM is CASED that also takes a plural in a small s (`NGOs`)."""

    LEMMA = "lemma"
    FOLDED = "folded"
    CASED = "cased"
    ACRONYM = "acronym"
    PREFIX = "prefix"
    CASED_PREFIX = "cased_prefix"


class Atom(NamedTuple):
    kind: Kind
    text: str


def atoms_of(word: Word) -> tuple[Atom, ...]:
    """The atoms of a word as a rule writes it: several, one after another, where it is hyphenated."""
    forms = [form(token) for token in tokenise(word.text).words]
    last = len(forms) - 1
    return tuple(_atom(each, word, prefix=word.form is WordForm.PREFIX and i == last) for i, each in enumerate(forms))


def _atom(each: Form, word: Word, *, prefix: bool) -> Atom:
    if prefix:
        return Atom(Kind.CASED_PREFIX, each.surface) if word.cased else Atom(Kind.PREFIX, each.folded)
    if word.cased:
        return Atom(Kind.CASED if word.form is WordForm.EXACT else Kind.ACRONYM, each.surface)
    if word.form is WordForm.EXACT:
        return Atom(Kind.FOLDED, each.folded)
    return Atom(Kind.LEMMA, each.spelled)


class Atoms:
    """All atoms of all rules, numbered. Only grows, so that compiled rules keep their numbers over a reload."""

    def __init__(self) -> None:
        self._numbers: dict[Atom, int] = {}
        self.by_kind: dict[Kind, dict[str, int]] = {kind: {} for kind in Kind}

    def __len__(self) -> int:
        return len(self._numbers)

    def number(self, atom: Atom) -> int:
        """The atom's number, given at its first use."""
        number = self._numbers.setdefault(atom, len(self._numbers))
        self.by_kind[atom.kind][atom.text] = number
        return number

    def numbered(self) -> Iterable[tuple[Atom, int]]:
        """Every atom with its number."""
        return self._numbers.items()

"""The smallest things a word of an article can be for a rule, as numbers.

An atom is one way to meet one word: `capture` in all its forms, exactly `captured`, `evacuat*`. Rules that use the same
word share the atom.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from monitor.rules.compiled import Word, WordForm
from monitor.text.tokens import Form, form, tokenise


class Kind(StrEnum):
    """How an atom compares: lemmas, folded letters, letters with their case, and the same two for a beginning.
    ACRONYM is CASED that also takes a plural in a small s (`NGOs`). LIST is no way to meet a word, but gives lists a
    number among the atoms."""

    LEMMA = "lemma"
    FOLDED = "folded"
    CASED = "cased"
    ACRONYM = "acronym"
    PREFIX = "prefix"
    CASED_PREFIX = "cased_prefix"
    LIST = "list"


class Atom(NamedTuple):
    kind: Kind
    text: str


@lru_cache(maxsize=1 << 14)
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
        self._atoms: list[Atom] = []
        self._numbers: dict[Kind, dict[str, int]] = {kind: {} for kind in Kind}

    def __len__(self) -> int:
        return len(self._atoms)

    def number(self, atom: Atom) -> int:
        """The atom's number, given at its first use."""
        numbers = self._numbers[atom.kind]
        number = numbers.get(atom.text)
        if number is None:
            number = numbers[atom.text] = len(self._atoms)
            self._atoms.append(atom)
        return number

    def atom(self, number: int) -> Atom:
        """The atom of a number."""
        return self._atoms[number]

    def part(self, part: int | str) -> int:
        """The number of a part of a sequence: an atom's own, or a list's."""
        return part if isinstance(part, int) else self.number(Atom(Kind.LIST, part))

    def by_kind(self, first: int = 0, beside: Iterable[int] = ()) -> dict[Kind, dict[str, int]]:
        """The atoms from number `first` on, and those `beside` them: their numbers by kind and text."""
        if not first:
            return {kind: dict(numbers) for kind, numbers in self._numbers.items()}
        chosen: dict[Kind, dict[str, int]] = {kind: {} for kind in Kind}
        for number in (*range(first, len(self._atoms)), *beside):
            kind, text = self._atoms[number]
            chosen[kind][text] = number
        return chosen

    def since(self, first: int) -> Sequence[Atom]:
        """The atoms from number `first` on."""
        return self._atoms[first:]

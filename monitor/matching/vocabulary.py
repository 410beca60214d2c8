"""What each word of an article is for the rules: its atoms, and the list entries that may begin there.

A vocabulary remembers every word it has seen, so that an article costs one look-up a word, whatever the number of
rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from monitor.matching.atoms import Atoms, Kind
from monitor.matching.lists import ListIndex, NameForm
from monitor.text.inflection import lemmas, rule_lemmas
from monitor.text.tokens import Form, form

REMEMBERED_WORDS = 150_000
"""The memory of a vocabulary, in words of all languages (some 100 bytes each): then it starts anew."""


class Met(NamedTuple):
    """What a word is: its atoms, the list entries it may begin (the list's name, and what begins there), and `keys`:
    all that the candidate filter asks for, atoms and names of lists."""

    atoms: tuple[int, ...]
    starts: tuple[tuple[str, tuple[NameForm, ...]], ...]
    keys: tuple[int | str, ...]


class Vocabulary:
    """Words as written → what they are, for a fixed set of atoms and lists. Pure but for its memory."""

    def __init__(self, atoms: Atoms, lists: Mapping[str, ListIndex]) -> None:
        self.size = len(atoms)
        self._atoms = {kind: dict(texts) for kind, texts in atoms.by_kind.items()}
        self._lists = tuple(lists.items())
        self._opens: dict[int, tuple[str, ...]] = {}
        for name, index in lists.items():
            for number in index.words:
                self._opens[number] = (*self._opens.get(number, ()), name)
        self._lemmas: dict[str, dict[str, tuple[int, ...]]] = {}
        self._known: dict[str, dict[str, Met | None]] = {}
        self._prefix_lengths = _lengths(self._atoms[Kind.PREFIX])
        self._cased_lengths = _lengths(self._atoms[Kind.CASED_PREFIX])

    def known(self, language: str) -> dict[str, Met | None]:
        """The memory for a language: look here first, then `meet`."""
        if sum(map(len, list(self._known.values()))) > REMEMBERED_WORDS:  # a copy: a reload tests its rules in a thread
            self._known = {}
        return self._known.setdefault(language, {})

    def meet(self, word: str, language: str) -> Met | None:
        """What `word` is in an article of this language; None where no rule and no list knows it."""
        each = form(word)
        starts = tuple(
            (name, start) for name, index in self._lists if (start := index.start(each.folded, each.case)) is not None
        )
        atoms = tuple(dict.fromkeys((*self._by_letters(each), *self._by_lemma(each, language))))
        opened = (name for number in atoms for name in self._opens.get(number, ()))
        keys: tuple[int | str, ...] = (*atoms, *dict.fromkeys([*(name for name, _ in starts), *opened]))
        met = Met(atoms, starts, keys) if keys else None
        self.known(language)[word] = met
        return met

    def _by_letters(self, each: Form) -> Iterable[int]:
        folded, surface = each.folded, each.surface
        plural = surface[:-1] if surface.endswith("s") and surface[:-1].isupper() and len(surface) > 2 else surface
        looked_up = [(Kind.FOLDED, folded), (Kind.CASED, surface), (Kind.ACRONYM, surface), (Kind.ACRONYM, plural)]
        looked_up += [(Kind.PREFIX, folded[:length]) for length in self._prefix_lengths if length <= len(folded)]
        looked_up += [(Kind.CASED_PREFIX, surface[:length]) for length in self._cased_lengths if length <= len(surface)]
        return (self._atoms[kind][text] for kind, text in looked_up if text in self._atoms[kind])

    def _by_lemma(self, each: Form, language: str) -> Iterable[int]:
        table = self._lemmas.get(language)
        if table is None:
            table = self._lemmas[language] = self._lemma_table(language)
        return (number for lemma in lemmas(each.spelled, language) for number in table.get(lemma, ()))

    def _lemma_table(self, language: str) -> dict[str, tuple[int, ...]]:
        table: dict[str, tuple[int, ...]] = {}
        for text, number in self._atoms[Kind.LEMMA].items():
            for lemma in rule_lemmas(text, language):
                table[lemma] = (*table.get(lemma, ()), number)
        return table


def _lengths(prefixes: Mapping[str, int]) -> tuple[int, ...]:
    return tuple(sorted(set(map(len, prefixes))))

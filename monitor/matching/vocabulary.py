"""What each word of an article is for the rules: its atoms, and the list entries that may begin there."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from monitor.matching.atoms import Atom, Atoms, Kind
from monitor.matching.lists import ListIndex, NameForm
from monitor.text.inflection import lemmas, rule_lemmas
from monitor.text.tokens import Form, form

REMEMBERED_WORDS = 150_000
"""The memory of a vocabulary, in words of all languages (some 100 bytes each): then it starts anew."""


class Met(NamedTuple):
    """What a word is: its atoms, the list entries it may begin (the list's name, and what begins there), and `keys`:
    all that the candidate filter asks for, atoms and names of lists. `parts` are the keys as numbers."""

    atoms: tuple[int, ...]
    starts: tuple[tuple[str, tuple[NameForm, ...]], ...]
    keys: tuple[int | str, ...]
    parts: tuple[int, ...]


class Vocabulary:
    """Words as written → what they are, for a fixed set of atoms and lists. Pure but for its memory.

    A vocabulary on a `base` knows only what the base does not: the few words that an edit brought. What a word is, all
    `layers` together say.
    """

    def __init__(self, atoms: Atoms, lists: Mapping[str, ListIndex], *, base: Vocabulary | None = None) -> None:
        self.base = base
        self.layers: tuple[Vocabulary, ...] = (base, self) if base else (self,)
        self.size: int
        known = base._lists if base else {}
        self._lists: dict[str, ListIndex] = {name: index for name, index in lists.items() if name not in known}
        self._list_numbers = {name: atoms.number(Atom(Kind.LIST, name)) for name in self._lists}
        self._begins: dict[str, tuple[str, ...]] = {}
        self._opens: dict[int, tuple[str, ...]] = {}
        for name, index in self._lists.items():
            for word in index.first_words():
                self._begins[word] = (*self._begins.get(word, ()), name)
            for number in index.words:
                self._opens[number] = (*self._opens.get(number, ()), name)
        atoms_of = atoms.by_kind(base.size if base else 0, self._opens)
        self.size = len(atoms)
        self._words = tuple((atoms_of[kind], kind is Kind.FOLDED) for kind in (Kind.FOLDED, Kind.CASED, Kind.ACRONYM))
        self._acronyms = atoms_of[Kind.ACRONYM]
        self._prefixes = _Prefixes(atoms_of[Kind.PREFIX])
        self._cased_prefixes = _Prefixes(atoms_of[Kind.CASED_PREFIX])
        self._lemma_atoms = atoms_of[Kind.LEMMA]
        self._lemmas: dict[str, dict[str, tuple[int, ...]]] = {}
        self._known: dict[str, dict[str, Met | None]] = {}

    def fits(self, lists: Mapping[str, ListIndex]) -> bool:
        """Whether what it knows of its lists still holds."""
        return all(lists.get(name) is index for layer in self.layers for name, index in layer._lists.items())

    def knows(self, lists: Mapping[str, ListIndex]) -> bool:
        """Whether it has these lists, and no others."""
        return lists.keys() == {name for layer in self.layers for name in layer._lists}

    def names_of_lists(self, parts: Collection[int]) -> Iterator[str]:
        """The names of the lists among parts."""
        for layer in self.layers:
            yield from (name for name, number in layer._list_numbers.items() if number in parts)

    def known(self, language: str) -> dict[str, Met | None]:
        """The memory for a language: look here first, then `meet`."""
        if sum(map(len, list(self._known.values()))) > REMEMBERED_WORDS:  # a copy: a reload tests its rules in a thread
            self._known = {}
        return self._known.setdefault(language, {})

    def meet(self, word: str, language: str) -> Met | None:
        """What `word` is in an article of this language; None where no rule and no list knows it. Remembers it."""
        met = self.known(language)[word] = self.look_up(word, language)
        return met

    def look_up(self, word: str, language: str) -> Met | None:
        """The same without a memory."""
        each = form(word)
        starts = tuple(
            (name, start)
            for name in self._begins.get(each.folded, ())
            if (start := self._lists[name].start(each.folded, each.case)) is not None
        )
        atoms = tuple(dict.fromkeys((*self._by_letters(each), *self._by_lemma(each, language))))
        if not atoms and not starts:
            return None
        opened = (name for number in atoms for name in self._opens.get(number, ()))
        lists = tuple(dict.fromkeys([*(name for name, _ in starts), *opened]))
        return Met(atoms, starts, (*atoms, *lists), (*atoms, *(self._list_numbers[name] for name in lists)))

    def _by_letters(self, each: Form) -> Iterator[int]:
        surface = each.surface
        for texts, folded in self._words:
            number = texts.get(each.folded if folded else surface)
            if number is not None:
                yield number
        if surface.endswith("s") and surface[:-1].isupper() and len(surface) > 2 and surface[:-1] in self._acronyms:
            yield self._acronyms[surface[:-1]]
        yield from self._prefixes.of(each.folded)
        yield from self._cased_prefixes.of(surface)

    def _by_lemma(self, each: Form, language: str) -> Iterable[int]:
        if not self._lemma_atoms:
            return ()
        table = self._lemmas.get(language)
        if table is None:
            table = self._lemmas[language] = self._lemma_table(language)
        return (number for lemma in lemmas(each.spelled, language) for number in table.get(lemma, ()))

    def _lemma_table(self, language: str) -> dict[str, tuple[int, ...]]:
        table: dict[str, tuple[int, ...]] = {}
        for text, number in self._lemma_atoms.items():
            for lemma in rule_lemmas(text, language):
                table[lemma] = (*table.get(lemma, ()), number)
        return table


class _Prefixes:
    """Beginnings of words, looked up by their lengths."""

    def __init__(self, numbers: Mapping[str, int]) -> None:
        self._numbers = numbers
        self._lengths = tuple(sorted(set(map(len, numbers))))

    def of(self, word: str) -> Iterator[int]:
        for length in self._lengths:
            if length > len(word):
                return
            number = self._numbers.get(word[:length])
            if number is not None:
                yield number

"""Lists of names, indexed by their first word: 30,000 cities cost one look-up for each capitalised word of an article.

A form with a capital is a *name*: met only capitalised or in capitals, uninflected (one in capitals only, such as `UK`,
only in capitals). A form in a script without case is a name, too. Every other form is a phrase of ordinary words,
inflected like a term. Where two entries have the same form, the one whose own name it is wins, then the first in the
list.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from monitor.matching.atoms import Atoms
from monitor.matching.sequences import Sequence, sequences
from monitor.rules.compiled import ListEntry, Phrase, TermList, Word
from monitor.text.tokens import Case, form, tokenise


class NameForm(NamedTuple):
    """A way to write an entry: its folded words and the least capitals that each must have. `evidence`: phrases of
    which one must occur in the article for the form to count; None where it is not ambiguous."""

    words: tuple[str, ...]
    cases: tuple[Case, ...]
    entry: ListEntry
    evidence: tuple[tuple[Sequence, ...], ...] | None


class WordsForm(NamedTuple):
    """A way to write an entry in ordinary words, by the atoms of them; `words` are those written, folded; `rank` is its
    place in the list, where an entry's own name comes before all other names."""

    atoms: tuple[int, ...]
    words: tuple[str, ...]
    entry: ListEntry
    evidence: tuple[tuple[Sequence, ...], ...] | None
    rank: int


class Written(NamedTuple):
    """A form taken apart: folded words, the capitals of each, the least that each must have; whether it is a name."""

    words: tuple[str, ...]
    cases: tuple[Case, ...]
    least: tuple[Case, ...]
    is_name: bool


class ListIndex:
    """One list, ready to be met. Its words in lower case become atoms. `previous`, an index of the list before it was
    edited, lends what it knows of forms: of 50,000 an edit touches a few. `places`: whether all entries have a place on
    the map, or none has; None where some have."""

    def __init__(self, terms: TermList, atoms: Atoms, previous: ListIndex | None = None) -> None:
        self.digest = terms.digest
        self._entries = terms.entries
        placed = sum("lat" in entry.facts for entry in terms.entries)
        self.places = placed == len(terms.entries) if placed in (0, len(terms.entries)) else None
        self._by_fact: dict[str, dict[str | float, ListEntry]] = {}
        known: Mapping[str, Written] = previous._written if previous else {}
        self._written: dict[str, Written] = {
            written: known.get(written) or _taken_apart(written) for written, _ in _forms(terms)
        }
        self.words: dict[int, list[WordsForm]] = {}
        self._names: dict[str, list[NameForm]] = {}
        self._evidence = {
            _folded(written): tuple(sequences(_phrase(word), atoms) for word in words)
            for written, words in terms.ambiguous.items()
        }
        seen: set[tuple[tuple[str, ...], tuple[Case, ...]]] = set()
        for written, entry in _forms(terms):
            self._add(written, entry, seen, atoms)

    def _add(
        self, written: str, entry: ListEntry, seen: set[tuple[tuple[str, ...], tuple[Case, ...]]], atoms: Atoms
    ) -> None:
        words, cases, least, is_name = self._written[written]
        if not words or (words, cases) in seen:
            return
        seen.add((words, cases))
        evidence = self._evidence.get(words) if self._evidence else None
        if is_name:
            self._names.setdefault(words[0], []).append(NameForm(words, least, entry, evidence))
        else:
            for sequence in sequences(_phrase(written), atoms):
                numbers = tuple(part for part in sequence if isinstance(part, int))
                self.words.setdefault(numbers[0], []).append(WordsForm(numbers, words, entry, evidence, len(seen)))

    def first_words(self) -> Iterable[str]:
        """The folded words that names begin with."""
        return self._names

    def names(self) -> Iterator[NameForm]:
        """Every way to write an entry that is a name."""
        return (form for forms in self._names.values() for form in forms)

    def with_fact(self, fact: str, value: str | float | None) -> ListEntry | None:
        """The first entry whose fact has a value."""
        if fact not in self._by_fact:
            having = (entry for entry in reversed(self._entries) if fact in entry.facts)
            self._by_fact[fact] = {entry.facts[fact]: entry for entry in having}
        return self._by_fact[fact].get(value) if value is not None else None

    def start(self, folded: str, case: Case) -> tuple[NameForm, ...] | None:
        """The names that a word, so folded and with such capitals, may begin."""
        forms = self._names.get(folded)
        if forms is None:
            return None
        return tuple(name for name in forms if name.cases[0] <= case) or None


def _forms(terms: TermList) -> Iterator[tuple[str, ListEntry]]:
    """Every form of every entry: all names come before all other names."""
    for entry in terms.entries:
        yield entry.forms[0], entry
    for entry in terms.entries:
        for written in entry.forms[1:]:
            yield written, entry


def _taken_apart(written: str) -> Written:
    forms = [form(word) for word in tokenise(written).words]
    cases = tuple(each.case for each in forms)
    return Written(
        tuple(each.folded for each in forms),
        cases,
        tuple(_least(each.surface, each.case) for each in forms),
        any(cases) or not any(each.surface.islower() for each in forms),
    )


def _least(surface: str, case: Case) -> Case:
    """A lone capital letter asks for a capital only: it is no acronym."""
    return Case.CAPITAL if case is Case.CAPITALS and len(surface) == 1 else case


def _phrase(written: str) -> Phrase:
    return Phrase(tuple(Word(word) for word in written.split()))


def _folded(written: str) -> tuple[str, ...]:
    return tuple(form(word).folded for word in tokenise(written).words)

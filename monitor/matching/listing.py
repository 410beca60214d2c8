"""Which entries of the lists stand in an article: every form that fits at a word, ambiguous ones only on evidence, and
of those that overlap the longest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from operator import attrgetter
from typing import TYPE_CHECKING

from monitor.matching.lists import ListIndex, NameForm, WordsForm
from monitor.matching.occurrences import Occurrence
from monitor.matching.runs import runs_of
from monitor.matching.sequences import Sequence
from monitor.text.tokens import form

if TYPE_CHECKING:
    from monitor.matching.view import ArticleView


def find_entries(view: ArticleView, lists: Mapping[str, ListIndex]) -> dict[str, Mapping[int, Occurrence]]:
    """List → first word → the entry there."""
    found: dict[str, list[Occurrence]] = {}
    for place, name, forms in view.names():
        found.setdefault(name, []).extend(_names_at(view, place, forms))
    for name, index_of_list in lists.items():
        if name in view.keys and index_of_list.words:
            found.setdefault(name, []).extend(_words_of(view, index_of_list))
    return {name: _longest(occurrences) for name, occurrences in found.items()}


def _names_at(view: ArticleView, index: int, forms: tuple[NameForm, ...]) -> Iterable[Occurrence]:
    """The first word of each is there already."""
    for name in forms:
        last = index + len(name.words)
        if (
            (last == index + 1 or _follows(view, index, name))
            and (name.evidence is None or _has_evidence(view, name.evidence))
            and (occurrence := view.occurrence(index, last, name.entry)) is not None
        ):
            yield occurrence


def _follows(view: ArticleView, index: int, name: NameForm) -> bool:
    words = slice(index + 1, index + len(name.words))
    return tuple(view.folded[words]) == name.words[1:] and all(
        form(word).case >= case for word, case in zip(view.words[words], name.cases[1:], strict=True)
    )


def _words_of(view: ArticleView, index: ListIndex) -> Iterable[Occurrence]:
    """A list's entries in ordinary words; of two for the same words (`defence`, `defense`) the one that is written so
    comes first, then the first of the list. Looks only at those whose first word is in the article."""
    forms = [words for first in index.words.keys() & view.keys for words in index.words[int(first)]]
    found = [at for words in sorted(forms, key=attrgetter("rank")) for at in _runs_of_words(view, words)]
    return sorted(found, key=lambda at: not at.uninflected)


def _runs_of_words(view: ArticleView, words: WordsForm) -> Iterable[Occurrence]:
    if not _has_evidence(view, words.evidence):
        return
    for first, last, _ in runs_of(view, words.atoms):
        as_written = tuple(view.folded[first:last]) == words.words
        if (occurrence := view.occurrence(first, last, words.entry, uninflected=as_written)) is not None:
            yield occurrence


def _has_evidence(view: ArticleView, evidence: tuple[tuple[Sequence, ...], ...] | None) -> bool:
    """Whether one of the words that an ambiguous form needs stands anywhere in the article, its dateline included."""
    if evidence is None:
        return True
    return any(next(iter(runs_of(view, sequence)), None) for spellings in evidence for sequence in spellings)


def _longest(occurrences: list[Occurrence]) -> Mapping[int, Occurrence]:
    kept: dict[int, Occurrence] = {}
    taken: set[int] = set()
    for each in sorted(occurrences, key=lambda each: (each.first - each.last, each.first)):
        if taken.isdisjoint(range(each.first, each.last)):
            taken.update(range(each.first, each.last))
            kept[each.first] = each
    return dict(sorted(kept.items()))

"""The words under which an article is found in an index: of each of its words the folded letters and the lemmas, and
the same of what hyphens join (`cease-fire` also as `ceasefire`).

They are given by passage: a sentence, and the words that follow it in its paragraph up to `REACH`. So what stands in
one sentence, or at most so far apart in one paragraph, stands in one passage.

A rule's word meets a word of an article only where they share one of these, so an index of them loses no match. What
is in an index was made so: whoever changes what this gives (tokens, folding, inflection, dictionaries) has every index
made anew, by a migration.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from monitor.text.inflection import lemmas, rule_lemmas
from monitor.text.tokens import form, is_one_word, joins, tokenise

REACH = 24
"""Words of the same paragraph behind a sentence that belong to its passage."""
_REMEMBERED = 200_000
"""Pieces between white space (some 300 bytes each); then the memory starts anew."""
_SIGNS = re.compile(r"[\x00-/:-@\[-`{-\x7f\ud800-\udfff]")
"""What an index might cut a word at, or a database refuse: it is the same sign for all."""


class SearchWords:
    """Gives the words of texts; remembers those of the pieces that it saw, of which news has few new ones."""

    def __init__(self) -> None:
        self._known: dict[str, dict[str, tuple[str, ...]]] = {}
        self._size = 0

    def passages(self, sentences: Iterable[str], language: str) -> list[set[str]]:
        """The words of a paragraph's passages, in the order of its sentences. Linear."""
        found: list[set[str]] = []
        behind: list[tuple[str, ...]] = []
        for pieces in reversed([self._pieces(sentence, language) for sentence in sentences]):
            found.append(set(chain.from_iterable(pieces)).union(*behind))
            behind = [*pieces[:REACH], *behind][:REACH]
        return found[::-1]

    def _pieces(self, text: str, language: str) -> list[tuple[str, ...]]:
        """The words of each piece that has any: it is at least one word of the text."""
        if self._size > _REMEMBERED:
            self._known, self._size = {}, 0
        known = self._known.setdefault(language, {})
        found: list[tuple[str, ...]] = []
        for piece in text.split():
            words = known.get(piece)
            if words is None:
                words = known[piece] = tuple(_words_of(piece, language))
                self._size += 1
            if words:
                found.append(words)
        return found


def of_lemma(word: str, languages: Iterable[str]) -> frozenset[str]:
    """The words of which an article in one of these languages has one where it has a form of `word` (as a rule writes
    it, in lower case with its accents)."""
    return frozenset(plain(lemma) for language in languages for lemma in rule_lemmas(word, language))


def plain(word: str) -> str:
    """A folded word as an index holds it."""
    return _SIGNS.sub("\u00b7", word)


def _words_of(piece: str, language: str) -> Iterator[str]:
    for word in map(form, _written(piece)):
        yield from {plain(each) for each in (word.folded, *lemmas(word.spelled, language)) if each}


def _written(piece: str) -> Sequence[str]:
    """The words of a piece, and what its hyphens join."""
    if is_one_word(piece):
        return (piece,)
    tokens = tokenise(piece)
    return [*tokens.words, *("".join(tokens.words[first:last]) for first, last in joins(tokens.joined))]

"""The words of an article, and what each is to the rules: the parts of their terms that it meets.

Words are numbers here, met once whatever the number of rules; what few rules need is made at its first use, and then
kept. Linear in the article.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Set
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from monitor.matching.arrays import Bools, Places
from monitor.matching.lists import NameForm
from monitor.matching.memory import Memory
from monitor.matching.sentencesets import SentenceSet
from monitor.matching.sequences import Part
from monitor.matching.vocabulary import Vocabulary
from monitor.matching.words import Join
from monitor.model.article import Article, Span
from monitor.rules.compiled import DEFAULT_ZONES


class Sentence(NamedTuple):
    """A sentence and the number of its paragraph."""

    span: Span
    paragraph: int


class Meeting(NamedTuple):
    """Which words are something to the rules, and what: pairs of a word's place and a part, by place."""

    places: Places
    parts: Places


class JoinMet(NamedTuple):
    """What words `[first, last)` are that hyphens join, in one piece."""

    first: int
    last: int
    parts: tuple[int, ...]


class ArticleWords:
    """The words of one article under one vocabulary. Without a `memory` shared with other articles it has one of its
    own."""

    def __init__(self, article: Article, vocabulary: Vocabulary, memory: Memory | None = None) -> None:
        self.article = article
        self._vocabulary = vocabulary
        self._keys_in: dict[int, frozenset[Part]] = {}
        memory = memory or Memory()
        words = memory.words()
        self._texts, self._folded = words.texts, words.folded
        self.sentences = tuple(_sentences(article))
        self._numbered = words.number(article.text, [sentence.span for sentence in self.sentences])
        self._layers = [
            (known, known.classes(self._numbered.numbers)) for known in memory.known(vocabulary, article.language)
        ]
        self.met = _by_place([known.parts(classes) for known, classes in self._layers])
        self.joined = tuple(self._joined(self._numbered.joins)) if self._numbered.joins else ()

    def _joined(self, joins: tuple[Join, ...]) -> Iterator[JoinMet]:
        """Each two neighbours, and then the whole of a longer chain."""
        numbers = np.array([join.number for join in joins], np.intp)
        for known, _ in self._layers:
            for join, number in zip(joins, known.classes(numbers).tolist(), strict=True):
                if number:
                    yield JoinMet(join.first, join.last, known.mets[number].parts)

    def begins(self) -> Bools | None:
        """Of each word, whether it is the first of a sentence after another; None where there is but one sentence."""
        ends = self._numbered.ends
        if len(ends) < 2:
            return None
        begins = np.zeros(len(self._numbered.numbers) + 1, np.bool_)
        begins[ends] = True
        return begins[:-1]

    def usual(self) -> Bools | None:
        """Of each word, whether rules search there by default; None where they search everywhere."""
        usual = [paragraph.zone in DEFAULT_ZONES for paragraph in self.article.paragraphs]
        if all(usual):
            return None
        return np.array(usual, np.bool_)[self.paragraph_at(np.arange(len(self._numbered.numbers)))]

    def paragraph_at(self, places: Places) -> Places:
        """The paragraphs of words."""
        of_sentence = np.array([sentence.paragraph for sentence in self.sentences], np.intp)
        return of_sentence[self._numbered.ends.searchsorted(places, side="right")]

    def parts_at(self, place: int) -> tuple[int, ...]:
        """What a word is to the rules; nothing where there is no such word."""
        if place >= len(self._numbered.numbers):
            return ()
        return tuple(part for known, classes in self._layers for part in known.mets[classes[place]].parts)

    def holds_around(self, place: int, parts: Iterable[tuple[int, Part]]) -> bool:
        """Whether these parts stand around a word, each at its distance, in one sentence."""
        sentence = self.sentence_of(place)
        return all(self._holds(place + distance, part, sentence) for distance, part in parts)

    def _holds(self, place: int, part: Part, sentence: int) -> bool:
        if not 0 <= place < len(self._numbered.numbers):
            return False
        for known, classes in self._layers:
            if part in known.mets[classes.item(place)].parts:
                return self.sentence_of(place) == sentence
        return False

    def sentence_of(self, place: int) -> int:
        """The number of a word's sentence."""
        return bisect_right(self.sentence_ends, place)

    @cached_property
    def sentence_ends(self) -> list[int]:
        """Of each sentence the word after its last."""
        ends: list[int] = self._numbered.ends.tolist()
        return ends

    @cached_property
    def words(self) -> list[str]:
        """The words as written, in order."""
        texts = self._texts
        return [texts[number] for number in self._numbered.numbers.tolist()]

    @cached_property
    def folded(self) -> list[str]:
        """What counts of each word."""
        folded = self._folded
        return [folded[number] for number in self._numbered.numbers.tolist()]

    @cached_property
    def keys(self) -> frozenset[Part]:
        """The atoms in it, and the names of the lists that may be."""
        parts = set(self.met.parts.tolist()).union(*(join.parts for join in self.joined))
        return frozenset(parts).union(self._vocabulary.names_of_lists(parts))

    @cached_property
    def _places(self) -> dict[int, dict[int, int]]:
        places: dict[int, dict[int, int]] = {}
        for first, last, parts in self.joined:
            for part in parts:
                places.setdefault(part, {})[first] = last
        for place, part in zip(self.met.places.tolist(), self.met.parts.tolist(), strict=True):
            places.setdefault(part, {})[place] = place + 1
        return places

    def places(self, atom: int) -> Mapping[int, int]:
        """Where an atom stands: its first word → the one after its last."""
        return self._places.get(atom, {})

    @cached_property
    def sentence_of_word(self) -> list[int]:
        """Of each word the number of its sentence."""
        ends = self._numbered.ends
        numbers: list[int] = ends.searchsorted(np.arange(len(self._numbered.numbers)), side="right").tolist()
        return numbers

    @cached_property
    def holding_atoms(self) -> dict[int, SentenceSet]:
        """Of each atom the sentences that hold it."""
        found: dict[int, SentenceSet] = {}
        parts: list[int] = self.met.parts.tolist()
        for number, (first, last) in enumerate(pairwise(self._cuts)):
            for part in parts[first:last]:
                found[part] = found.get(part, 0) | 1 << number
        for sentence, joined in self._joined_in.items():
            for part in joined:
                found[part] = found.get(part, 0) | 1 << sentence
        return found

    def holding_word(self, words: Set[str]) -> SentenceSet:
        """The sentences that hold one of these words, folded."""
        found = 0
        for word in self._holding_words.keys() & words:
            found |= self._holding_words[word]
        return found

    @cached_property
    def _holding_words(self) -> dict[str, SentenceSet]:
        found: dict[str, SentenceSet] = {}
        for number, (first, last) in enumerate(pairwise((0, *self.sentence_ends))):
            for word in self.folded[first:last]:
                found[word] = found.get(word, 0) | 1 << number
        return found

    def keys_in(self, sentence: int) -> frozenset[Part]:
        """The same as `keys`, of one sentence."""
        found = self._keys_in.get(sentence)
        if found is None:
            first, last = self._cuts[sentence], self._cuts[sentence + 1]
            parts: set[int] = set(self.met.parts[first:last].tolist()).union(self._joined_in.get(sentence, ()))
            found = self._keys_in[sentence] = frozenset(parts).union(self._vocabulary.names_of_lists(parts))
        return found

    @cached_property
    def _cuts(self) -> list[int]:
        """Where what the words of each sentence are begins in `met`."""
        ends: list[int] = self.met.places.searchsorted(self._numbered.ends).tolist()
        return [0, *ends]

    @cached_property
    def _joined_in(self) -> Mapping[int, set[int]]:
        found: dict[int, set[int]] = {}
        for first, _, parts in self.joined:
            found.setdefault(self.sentence_of(first), set()).update(parts)
        return found

    def names(self) -> Iterator[tuple[int, str, tuple[NameForm, ...]]]:
        """The words that may begin names: each with a list, and the names of it that may begin there."""
        for known, classes in self._layers:
            places = known.names(classes)
            for place, number in zip(places.tolist(), classes[places].tolist(), strict=True):
                for name, forms in known.mets[number].starts:
                    yield place, name, forms


def _sentences(article: Article) -> Iterator[Sentence]:
    """All sentences, in the order of the text; a paragraph without any counts as one."""
    for number, paragraph in enumerate(article.paragraphs):
        for span in paragraph.sentences or (Span(paragraph.start, paragraph.end),):
            yield Sentence(span, number)


def _by_place(meetings: list[tuple[Places, Places]]) -> Meeting:
    """What several layers know, as one."""
    if len(meetings) == 1:
        return Meeting(*meetings[0])
    places = np.concatenate([places for places, _ in meetings])
    parts = np.concatenate([parts for _, parts in meetings])
    order = places.argsort(kind="stable")
    return Meeting(places[order], parts[order])

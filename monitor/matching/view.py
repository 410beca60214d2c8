"""An article as all rules see it: its words met once, whatever the number of rules. What few rules need is made at its
first use, and then kept: places of words, entries of lists, sentences, word boundaries for regular expressions.

Linear in the article.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import NamedTuple, TypeVar

from monitor.matching.listing import find_entries
from monitor.matching.lists import ListIndex
from monitor.matching.occurrences import Occurrence
from monitor.matching.vocabulary import Met, Vocabulary
from monitor.model.article import Article, Paragraph, Span, Zone
from monitor.rules.compiled import ListEntry
from monitor.text.patterns import MarkedText, mark
from monitor.text.tokens import form, tokenise

_LEAD_PARAGRAPHS = 2
Made = TypeVar("Made")


class Sentence(NamedTuple):
    """A sentence and the number of its paragraph."""

    span: Span
    paragraph: int


class ArticleView:
    """One article under one vocabulary. `keys` are the atoms in it and the lists that may be: the filter's question."""

    def __init__(self, article: Article, vocabulary: Vocabulary, lists: Mapping[str, ListIndex]) -> None:
        self.article = article
        self.words, self.starts, self.ends, joined = tokenise(article.text)
        self.keys: set[int | str] = set()
        self._lists = lists
        self._memory: dict[object, object] = {}
        self._met = self._meet(vocabulary, set(self.words))
        self._joins = self._meet_joined(vocabulary, joined) if joined else []

    def _meet(self, vocabulary: Vocabulary, words: set[str]) -> dict[str, Met]:
        language = self.article.language
        known = vocabulary.known(language)
        met: dict[str, Met] = {}
        for word in words:
            found = known[word] if word in known else vocabulary.meet(word, language)
            if found is not None:
                met[word] = found
                self.keys.update(found.keys)
        return met

    def _meet_joined(self, vocabulary: Vocabulary, joined: list[int]) -> list[tuple[int, int, Met]]:
        """Hyphenated words in one piece: each two neighbours, and the whole of a longer chain."""
        runs = [(index, index + 2) for index in joined] + _chains(joined)
        pieces = ["".join(self.words[first:last]) for first, last in runs]
        met = self._meet(vocabulary, set(pieces))
        return [(*run, met[piece]) for run, piece in zip(runs, pieces, strict=True) if piece in met]

    @cached_property
    def _places(self) -> dict[int, dict[int, int]]:
        places: dict[int, dict[int, int]] = {}
        for first, last, met in self._joins:
            for atom in met.atoms:
                places.setdefault(atom, {})[first] = last
        for index, word in enumerate(self.words):
            if word in self._met:
                for atom in self._met[word].atoms:
                    places.setdefault(atom, {})[index] = index + 1
        return places

    def places(self, atom: int) -> Mapping[int, int]:
        """Where an atom stands: its first word → the one after its last."""
        return self._places.get(atom, {})

    @cached_property
    def _entries_by_list(self) -> dict[str, Mapping[int, Occurrence]]:
        return find_entries(self, self._met, self._lists)

    def entries(self, name: str) -> Mapping[int, Occurrence]:
        """Where entries of a list stand, by first word. They never overlap: the longest wins, then the earliest."""
        return self._entries_by_list.get(name, {}) if name in self.keys else {}

    def remembered(self, key: object, make: Callable[[], Made]) -> Made:
        """What `make` returns, made once for a key."""
        if key not in self._memory:
            self._memory[key] = make()
        made: Made = self._memory[key]  # type: ignore[assignment]  # a key always names the same maker
        return made

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """All sentences, in the order of the text; a paragraph without any counts as one."""
        found: list[Sentence] = []
        for number, paragraph in enumerate(self.article.paragraphs):
            spans = paragraph.sentences or (Span(paragraph.start, paragraph.end),)
            found += (Sentence(span, number) for span in spans)
        return tuple(found)

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [sentence.span.start for sentence in self.sentences]

    def sentence_at(self, offset: int) -> int | None:
        """The number of the sentence at a place of the text; None between paragraphs."""
        number = bisect_right(self._sentence_starts, offset) - 1
        return number if number >= 0 and offset < self.sentences[number].span.end else None

    def occurrence(
        self, first: int, last: int, entry: ListEntry | None = None, *, uninflected: bool = True
    ) -> Occurrence | None:
        """Words `[first, last)` as an occurrence; None where they are not in one sentence."""
        start = self.starts[first] + form(self.words[first]).left
        end = self.ends[last - 1] - form(self.words[last - 1]).right
        sentence = self.sentence_at(start)
        if sentence is None or end > self.sentences[sentence].span.end:
            return None
        return Occurrence(first, last, sentence, Span(start, end), entry, uninflected)

    def occurrence_of(self, span: Span) -> Occurrence | None:
        """A stretch of text as an occurrence; it belongs to the sentence it starts in, and never leaves a paragraph."""
        sentence = self.sentence_at(span.start)
        if sentence is None or span.end > self.paragraph(sentence).end:
            return None
        return Occurrence(bisect_right(self.ends, span.start), bisect_left(self.starts, span.end), sentence, span)

    def paragraph(self, sentence: int) -> Paragraph:
        """The paragraph of a sentence."""
        return self.article.paragraphs[self.sentences[sentence].paragraph]

    @cached_property
    def marked(self) -> MarkedText | None:
        """The text with word boundaries for regular expressions."""
        return mark(self.article.text)

    @cached_property
    def _lead(self) -> frozenset[int]:
        body = [n for n, paragraph in enumerate(self.article.paragraphs) if paragraph.zone is Zone.BODY]
        return frozenset(body[:_LEAD_PARAGRAPHS])

    @cached_property
    def _quote_starts(self) -> list[int]:
        return [quote.start for quote in self.article.quotes]

    def in_zones(self, occurrence: Occurrence, zones: frozenset[Zone]) -> bool:
        """Whether it stands in one of these zones; LEAD and QUOTE lie over the others."""
        if self.paragraph(occurrence.sentence).zone in zones:
            return True
        if Zone.LEAD in zones and self.sentences[occurrence.sentence].paragraph in self._lead:
            return True
        return Zone.QUOTE in zones and self._in_quote(occurrence.span)

    def _in_quote(self, span: Span) -> bool:
        number = bisect_right(self._quote_starts, span.start) - 1
        return number >= 0 and span.end <= self.article.quotes[number].end


def _chains(joined: list[int]) -> list[tuple[int, int]]:
    """Runs of three and more joined words, from first to after last."""
    chains: list[tuple[int, int]] = []
    start = previous = joined[0]
    for index in [*joined[1:], -1]:
        if index != previous + 1:
            if previous > start:
                chains.append((start, previous + 2))
            start = index
        previous = index
    return chains

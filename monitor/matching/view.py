"""An article as all rules see it: its words (`ArticleWords`), and where the entries of lists, sentences and zones are.
What few rules need is made at its first use, and then kept: entries of lists, word boundaries for regular expressions.

Linear in the article.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TypeVar

from monitor.matching.articlewords import ArticleWords
from monitor.matching.listing import find_entries
from monitor.matching.lists import ListIndex
from monitor.matching.memory import Memory
from monitor.matching.occurrences import Occurrence
from monitor.matching.sentencesets import SentenceSet, set_of
from monitor.matching.sequences import Part
from monitor.matching.vocabulary import Vocabulary
from monitor.model.article import Article, Paragraph, Span, Zone
from monitor.rules.compiled import ListEntry, ListRef
from monitor.text.patterns import MarkedText, mark
from monitor.text.tokens import form, tokenise

_FOREMOST = frozenset((Zone.HEADLINE, Zone.SUMMARY))
_LEAD_PARAGRAPHS = 2
_LEAD_LETTERS = 1_000  # what has lost its paragraphs has a lead all the same
Made = TypeVar("Made")


class ArticleView(ArticleWords):
    """One article under one vocabulary and its lists. Without a `memory` shared with other articles it has one of its
    own."""

    def __init__(
        self, article: Article, vocabulary: Vocabulary, lists: Mapping[str, ListIndex], memory: Memory | None = None
    ) -> None:
        super().__init__(article, vocabulary, memory)
        self._lists = lists
        self._made: dict[object, object] = {}
        self._standing: dict[Part, Mapping[int, list[int]]] = {}
        self._holding: dict[str, SentenceSet] = {}

    @cached_property
    def starts(self) -> list[int]:
        """Where each word begins in the text."""
        return self._bounds[0]

    @cached_property
    def ends(self) -> list[int]:
        """Where each word ends in the text."""
        return self._bounds[1]

    @cached_property
    def _bounds(self) -> tuple[list[int], list[int]]:
        starts: list[int] = []
        ends: list[int] = []
        for (begin, finish), _ in self.sentences:
            found = tokenise(self.article.text[begin:finish])
            starts += [begin + start for start in found.starts]
            ends += [begin + end for end in found.ends]
        return starts, ends

    def standing(self, part: Part) -> Mapping[int, list[int]]:
        """The sentences that hold a part: where in each an atom or an entry of a list begins."""
        found = self._standing.get(part)
        if found is None:
            places = self.places(part) if isinstance(part, int) else self.entries(part)
            of_word = self.sentence_of_word
            made: dict[int, list[int]] = {}
            for place in places:
                made.setdefault(of_word[place], []).append(place)
            found = self._standing[part] = made
        return found

    def holding(self, part: Part) -> SentenceSet:
        """The sentences that hold a part: an atom, or an entry of a list."""
        if isinstance(part, int):
            return self.holding_atoms.get(part, 0)
        found = self._holding.get(part)
        if found is None:
            found = self._holding[part] = set_of(self.standing(part))
        return found

    @cached_property
    def _entries_by_list(self) -> dict[str, Mapping[int, Occurrence]]:
        return find_entries(self, self._lists)

    def entries(self, name: str) -> Mapping[int, Occurrence]:
        """Where entries of a list stand, by first word. They never overlap: the longest wins, then the earliest."""
        return self._entries_by_list.get(name, {}) if name in self.keys else {}

    def places_of(self, name: str) -> bool | None:
        """Whether the entries of a list have a place on the map; None where some have and others have not."""
        index = self._lists.get(name)
        return index.places if index else None

    def entry_of(self, entry: ListEntry, fact: str) -> ListEntry | None:
        """The entry that a fact of another names: of a city's `country` the country."""
        index = self._lists.get(ListRef("", fact).of_fact or "")
        return index.with_fact(fact, entry.facts.get(fact)) if index else None

    def remembered(self, key: object, make: Callable[[], Made]) -> Made:
        """What `make` returns, made once for a key."""
        if key not in self._made:
            self._made[key] = make()
        made: Made = self._made[key]  # type: ignore[assignment]  # a key always names the same maker
        return made

    @cached_property
    def every_sentence(self) -> SentenceSet:
        """All sentences."""
        return (1 << len(self.sentences)) - 1

    @cached_property
    def headlines(self) -> SentenceSet:
        """The sentences of the headline."""
        return set_of(n for n in range(len(self.sentences)) if self.paragraph(n).zone is Zone.HEADLINE)

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
        sentence = self.sentence_of(first)
        if last > self.sentence_ends[sentence]:
            return None
        start = self.starts[first] + form(self.words[first]).left
        end = self.ends[last - 1] - form(self.words[last - 1]).right
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
        lead = body[:_LEAD_PARAGRAPHS]
        end = self.article.paragraphs[body[0]].start + _LEAD_LETTERS if body else 0
        return frozenset(n for n, each in enumerate(self.sentences) if each.paragraph in lead and each.span.start < end)

    def is_foremost(self, sentence: Span) -> bool:
        """Whether it is what the article is told by: in headline, summary or lead."""
        number = self.sentence_at(sentence.start)
        return number is not None and (self.paragraph(number).zone in _FOREMOST or number in self._lead)

    @cached_property
    def _quote_starts(self) -> list[int]:
        return [quote.start for quote in self.article.quotes]

    def in_zones(self, occurrence: Occurrence, zones: frozenset[Zone]) -> bool:
        """Whether it stands in one of these zones; LEAD and QUOTE lie over the others."""
        if self.paragraph(occurrence.sentence).zone in zones:
            return True
        if Zone.LEAD in zones and occurrence.sentence in self._lead:
            return True
        return Zone.QUOTE in zones and self._in_quote(occurrence.span)

    def _in_quote(self, span: Span) -> bool:
        number = bisect_right(self._quote_starts, span.start) - 1
        return number >= 0 and span.end <= self.article.quotes[number].end

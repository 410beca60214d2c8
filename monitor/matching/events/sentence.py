"""A sentence as its grammar sees it: words, their classes, and what stands between them."""

from __future__ import annotations

from bisect import bisect_left
from enum import IntEnum

from monitor.matching.events.grammar import Kind, kind
from monitor.matching.events.tagging import Tagger
from monitor.matching.events.verbforms import PAST, PRESENT, Form
from monitor.matching.view import ArticleView
from monitor.text.tokens import Case, form

_STRONG = frozenset(";:|[]{}")
_DASHES = frozenset("—–")
_HYPHENS = frozenset("-‐‑")
_APOSTROPHES = ("'", "’")
_BREAK = Kind.PREPOSITION | Kind.TO | Kind.AUXILIARY | Kind.RELATIVE | Kind.SUBORDINATOR | Kind.CONJUNCTION | Kind.TIME
_BREAK |= Kind.REPORTING | Kind.VERB
_LONGEST_ASIDE = 8
LONGEST = 150
"""Of a longer sentence (a table, a list of names) only so many words around an action are looked at."""


class Gap(IntEnum):
    """What stands between a word and the next."""

    NONE = 0
    HYPHEN = 1
    COMMA = 2
    STRONG = 3


class SentenceWords:
    """The words of one sentence, without short asides in brackets. `at` are their places in the article; all other
    numbers are indices into `at`."""

    def __init__(self, view: ArticleView, number: int, around: int) -> None:
        span = view.sentences[number].span
        first = bisect_left(view.starts, span.start)
        last = bisect_left(view.starts, span.end)
        first, last = max(first, around - LONGEST), min(last, around + LONGEST)
        self.view = view
        self.number = number
        gaps = [_gap(view.article.text[view.ends[i] : view.starts[i + 1]]) for i in range(first, last - 1)]
        self.at = _without_asides(view, first, last)
        self.low = [view.folded[i] for i in self.at]
        self.kinds = [kind(word) for word in self.low]
        self._clear_acronyms()
        self.gaps = self._joined_gaps(gaps, first)
        self._clear_inside_names()
        self.owns = [self._is_possessive(i) for i in self.at]
        self.capital = [view.words[i][:1].isupper() or view.words[i][:1].isdigit() for i in self.at]
        self.verbs = self._tag()
        self.index = {place: number for number, place in enumerate(self.at)}

    def __len__(self) -> int:
        return len(self.at)

    def _tag(self) -> list[int]:
        """The verbs; their classes are mended: `claims` reports only where it is a verb."""
        named = [False] * len(self.at) if self.shouted() or self.titled() else self.capital
        verbs = Tagger(self.low, self.kinds, self.gaps, named, self.owns).read()
        for i, here in enumerate(verbs):
            if here & PAST:
                self.kinds[i] |= Kind.PAST
            elif here & PRESENT:
                self.kinds[i] |= Kind.VERB
            elif self.kinds[i] & Kind.REPORTING:
                self.kinds[i] &= ~Kind.REPORTING
        return verbs

    def titled(self) -> bool:
        """Whether every word that can be is capitalised, as in some headlines."""
        return all(self.capital[i] for i in range(len(self.at)) if not self.kinds[i])

    def _joined_gaps(self, gaps: list[Gap], first: int) -> list[Gap]:
        pairs = zip(self.at, self.at[1:], strict=False)
        joined = [gaps[left - first] if right == left + 1 else Gap.NONE for left, right in pairs]
        return [*joined, Gap.STRONG]

    def _is_possessive(self, i: int) -> bool:
        view = self.view
        word = view.words[i]
        if form(word).right:
            return True
        after = view.article.text[view.ends[i] : view.ends[i] + 2]
        return word[-1:] in "sS" and after[:1] in _APOSTROPHES and after[1:].isspace()

    def breaks(self, i: int) -> bool:
        """Whether a noun group cannot hold this word."""
        return bool(self.kinds[i] & _BREAK)

    def is_verb(self, i: int) -> bool:
        """Whether a word is the verb of a clause, or a participle that stands for one."""
        return bool(self.verbs[i] & ~Form.ING)

    def comma_after(self, i: int) -> bool:
        return self.gaps[i] is Gap.COMMA

    def joined(self, i: int) -> bool:
        """Whether nothing stands between this word and the next."""
        return self.gaps[i] <= Gap.HYPHEN

    def _clear_acronyms(self) -> None:
        """`US`, `WHO` and `IT` are no pronouns, unless all is in capitals."""
        words = self.view.words
        found = [n for n, i in enumerate(self.at) if self.kinds[n] and len(words[i]) > 1 and words[i].isupper()]
        shouted = bool(found) and self.shouted()
        for n in found:
            if not shouted or "." in words[self.at[n]] or (words[self.at[n]] == "US" and self._begins(n)):
                self.kinds[n] = 0

    def _begins(self, n: int) -> bool:
        """Whether a word begins a sentence or a part of it: `US EMBASSY SHUTS`."""
        view, at = self.view, self.at[n]
        return n == 0 or view.article.text[view.ends[at - 1] : view.starts[at]] != " "

    def _clear_inside_names(self) -> None:
        """`Mazar-i-Sharif`, `Port-au-Prince`, `state-of-the-art`: small words between hyphens are none."""
        for n in range(1, len(self.at) - 1):
            if self.gaps[n - 1] is Gap.HYPHEN and self.gaps[n] is Gap.HYPHEN:
                self.kinds[n] = 0

    def shouted(self) -> bool:
        """Whether the sentence is all in capitals, so that capitals say nothing."""
        return all(form(self.view.words[i]).case is Case.CAPITALS for i in self.at if self.view.words[i].isalpha())


def sentence_words(view: ArticleView, sentence: int, place: int) -> SentenceWords:
    """The sentence around a word, read once an article."""
    around = place // LONGEST * LONGEST + LONGEST // 2
    span = view.sentences[sentence].span
    key = around if span.end - span.start > LONGEST * 4 else 0
    return view.remembered((SentenceWords, sentence, key), lambda: SentenceWords(view, sentence, place))


def _gap(text: str) -> Gap:
    if text == " ":
        return Gap.NONE
    if text in _HYPHENS:
        return Gap.HYPHEN
    if not _STRONG.isdisjoint(text):
        return Gap.STRONG
    if "," in text or not _DASHES.isdisjoint(text) or text == " - ":
        return Gap.COMMA
    return Gap.NONE


def _without_asides(view: ArticleView, first: int, last: int) -> list[int]:
    """The words `[first, last)` without those in short brackets: `Hayat Tahrir al-Sham (HTS) captured …`."""
    text, kept = view.article.text, []
    i = first
    while i < last:
        before = text[view.ends[i - 1] if i > first else view.starts[i] : view.starts[i]]
        if "(" in before:
            end = next((j for j in range(i, min(i + _LONGEST_ASIDE, last)) if _closes(view, j, last)), None)
            if end is not None:
                i = end + 1
                continue
        kept.append(i)
        i += 1
    return kept


def _closes(view: ArticleView, i: int, last: int) -> bool:
    following = view.starts[i + 1] if i + 1 < last else view.ends[i] + 1
    return ")" in view.article.text[view.ends[i] : following]

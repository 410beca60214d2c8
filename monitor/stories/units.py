"""An article's text as units that can be compared: numbers in place of words, in their order, each with its kind.

A unit is a word by its lemma (in Arabic by its stem), a number by its value, and in a script without spaces each pair
of neighbouring letters. Its number is the same in every process and on every day, so it can be stored. Units of
different languages are never compared.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, Final
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from monitor.lexicon import common_words, ordinary_words, small_words
from monitor.model.article import Article, Zone
from monitor.stories.stems import arabic_stem
from monitor.text.folding import fold
from monitor.text.inflection import lemmas
from monitor.text.months import MONTHS
from monitor.text.tokens import form, split

Ids = NDArray[np.uint32]
TOLD = frozenset({Zone.HEADLINE, Zone.SUMMARY, Zone.HEADING, Zone.BODY, Zone.CAPTION})
"""Dateline, byline and credit say who printed it, not what happened."""

_SPACELESS = re.compile(
    "[\u0e00-\u0e4f\u0e80-\u0ecf\u1000-\u109f\u1780-\u17d3\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\U00020000-\U0003ffff]"
)
_NUMBERS = {
    word: str(number)
    for words in (
        "two three four five six seven eight nine ten eleven twelve",
        "deux trois quatre cinq six sept huit neuf dix onze douze",
        "zwei drei vier fünf sechs sieben acht neun zehn elf zwölf",
        "dos tres cuatro cinco seis siete ocho nueve diez once doce",
        "два три четыре пять шесть семь восемь девять десять одиннадцать двенадцать",
    )
    for number, word in enumerate(map(fold, words.split()), start=2)
}
_NOT_SMALL = frozenset({"US", "WHO", "IT"})
_WEEKDAYS = {
    fold(name): day
    for names in (
        "monday tuesday wednesday thursday friday saturday sunday",
        "lundi mardi mercredi jeudi vendredi samedi dimanche",
        "montag dienstag mittwoch donnerstag freitag samstag sonntag",
        "lunes martes miércoles jueves viernes sábado domingo",
        "понедельник вторник среда четверг пятница суббота воскресенье",
        "الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد",
    )
    for day, name in enumerate(names.split())
}
_YEAR = re.compile(r"(?:19[5-9]|20[0-4])\d")
_MOST_WORDS = 1 << 15  # of each language, in each of two memories
_BITS = 8


class Kind:
    """What a unit is: bits. SMALL: a word that says nothing of its own (the, said, Monday). CAPITAL: not written small,
    as nothing is in a script without capitals. No flags of the library's: these take 6 µs for each `or`, a quarter of
    what a new word costs."""

    SMALL: Final = 1
    NUMBER: Final = 2
    CAPITAL: Final = 4
    YEAR: Final = 8
    MONTH: Final = 16
    LETTER: Final = 32  # of a script without spaces
    WEEKDAY: Final = 64
    ORDINARY: Final = 128  # a frequent word of English, which a name need not be


@dataclass(frozen=True, slots=True)
class Units:
    """The units of an article's told zones, in the order of its text. `sentence` numbers the sentences, `starts` says
    where in the text a unit starts, `opens` whether it is the first of its sentence, `headline` whether it stands in
    the headline, `next` which unit follows it as a neighbour (its own index where none does)."""

    ids: Ids
    kinds: NDArray[np.int64]
    sentence: NDArray[np.int64]
    opens: NDArray[np.bool_]
    headline: NDArray[np.bool_]
    next: NDArray[np.int64]
    words: tuple[str, ...]


class WordMemory(dict[str, int]):
    """Word → unit and kind as one number, worked out once for each word of a language. Full, it becomes the memory
    before this one, of which only what is met again is kept: so what is frequent stays, and names of a day go."""

    def __init__(self, work_out: Callable[[str], int], most: int = _MOST_WORDS) -> None:
        super().__init__()
        self._work_out, self._most = work_out, most
        self._before: dict[str, int] = {}

    def __missing__(self, word: str) -> int:
        if len(self) >= self._most:
            self._before = dict(self)
            self.clear()
        known = self._before.get(word)
        code = self[word] = self._work_out(word) if known is None else known
        return code

    @property
    def size(self) -> int:
        """How many words are remembered."""
        return len(self) + len(self._before)


def key(text: str) -> int:
    """The number of a word: 32 bits, the same in every process."""
    return crc32(text.encode("utf-8", "surrogatepass"))


YEARS = frozenset(key(str(year)) for year in range(1950, 2050))
"""The units of the years that a text is understood to name."""


def weekday(word: str) -> int | None:
    """0 for Monday … 6 for Sunday; None for any other word."""
    return _WEEKDAYS.get(fold(word))


def joined(a: Ids, b: Ids) -> Ids:
    """The number of each pair of units; the order counts."""
    mixed = a.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15) + b.astype(np.uint64) * np.uint64(0xC2B2AE3D27D4EB4F)
    return (mixed >> np.uint64(29)).astype(np.uint32)


def units(article: Article) -> Units:
    """The units of an article; linear in its text."""
    told = [part for part in article.paragraphs if part.zone in TOLD and part.sentences]
    sentences = [sentence for part in told for sentence in part.sentences]
    pieces = split(article.text)
    words = pieces[1::2]
    starts = np.fromiter(map(len, pieces), np.intp, len(pieces)).cumsum()[:-1:2]
    if not sentences or not starts.size:
        return _nothing()
    begins = np.array([sentence.start for sentence in sentences])
    ends = np.array([sentence.end for sentence in sentences])
    place = np.searchsorted(begins, starts, side="right") - 1
    kept = np.flatnonzero((place >= 0) & (starts < ends.take(place)))
    if not kept.size:
        return _nothing()
    if kept.size < starts.size:
        words = [words[index] for index in kept.tolist()]
        place, starts = place[kept], starts[kept]
    memory = _memory(article.language)
    codes = np.fromiter(map(memory.__getitem__, words), np.int64, len(words))
    headlines = [part.zone is Zone.HEADLINE for part in told for _ in part.sentences]
    opens = first_of_each(place)
    ids, kinds = (codes >> _BITS).astype(np.uint32), codes & ((1 << _BITS) - 1)
    following = _following(place)
    if (kinds & Kind.LETTER).any():
        ids, kinds, following = _pairs(ids, kinds, starts, following)
    return Units(ids, kinds, place, opens, np.array(headlines).take(place), following, tuple(words))


def first_of_each(values: NDArray[Any]) -> NDArray[np.bool_]:
    """Which of them differ from the one before; the first does."""
    first = np.empty(values.size, np.bool_)
    first[:1] = True
    np.not_equal(values[1:], values[:-1], out=first[1:])
    return first


def _nothing() -> Units:
    none = np.zeros(0, np.int64)
    no = np.zeros(0, np.bool_)
    return Units(none.astype(np.uint32), none, none, no, no, none, ())


def _following(sentence: NDArray[np.int64]) -> NDArray[np.int64]:
    here = np.arange(sentence.size)
    here[:-1] += sentence[1:] == sentence[:-1]
    return here


def _pairs(
    ids: Ids, kinds: NDArray[np.int64], starts: NDArray[np.int64], following: NDArray[np.int64]
) -> tuple[Ids, NDArray[np.int64], NDArray[np.int64]]:
    """Letters of a script without spaces become pairs with the letter after them; the neighbour of such a pair is the
    one after next. The last letter of a run says nothing of its own."""
    here = np.arange(ids.size)
    letter = (kinds & Kind.LETTER) > 0
    in_pair = letter & letter[following] & (following != here) & (starts[following] == starts + 1)
    small = ((kinds | kinds[following]) & Kind.SMALL) > 0
    paired = np.where(in_pair, joined(ids, ids[following]), ids)
    changed = np.where(letter, Kind.LETTER | np.where(~in_pair | small, Kind.SMALL, 0), kinds)
    return paired, changed, np.where(letter, following[following], following)


@cache
def _memory(language: str) -> WordMemory:
    return WordMemory(lambda word: _code(word, language))


@cache
def _small(language: str) -> frozenset[str]:
    return frozenset(map(fold, small_words().get(language, frozenset())))


def _code(word: str, language: str) -> int:
    found = form(word)
    folded = found.folded
    kind = 0
    if _SPACELESS.match(word):
        kind |= Kind.LETTER
    if folded[:1].isdigit():
        kind |= Kind.NUMBER | (Kind.YEAR if _YEAR.fullmatch(folded) else 0)
    elif folded in _NUMBERS:
        folded, kind = _NUMBERS[folded], kind | Kind.NUMBER
    elif not found.surface[:1].islower():
        kind |= Kind.CAPITAL
    if folded in _WEEKDAYS:
        kind |= Kind.WEEKDAY | Kind.SMALL
    if word.casefold() in MONTHS and (kind & Kind.CAPITAL or language not in {"en", "de"}):
        kind |= Kind.MONTH
    lemma = _lemma(folded, found.spelled, language)
    if not kind & Kind.NUMBER and found.surface not in _NOT_SMALL:
        small = _small(language)
        if folded in small or lemma in small or (len(folded) < 2 and not kind & Kind.LETTER):
            kind |= Kind.SMALL
    if language == "en" and folded in ordinary_words():
        kind |= Kind.ORDINARY
    return (key(lemma) << _BITS) | kind


@cache
def common() -> tuple[Ids, NDArray[np.int32]]:
    """Units that are frequent in news of any day, of all languages, and in how many of a hundred articles each is."""
    counts: dict[int, int] = {}
    for words in common_words().values():
        for word, count in words.items():
            unit = key(word)
            if len(word) == 2 and _SPACELESS.match(word):
                unit = int(joined(*(np.array([key(letter)], np.uint32) for letter in word))[0])
            counts[unit] = max(count, counts.get(unit, 0))
    return np.fromiter(counts, np.uint32, len(counts)), np.fromiter(counts.values(), np.int32, len(counts))


def lemma(word: str, language: str) -> str:
    """What stands for a word in every form: its lemma, folded."""
    found = form(word)
    return _lemma(found.folded, found.spelled, language)


def _lemma(folded: str, spelled: str, language: str) -> str:
    if language == "ar":
        return arabic_stem(folded)
    return min(lemmas(spelled, language)) if folded.isalpha() else folded

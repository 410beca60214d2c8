"""Numbers and dates near an action: `at least 20 people`, `dozens`, `on Thursday`, `in March`."""

from __future__ import annotations

import re

from monitor.matching.events.filling import Filled, text_span
from monitor.matching.events.grammar import Kind
from monitor.matching.events.groups import Phrases
from monitor.matching.events.sentence import SentenceWords
from monitor.model.match import SlotValue

_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
).split()
_TENS = {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_NUMBERS = {**{word: number for number, word in enumerate(_SMALL)}, **_TENS}
_MANY = {"dozen": 12, "hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
_VAGUE = frozenset("dozens hundreds thousands scores several millions".split())
_ABOUT = frozenset(
    "at least more than up to about around nearly over almost some fewer less most roughly another".split()
)
_DIGITS = re.compile(r"\d[\d.]*")
_MONTHS = frozenset(
    "january february march april may june july august september october november december jan feb mar apr jun jul aug "
    "sep sept oct nov dec".split()
)
_DAYS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday yesterday today tonight tomorrow overnight mon tue tues "
    "wed thu thur thurs fri sat sun".split()
)
_YEAR = re.compile(r"(?:19|20)\d\d")


def number_in(words: SentenceWords, found: Phrases) -> Filled | None:
    """The first number of the noun groups, with `at least` and the like."""
    for each in found:
        for i in range(each.first, each.end):
            value = _number(words, i)
            if value is not None:
                return _filled(words, _begin(words, i), _end(words, i), value)
    return None


def _number(words: SentenceWords, i: int) -> float | None:
    word = words.low[i]
    if _DIGITS.fullmatch(word):
        if _YEAR.fullmatch(word) and words.kinds[i - 1 if i else 0] & Kind.PREPOSITION:
            return None
        return _scaled(words, i, float(word.rstrip(".")) if word.count(".") <= 1 else 0.0)
    if word in _NUMBERS:
        return _scaled(words, i, float(_NUMBERS[word]))
    if word in ("dozen", "hundred", "thousand", "million"):
        return float(_MANY[word])
    return 0.0 if word in _VAGUE else None


def _scaled(words: SentenceWords, i: int, value: float) -> float:
    following = words.low[i + 1] if i + 1 < len(words) else ""
    return value * _MANY.get(following.removesuffix("s"), 1)


def _begin(words: SentenceWords, i: int) -> int:
    while i > 0 and words.joined(i - 1) and words.low[i - 1] in _ABOUT:
        i -= 1
    return i


def _end(words: SentenceWords, i: int) -> int:
    return i + 2 if i + 1 < len(words) and words.low[i + 1].removesuffix("s") in _MANY else i + 1


def _filled(words: SentenceWords, first: int, last: int, value: float | None = None) -> Filled:
    span = text_span(words, first, last)
    facts = {"number": value} if value else {}
    made = SlotValue(words.view.article.quote(span), span, None, facts)
    return Filled(made, span, (words.at[first], words.at[last - 1] + 1))


def date_near(words: SentenceWords, action: int) -> Filled | None:
    """The date that stands nearest to a word of the sentence."""
    found = [(abs(i - action), i) for i in range(len(words)) if _is_date(words, i)]
    if not found:
        return None
    i = min(found)[1]
    first, last = i, i + 1
    while first > 0 and words.joined(first - 1) and _is_part(words, first - 1):
        first -= 1
    while last < len(words) and words.gaps[last - 1] <= 2 and _is_part(words, last):
        last += 1
    return _filled(words, first, last)


def _is_date(words: SentenceWords, i: int) -> bool:
    word = words.low[i]
    if word in _DAYS or _YEAR.fullmatch(word):
        return True
    if word in _MONTHS:
        return words.capital[i] and (word not in ("may", "march", "mar") or _beside_number(words, i))
    return word in ("week", "month", "year") and i > 0 and words.low[i - 1] in ("last", "next", "this")


def _beside_number(words: SentenceWords, i: int) -> bool:
    near = words.low[max(0, i - 1) : i + 2]
    return any(word.isdigit() for word in near)


def _is_part(words: SentenceWords, i: int) -> bool:
    word = words.low[i]
    return word.isdigit() or word in _DAYS or word in _MONTHS or word in ("last", "next", "this", "early", "late")

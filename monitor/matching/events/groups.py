"""Noun groups: `the strategic city of Hama`, `the towns of Dabiq, Azaz and Al Bab`, `Lyman, a key railway hub`."""

from __future__ import annotations

from dataclasses import dataclass, replace

from monitor.matching.events.grammar import PERSONS, Kind
from monitor.matching.events.sentence import Gap, SentenceWords

_AND = frozenset(("and", "or", "&"))
_LOOSE = frozenset("last next this late early mid".split())
"""After a noun they begin the time of it: `captured Hama last week`."""
_SPANS = frozenset(
    "night week month year weekend morning evening afternoon spring summer autumn monday tuesday wednesday thursday "
    "friday saturday sunday january february march april may june july august september october november "
    "december".split()
)
_LENGTHS = frozenset("hours days weeks months years".split())
"""A name after them is another group: `after a siege of 500 days Hama fell`."""
_MEASURES = frozenset(
    [
        ("at", "least"),
        ("more", "than"),
        ("up", "to"),
        ("fewer", "than"),
        ("less", "than"),
        ("at", "most"),
        ("as", "many"),
    ]
)
_FINITE = Kind.AUXILIARY | Kind.REPORTING | Kind.PAST | Kind.VERB
_MOST_ITEMS = 30


@dataclass(frozen=True, slots=True)
class NounPhrase:
    """A noun group: words `[first, last)`, what follows its `of`, and what stands beside it between commas. `end` is
    the word after all of it."""

    first: int
    last: int
    end: int
    of: tuple[NounPhrase, ...] = ()
    beside: NounPhrase | None = None


Phrases = tuple[NounPhrase, ...]
"""Joined by commas and `and`."""


def group_end(words: SentenceWords, start: int, limit: int) -> int:
    """Where the noun group that begins at a word ends; the same word where none does."""
    i = start
    if words.low[i] in _LOOSE and i + 1 < limit and words.low[i + 1] in _SPANS:
        return start
    if tuple(words.low[i : i + 2]) in _MEASURES:
        i = start = i + 2
    while i < limit and not _ends_group(words, start, i, limit):
        i += 1
        if words.kinds[i - 1] & Kind.PRONOUN:
            break
    return i


def _ends_group(words: SentenceWords, start: int, i: int, limit: int) -> bool:  # noqa: PLR0911  # a list of cases
    kind = words.kinds[i]
    if words.breaks(i):
        named = words.capital[i] and i > start and words.kinds[i - 1] & Kind.DETERMINER
        return not (kind & Kind.TIME and (named or (i == start and words.owns[i])))  # `Sunday's election`
    if i == start:
        return False
    if not words.joined(i - 1) or words.low[i + 1 : i + 3] == ["by", words.low[i]]:  # `the city | street by street`
        return True
    before = words.kinds[i - 1]
    if words.gaps[i - 1] is Gap.HYPHEN:
        return False
    if before & (Kind.DETERMINER | Kind.ADVERB) or words.owns[i - 1]:
        return False
    if words.low[i] in _LOOSE or kind & (Kind.DETERMINER | Kind.PRONOUN | Kind.ADVERB):
        return True
    if kind & Kind.PAST:
        return not words.capital[i] or words.capital[i - 1]
    if not kind & Kind.PARTICIPLE_ING or words.capital[i]:
        return False
    return words.capital[i - 1] or (words.low[i - 1] in PERSONS and i + 1 < limit and bool(words.kinds[i + 1]))


def group_start(words: SentenceWords, end: int) -> int:
    """Where the noun group that ends before a word begins; the same word where none does."""
    i = end
    while i > 0 and not _begins_before(words, i - 1, end):
        i -= 1
        if words.kinds[i] & Kind.PRONOUN:
            break
    return _with_measure(words, i, end)


def _with_measure(words: SentenceWords, i: int, end: int) -> int:
    """`At least 21 people`, `more than a hundred`: the measure belongs to the group."""
    if i < end and i > 0 and (words.low[i - 1], words.low[i]) in _MEASURES:
        return i - 1
    return i - 2 if 1 < i < end and tuple(words.low[i - 2 : i]) in _MEASURES else i


def _begins_before(words: SentenceWords, i: int, end: int) -> bool:
    """Whether the group begins after word `i`."""
    kind = words.kinds[i]
    span = 0 < i < end - 1 and words.low[i] in _SPANS and words.low[i - 1] in _LOOSE  # `this year Malaysia`
    if words.breaks(i) or span or (i + 1 < end and words.low[i] in _LENGTHS and words.capital[i + 1]):
        return True
    if i == end - 1:
        return _is_clause_verb(words, i)
    if not words.joined(i) or words.kinds[i + 1] & (Kind.DETERMINER | Kind.PRONOUN) or kind & Kind.PRONOUN:
        return True
    if words.gaps[i] is Gap.HYPHEN:
        return False
    if kind & Kind.ADVERB:
        return i == 0 or not words.kinds[i - 1] & Kind.DETERMINER
    return _is_clause_verb(words, i)


def _is_clause_verb(words: SentenceWords, i: int) -> bool:
    if not words.kinds[i] & Kind.PAST or (i > 0 and words.gaps[i - 1] is Gap.HYPHEN):
        return False
    if i == 0 or words.kinds[i - 1] & (Kind.DETERMINER | Kind.PREPOSITION | Kind.CONJUNCTION) or words.owns[i - 1]:
        return False
    return not words.capital[i] or words.capital[i - 1]


def phrase(words: SentenceWords, start: int, limit: int) -> NounPhrase | None:
    """The noun group that begins at a word, with what follows its `of`."""
    if start >= limit:
        return None
    last = group_end(words, start, limit)
    if last == start:
        return None
    found = NounPhrase(start, last, last)
    if last < limit and words.low[last] == "of" and words.joined(last - 1):
        of = phrases(words, last + 1, limit)
        if of:
            return replace(found, of=of, end=of[-1].end)
    return found


def phrases(words: SentenceWords, start: int, limit: int | None = None) -> Phrases:
    """The noun group that begins at a word, and those joined to it; empty where none begins there. What comes from the
    word `limit` on does not belong to them."""
    limit = len(words) if limit is None else limit
    first = phrase(words, start, limit)
    if first is None:
        return ()
    found = [first]
    waiting: list[NounPhrase] = []
    while len(found) + len(waiting) < _MOST_ITEMS:
        end = (waiting or found)[-1].end
        begin, closes = _next_item(words, end, limit)
        if begin is None or (waiting and words.is_verb(begin)):
            break
        item = None if words.is_verb(begin) else phrase(words, begin, limit)
        if item is None or (closes and _begins_clause(words, item, limit)):
            break
        waiting.append(item)
        if closes:
            found += waiting
            waiting = []
    return tuple(found) if len(found) > 1 else (_with_apposition(words, first, limit),)


def _next_item(words: SentenceWords, end: int, limit: int) -> tuple[int | None, bool]:
    """Where the next item of a list may begin, and whether it's the one after `and`."""
    if end >= limit or words.gaps[end - 1] is Gap.STRONG:
        return None, False
    as_well_as = words.low[end : end + 3] == ["as", "well", "as"]
    if words.low[end] in _AND or as_well_as:
        begin = end + (3 if as_well_as else 1)
        while begin < limit and words.low[begin] in ("later", "also", "then", "both"):
            begin += 1
        return (begin if begin < limit else None), True
    return (end, False) if words.comma_after(end - 1) else (None, False)


def _begins_clause(words: SentenceWords, item: NounPhrase, limit: int) -> bool:
    return item.end < limit and words.joined(item.end - 1) and bool(words.kinds[item.end] & _FINITE)


def _with_apposition(words: SentenceWords, found: NounPhrase, limit: int) -> NounPhrase:
    end = found.end
    if end >= limit or not words.comma_after(end - 1):
        return found
    beside = phrase(words, end, limit)
    if beside is None or _begins_clause(words, beside, limit):
        return found
    named, described = is_name(words, found), _is_described(words, beside)
    if not (named and described) and not (not named and is_name(words, beside)):
        return found
    return replace(found, beside=beside, end=beside.end)


def is_thing(words: SentenceWords, each: NounPhrase) -> bool:
    """Whether it surely names something: `their homes`, `valuables`; after a verb `straight` and `north` do not."""
    head = words.low[each.last - 1]
    determined = words.kinds[each.first] & (Kind.DETERMINER | Kind.PRONOUN) or words.owns[each.first]
    return (
        bool(determined or each.of) or words.capital[each.last - 1] or (head.endswith("s") and not head.endswith("ss"))
    )


def is_name(words: SentenceWords, each: NounPhrase) -> bool:
    """Whether a group is a name."""
    return words.capital[each.last - 1] and not words.kinds[each.first] & Kind.DETERMINER


def _is_described(words: SentenceWords, each: NounPhrase) -> bool:
    """Whether it says what something is: `a key hub`, `Syria's second city`, `home to …`."""
    determined = bool(words.kinds[each.first] & Kind.DETERMINER)
    return determined or any(words.owns[each.first : each.last]) or not words.capital[each.first]

"""What follows an action: `from the army on Thursday`, `in the north`, `by rebels`."""

from __future__ import annotations

from typing import NamedTuple

from monitor.matching.events.grammar import MEANS, Kind
from monitor.matching.events.groups import Phrases, phrases
from monitor.matching.events.sentence import Gap, SentenceWords

_MOST = 6
_LONGEST_ASIDE = 12
_SKIPPED = Kind.TIME | Kind.ADVERB
_IS_PREPOSITION = Kind.PREPOSITION | Kind.TO
_AS = "as"


class Complement(NamedTuple):
    """A preposition (of one word or two) and the noun groups after it."""

    preposition: str
    phrases: Phrases


def complements(words: SentenceWords, start: int) -> tuple[tuple[Complement, ...], int]:
    """The prepositional groups from a word on, and where they end."""
    found: list[Complement] = []
    i = end = _past_aside(words, start)
    while len(found) < _MOST and i < len(words) and (i == 0 or words.gaps[i - 1] is not Gap.STRONG):
        if words.kinds[i] & _IS_PREPOSITION or words.low[i] == _AS:
            made = _complement(words, i)
            if made is not None and words.low[i] == _AS and _is_clause(words, made):
                break
            if made is None:
                i += 1
                continue
            found.append(made)
            i = end = made.phrases[-1].end
        elif words.kinds[i] & _SKIPPED or _continues(words, i):
            i += 1
        else:
            break
    return tuple(found), end


def _is_clause(words: SentenceWords, made: Complement) -> bool:
    """`fell as rebels advanced`, not `resigned as prime minister`."""
    end = made.phrases[-1].end
    return (
        end < len(words) and words.joined(end - 1) and (words.is_verb(end) or bool(words.kinds[end] & Kind.AUXILIARY))
    )


def _past_aside(words: SentenceWords, start: int) -> int:
    """`took 58 nationals, among them five children, out of Djibouti`."""
    if start == 0 or not words.comma_after(start - 1):
        return start
    closing = (i for i in range(start, min(start + _LONGEST_ASIDE, len(words) - 1)) if words.comma_after(i))
    at = next(closing, None)
    return at + 1 if at is not None and words.kinds[at + 1] & _IS_PREPOSITION else start


def _continues(words: SentenceWords, i: int) -> bool:
    """`… and from Homs`; `last week`, `early on Monday`."""
    if words.low[i] in ("and", "or", "but"):
        return i + 1 < len(words) and bool(words.kinds[i + 1] & _IS_PREPOSITION)
    if words.low[i].isdigit():
        return True
    if words.kinds[i] & (Kind.PAST | Kind.PARTICIPLE_ING):  # `nationals stranded in Nepal`
        return i + 1 < len(words) and words.joined(i) and words.low[i + 1] in ("in", "at", "around", "near")
    return words.low[i] in ("last", "this", "early", "late", "week", "month", "year", "morning", "night", "evening")


def _complement(words: SentenceWords, i: int) -> Complement | None:
    preposition = words.low[i]
    begin = i + 1
    if preposition == "of" and i > 0 and words.low[i - 1] == "out" and words.joined(i - 1):  # `flew its staff out | of`
        preposition = "out of"
    if begin < len(words) and words.joined(i) and words.low[begin] in ("of", "from") and preposition != "from":
        preposition = f"{preposition} {words.low[begin]}"
        begin += 1
    if begin >= len(words) or words.gaps[begin - 1] is Gap.STRONG:
        return None
    found = phrases(words, begin)
    return Complement(preposition, found) if found else None


def fronted(words: SentenceWords) -> tuple[Complement, ...]:
    """The prepositional groups that the sentence begins with: `In Hama, …`."""
    if not words.at or not words.kinds[0] & Kind.PREPOSITION or words.low[1:2] in (["least"], ["most"]):
        return ()
    return complements(words, 0)[0]


def is_means(words: SentenceWords, found: Phrases) -> bool:
    """`evacuated by road`: by what, not by whom."""
    each = found[0]
    return each.last == each.first + 1 and words.low[each.first] in MEANS

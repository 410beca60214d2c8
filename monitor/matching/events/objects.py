"""The object of a verb: what follows it, past adverbs and a second verb, or what a pronoun before it stands for."""

from __future__ import annotations

from dataclasses import replace

from monitor.matching.events.complements import complements
from monitor.matching.events.grammar import PLACES, TIMES, Kind
from monitor.matching.events.groups import Phrases, group_end, group_start, phrases
from monitor.matching.events.sentence import Gap, SentenceWords
from monitor.matching.events.subjects import VerbGroup, before_verb

_PASSED = frozenset(("from", "out of", "off", "on", "in", "at", "by"))
_LEFT_OR_ENTERED = frozenset(
    "enter enters entered entering storm storms stormed storming abandon abandons abandoned deserted left leave leaves "
    "leaving fled flee flees fleeing quit quits vacated evacuated reached".split()
)


def kind_before(words: SentenceWords, i: int) -> int:
    """The classes of the word directly before one; none where a mark stands between."""
    return words.kinds[i - 1] if i > 0 and words.joined(i - 1) else 0


def has_object_after(words: SentenceWords, start: int) -> bool:
    """Whether something follows a verb that is no time: `fell ill`, `surrendered a lead`; but `fell two days later`."""
    i = start
    while (
        i < len(words)
        and words.joined(i - 1)
        and words.kinds[i] & (Kind.ADVERB | Kind.DETERMINER)
        and not (words.kinds[i] & Kind.PREPOSITION)
    ):
        i += 1
    if i >= len(words) or not words.joined(i - 1) or words.breaks(i):
        return i < len(words) and i > start and bool(words.kinds[i - 1] & Kind.DETERMINER)
    return words.low[group_end(words, i, len(words)) - 1].removesuffix("s") not in TIMES


def objects_after(words: SentenceWords, start: int, limit: int | None = None) -> Phrases:
    """The object after a verb: past adverbs, and past a second verb (`captured, then lost, Hama`)."""
    i = start
    if limit is not None and words.low[i] == "that":
        return phrases(words, i + 1, limit)
    while i < len(words) and words.joined(i - 1) and words.kinds[i] & Kind.ADVERB:
        i += 1
    if i >= len(words) or words.gaps[i - 1] is Gap.STRONG:
        return ()
    if words.comma_after(i - 1) or words.low[i] in ("and", "or", "but", "then"):
        past = _past_second_verb(words, i)
        return phrases(words, past) if past is not None and past < len(words) else ()
    return phrases(words, i, limit)


def shifted_object(words: SentenceWords, start: int) -> Phrases:
    """An object behind the prepositional groups of its verb: `sent home from Bujumbura the wives of its diplomats`."""
    found, end = complements(words, start)
    if not found or end >= len(words) or not words.joined(end - 1):
        return ()
    if any(each.preposition not in _PASSED for each in found):  # `brought back into the open a subject`
        return ()
    if not (words.kinds[end] & Kind.DETERMINER or words.low[end][:1].isdigit()) or words.kinds[end - 1] & Kind.TIME:
        return ()
    objects = phrases(words, end)
    return objects if objects and words.low[objects[0].last - 1].removesuffix("s") not in TIMES else ()


def _past_second_verb(words: SentenceWords, start: int) -> int | None:
    i = start
    while i < len(words) and words.kinds[i] & (Kind.CONJUNCTION | Kind.ADVERB | Kind.TIME):
        i += 1
    if i >= len(words) or not (words.is_verb(i) or words.low[i] in ("lost", "held", "left")):
        return None
    if words.kinds[i] & Kind.REPORTING:  # `were told to leave, said the ministry`
        return None
    i += 1
    while i < len(words) and words.kinds[i] & Kind.ADVERB:
        i += 1
    return i


def relative_object(words: SentenceWords, group: VerbGroup) -> Phrases:
    """`Hama, which rebels captured on Thursday`: the object stands before the pronoun. `the mayor of Hama, which …`:
    what is no person is what stands nearest."""
    begin = group_start(words, group.first)
    if begin in (0, group.first) or not words.kinds[begin - 1] & Kind.RELATIVE:
        return ()
    if begin == 1 or words.kinds[begin - 2] & Kind.REPORTING:
        return ()
    found = before_verb(words, begin - 1)
    if not found or words.low[begin - 1] in ("who", "whom"):
        return found[0] if found else ()
    near = phrases(words, group_start(words, begin - 1), begin - 1)
    nearest = near[-1] if near else found[-1][-1]
    return nearest.of if nearest.of and words.low[nearest.last - 1] not in PLACES else (nearest,)


def left_or_entered(words: SentenceWords, before: int) -> Phrases:
    """`The army pulled out of Hama and rebels took over`: what was left or entered just before is what they took."""
    for i in range(before - 2, -1, -1):
        if words.gaps[i] is Gap.STRONG:
            break
        if words.joined(i) and (words.low[i] in _LEFT_OR_ENTERED or _is_way(words, i)):
            found = phrases(words, i + 1, before)
            if found:
                return found
    return ()


def _is_way(words: SentenceWords, i: int) -> bool:
    """`pulled out of`, `withdrew from`, `marched into`."""
    if i == 0 or words.low[i] not in ("of", "from", "into"):
        return False
    return words.low[i - 1] == "out" or (words.low[i] != "of" and (words.is_verb(i - 1) or words.low[i - 1] == "back"))


def peeled_of(objects: Phrases) -> tuple[Phrases, Phrases]:
    """`cleared the city of Hama of rebels`: the innermost `of` belongs to the verb."""
    last = objects[-1]
    if not last.of:
        return objects, ()
    inner, found = peeled_of(last.of)
    if found:
        return (*objects[:-1], replace(last, of=inner)), found
    return (*objects[:-1], replace(last, of=())), last.of

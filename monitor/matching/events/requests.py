"""What somebody is asked to do: `urged them to leave Syria`, `its request that all citizens quit Lebanese soil`,
`Britons told: leave`, `“Get out while you can,” Ottawa tells Canadians`; and whoever says that they should."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from monitor.matching.events.grammar import Kind
from monitor.matching.events.groups import Phrases, phrases
from monitor.matching.events.sentence import Gap, SentenceWords
from monitor.matching.events.subjects import subjects, verb_group
from monitor.matching.events.verbforms import PRESENT
from monitor.rules.actions import Infinitive

_FURTHEST = 25
_MOST_FILLERS = 3
_NO_FILLER = Kind.PREPOSITION | Kind.TO | Kind.AUXILIARY | Kind.RELATIVE | Kind.SUBORDINATOR | Kind.CONJUNCTION
_NOT = frozenset("not never against without nt dont no".split())
_MUST = frozenset("should must shall ought need".split())
_TO_MUST = frozenset("are is have has were need needs ought".split())
"""Before `to` they ask: `all staff are to leave`."""
_THAT = frozenset(
    "recommend recommends recommended recommending suggest suggests suggested suggesting advise advises advised "
    "advising insist insists insisted insisting bid bids bade request requests requested requesting".split()
)
"""After these `that` may be left out: `suggested its citizens leave`."""
_QUOTES = frozenset("\"“”„«»'‘’")
_WRITES = frozenset("reads read writes wrote posted posts tweeted tweets urges urged advises advised".split())


class Asked(NamedTuple):
    """The verb that is asked for: words `[first, last)`; `before`: it stands before whoever asks."""

    first: int
    last: int
    before: bool = False


def asked_for(words: SentenceWords, infinitive: Infinitive, start: int, before: int) -> Asked | None:
    """The first such verb from the word `start` on, else an order that stands before the word `before`."""
    for i in range(start, min(start + _FURTHEST, len(words))):
        opens = _opens(words, i)
        if words.gaps[i - 1] is Gap.STRONG and not opens:
            break
        last = _met(words, infinitive, i)
        if last is not None and (opens or words.low[i] in _NOT or _is_asked(words, start, i)):
            return None if _NOT.intersection(words.low[max(start, i - 2) : i]) else Asked(i, last)
    for i in range(before - 1):
        opens = _opens(words, i) or words.low[max(0, i - 2) : i] == ["time", "to"]
        last = _met(words, infinitive, i) if opens else None
        if last is not None and last <= before:
            return Asked(i, last, before=True)
    return None


def _met(words: SentenceWords, infinitive: Infinitive, i: int) -> int | None:
    ends = (_end(words, literal, i) for literal in infinitive.by_first.get(words.low[i], ()))
    return next((end for end in ends if end is not None), None)


def _end(words: SentenceWords, literal: list[str], i: int) -> int | None:
    """Where the words of a verb end; a few others may stand between: `get themselves out`, `take the next bus home`."""
    at = i + 1
    for part in literal[1:]:
        furthest = min(at + _MOST_FILLERS, len(words) - 1)
        while at <= furthest and words.low[at] != part:
            if words.kinds[at] & _NO_FILLER or not words.joined(at - 1):
                return None
            at += 1
        if at > furthest or not words.joined(at - 1):
            return None
        at += 1
    return at


def _opens(words: SentenceWords, i: int) -> bool:
    """Whether a quotation or a part of the sentence begins here: there an order stands without `to`."""
    if i == 0:
        return True
    between = words.view.article.text[words.view.ends[words.at[i - 1]] : words.view.starts[words.at[i]]]
    return words.gaps[i - 1] is Gap.STRONG or (not _QUOTES.isdisjoint(between) and between[-1:] in _QUOTES)


def _is_asked(words: SentenceWords, start: int, i: int) -> bool:
    """Whether the verb at a word is what is asked, not a noun or what somebody did."""
    at = i - 1
    while at >= start and words.kinds[at] & Kind.ADVERB and words.joined(at):
        at -= 1
    if at < start:
        return False
    if words.kinds[at] & Kind.TO or words.low[at] in _MUST:
        return True
    if words.low[at] in ("and", "or", "then"):
        return any(kind & Kind.TO for kind in words.kinds[start:at])
    that = "that" in words.low[start:i] or (start > 0 and words.low[start - 1] in _THAT)
    if words.kinds[at] & (Kind.DETERMINER | Kind.PREPOSITION | Kind.AUXILIARY) or not that:
        return False
    return bool(words.verbs[i] & PRESENT) or words.low[i] == "get"


def order_at(words: SentenceWords, verb: int) -> int | None:
    """Where an order begins whose verb stands at a word: the verb itself, `should`, `must`, the `are` of `are to`; None
    where the verb is none."""
    group = verb_group(words, verb, verb + 1)
    for i in range(group.first, verb):
        if words.low[i] in _MUST:
            return i
    to = verb - 1
    while to > 0 and words.kinds[to] & Kind.ADVERB and not words.kinds[to] & Kind.TO:
        to -= 1
    if to > 0 and words.kinds[to] & Kind.TO and words.low[to - 1] in _TO_MUST:
        return to - 1
    return verb if _opens(words, verb) else None


def speakers(words: SentenceWords, first: int, last: int) -> list[Phrases]:
    """Who says what words `[first, last)` are a part of, the likeliest first: `…, the ministry said`; `Ottawa: …`."""
    return [found for found in (*_after(words, last), *_said_before(words, first)) if found]


def _after(words: SentenceWords, last: int) -> Iterator[Phrases]:
    for i in range(last, len(words)):
        if words.kinds[i] & Kind.REPORTING or words.low[i] in _WRITES:
            if i > 0 and words.comma_after(i - 1) and i + 1 < len(words):
                yield phrases(words, i + 1)
            yield from subjects(words, verb_group(words, i, i + 1).first)
            return


def _said_before(words: SentenceWords, first: int) -> Iterator[Phrases]:
    colon = False
    for i in range(first - 1, -1, -1):
        colon = colon or words.gaps[i] is Gap.STRONG
        if words.kinds[i] & Kind.REPORTING or words.low[i] in _WRITES or (colon and words.is_verb(i)):
            yield from subjects(words, verb_group(words, i, i + 1).first)
            return
    if colon:
        yield phrases(words, 0, first)


def addressed(words: SentenceWords, first: int) -> Phrases:
    """Whom an order is for: `US to staff: get out`; `All German nationals: leave`."""
    colon = next((i for i in range(first - 1, 0, -1) if words.gaps[i] is Gap.STRONG), None)
    if colon is None:
        return ()
    to = next((i for i in range(colon) if words.kinds[i] & Kind.TO), None)
    return phrases(words, 0 if to is None else to + 1, colon + 1)

"""Who stands where around a noun: `the capture of Hama by rebels`, `Hama's capture`, `the rebel takeover of Bukavu`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from monitor.matching.events.complements import Complement, complements, is_means
from monitor.matching.events.frames import Frame, MetVerb, Standing
from monitor.matching.events.grammar import Kind
from monitor.matching.events.groups import NounPhrase, group_start, phrases
from monitor.matching.events.objects import kind_before
from monitor.matching.events.requests import Asked, asked_for
from monitor.matching.events.sentence import SentenceWords
from monitor.matching.events.standing import asked_standing, complemented, placed, stand
from monitor.matching.events.subjects import before_verb, subjects, verb_group
from monitor.matching.events.verbforms import Form, form_of
from monitor.rules.actions import BEFORE, POSSESSIVE, SUBJECT, Noun

_LIGHT_REACH = 4


def noun_frames(words: SentenceWords, first: int, last: int, noun: Noun, light: list[MetVerb]) -> Iterator[Frame]:
    """The reading of a noun: `the capture of Hama by rebels`, `Hama's capture`, `the rebel takeover of Bukavu`."""
    if _is_used_as_verb(words, first, last):
        return
    start = group_start(words, first + 1)
    start = min(start, first)
    found, end = complements(words, last) if last < len(words) else ((), last)
    found = tuple(_besides_means(words, found))
    found = (*found, *_after_doer(found))
    filled = {role for each in found if each.preposition == "of" for role in noun.positions.get("of", ())}
    before = (*_owner(words, start, first, noun), *_modifier(words, start, first, noun))
    standing = [replace(each, roles=tuple(role for role in each.roles if role not in filled)) for each in before]
    standing += complemented(noun.positions, found)
    carried = (one for each in light for one in _carried(words, each, noun, start, max(end, last)))
    standing += [replace(one, roles=tuple(role for role in one.roles if role not in filled)) for one in carried]
    if noun.infinitive:
        asked = asked_for(words, noun.infinitive, last, first)
        if asked is None:
            return
        standing += _that_standing(words, noun, last, asked)
        standing += asked_standing(words, noun.infinitive, asked)
    standing += placed(words, noun.positions)
    yield Frame(words, first, last, tuple(standing), noun.needs, lone=False)


def _besides_means(words: SentenceWords, found: tuple[Complement, ...]) -> Iterator[Complement]:
    """`the evacuation by air of 400 nationals`: no air does it, and its `of` is the noun's."""
    for each in found:
        if each.preposition != "by" or not is_means(words, each.phrases):
            yield each
        elif each.phrases[0].of:
            yield Complement("of", each.phrases[0].of)


def _after_doer(found: Sequence[Complement]) -> Iterator[Complement]:
    """`the seizure by rebels of the town of Hama`: what follows its doer's `of` is what the noun is about."""
    if found and found[0].preposition == "by" and not any(each.preposition == "of" for each in found):
        doer = found[0].phrases[-1]
        if doer.of:
            yield Complement("of", doer.of)


def _that_standing(words: SentenceWords, noun: Noun, last: int, asked: Asked) -> Iterator[Standing]:
    """`its request that all citizens quit …`"""
    if "that" in noun.positions and last < len(words) and words.low[last] == "that" and not asked.before:
        yield Standing(noun.positions["that"], phrases(words, last + 1, asked.first))


def _is_used_as_verb(words: SentenceWords, first: int, last: int) -> bool:
    before = kind_before(words, first)
    if before & (Kind.TO | Kind.AUXILIARY) and not before & Kind.BE:
        return words.low[first - 1] not in ("have", "has", "had")
    return bool(before & Kind.PRONOUN) and not before & Kind.DETERMINER


def _owner(words: SentenceWords, start: int, first: int, noun: Noun) -> Iterator[Standing]:
    """`Hama's capture`, `the city of Hama's fall`, `the rebels' capture of`."""
    owning = next((i for i in range(first - 1, start - 1, -1) if words.owns[i]), None)
    if POSSESSIVE not in noun.positions:
        return
    if owning is None:
        if first > 1 and words.low[first - 1] == "whose":  # `Hama, whose capture …`
            yield from (
                Standing(noun.positions[POSSESSIVE], each, loose=True) for each in before_verb(words, first - 1)
            )
        return
    yield Standing(noun.positions[POSSESSIVE], (NounPhrase(start, owning + 1, owning + 1),), loose=True)


def _modifier(words: SentenceWords, start: int, first: int, noun: Noun) -> Iterator[Standing]:
    owning = next((i for i in range(first - 1, start - 1, -1) if words.owns[i]), None)
    begin = start if owning is None else owning + 1
    while begin < first and words.kinds[begin] & Kind.DETERMINER:
        begin += 1
    if begin < first and BEFORE in noun.positions:
        yield Standing(noun.positions[BEFORE], (NounPhrase(begin, first, first),), loose=True)


def _carried(words: SentenceWords, light: MetVerb, noun: Noun, start: int, end: int) -> Iterator[Standing]:
    """Who carried it out: `rebels launched an attack`, `an attack was carried out by rebels`."""
    if SUBJECT not in noun.positions or light.base is None:
        return
    form = form_of(words.low[light.head], light.base)
    group = verb_group(words, light.head, light.last)
    if light.last <= start and start - light.last <= _LIGHT_REACH and not (group.be and form & Form.PARTICIPLE):
        yield from stand(noun.positions, SUBJECT, subjects(words, group.first))
    elif end <= light.first <= end + 6 and form & Form.PARTICIPLE and (group.be or not group.finite):
        found = complements(words, light.last)[0]
        yield from (Standing(noun.positions[SUBJECT], each.phrases) for each in found if each.preposition == "by")

"""Which slots the noun groups around an action may fill, by the place where they stand."""

from __future__ import annotations

from collections.abc import Iterator

from monitor.matching.events.complements import Complement, complements, fronted
from monitor.matching.events.frames import Standing
from monitor.matching.events.groups import Phrases, phrases
from monitor.matching.events.objects import objects_after
from monitor.matching.events.requests import Asked
from monitor.matching.events.sentence import SentenceWords
from monitor.rules.actions import OBJECT, Infinitive, Positions
from monitor.rules.compiled import Role

_PLACED = ("in", "at", "near", "outside", "inside", "across")
"""Prepositions that say where, unless the family says otherwise."""


def stand(positions: Positions, place: str, found: list[Phrases], *, governed: bool = False) -> Iterator[Standing]:
    """Who stands as the subject, the object or the like; the first of `found` is the likeliest."""
    groups = [each for each in found if each]
    if groups and place in positions:
        yield Standing(positions[place], groups[0], tuple(groups[1:]), governed=governed)


def complemented(positions: Positions, found: tuple[Complement, ...]) -> Iterator[Standing]:
    """Who stands behind a preposition of the action, or where it is."""
    for each in found:
        if each.preposition in positions:
            yield Standing(positions[each.preposition], each.phrases, governed=True)
        elif each.preposition in _PLACED:
            yield Standing((Role.PLACE,), each.phrases, governed=True)


def placed(words: SentenceWords, positions: Positions) -> Iterator[Standing]:
    """What the sentence begins with: `In Hama, …`, `On the advice of its embassy, …`; `By first light` is nobody."""
    yield from complemented(positions, tuple(each for each in fronted(words) if each.preposition != "by"))


def asked_standing(words: SentenceWords, infinitive: Infinitive, asked: Asked) -> list[Standing]:
    """Who stands around what is asked: `to leave Syria`, `to get out of Syria`."""
    objects = objects_after(words, asked.last) if OBJECT in infinitive.positions else ()
    found = complements(words, objects[-1].end if objects else asked.last)[0]
    standing = complemented(infinitive.positions, found)
    if not objects:
        inside = phrases(words, asked.first + 1, asked.last - 1) if asked.last - asked.first > 2 else ()
        around = Standing(infinitive.positions[OBJECT], inside) if inside and OBJECT in infinitive.positions else None
        return [*([around] if around else []), *standing]
    return [Standing(infinitive.positions[OBJECT], objects, must=True), *standing]

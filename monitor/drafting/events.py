"""An event rule of readings: which actions together fit every sentence, and what each slot asks for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from monitor.drafting.readings import ROLES, Action, Part, Reading
from monitor.model.match import Status
from monitor.rules.compiled import ASSERTED, Role
from monitor.rules.writing import Keys, Value
from monitor.text.inflection import rule_lemmas

_MOST_FAMILIES = 3
_SINGULAR = {"cities": "city", "countries": "country", "armed_groups": "group", "armed_forces": "force"}
NAMED_FIRST = (Role.TARGET, Role.PLACE, Role.RECIPIENT, Role.ACTOR)


class Chosen(NamedTuple):
    """Actions that together fit every sentence, how each is read with them, and what else would fit."""

    actions: tuple[Action, ...]
    readings: tuple[Reading, ...]
    others: tuple[str, ...] = ()


def choose(found: Sequence[Action], sentences: int) -> Chosen | None:
    """The single action that fits all sentences, or the few families that do together; of several what says most of who
    and what. None where none do."""
    for size in range(1, _MOST_FAMILIES + 1):
        usable = found if size == 1 else [action for action in found if action.written.startswith("$")]
        fitting = [each for each in combinations(usable, size) if _covered(each) == sentences]
        if fitting:
            richest = max(fitting, key=_richness)
            best = tuple(sorted(richest, key=lambda action: min(action.fits)))
            others = [" and ".join(action.written for action in each) for each in fitting if each is not richest]
            return Chosen(best, tuple(_together(best, number) for number in range(sentences)), tuple(others))
    return None


def nearly(found: Sequence[Action], sentences: int) -> Action | None:
    """The family that fits most of the sentences, where it is more than half of them and not all."""
    families = [action for action in found if action.written.startswith("$") and len(action.fits) < sentences]
    best = max(families, key=lambda action: len(action.fits), default=None)
    return best if best is not None and len(best.fits) * 2 > sentences else None


def _covered(actions: Iterable[Action]) -> int:
    """How many sentences one of them is found in."""
    return len(frozenset().union(*(action.fits for action in actions)))


def _together(actions: Iterable[Action], number: int) -> Reading:
    return next(reading for action in actions if (reading := action.readings[number]) is not None)


def _richness(actions: tuple[Action, ...]) -> tuple[int, bool, int, int]:
    """Status first; families before plain verbs; then entries of lists, then slots at all."""
    readings = [reading for action in actions for reading in action.readings if reading is not None]
    parts = [part for reading in readings for part in reading.parts.values()]
    asserted = sum(reading.status in ASSERTED for reading in readings)
    return asserted, actions[0].written.startswith("$"), sum(part.entry is not None for part in parts), len(parts)


class Slot(NamedTuple):
    """What the rule asks of a part of the event."""

    role: Role
    name: str
    of: tuple[str, ...]
    optional: bool

    def keys(self) -> Value:
        if self.name == self.role and not self.optional:
            return list(self.of) if len(self.of) > 1 else self.of[0]
        said: Keys = {} if self.name == self.role else {"as": self.name}
        said["of"] = list(self.of) if len(self.of) > 1 else self.of[0]
        return {**said, "optional": True} if self.optional else said


def slots(readings: Sequence[Reading]) -> list[Slot]:
    """In the order of the language, a slot for each part that most sentences have. What all have is asked for, but for
    the actor: often nobody says who did it."""
    parts = {role: [reading.parts[role] for reading in readings if role in reading.parts] for role in ROLES}
    names = _names(parts)
    made = [_slot(role, names[role], parts[role], len(readings)) for role in ROLES if role in names]
    if made and all(slot.optional for slot in made):
        full = [slot for slot in made if len(parts[slot.role]) == len(readings)]
        first = min(full, key=lambda slot: NAMED_FIRST.index(slot.role), default=None)
        made = [slot._replace(optional=slot is not first) for slot in made]
    return made


def _slot(role: Role, name: str, parts: Sequence[Part], readings: int) -> Slot:
    everywhere = len(parts) == readings
    same = _same(parts) if everywhere and readings > 1 else None
    of = (same,) if same else _terms(parts, optional=not everywhere)
    return Slot(role, name, of, not everywhere or (role is Role.ACTOR and not same))


def _names(parts: Mapping[Role, Sequence[Part]]) -> dict[Role, str]:
    """The roles that a rule has slots for, each with its name: that of its list (`city`), or the role's own where that
    is taken."""
    names: dict[Role, str] = {}
    most = max(map(len, parts.values()))
    for role in NAMED_FIRST:
        lists = Counter(part.list for part in parts[role] if part.list)
        if parts[role] and (lists or len(parts[role]) * 2 > most):
            name = _SINGULAR.get(lists.most_common(1)[0][0], str(role)) if lists else str(role)
            names[role] = str(role) if name in names.values() else name
    return names


def _same(parts: Sequence[Part]) -> str | None:
    """What all of them are."""
    entries = {part.entry for part in parts}
    if len(entries) == 1 and (entry := entries.pop()):
        return entry
    lemmas = frozenset.intersection(*(rule_lemmas(part.head.lower(), "en") for part in parts))
    return parts[0].head if lemmas and not any(part.entry for part in parts) else None


def _terms(parts: Sequence[Part], *, optional: bool) -> tuple[str, ...]:
    """Lists, then the heads of what is in none, each in one form; where it is optional the lists will do."""
    lists = list(dict.fromkeys(f"${part.list}" for part in parts if part.list))
    heads: dict[frozenset[str], str] = {}
    for part in parts:
        if not part.list:
            heads.setdefault(rule_lemmas(part.head.lower(), "en"), part.head)
    return tuple(lists) if lists and optional else (*lists, *heads.values())


def status(readings: Iterable[Reading]) -> list[Value]:
    """The statuses to ask for, where the sentences have others than a rule asks for by itself."""
    met = {reading.status for reading in readings}
    if met <= ASSERTED:
        return []
    wanted = met | ASSERTED if met & ASSERTED else met
    return [str(each) for each in Status if each in wanted]

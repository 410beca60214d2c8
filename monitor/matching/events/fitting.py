"""Does one reading of an action fit what a rule asks for, and what fills each slot?"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from monitor.matching.events.acting import is_crowd, is_stranger, may_act, speaks_for_others
from monitor.matching.events.filling import Filled, ReadySlot, fill, refused, text_span
from monitor.matching.events.frames import Frame, Standing
from monitor.matching.events.grammar import Kind
from monitor.matching.events.groups import Phrases
from monitor.matching.events.meant import meant
from monitor.matching.events.quantities import date_near, number_in
from monitor.matching.events.ready import ReadyFamily
from monitor.model.article import Span
from monitor.rules.compiled import Role


class Lack(NamedTuple):
    """What a reading of an action lacks: a slot that the rule asks for or, `needed`, one that so common a word needs;
    `stranger`: somebody stands there who cannot fill it; without a role, anybody and anything at all."""

    role: Role | None
    needed: bool = False
    stranger: bool = False


class Fitting:
    """One reading of an action against the slots of a rule. `told`: the names that have filled each slot so far."""

    def __init__(
        self, slots: Sequence[ReadySlot], family: ReadyFamily, frame: Frame, told: Mapping[Role, Collection[str]]
    ) -> None:
        self._family = family
        self._frame = frame
        self._told = told
        self._slots = {slot.slot.role: slot for slot in slots}
        self._found: dict[Role, list[Filled]] = {}
        for standing in frame.standing:
            self._place(standing)
        self._refer()
        self._quantities()

    def filled(self) -> Mapping[Role, list[Filled]] | None:
        """What fills each slot, also those that only the family asks for; None where the reading is not what the rule
        asks for."""
        return self._found if self.lack() is None else None

    def lack(self) -> Lack | None:
        """The first thing that the reading lacks."""
        for slot in self._slots.values():
            if slot.slot.role not in self._found and (not slot.slot.optional or self._is_excluded(slot)):
                return Lack(slot.slot.role)
        for role in self._frame.needs:
            if not self._has(role):
                return Lack(role, needed=True)
        for role in self._family.family.known:
            if self._is_stranger(role):
                return Lack(role, stranger=True)
        if not self._frame.lone and not self._found and not self._anything_usual():
            return Lack(None)
        return None

    def _is_excluded(self, slot: ReadySlot) -> bool:
        """Whether what most likely stands in a slot is what `not` says must not: `not: [police]` of an optional actor
        is about events that police are behind, not about leaving them unnamed."""
        words = self._frame.words
        standing = (each for each in self._frame.standing if slot.slot.role in each.roles)
        return bool(slot.without) and any(refused(words, each, slot) for one in standing for each in one.phrases)

    def asked(self, role: Role) -> ReadySlot | None:
        """What must stand in a slot: what the rule asks for, else what the family says usually does."""
        return self._slots.get(role) or self._family.usual.get(role)

    def doer(self) -> Span | None:
        """The words in the actor's place, whoever that is."""
        found = self._found.get(Role.ACTOR)
        if found:
            return found[0].value.span
        standing = (each.phrases[0] for each in self._frame.standing if Role.ACTOR in each.roles and each.phrases)
        first = next(standing, None)
        return text_span(self._frame.words, first.first, first.last) if first is not None else None

    def _place(self, standing: Standing) -> None:
        for found in _groups(standing):
            for role in standing.roles:
                if role in self._found or (not (standing.governed or standing.loose) and self._is_aside(role, found)):
                    continue
                filled = self._fill(role, found)
                if filled:
                    self._found[role] = filled
                    return

    def _is_aside(self, role: Role, found: Phrases) -> bool:
        """`Soldiers in Hama surrendered`: what hangs on a preposition is no head."""
        words = self._frame.words
        before = words.kinds[found[0].first - 1] if found and found[0].first else 0
        absolute = bool(found) and found[0].first > 0 and words.low[found[0].first - 1] == "with"  # `with Hama taken`
        return role in self._family.family.strict and bool(before & (Kind.PREPOSITION | Kind.TO)) and not absolute

    def _fill(self, role: Role, found: Phrases) -> list[Filled]:
        slot = self.asked(role)
        if slot is None:
            return []
        strict = role in self._family.family.strict or role is Role.PLACE
        return fill(self._frame.words, found, slot, strict=strict)

    def _refer(self) -> None:
        """What is only pointed at, once the names are known."""
        for standing in self._frame.standing:
            for role in standing.roles:
                known = self._found.get(role)
                if role in self._slots and not (known and not all(each.plain for each in known)):
                    referred = self._meant(role, standing)
                    if referred and not (known and referred[0].plain):
                        self._found[role] = referred

    def _meant(self, role: Role, standing: Standing) -> list[Filled]:
        others = (found for other, found in self._found.items() if other is not role)
        taken = [each.at for each in chain.from_iterable(others)]
        told = self._told.get(role, ())
        made = (meant(self._frame.words, found, self._slots[role], taken, told) for found in _groups(standing))
        return next(filter(None, made), [])

    def _quantities(self) -> None:
        if Role.NUMBER in self._slots:
            for standing in self._frame.standing:
                if Role.TARGET in standing.roles or Role.ACTOR in standing.roles:
                    number = number_in(self._frame.words, standing.phrases)
                    if number is not None:
                        self._found.setdefault(Role.NUMBER, [number])
        if Role.DATE in self._slots:
            date = date_near(self._frame.words, self._frame.first)
            if date is not None:
                self._found[Role.DATE] = [date]

    def _has(self, role: Role) -> bool:
        if role in self._found:
            return True
        standing = [each for each in self._frame.standing if role in each.roles]
        if role in self._family.family.known and any(may_act(self._frame.words, each.phrases) for each in standing):
            return True
        usual = self._family.usual.get(role)
        if usual is not None:
            return any(fill(self._frame.words, each.phrases, usual, strict=False) for each in standing)
        return role not in self._slots and any(each.phrases for each in standing)

    def _is_stranger(self, role: Role) -> bool:
        """Whether somebody stands in the place of a slot who cannot fill it: `snow`, `designers` in an army's."""
        words, usual = self._frame.words, self._family.usual.get(role)
        for standing in self._frame.standing:
            if role not in standing.roles or standing.loose or (role is Role.RECIPIENT and standing.governed):
                continue  # `captured it from the sea` says nothing of who acts
            if is_crowd(words, standing.phrases, usual):
                return True
            if usual is not None and speaks_for_others(words, standing.phrases, (usual, *self._slots_of(role))):
                return True
            if any(each in self._found for each in standing.roles):
                continue
            known = usual is not None and any(fill(words, found, usual, strict=False) for found in _groups(standing))
            if not known and is_stranger(words, standing.phrases):
                return True
        return False

    def _slots_of(self, role: Role) -> Iterator[ReadySlot]:
        if role in self._slots and self._slots[role].terms:
            yield self._slots[role]

    def _anything_usual(self) -> bool:
        return not self._slots and any(standing.phrases for standing in self._frame.standing)


def _groups(standing: Standing) -> Iterator[Phrases]:
    yield standing.phrases
    yield from standing.instead

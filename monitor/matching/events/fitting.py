"""Does one reading of an action fit what a rule asks for, and what fills each slot?"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from monitor.matching.events.acting import is_crowd, is_stranger, may_act, speaks_for_others
from monitor.matching.events.elsewhere import elsewhere
from monitor.matching.events.filling import Filled, ReadySlot, fill, is_refused, text_span
from monitor.matching.events.frames import Frame, Standing
from monitor.matching.events.grammar import Kind
from monitor.matching.events.groups import Phrases, is_thing
from monitor.matching.events.meant import meant
from monitor.matching.events.quantities import date_near, number_in
from monitor.matching.events.ready import ReadyFamily
from monitor.matching.events.sentence import SentenceWords
from monitor.matching.occurrences import Occurrence
from monitor.model.article import Span
from monitor.rules.compiled import Role


class Lack(NamedTuple):
    """What a reading of an action lacks: a slot that the rule asks for or, `needed`, one that so common a word needs;
    `stranger`: somebody stands there who cannot fill it; `apart`: one that holds the same entry as another of its name.
    Without a role, anybody and anything at all."""

    role: Role | None
    needed: bool = False
    stranger: bool = False
    apart: bool = False


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
        for later in (False, True):
            for standing in frame.standing:
                self._place(standing, later=later)
            self._refer(later=later)
        self._needed = next((role for role in frame.needs if not self._has(role)), None)
        self._quantities()
        self._lacking = next((role for role, slot in self._slots.items() if self._is_lacking(slot)), None)
        if self._slots and (self._lacking is None or self._slots[self._lacking].slot.elsewhere):
            self._elsewhere()

    def filled(self) -> Mapping[Role, list[Filled]] | None:
        """What fills each slot, also those that only the family asks for; None where the reading is not what the rule
        asks for."""
        return self._found if self.lack() is None else None

    def lack(self) -> Lack | None:
        """The first thing that the reading lacks."""
        for slot in self._slots.values():
            if self._is_lacking(slot):
                return Lack(slot.slot.role)
        if self._needed is not None:
            return Lack(self._needed, needed=True)
        return self._unfit()

    def _unfit(self) -> Lack | None:
        """What stands where it cannot."""
        for standing in self._frame.standing:
            if standing.must and self._is_other(standing):
                return Lack(standing.roles[0])
        apart = self._apart()
        if apart is not None:
            return Lack(apart, apart=True)
        if self._only_pointed():
            return Lack(Role.RECIPIENT)
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
        return bool(slot.without) and any(is_refused(words, each, slot) for one in standing for each in one.phrases)

    def holding(self, role: Role) -> Filled | None:
        """What fills a slot, the first of several."""
        return next(iter(self._found.get(role, ())), None)

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

    def _is_late(self, role: Role) -> bool:
        """Whether what fills it depends on what fills another."""
        slot = self._slots.get(role)
        return slot is not None and slot.slot.other_than is not None

    def _place(self, standing: Standing, *, later: bool) -> None:
        for found in _groups(standing):
            for role in standing.roles:
                if self._is_late(role) is not later:
                    continue
                if role in self._found or (not (standing.governed or standing.loose) and self._is_aside(role, found)):
                    continue
                filled = self._fill(role, found)
                if filled:
                    self._found[role] = filled
                    return

    def _is_aside(self, role: Role, found: Phrases) -> bool:
        """`Soldiers in Hama surrendered`: what hangs on a preposition is no head."""
        words = self._frame.words
        first = found[0].first if found else 0
        before = words.kinds[first - 1] if first and words.joined(first - 1) else 0
        absolute = bool(found) and found[0].first > 0 and words.low[found[0].first - 1] == "with"  # `with Hama taken`
        return role in self._family.family.strict and bool(before & (Kind.PREPOSITION | Kind.TO)) and not absolute

    def _fill(self, role: Role, found: Phrases) -> list[Filled]:
        slot = self.asked(role)
        if slot is None:
            return []
        strict = role in self._family.family.strict or role is Role.PLACE or slot.slot.head
        return fill(self._frame.words, found, slot, strict=strict, refused=self._others(slot))

    def _others(self, slot: ReadySlot) -> frozenset[str | None]:
        """The entries that must not fill a slot."""
        roles = [role for role, other in self._slots.items() if other.slot.name == slot.slot.other_than]
        names = {each.value.name for role in roles for each in self._found.get(role, ()) if not each.plain}
        told = (name for role in roles for name in self._told.get(role, ()))
        return frozenset(names or told)  # of an embassy that only `the embassy` names, what it was before

    def _elsewhere(self) -> None:
        """What the article names further off."""
        for role, slot in self._slots.items():
            if slot.slot.elsewhere and all(each.plain for each in self._found.get(role, ())):
                words = self._frame.words
                found = elsewhere(words.view, words.number, words.at[self._frame.first], slot, self._free(role))
                if found:
                    self._found[role] = found

    def _apart(self) -> Role | None:
        """The part that holds another entry than one of the same name. A place may: `the Russian embassy in Damascus`
        says whose it is, and where."""
        common: dict[str, frozenset[str]] = {}
        for role, slot in self._slots.items():
            if role is Role.PLACE:
                continue
            entries = frozenset(each.value.name for each in self._found.get(role, ()) if each.value.name)
            if entries:
                common[slot.slot.name] = common.get(slot.slot.name, entries) & entries
                if not common[slot.slot.name]:
                    return role
        return None

    def _only_pointed(self) -> bool:
        """Whether pronouns stand for who acts and for whom it concerns: `it lifts them out of benefits`."""
        both = [self._found.get(role, ()) for role in (Role.ACTOR, Role.RECIPIENT)]
        return all(each and _is_pronoun(self._frame.words, each[0]) for each in both)

    def _is_lacking(self, slot: ReadySlot) -> bool:
        role = slot.slot.role
        if role in self._found:
            return False
        if not slot.slot.optional or self._is_excluded(slot):
            return True
        return slot.slot.unnamed and self._is_taken(role)

    def _is_taken(self, role: Role) -> bool:
        """Whether somebody stands in a place, other than a pronoun."""
        words = self._frame.words
        places = (standing.phrases[0] for standing in self._frame.standing if standing.roles == (role,))
        return any(not words.kinds[each.last - 1] & (Kind.PRONOUN | Kind.TIME) for each in places)

    def _is_other(self, standing: Standing) -> bool:
        """Whether something else stands there than what the slots ask for."""
        asked = [role for role in standing.roles if role in self._slots]
        if not asked or not standing.phrases or not is_thing(self._frame.words, standing.phrases[0]):
            return False
        return not any(self._fill(role, standing.phrases) or self._meant(role, standing) for role in asked)

    def _refer(self, *, later: bool) -> None:
        """What is only pointed at, once the names are known."""
        for standing in self._frame.standing:
            for role in standing.roles:
                if self._is_late(role) is not later:
                    continue
                known = self._found.get(role)
                if role in self._slots and not (known and not all(each.plain for each in known)):
                    referred = self._meant(role, standing)
                    if referred and not (known and referred[0].plain):
                        self._found[role] = referred

    def _meant(self, role: Role, standing: Standing) -> list[Filled]:
        words, free, told = self._frame.words, self._free(role), self._told.get(role, ())
        # Where `2,000 troops` stand, nothing is meant by the `it` of `it said 2,000 troops were captured`.
        nearest = bool(standing.phrases) and is_thing(words, standing.phrases[0])
        groups = ((each,) for each in standing.phrases) if nearest else _groups(standing)
        if not (standing.governed or standing.loose):  # `no quarter of the capital has changed hands`
            groups = (each for each in groups if not (each and self._is_part_of(each)))
        made = (meant(words, found, self._slots[role], free, told) for found in groups)
        return next(filter(None, made), [])

    def _is_part_of(self, found: Phrases) -> bool:
        first = found[0].first
        return first > 0 and self._frame.words.low[first - 1] == "of"

    def _free(self, role: Role) -> Callable[[Occurrence], bool]:
        """Whether an occurrence fills no other slot, and no slot that this one must differ from holds its entry."""
        filling = (found for other, found in self._found.items() if other is not role)
        taken = [each.at for each in chain.from_iterable(filling)]
        others = self._others(self._slots[role])

        def free(at: Occurrence) -> bool:
            apart = all(at.last <= first or last <= at.first for first, last in taken)
            return apart and not (at.entry is not None and at.entry.name in others)

        return free

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
            if not known and (is_stranger(words, standing.phrases) or self._is_unknown(standing)):
                return True
        return False

    def _is_unknown(self, standing: Standing) -> bool:
        """Whether a name that may be anybody's stands where only the known will do: `Denver falls to Dallas`."""
        words = self._frame.words
        each = standing.phrases[0] if standing.phrases else None
        if each is None or not words.capital[each.last - 1] or words.kinds[each.first]:
            return False
        held = words.low[each.last : each.last + 1] in (["hands"], ["control"])  # `in Tigrayan hands`
        return not held and self._family.on_trust(words.view)

    def _slots_of(self, role: Role) -> Iterator[ReadySlot]:
        if role in self._slots and self._slots[role].terms:
            yield self._slots[role]

    def _anything_usual(self) -> bool:
        return not self._slots and any(standing.phrases for standing in self._frame.standing)


def _is_pronoun(words: SentenceWords, filled: Filled) -> bool:
    first, last = filled.at
    here = words.index.get(first)
    return last == first + 1 and here is not None and bool(words.kinds[here] & Kind.PRONOUN)


def _groups(standing: Standing) -> Iterator[Phrases]:
    yield standing.phrases
    yield from standing.instead

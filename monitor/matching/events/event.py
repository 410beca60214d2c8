"""An event of a rule, ready: finds who did what to whom in an article, whatever the status."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import NamedTuple

from monitor.matching.events.filling import Filled, ReadySlot, fill, refused
from monitor.matching.events.frames import Frame, Standing
from monitor.matching.events.meant import meant, points
from monitor.matching.events.quantities import date_near, number_in
from monitor.matching.events.ready import Action, Actions, ReadyFamily
from monitor.matching.sequences import Part
from monitor.matching.terms import Terms
from monitor.matching.view import ArticleView
from monitor.model.article import Span
from monitor.rules.compiled import Event, EventSlot, Role

_OPEN_ROLES = (Role.NUMBER, Role.DATE)
MOST_MENTIONS = 1_000
"""In one article: of a table of ten thousand such lines the first show enough."""


@dataclass(frozen=True, slots=True)
class EventMention:
    """An action with its slots, in one sentence. `trigger`: the action's own words. `nobody`: the `no` of a
    slot (`no civilians were killed`)."""

    sentence: int
    action: str
    trigger: Span
    slots: Mapping[str, Filled]
    actor: Span | None = None
    nobody: Span | None = None


@dataclass(frozen=True, slots=True, eq=False)
class ReadyEvent:
    """`event` with its families and the terms of its slots ready."""

    event: Event
    families: tuple[ReadyFamily, ...]
    slots: tuple[ReadySlot, ...]
    _usual: Mapping[tuple[str, Role], ReadySlot] = field(default_factory=dict)

    def required(self, cost: Mapping[Part, float]) -> tuple[frozenset[Part], ...]:
        """Sets of parts: an article that holds none of a set has no such event."""
        sets = [frozenset(part for family in self.families for part in family.keys(cost))]
        for slot in self.slots:
            if slot.terms and not slot.slot.optional:
                keys = [term.keys(cost) for term in slot.terms]
                known = [each for each in keys if each is not None]
                if len(known) == len(keys):
                    sets.append(frozenset().union(*known))
        return tuple(sets)

    def find(self, view: ArticleView) -> tuple[EventMention, ...]:
        """Every mention, by sentence; looked for once an article."""
        return view.remembered(self, lambda: tuple(self._find(view)))

    def _find(self, view: ArticleView) -> Iterator[EventMention]:
        if any(s.terms and not s.slot.optional and not s.occurrences(view) for s in self.slots):
            return
        candidates = [(n, family) for family in self.families for n in family.sentences(view)]
        found = 0
        seen: set[tuple[int, tuple[tuple[str, Span], ...]]] = set()
        for sentence, family in sorted(candidates, key=lambda each: each[0]):
            if not self._possible(view, sentence):
                continue
            for action in family.actions(view, sentence):
                for mention in self._mentions(view, family, action, sentence):
                    key = (mention.trigger.start, tuple((n, f.value.span) for n, f in mention.slots.items()))
                    if key not in seen:
                        seen.add(key)
                        found += 1
                        yield mention
                    if found >= MOST_MENTIONS:
                        return

    def _possible(self, view: ArticleView, sentence: int) -> bool:
        """Whether the sentence holds a term for every slot that must be filled, or a word that may point to one."""
        asked = (slot for slot in self.slots if slot.terms and not slot.slot.optional)
        missing = any(sentence not in slot.sentences(view) for slot in asked)
        return not missing or points(view, sentence)

    def _mentions(
        self, view: ArticleView, family: ReadyFamily, action: Action, sentence: int
    ) -> Iterator[EventMention]:
        for frame in action.frames:
            filled = Filling(self, family, frame).filled()
            if filled is not None:
                yield from self._made(frame, family, filled, sentence)
                return

    def _made(
        self, frame: Frame, family: ReadyFamily, filled: Mapping[Role, list[Filled]], sentence: int
    ) -> Iterator[EventMention]:
        words = frame.words
        trigger = Span(words.view.starts[words.at[frame.first]], words.view.ends[words.at[frame.last - 1]])
        names = {slot.slot.role: slot.slot.name for slot in self.slots}
        pivot = next((role for role in (Role.TARGET, Role.RECIPIENT, Role.ACTOR, Role.PLACE) if filled.get(role)), None)
        each_actor = filled.get(Role.ACTOR)
        actor = each_actor[0].shown if each_actor else None
        for one in filled[pivot] if pivot else [None]:
            slots: dict[str, Filled] = {}
            for role, found in filled.items():
                if found and role in names:
                    _put(slots, names[role], one if role is pivot and one is not None else found[0])
            yield EventMention(sentence, family.family.name, trigger, slots, actor, _nobody(frame, slots.values()))


def _put(slots: dict[str, Filled], name: str, filled: Filled) -> None:
    """Where two parts of an event share a name, an entry comes before plain words: of `bombed a market in Peshawar` the
    place is Peshawar."""
    if name not in slots or (slots[name].plain and not filled.plain):
        slots[name] = filled


def _nobody(frame: Frame, slots: Iterable[Filled]) -> Span | None:
    """The word that says that there was none to fill a slot."""
    words = frame.words
    starts = {filled.value.span.start for filled in slots}
    for i, place in enumerate(words.at):
        if words.low[i] in ("no", "none", "nobody", "neither") and words.view.starts[place] in starts:
            return Span(words.view.starts[place], words.view.ends[place])
    return None


def make_ready(event: Event, actions: Actions, terms: Terms) -> ReadyEvent:
    """`event`, ready. Raises InvalidPattern."""
    families = tuple(actions.ready(family) for family in event.actions)
    slots = tuple(_ready_slot(slot, terms) for slot in event.slots)
    usual = {
        (family.family.name, role): ReadySlot(EventSlot(role, str(role)), each, ())
        for family in families
        for role, each in family.usual.items()
    }
    return ReadyEvent(event, families, slots, usual)


def _ready_slot(slot: EventSlot, terms: Terms) -> ReadySlot:
    return ReadySlot(
        slot,
        tuple(terms.ready(term, inflected=True) for term in slot.of),
        tuple(terms.ready(term, inflected=True) for term in slot.without),
    )


class Lack(NamedTuple):
    """What a reading of an action lacks: a slot that the rule asks for or, `needed`, one that so common a word needs;
    without a role, anybody and anything at all."""

    role: Role | None
    needed: bool = False


class Filling:
    """One reading of an action against the slots of a rule."""

    def __init__(self, event: ReadyEvent, family: ReadyFamily, frame: Frame) -> None:
        self._event = event
        self._family = family
        self._frame = frame
        self._slots = {slot.slot.role: slot for slot in event.slots}
        self._found: dict[Role, list[Filled]] = {}
        for standing in frame.standing:
            self._place(standing)
        self._refer()
        self._quantities()

    def filled(self) -> Mapping[Role, list[Filled]] | None:
        """What fills each slot; None where the reading is not what the rule asks for."""
        return self._found if self.lack() is None else None

    def lack(self) -> Lack | None:
        """The first thing that the reading lacks."""
        for slot in self._event.slots:
            if slot.slot.role not in self._found and (not slot.slot.optional or self._is_excluded(slot)):
                return Lack(slot.slot.role)
        for role in self._frame.needs:
            if not self._has(role):
                return Lack(role, needed=True)
        if not self._frame.lone and not self._found and not self._anything_usual():
            return Lack(None)
        return None

    def _is_excluded(self, slot: ReadySlot) -> bool:
        """Whether what most likely stands in a slot is what `not` says must not: `not: [police]` of an optional actor
        is about events that police are behind, not about leaving them unnamed."""
        words = self._frame.words
        likeliest = (
            each for standing in self._frame.standing if slot.slot.role in standing.roles for each in standing.phrases
        )
        return bool(slot.without) and any(refused(words, each, slot) for each in likeliest)

    def asked(self, role: Role) -> ReadySlot | None:
        """What must stand in a slot: what the rule asks for, else what the family says usually does."""
        return self._slots.get(role) or self._event._usual.get((self._family.family.name, role))

    def _place(self, standing: Standing) -> None:
        for found in (standing.phrases, *standing.instead):
            for role in standing.roles:
                if role in self._found:
                    continue
                filled = self._fill(role, found)
                if filled:
                    self._found[role] = filled
                    return

    def _fill(self, role: Role, found: tuple[object, ...]) -> list[Filled]:
        slot = self.asked(role)
        if slot is None:
            return []
        strict = role in self._family.family.strict or role is Role.PLACE
        return fill(self._frame.words, found, slot, strict=strict)  # type: ignore[arg-type]

    def _refer(self) -> None:
        """What is only pointed at, once the names are known."""
        for standing in self._frame.standing:
            for role in standing.roles:
                slot = self._slots.get(role)
                known = self._found.get(role)
                if slot is None or (known and not all(each.plain for each in known)):
                    continue
                taken = self._taken(role)
                referred = next(
                    (
                        m
                        for g in (standing.phrases, *standing.instead)
                        if (m := meant(self._frame.words, g, slot, taken))
                    ),
                    None,
                )
                if referred and not (known and referred[0].plain):
                    self._found[role] = referred

    def _taken(self, role: Role) -> Collection[tuple[int, int]]:
        others = (found for other, found in self._found.items() if other is not role)
        return [each.at for each in chain.from_iterable(others)]

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
        if self.asked(role) is not None:
            return False
        return any(role in standing.roles and standing.phrases for standing in self._frame.standing)

    def _anything_usual(self) -> bool:
        return not self._event.slots and any(standing.phrases for standing in self._frame.standing)

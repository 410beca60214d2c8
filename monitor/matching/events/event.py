"""An event of a rule, ready: finds who did what to whom in an article, whatever the status."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from operator import itemgetter

from monitor.matching.events.filling import Filled, ReadySlot
from monitor.matching.events.fitting import Fitting
from monitor.matching.events.frames import Frame
from monitor.matching.events.pointing import may_fill, may_mean
from monitor.matching.events.ready import Action, Actions, ReadyFamily
from monitor.matching.sentencesets import SentenceSet, each_of, holds
from monitor.matching.sequences import Part
from monitor.matching.view import ArticleView
from monitor.model.article import Span
from monitor.rules.compiled import Event, Role

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
    others: tuple[ReadyEvent, ...] = ()
    asked: tuple[ReadySlot, ...] = field(init=False)
    """The slots that must be filled, by one of their terms."""

    def __post_init__(self) -> None:
        asked = (slot for slot in self.slots if slot.terms and not slot.slot.optional)
        object.__setattr__(self, "asked", tuple(asked))

    @property
    def ways(self) -> tuple[ReadyEvent, ...]:
        """This one and the others."""
        return (self, *self.others)

    def required(self, cost: Mapping[Part, float]) -> tuple[frozenset[Part], ...]:
        """Sets of parts: an article that holds none of a set has no such event."""
        if not self.others:
            return self._required(cost)
        return (frozenset().union(*(way._required(cost)[0] for way in self.ways)),)

    def _required(self, cost: Mapping[Part, float]) -> tuple[frozenset[Part], ...]:
        sets = [frozenset(part for family in self.families for part in family.keys(cost))]
        for slot in self.asked:
            if not slot.slot.called:
                keys = [term.keys(cost) for term in slot.terms]
                known = [each for each in keys if each is not None]
                if len(known) == len(keys):
                    sets.append(frozenset().union(*known))
        return tuple(sets)

    def find(self, view: ArticleView) -> tuple[EventMention, ...]:
        """Every mention, by sentence; looked for once an article."""
        return view.remembered(self, lambda: self._found(view))

    def _found(self, view: ArticleView) -> tuple[EventMention, ...]:
        """Words that make an event in one way make none in those after it."""
        found: list[EventMention] = []
        triggers: set[int] = set()
        for way in self.ways:
            fresh = [each for each in way._find(view) if each.trigger.start not in triggers]
            triggers.update(each.trigger.start for each in fresh)
            found += fresh
        return tuple(sorted(found, key=lambda each: each.sentence)[:MOST_MENTIONS])

    def _find(self, view: ArticleView) -> Iterator[EventMention]:
        found = 0
        told: dict[Role, set[str]] = {}
        seen: set[tuple[object, ...]] = set()
        for sentence, family in self._candidates(view):
            if not self._possible(view, sentence):
                continue
            for action in family.actions(view, sentence):
                for mention in self._mentions(family, action, sentence, told):
                    slots = ((name, each.value.span, each.value.name) for name, each in mention.slots.items())
                    key = (mention.trigger.start, *slots)
                    if key not in seen:
                        seen.add(key)
                        found += 1
                        yield mention
                    if found >= MOST_MENTIONS:
                        return

    def _candidates(self, view: ArticleView) -> list[tuple[int, ReadyFamily]]:
        """By sentence: the sentences that name an action and may hold what it asks for, as far as a quick look tells.
        None is lost; that most are ruled out here is what makes the rest fast."""
        found = [(n, family) for family in self.families for n in each_of(self._within(view, family))]
        return sorted((each for each in found if self._may_be(view, *each)), key=itemgetter(0))

    def _within(self, view: ArticleView, family: ReadyFamily) -> SentenceSet:
        found = family.sentences(view)
        for slot in self.asked:
            if not found:
                break
            found &= may_fill(view, slot)
        return found

    def _may_be(self, view: ArticleView, sentence: int, family: ReadyFamily) -> bool:
        """Whether a sentence may hold all that one of the words for the action needs."""
        return any(
            all(self._may_have(view, sentence, family, role) for role in needs)
            for needs in family.needs(view, sentence)
        )

    def _may_have(self, view: ArticleView, sentence: int, family: ReadyFamily, role: Role) -> bool:
        slot, usual = self._slot_of(role), family.usual.get(role)
        if role in family.family.known or (slot is None and usual is None):
            return True
        if slot is not None and (not slot.terms or holds(may_fill(view, slot), sentence)):
            return True
        return usual is not None and holds(usual.within(view), sentence)

    def _slot_of(self, role: Role) -> ReadySlot | None:
        return next((slot for slot in self.slots if slot.slot.role is role), None)

    def _possible(self, view: ArticleView, sentence: int) -> bool:
        """Whether the sentence holds a term for every slot that must be filled, or a word that may point to one."""
        return all(holds(may_mean(view, slot), sentence) or slot.occurrences_in(view, sentence) for slot in self.asked)

    def _mentions(
        self, family: ReadyFamily, action: Action, sentence: int, told: dict[Role, set[str]]
    ) -> Iterator[EventMention]:
        """`told`: the names that have filled each slot so far; those of the first reading that fits are added."""
        for frame in action.frames:
            fitting = Fitting(self.slots, family, frame, told)
            filled = fitting.filled()
            if filled is not None:
                for role, found in filled.items():
                    told.setdefault(role, set()).update(each.value.name for each in found if each.value.name)
                made = EventMention(sentence, family.family.name, _trigger(frame), {}, fitting.doer())
                yield from self._each(frame, made, filled)
                return

    def _each(self, frame: Frame, mention: EventMention, filled: Mapping[Role, list[Filled]]) -> Iterator[EventMention]:
        """The mention once for each that it happened to, with the slots of the rule."""
        names = {slot.slot.role: slot.slot.name for slot in self.slots}
        pivot = next((role for role in (Role.TARGET, Role.RECIPIENT, Role.ACTOR, Role.PLACE) if filled.get(role)), None)
        for one in filled[pivot] if pivot else [None]:
            slots: dict[str, Filled] = {}
            for role, found in filled.items():
                if found and role in names:
                    _put(slots, names[role], one if role is pivot and one is not None else found[0])
            yield replace(mention, slots=slots, nobody=_nobody(frame, slots.values()))


def _trigger(frame: Frame) -> Span:
    words = frame.words
    return Span(words.view.starts[words.at[frame.first]], words.view.ends[words.at[frame.last - 1]])


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


def make_ready(event: Event, actions: Actions) -> ReadyEvent:
    """`event`, ready. Raises InvalidPattern."""
    others = tuple(make_ready(other, actions) for other in event.others)
    families = tuple(actions.ready(family) for family in event.actions)
    slots = tuple(ReadySlot(slot, actions.together(slot.of), actions.together(slot.without)) for slot in event.slots)
    return ReadyEvent(event, families, slots, others)

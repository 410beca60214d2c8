"""From conditions that hold to mentions: which sentence, which words, which entry fills which slot.

- `near`: each minimal stretch is a mention.
- within a sentence or paragraph: each unit that holds is one; where several entries fill the first slot of `once_per`,
  one for each of them.
- within the article: each sentence that holds a proving term is one, likewise.

A slot takes the entry that stands nearest to the other words of the mention.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from monitor.matching.conditions import Step
from monitor.matching.counted import Counted, Member
from monitor.matching.told import Told, mention_of, with_status
from monitor.model.article import Span
from monitor.model.match import Mention, SlotValue
from monitor.rules.compiled import Unit

MOST_SPANS = 100
"""Spans that a mention keeps, the first ones: a page that repeats a name 100,000 times marks enough of them."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A mention, with what decides where it goes: the entries of `once_per`, and how many terms it shows."""

    mention: Mention
    entries: tuple[str | None, ...]
    terms: int


def draft_mentions(counted: Counted, made: Sequence[Step], units: frozenset[int] | None) -> list[Draft]:
    """All mentions of the units that hold, by place."""
    members = [member for term in counted.ready.proving for member in counted.kept(term)]
    members += (member for step in made if step.key == "query" for member in step.members)
    holding = sorted(
        (member for member in members if units is None or counted.unit(member.at) in units),
        key=lambda member: (member.at.first, member.at.last),
    )
    told = [each for step in made for each in step.told]
    if told:
        return _from_events(counted, told, holding, units)
    near = next((step for step in made if step.stretches), None)
    drafts = _from_stretches(counted, near, holding, units) if near else _from_clusters(counted, holding)
    return sorted(drafts, key=lambda draft: draft.mention.sentence)


def _from_events(
    counted: Counted, told: Iterable[Told], holding: list[Member], units: frozenset[int] | None
) -> list[Draft]:
    """Each event is a mention. What the other conditions call a slot is filled from the event's unit."""
    elsewhere = _Slots(holding)
    once_per = counted.ready.rule.once_per
    drafts = []
    for each in told:
        unit = counted.unit_of(each.event.sentence)
        if units is not None and unit not in units:
            continue
        mention = mention_of(counted.view, each)
        beside = (m for m in elsewhere.all() if counted.unit(m.at) == unit) if elsewhere.names else ()
        more = {m.term.term.slot or "": _value(counted, m) for m in beside}
        slots = {**more, **mention.slots}
        entries = tuple(slots[slot].name if slot in slots else None for slot in once_per)
        drafts.append(Draft(replace(mention, slots=slots), entries, 1 + len(slots)))
    return drafts


def _from_clusters(counted: Counted, holding: list[Member]) -> Iterator[Draft]:
    by_sentence = counted.ready.rule.conditions.within is not Unit.PARAGRAPH
    clusters: dict[int, list[Member]] = {}
    for member in holding:
        clusters.setdefault(member.at.sentence if by_sentence else counted.unit(member.at), []).append(member)
    for members in clusters.values():
        cluster = _Cluster(counted, members)
        for pivot in cluster.pivots():
            yield cluster.draft(pivot)


def _from_stretches(
    counted: Counted, near: Step, holding: list[Member], units: frozenset[int] | None
) -> Iterator[Draft]:
    """A stretch's own members, and of the other conditions what stands in the same sentence. A slot that neither fills
    takes the nearest entry of the unit."""
    of_near = {term for group in counted.ready.near for term in group}
    others: dict[int, list[Member]] = {}
    for member in holding:
        if member.term not in of_near:
            others.setdefault(member.at.sentence, []).append(member)
    elsewhere = _Slots(member for member in holding if member.term not in of_near)
    for stretch in near.stretches:
        unit = counted.unit(stretch.pivot.at)
        if units is None or unit in units:
            beside = others.get(stretch.pivot.at.sentence, [])[:MOST_SPANS]
            cluster = _Cluster(counted, [*stretch.members, *beside])
            missing = elsewhere.nearest(stretch.pivot, cluster.slots.names)
            within = [member for member in missing if counted.unit(member.at) == unit]
            for pivot in cluster.pivots():
                yield cluster.draft(pivot, within)


class _Slots:
    """Members by the slot that they fill, those with an entry before plain words (`Hama` before `the city`)."""

    def __init__(self, members: Iterable[Member]) -> None:
        found: dict[str, list[Member]] = {}
        for member in members:
            if member.term.term.slot:
                found.setdefault(member.term.term.slot, []).append(member)
        self._members = {
            slot: sorted([m for m in filling if m.at.entry] or filling, key=lambda member: member.at.first)
            for slot, filling in found.items()
        }
        self._firsts = {slot: [member.at.first for member in each] for slot, each in self._members.items()}

    @property
    def names(self) -> frozenset[str]:
        return frozenset(self._members)

    def all(self) -> Iterator[Member]:
        """Every member, of each slot the first one last."""
        return (member for members in self._members.values() for member in reversed(members))

    def of(self, slot: str) -> list[Member]:
        return self._members.get(slot, [])

    def nearest(self, to: Member, without: frozenset[str]) -> list[Member]:
        """For every slot but those named the member nearest to a place."""
        return [_nearest(each, self._firsts[slot], to) for slot, each in self._members.items() if slot not in without]


def _nearest(members: list[Member], firsts: list[int], to: Member) -> Member:
    place = bisect_left(firsts, to.at.first)
    return min(members[max(0, place - 1) : place + 1], key=lambda member: _distance(member, to))


def _distance(one: Member, other: Member) -> int:
    return max(one.at.first - other.at.last, other.at.first - one.at.last, 0)


class _Pivot(NamedTuple):
    """An entry that makes a mention of its own: the member nearest to the others, and all of the same entry."""

    member: Member
    same: list[Member]


class _Cluster:
    """Members that make one mention, or one for each entry of the pivot slot: the first of `once_per` with an entry."""

    def __init__(self, counted: Counted, members: list[Member]) -> None:
        self._counted = counted
        self.slots = _Slots(members)
        slots = (slot for slot in counted.ready.rule.once_per if any(m.at.entry for m in self.slots.of(slot)))
        self._slot = next(slots, None)
        self._common = [m for m in members if self._slot is None or m.term.term.slot != self._slot]
        self._common_firsts = [member.at.first for member in self._common]
        self._terms = _terms_by_sentence(self._common)
        self._best = min(self._terms, key=lambda sentence: (-self._terms[sentence], sentence), default=None)

    def pivots(self) -> list[_Pivot | None]:
        """One for each entry of the pivot slot; one None where no slot has an entry."""
        if self._slot is None:
            return [None]
        by_entry: dict[str | None, list[Member]] = {}
        for member in self.slots.of(self._slot):
            by_entry.setdefault(member.entry, []).append(member)
        return [_Pivot(min(same, key=self._apart), same) for same in by_entry.values()]

    def _apart(self, member: Member) -> int:
        return _distance(member, _nearest(self._common, self._common_firsts, member)) if self._common else 0

    def draft(self, pivot: _Pivot | None, missing: Iterable[Member] = ()) -> Draft:
        reference = pivot.member if pivot else self._common[0]
        chosen = [*self.slots.nearest(reference, frozenset((self._slot or "",))), *missing]
        shown = self._common[:MOST_SPANS]
        if pivot:
            chosen.append(pivot.member)
            shown = shown + pivot.same[:MOST_SPANS]
        slots = {member.term.term.slot or "": _value(self._counted, member) for member in chosen}
        sentence, terms = self._sentence(pivot.member if pivot else None)
        view = self._counted.view
        spans = _merged(member.at.span for member in (*shown, *chosen))
        mention = Mention(view.paragraph(sentence).zone, view.sentences[sentence].span, spans, slots)
        about = next((m for m in (*self._common, reference) if m.at.sentence == sentence), reference)
        mention = with_status(view, mention, self._counted.finding(about.at.span))
        once_per = self._counted.ready.rule.once_per
        return Draft(mention, tuple(slots[slot].name if slot in slots else None for slot in once_per), terms)

    def _sentence(self, pivot: Member | None) -> tuple[int, int]:
        """The sentence that shows most terms, the pivot among them, then the earliest; and how many."""
        ranked = [(-self._terms[self._best], self._best)] if self._best is not None else []
        if pivot:
            ranked.append((-self._terms.get(pivot.at.sentence, 0) - 1, pivot.at.sentence))
        terms, sentence = min(ranked)
        return sentence, -terms


def _terms_by_sentence(members: Iterable[Member]) -> dict[int, int]:
    kinds = {(member.at.sentence, member.term) for member in members}
    counts: dict[int, int] = {}
    for sentence, _ in kinds:
        counts[sentence] = counts.get(sentence, 0) + 1
    return counts


def _value(counted: Counted, member: Member) -> SlotValue:
    entry = member.at.entry
    facts: Mapping[str, str | float] = entry.facts if entry else {}
    return SlotValue(counted.view.article.quote(member.at.span), member.at.span, member.entry, facts)


def _merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """In order, those that overlap as one: `city of Hama` and `Hama` are marked once."""
    merged: list[Span] = []
    for span in sorted(set(spans)):
        if merged and span.start < merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return tuple(merged)

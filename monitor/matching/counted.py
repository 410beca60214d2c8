"""What counts for one rule in one article: the occurrences of its terms, in its zones, without those that `unless`
took."""

from __future__ import annotations

from typing import NamedTuple

from monitor.matching.events import EventMention
from monitor.matching.occurrences import Occurrence
from monitor.matching.ready import ReadyRule
from monitor.matching.status import Finding, StatusFinder
from monitor.matching.terms import ReadyTerm
from monitor.matching.told import NOBODY_LOOKED, Told, told, unchanged
from monitor.matching.view import ArticleView
from monitor.model.article import Span, Zone
from monitor.rules.compiled import Unit


class Member(NamedTuple):
    """A term at a place."""

    term: ReadyTerm
    at: Occurrence

    @property
    def entry(self) -> str | None:
        """The name of the list entry that was met."""
        return self.at.entry.name if self.at.entry else None


class Strike(NamedTuple):
    """An occurrence that does not count: the term of `unless` in its sentence, else the status that is not asked
    for."""

    member: Member
    by: Member | None
    finding: Finding


class Counted:
    """Looks terms up for a rule. Exclusions (`none`, weights below zero) see every occurrence in the zones, so that
    `unless` never makes a rule fire that would not fire without it; all others see only what counts."""

    def __init__(
        self, ready: ReadyRule, view: ArticleView, statuses: StatusFinder | None = None, *, any_status: bool = False
    ) -> None:
        """`any_status`: whatever status the rule asks for, as an alert that is open does."""
        self.ready = ready
        self.view = view
        self._statuses = statuses
        self._zones = ready.rule.conditions.zones
        self._within = ready.rule.conditions.within
        conditions = ready.rule.conditions
        self._any_status = any_status or conditions.status is None
        self._wanted = None if self._any_status or conditions.event or statuses is None else conditions.status
        self._kept: dict[tuple[ReadyTerm, frozenset[Zone] | None], tuple[Member, ...]] = {}

    def everything(self, term: ReadyTerm, zones: frozenset[Zone] | None = None) -> tuple[Member, ...]:
        """All occurrences in the searched zones, or in `zones`."""
        found, zones = term.find(self.view), zones or self._zones
        return tuple(Member(term, at) for at in found if self.view.in_zones(at, zones)) if found else ()

    def kept(self, term: ReadyTerm, zones: frozenset[Zone] | None = None) -> tuple[Member, ...]:
        """Those of them that count."""
        members = self._kept.get((term, zones))
        if members is None:
            members = self.everything(term, zones)
            if self.ready.unless.terms:
                members = tuple(member for member in members if self.struck_by(member.at.sentence) is None)
            if self._wanted is not None:
                members = tuple(member for member in members if self.finding(member.at.span).status in self._wanted)
            self._kept[term, zones] = members
        return members

    def finding(self, span: Span) -> Finding:
        """What the sentence of an occurrence says of whether it happened."""
        return self._statuses.find(self.view, span) if self._statuses else NOBODY_LOOKED

    def counts(self, each: Told) -> bool:
        """Whether an event is of a status that counts."""
        return self._any_status or each.counts(self.ready.rule.conditions)

    def told(self) -> tuple[Told, ...]:
        """The events in the searched zones, whatever their status, without those that `unless` took."""
        event = self.ready.event
        if event is None:
            return ()
        found = (each for each in event.find(self.view) if self.struck_by(each.sentence) is None)
        return unchanged(self.view, [self.tell(each) for each in found if self.is_searched(each)])

    def tell(self, event: EventMention) -> Told:
        """An event with its status."""
        return told(self.view, event, self._statuses)

    def struck_by(self, sentence: int) -> Member | None:
        """The term of `unless` in a sentence."""
        unless = self.ready.unless
        return next((Member(unless.terms[number], at) for number, at in unless.in_sentence(self.view, sentence)), None)

    def is_searched(self, event: EventMention) -> bool:
        """Whether an event stands in the searched zones."""
        return self.view.in_zones(_at(event), self._zones)

    def strikes(self) -> tuple[Strike, ...]:
        """What `unless` and `status` took away, by place; for explaining."""
        of_query = self.ready.query.proving if self.ready.query else ()
        terms = dict.fromkeys((*self.ready.proving, *of_query))
        members = [member for term in terms for member in self.everything(term) if member not in self.kept(term)]
        struck = [Strike(each, self.struck_by(each.at.sentence), self.finding(each.at.span)) for each in members]
        return tuple(sorted(struck, key=lambda strike: strike.member.at.first))

    def unit(self, at: Occurrence, within: Unit | None = None) -> int:
        """The number of the unit that an occurrence stands in: of its sentence, its paragraph, or 0, the article."""
        return self.unit_of(at.sentence, within)

    def unit_of(self, sentence: int, within: Unit | None = None) -> int:
        """The same for a sentence."""
        within = within or self._within
        if within is Unit.SENTENCE:
            return sentence
        return self.view.sentences[sentence].paragraph if within is Unit.PARAGRAPH else 0

    def units(self, within: Unit) -> int:
        """How many such units the article has."""
        many = {Unit.SENTENCE: len(self.view.sentences), Unit.PARAGRAPH: len(self.view.article.paragraphs)}
        return many.get(within, 1)

    def block(self, at: Occurrence) -> int:
        """The same for `near`, which never crosses a paragraph."""
        return at.sentence if self._within is Unit.SENTENCE else self.view.sentences[at.sentence].paragraph


def _at(event: EventMention) -> Occurrence:
    """The words of an event as an occurrence, for asking which zone they are in."""
    return Occurrence(0, 0, event.sentence, event.trigger)

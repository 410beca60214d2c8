"""A rule made ready to be evaluated: its terms with their matchers, and the parts that an article must hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from monitor.matching.events import Actions, ReadyEvent
from monitor.matching.events import make_ready as make_event
from monitor.matching.queries import ReadyQuery, make_query
from monitor.matching.sequences import Part
from monitor.matching.terms import ReadyTerm, Terms
from monitor.rules.actions import terms_of_event
from monitor.rules.compiled import Conditions, Rule, Term
from monitor.rules.query import terms_of

Group = tuple[ReadyTerm, ...]


@dataclass(frozen=True, slots=True, eq=False)
class ReadyRule:
    """`rule` with its terms in the shape of its conditions; equal terms are one object. `proving` are those that a
    mention can rest on: all but exclusions (`none`, `unless`, weights below zero)."""

    rule: Rule
    any: Group
    all: tuple[Group, ...]
    none: Group
    near: tuple[Group, ...]
    at_least: Group
    score: tuple[tuple[ReadyTerm, float], ...]
    unless: Group
    proving: Group
    query: ReadyQuery | None = None
    event: ReadyEvent | None = None

    def required(self, cost: Mapping[Part, float]) -> tuple[frozenset[Part], ...]:
        """Sets of parts: an article that holds none of a set cannot match. Never rules out an article that matches.

        Without a set nothing is known, but an article without any proving term has no mention: so these are one."""
        score = tuple(term for term, _ in self.score) if self.score and _needs_a_term(self.rule.conditions) else ()
        groups = (self.any, *self.all, *self.near, self.at_least, tuple(t for t in score if t in self.proving))
        sets = [keys for group in groups if group and (keys := _keys(group, cost)) is not None]
        if self.event:
            sets += self.event.required(cost)
        if self.query:
            return (*sets, *self.query.needs(cost))
        everything = _keys(self.proving, cost)
        return tuple(sets) if sets or everything is None else (everything,)


def _needs_a_term(conditions: Conditions) -> bool:
    return conditions.score is not None and conditions.score.need > 0


def _keys(group: Group, cost: Mapping[Part, float]) -> frozenset[Part] | None:
    keys = [term.keys(cost) for term in group]
    known = [each for each in keys if each is not None]
    return frozenset().union(*known) if len(known) == len(keys) else None


def make_ready(rule: Rule, terms: Terms, actions: Actions) -> ReadyRule:
    """`rule`, ready. Raises InvalidPattern."""
    conditions = rule.conditions
    made: dict[Term, ReadyTerm] = {}

    def group(written: Iterable[Term]) -> Group:
        for term in written:
            if term not in made:
                made[term] = terms.ready(term, inflected=conditions.inflect)
        return tuple(dict.fromkeys(made[term] for term in written))

    query = make_query(conditions.query.expression, lambda term: group((term,))[0]) if conditions.query else None
    near = tuple(map(group, conditions.near.groups)) if conditions.near else ()
    weighed = conditions.score.terms if conditions.score else ()
    score = tuple((group((term,))[0], weight) for term, weight in weighed)
    return ReadyRule(
        rule=rule,
        any=group(conditions.any),
        all=tuple(map(group, conditions.all)),
        none=group(conditions.none),
        near=near,
        at_least=group(conditions.at_least.of) if conditions.at_least else (),
        score=score,
        unless=group(conditions.unless),
        proving=group(_proving(conditions)),
        query=query,
        event=make_event(conditions.event, actions, terms) if conditions.event else None,
    )


def _proving(conditions: Conditions) -> tuple[Term, ...]:
    return tuple(dict.fromkeys(_positive(conditions)))


def _positive(conditions: Conditions) -> Iterator[Term]:
    yield from conditions.any
    for terms in conditions.all:
        yield from terms
    if conditions.near:
        for terms in conditions.near.groups:
            yield from terms
    if conditions.at_least:
        yield from conditions.at_least.of
    if conditions.score:
        yield from (term for term, weight in conditions.score.terms if weight > 0)


def all_terms(conditions: Conditions) -> Iterator[Term]:
    """Every term of a rule, exclusions included."""
    yield from _positive(conditions)
    yield from conditions.none
    yield from conditions.unless
    if conditions.score:
        yield from (term for term, weight in conditions.score.terms if weight <= 0)
    if conditions.query:
        yield from terms_of(conditions.query.expression)
    if conditions.event:
        yield from terms_of_event(conditions.event)

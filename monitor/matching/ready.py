"""A rule made ready to be evaluated: its terms with their matchers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from monitor.matching.asked import asked_event
from monitor.matching.events import Actions, ReadyEvent
from monitor.matching.events import make_ready as make_event
from monitor.matching.queries import ReadyQuery, make_query
from monitor.matching.terms import ReadyTerm, Terms
from monitor.matching.together import Together
from monitor.rules.actions import terms_of_event
from monitor.rules.compiled import Conditions, Rule, Term
from monitor.rules.query import terms_of

Group = tuple[ReadyTerm, ...]
MOST_READY = 20_000
"""Rules that are kept ready: some kilobytes each."""


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
    unless: Together
    proving: Group
    query: ReadyQuery | None = None
    event: ReadyEvent | None = None
    asked_event: str = ""


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
        unless=Together(group(conditions.unless)),
        proving=group(_proving(conditions)),
        query=query,
        event=make_event(conditions.event, actions) if conditions.event else None,
        asked_event=asked_event(conditions),
    )


class ReadyRules:
    """Makes rules ready when they are first needed: of a hundred thousand, few articles need any. Keeps the latest."""

    def __init__(self, terms: Terms, actions: Actions) -> None:
        self._terms = terms
        self._actions = actions
        self._made: dict[str, ReadyRule] = {}

    def of(self, rule: Rule) -> ReadyRule:
        """`rule`, ready. Raises InvalidPattern."""
        known = self._made.get(rule.id)
        if known is not None and known.rule is rule:
            return known
        if known is not None and known.rule.digest == rule.digest:
            made = replace(known, rule=rule)
        else:
            made = make_ready(rule, self._terms, self._actions)
        if len(self._made) >= MOST_READY:
            self._made.pop(next(iter(self._made)), None)
        self._made[rule.id] = made
        return made


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


def terms_of_words(conditions: Conditions) -> Iterator[Term]:
    """Every term of a rule, exclusions included, but for those of its event."""
    yield from _positive(conditions)
    yield from conditions.none
    yield from conditions.unless
    if conditions.score:
        yield from (term for term, weight in conditions.score.terms if weight <= 0)
    if conditions.query:
        yield from terms_of(conditions.query.expression)


def all_terms(conditions: Conditions) -> Iterator[Term]:
    """Every term of a rule, exclusions included."""
    yield from terms_of_words(conditions)
    if conditions.event:
        yield from terms_of_event(conditions.event)

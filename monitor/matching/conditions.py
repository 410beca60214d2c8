"""Do a rule's conditions hold in an article, and in which units? One step a condition; whoever asks may stop at the
first that says no, or see them all to explain it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from monitor.matching.counted import Counted, Member
from monitor.matching.near import Stretch, stretches
from monitor.matching.queries import QueryLook, ReadyQuery
from monitor.matching.ready import Group, ReadyRule
from monitor.matching.told import Told
from monitor.model.article import Article
from monitor.rules.compiled import Near

ALL_UNITS = None
"""The units of a condition that asks nothing of them."""


@dataclass(frozen=True, slots=True)
class Step:
    """One condition: whether it holds, in which units (None: wherever), and the occurrences that it rests on.
    `asked` says in the rule's own words what was asked for."""

    key: str
    asked: str
    holds: bool
    units: frozenset[int] | None = ALL_UNITS
    members: tuple[Member, ...] = ()
    stretches: tuple[Stretch, ...] = ()
    told: tuple[Told, ...] = ()


def steps(counted: Counted) -> Iterator[Step]:
    """All conditions of the rule, cheap ones first."""
    ready, article = counted.ready, counted.view.article
    yield from _article_steps(ready, article)
    if ready.any:
        yield _occurs(counted, "any", ready.any)
    for group in ready.all:
        yield _occurs(counted, "all", group)
    if ready.rule.conditions.near:
        yield _near(counted, ready.rule.conditions.near)
    if ready.at_least:
        yield _at_least(counted)
    if ready.score:
        yield _score(counted)
    if ready.event:
        yield _event(counted)
    if ready.query:
        yield _query(counted, ready.query)
    if ready.none:
        yield _none(counted)


def _article_steps(ready: ReadyRule, article: Article) -> Iterator[Step]:
    conditions = ready.rule.conditions
    if conditions.languages:
        yield Step("language", ", ".join(sorted(conditions.languages)), article.language in conditions.languages)
    if conditions.sources:
        named = {article.source.casefold(), article.id.source.casefold()}
        wanted = {source.casefold() for source in conditions.sources}
        yield Step("source", ", ".join(sorted(conditions.sources)), bool(named & wanted))


def _occurs(counted: Counted, key: str, group: Group) -> Step:
    members = tuple(member for term in group for member in counted.kept(term))
    return Step(key, written(group), bool(members), _units(counted, members), members)


def _none(counted: Counted) -> Step:
    members = tuple(member for term in counted.ready.none for member in counted.everything(term))
    return Step("none", written(counted.ready.none), not members, ALL_UNITS, members)


def _near(counted: Counted, near: Near) -> Step:
    ready = counted.ready
    groups = [[member for term in group for member in counted.kept(term)] for group in ready.near]
    found: list[Stretch] = []
    if all(groups):
        pivot = pivot_group(ready)
        found = stretches(groups, words=near.words, ordered=near.ordered, pivot=pivot, block=counted.block)
    resting_on = [stretch.members for stretch in found] or groups
    distinct = {(member.term, member.at.span): member for some in resting_on for member in some}
    members = tuple(distinct.values())
    order = " in this order" if near.ordered else ""
    asked = f"{', '.join(f'[{written(group)}]' for group in ready.near)} within {near.words} words{order}"
    return Step("near", asked, bool(found), _units(counted, members if found else ()), members, tuple(found))


def pivot_group(ready: ReadyRule) -> int:
    """The group of `near` that fills the first slot of `once_per`: each of its entries is a happening of its own."""
    for slot in ready.rule.once_per:
        for number, group in enumerate(ready.near):
            if any(term.term.slot == slot for term in group):
                return number
    return 0


def _at_least(counted: Counted) -> Step:
    asked = counted.ready.rule.conditions.at_least
    if asked is None:
        raise ValueError("no `at_least` to count")
    members = tuple(member for term in counted.ready.at_least for member in counted.kept(term))
    kinds: set[tuple[int, object]] = set()
    for member in members:
        what = (member.term, member.entry) if asked.distinct else (member.at.first, member.at.last)
        kinds.add((counted.unit(member.at), what))
    counts = Counter(unit for unit, _ in kinds)
    units = frozenset(unit for unit, count in counts.items() if count >= asked.count)
    different = " different" if asked.distinct else ""
    return Step(
        "at_least", f"{asked.count}{different} of {written(counted.ready.at_least)}", bool(units), units, members
    )


def _score(counted: Counted) -> Step:
    """A unit without any of the terms scores nothing, which can be enough: then the condition asks nothing of units
    but to be none of those that score less."""
    asked = counted.ready.rule.conditions.score
    need = asked.need if asked else 0.0
    totals: Counter[int] = Counter()
    members: list[Member] = []
    for term, weight in counted.ready.score:
        found = counted.kept(term) if weight > 0 else counted.everything(term)
        members += found
        for unit in {counted.unit(member.at) for member in found}:
            totals[unit] += weight  # type: ignore[assignment]  # weights may be fractions; Counter is typed for counts
    units = frozenset(unit for unit, total in totals.items() if total >= need)
    if need <= 0:
        unscored = {counted.unit(m.at) for term in counted.ready.proving for m in counted.kept(term)} - totals.keys()
        units |= unscored
    terms = ", ".join(f"{term.term.written}: {weight:g}" for term, weight in counted.ready.score)
    return Step("score", f"{need:g} of {terms}", bool(units), units, tuple(members))


def _event(counted: Counted) -> Step:
    counting = tuple(filter(counted.counts, counted.told()))
    units = frozenset(counted.unit_of(each.event.sentence) for each in counting)
    return Step("event", counted.ready.asked_event, bool(counting), units, told=counting)


def _query(counted: Counted, query: ReadyQuery) -> Step:
    asked = counted.ready.rule.conditions
    look = QueryLook(query, counted)
    units = look.holding(query.expression, asked.within).units
    found = look.members(query.expression, asked.within, units) if units else ()
    members = tuple({(member.term, member.at.span): member for member in found}.values())
    return Step("query", asked.query.written if asked.query else "", bool(units), units, members)


def _units(counted: Counted, members: Iterable[Member]) -> frozenset[int]:
    return frozenset(counted.unit(member.at) for member in members)


def written(group: Group) -> str:
    """A group in the rule's own words."""
    return ", ".join(term.term.written for term in group)


def common_units(made: Iterable[Step]) -> frozenset[int] | None:
    """The units in which all of these steps hold; None where none of them asks for any."""
    units: frozenset[int] | None = ALL_UNITS
    for step in made:
        if step.units is not None:
            units = step.units if units is None else units & step.units
    return units

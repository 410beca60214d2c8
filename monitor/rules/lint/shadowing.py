"""Rules that do what others do: the same conditions, or conditions under which another fires in any case.

A rule *covers* another where every article on which that one fires makes it fire, too. Found by comparing what both
must find, group by group; errs to the side of silence. Rules that nobody hears of, or other people than of the first,
are no trouble, a covered rule of a higher severity is an escalation, and one with `when` fires at another time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from monitor.errors import Problem, Severity
from monitor.model.alert import AlertSeverity
from monitor.rules.compiled import (
    AtLeast,
    Conditions,
    Event,
    EventSlot,
    Near,
    Rule,
    Term,
    Unit,
)
from monitor.rules.lint.findings import Code, needed, required
from monitor.rules.lint.meaning import covers, meets, met_by

_SIZES = (Unit.SENTENCE, Unit.PARAGRAPH, Unit.ARTICLE)
_MOST_ALIKE = 200
"""Rules under one word that are compared with each other; past that only equal conditions are told of."""

Group = tuple[Term, ...]


def between(rules: Iterable[Rule], texts: Mapping[str, str]) -> Iterator[Problem]:
    """Of each rule that another makes superfluous, the first such other. `texts`: the rule files, for their lines."""
    running = [rule for rule in rules if rule.enabled and not rule.shadow and rule.when is None]
    told: set[str] = set()
    first: dict[Conditions, list[Rule]] = {}
    for rule in running:
        alike = first.setdefault(_bare(rule.conditions), [])
        other = next((each for each in alike if _share_readers(each, rule)), None)
        if other is not None:
            told.add(rule.id)
            message = f"`{rule.id}` has the same conditions as `{other.id}` ({_place(other)}), so both fire"
            yield _warning(rule, texts, Code.SAME, message, "keep one of them")
        alike.append(rule)
    for rule, other in _covered([rule for rule in running if rule.id not in told]):
        message = f"whenever `{rule.id}` fires, `{other.id}` ({_place(other)}) fires, too"
        advice = "leave it out, give it a higher `severity` or other receivers, or make the other rule narrower"
        yield _warning(rule, texts, Code.COVERED, message, advice)


def _place(rule: Rule) -> str:
    return f"line {rule.line} of {rule.file}"


def _warning(rule: Rule, texts: Mapping[str, str], code: Code, message: str, advice: str) -> Problem:
    lines = texts.get(rule.file, "").splitlines()
    line = lines[rule.line - 1] if rule.line <= len(lines) else ""
    return Problem(rule.file, rule.line, 1, code, message, line, advice, Severity.WARNING)


def _bare(conditions: Conditions) -> Conditions:
    """Without what makes no difference to firing: the order of terms, and the names of slots."""

    def group(terms: Iterable[Term]) -> Group:
        bare = {replace(term, slot=None, written=" ".join(term.written.split())) for term in terms}
        return tuple(sorted(bare, key=lambda term: term.written))

    near, at_least = conditions.near, conditions.at_least
    return replace(
        conditions,
        any=group(conditions.any),
        all=tuple(sorted(map(group, conditions.all), key=str)),
        none=group(conditions.none),
        unless=group(conditions.unless),
        near=near and replace(near, groups=tuple(map(group, near.groups))),
        at_least=at_least and replace(at_least, of=group(at_least.of)),
        event=conditions.event and _bare_event(conditions.event),
    )


def _bare_event(event: Event) -> Event:
    """Slots by their roles, those of one name by the first of them."""
    roles: dict[str, str] = {}
    for slot in event.slots:
        roles.setdefault(slot.name, str(slot.role))
    slots = tuple(
        replace(slot, name=roles[slot.name], other_than=roles.get(slot.other_than or ""))
        for slot in event.slots
        if slot.of or slot.without or slot.names
    )
    actions = tuple(sorted(event.actions, key=lambda family: family.digest))
    return Event(actions, slots, tuple(map(_bare_event, event.others)))


def _share_readers(one: Rule, other: Rule) -> bool:
    """Whether somebody may hear of both. Without `notify` the routes decide."""
    return not one.notify or not other.notify or bool({*one.notify} & {*other.notify})


def _covered(rules: Sequence[Rule]) -> Iterator[tuple[Rule, Rule]]:
    filed = _filed(rules)
    for rule in rules:
        met = [[met_by(term) for term in group] for group in _groups(rule.conditions)]
        met += [[{action}] for action in _actions(rule.conditions)]
        found: dict[str, _Filed] = {}
        for group in met:  # every term of one group meets the other's, so that the rarest term will do
            rarest = min(group, key=lambda keys: sum(len(filed.get(key, ())) for key in keys), default=set())
            found |= {each.rule.id: each for key in rarest for each in filed.get(key, ())[:_MOST_ALIKE]}
        alike = (each.rule for each in found.values() if each.rule is not rule and each.may_cover(met))
        other = next((each for each in alike if _superfluous(rule, each)), None)
        if other is not None:
            yield rule, other


def _superfluous(rule: Rule, other: Rule) -> bool:
    severities = list(AlertSeverity)
    escalates = severities.index(rule.severity) > severities.index(other.severity)
    return not escalates and _share_readers(rule, other) and _covers(other.conditions, rule.conditions)


class _Filed(NamedTuple):
    """A rule, and for each group of which one term must occur the keys of its terms."""

    rule: Rule
    groups: list[set[str]]

    def may_cover(self, met: list[list[set[str]]]) -> bool:
        """Whether for each of its groups the other rule has one whose every term meets a term of it."""
        return all(any(not any(map(own.isdisjoint, group)) for group in met) for own in self.groups)


def _filed(rules: Sequence[Rule]) -> dict[str, list[_Filed]]:
    """Each rule under the keys of its rarest group."""
    all_filed = [_Filed(rule, _keys(rule.conditions)) for rule in rules]
    often = Counter(key for each in all_filed for group in each.groups for key in group)
    filed: dict[str, list[_Filed]] = {}
    for each in all_filed:
        for key in min(each.groups, key=lambda group: sum(often[key] for key in group), default=set()):
            filed.setdefault(key, []).append(each)
    return filed


def _keys(conditions: Conditions) -> list[set[str]]:
    actions = _actions(conditions)
    return [*({meets(term) for term in group} for group in _groups(conditions)), *([actions] if actions else ())]


def _groups(conditions: Conditions) -> list[Group]:
    """Terms of which one must occur."""
    groups = [group.terms for group in required(conditions)]
    groups += needed(conditions.query.expression) if conditions.query else ()
    event = conditions.event
    slots = event.slots if event and not event.others else ()
    return [*groups, *(slot.of for slot in slots if slot.of and not slot.optional)]


def _actions(conditions: Conditions) -> set[str]:
    ways = conditions.event.ways if conditions.event else ()
    return {f"action {family.digest}" for way in ways for family in way.actions}


def _covers(wide: Conditions, narrow: Conditions) -> bool:
    """Whether `wide` holds wherever `narrow` does."""
    inflect = _both_inflect(wide, narrow)
    return (
        _scope(wide, narrow)
        and _exclusions(wide, narrow)
        and _each_group(wide, narrow)
        and _near(wide.near, narrow.near, inflect=inflect)
        and _at_least(wide.at_least, narrow.at_least, inflect=inflect)
        and (wide.score is None or (wide.score == narrow.score and wide.within is narrow.within))
        and (wide.query is None or _same_query(wide, narrow))
        and (wide.event is None or (narrow.event is not None and _event(wide.event, narrow.event)))
    )


def _same_query(wide: Conditions, narrow: Conditions) -> bool:
    """What must not occur in a sentence may do so in the article around it."""
    one, other = wide.query, narrow.query
    return one is not None and other is not None and one.expression == other.expression and wide.within is narrow.within


def _both_inflect(wide: Conditions, narrow: Conditions) -> bool:
    return wide.inflect and narrow.inflect


def _scope(wide: Conditions, narrow: Conditions) -> bool:
    """Whether it looks at least as far."""
    return (
        (wide.inflect or not narrow.inflect)
        and _SIZES.index(wide.within) >= _SIZES.index(narrow.within)
        and wide.zones >= narrow.zones
        and (not wide.languages or (bool(narrow.languages) and wide.languages >= narrow.languages))
        and (not wide.sources or (bool(narrow.sources) and wide.sources >= narrow.sources))
        and (wide.status is None or (narrow.status is not None and wide.status >= narrow.status))
    )


def _exclusions(wide: Conditions, narrow: Conditions) -> bool:
    """Whether it excludes no more."""
    inflect = _both_inflect(wide, narrow)
    return (
        _all_covered(wide.none, narrow.none, inflect=inflect)
        and _all_covered(wide.unless, narrow.unless, inflect=inflect)
        and (not wide.none or wide.zones == narrow.zones)
    )


def _all_covered(terms: Iterable[Term], by: Sequence[Term], *, inflect: bool) -> bool:
    """Whether each of the terms is met only where one of `by` is."""
    return all(any(covers(other, term, inflect=inflect) for other in by) for term in terms)


def _each_group(wide: Conditions, narrow: Conditions) -> bool:
    """Whether of every group of the one the other asks for part."""
    asked = [group.terms for group in required(wide) if group.key in ("any", "all")]
    has = [group.terms for group in required(narrow)]
    has += needed(narrow.query.expression) if narrow.query else ()
    inflect = _both_inflect(wide, narrow)
    return all(any(_all_covered(group, into, inflect=inflect) for group in has) for into in asked)


def _near(wide: Near | None, narrow: Near | None, *, inflect: bool) -> bool:
    if wide is None:
        return True
    return (
        narrow is not None
        and len(wide.groups) == len(narrow.groups)
        and wide.words >= narrow.words
        and (narrow.ordered or not wide.ordered)
        and all(_all_covered(n, w, inflect=inflect) for w, n in zip(wide.groups, narrow.groups, strict=True))
    )


def _at_least(wide: AtLeast | None, narrow: AtLeast | None, *, inflect: bool) -> bool:
    if wide is None:
        return True
    return (
        narrow is not None
        and wide.count <= narrow.count
        and wide.distinct == narrow.distinct
        and _all_covered(narrow.of, wide.of, inflect=inflect)
    )


def _event(wide: Event, narrow: Event) -> bool:
    return all(any(_way(one, other) for one in wide.ways) for other in narrow.ways)


def _way(wide: Event, narrow: Event) -> bool:
    if _bare_event(wide).slots == _bare_event(narrow).slots and set(wide.actions) >= set(narrow.actions):
        return True
    if any(_depends(slot, wide) for slot in wide.slots):
        return False
    actions = {family.digest for family in wide.actions}
    by_role = {slot.role: slot for slot in narrow.slots}
    known = all(family.digest in actions for family in narrow.actions)
    return known and all(_slot(slot, by_role.get(slot.role)) for slot in wide.slots)


def _depends(slot: EventSlot, event: Event) -> bool:
    """Whether what may fill it depends on what fills another."""
    names = [each.name for each in event.slots]
    return slot.other_than is not None or names.count(slot.name) > 1


def _slot(wide: EventSlot, narrow: EventSlot | None) -> bool:
    if wide.optional and not wide.without and not wide.unnamed:
        return True
    if narrow is None or (narrow.optional and not wide.optional) or (wide.names and not narrow.names):
        return False
    if (wide.head and not narrow.head) or (wide.unnamed and not narrow.unnamed):
        return False
    if (narrow.elsewhere and not wide.elsewhere) or not set(narrow.called) <= set(wide.called):
        return False
    of = not wide.of or (bool(narrow.of) and _all_covered(narrow.of, wide.of, inflect=True))
    return of and _all_covered(wide.without, narrow.without, inflect=True)

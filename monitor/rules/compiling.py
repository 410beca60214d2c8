"""A valid rule document → a compiled rule, with every problem that only meaning can show: terms that cannot be read,
lists and slots that do not exist, example files that are not there."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from monitor.errors import Problem
from monitor.model.match import Status
from monitor.rules import alerting
from monitor.rules.actions import Family
from monitor.rules.compiled import (
    ASSERTED,
    DEFAULT_ZONES,
    AtLeast,
    Conditions,
    Event,
    Near,
    Query,
    Rule,
    Score,
    Term,
    TermList,
)
from monitor.rules.events import compile_event
from monitor.rules.families import Families
from monitor.rules.fields import duration
from monitor.rules.packs import is_shipped
from monitor.rules.query import QueryFault, terms_of
from monitor.rules.query import parse as parse_query
from monitor.rules.ruletests import Examples, TestReader
from monitor.rules.schema import CONDITIONS, GroupItem, RuleKeys, SlotTerm, TermItem, YesTest
from monitor.rules.terms import TermFault, compile_term, lists_of, spelled, whole
from monitor.strictyaml import Document, Path, did_you_mean


@dataclass(frozen=True, slots=True)
class Used:
    """What a rule needs beside its own file: lists and families by name, and the examples by path."""

    lists: frozenset[str] = frozenset()
    families: frozenset[str] = frozenset()
    examples: frozenset[str] = frozenset()

    def __or__(self, other: Used) -> Used:
        return Used(self.lists | other.lists, self.families | other.families, self.examples | other.examples)


class RuleCompiler:
    """Compiles one rule. `problems`, `used` and `places` (each term, and where it stands) are complete once `compile`
    has returned."""

    def __init__(
        self, document: Document, lists: Mapping[str, TermList], examples: Examples, families: Families | None = None
    ) -> None:
        self.problems: list[Problem] = []
        self.places: list[tuple[Term, Path]] = []
        self._document = document
        self._lists = lists
        self._tests = TestReader(document, examples, self.problems)
        self._list_names: set[str] = set()
        self._families = families or Families()
        self._family_names: set[str] = set()
        self._words: Mapping[str, tuple[str, ...]] = {}

    @property
    def used(self) -> Used:
        return Used(frozenset(self._list_names), frozenset(self._family_names), frozenset(self._tests.texts))

    def compile(self, block: RuleKeys, rule_id: str, *, partial: bool = False) -> Rule:
        """The rule; not to be used where `problems` holds an error. `partial`: faulty keys have been left out of the
        block, so that what seems to be missing may be in them."""
        try:
            self._words = whole(block.groups)
        except TermFault as fault:
            self._problem(("groups",), fault.code, fault.message, fault.suggestion)
        conditions = self._conditions(block)
        if not partial and alerting.needs_conditions(block) and not any(getattr(block, key) for key in CONDITIONS):
            known = ", ".join(f"`{key}`" for key in CONDITIONS)
            self._problem((), "no-condition", f"the rule looks for nothing: it needs one of {known}")
        if not partial:
            self._known_slots(block, sorted(slots_of(conditions)))
        for path, code, message, suggestion in alerting.errors(block):
            self._problem(path, code, message, suggestion)
        tests = self._tests.read(block.tests)
        return Rule(
            id=rule_id,
            title=block.title or "",
            file=self._document.file,
            line=self._document.position().line,
            digest=self._digest(rule_id),
            conditions=conditions,
            severity=block.severity,
            tags=block.tags,
            headline=block.headline,
            notify=block.notify,
            template=block.template,
            owner=block.owner,
            shadow=block.shadow,
            enabled=block.enabled,
            max_age=duration(block.max_age),
            once_per=block.alert.once_per,
            hold=duration(block.alert.hold),
            again_if=block.alert.again_if,
            raises=alerting.compile_raises(block.raise_),
            when=alerting.compile_when(block.when),
            tests=tests,
            shipped=is_shipped(self._document.file, self._document.source.text),
        )

    def _conditions(self, block: RuleKeys) -> Conditions:
        return Conditions(
            any=self._terms(block.any or (), ("any",)),
            all=self._groups(block.all or (), ("all",)),
            none=self._terms(block.none or (), ("none",)),
            near=self._near(block),
            at_least=self._at_least(block),
            score=self._score(block),
            query=self._query(block),
            event=self._event(block),
            status=_statuses(block),
            within=block.within,
            zones=frozenset(block.in_) if block.in_ else DEFAULT_ZONES,
            unless=self._terms(block.unless or (), ("unless",)),
            inflect=block.inflect,
            languages=frozenset(block.language),
            sources=frozenset(block.source),
        )

    def _event(self, block: RuleKeys) -> Event | None:
        if block.event is None:
            return None
        event = compile_event(block.event, self._family, self._plain_terms, ("event",))
        for family in (action for way in event.ways for action in way.actions):
            self._list_names |= family.lists & self._lists.keys()
        return event

    def _family(self, name: str, path: Path) -> Family | None:
        self._family_names.add(name)
        family = self._families.get(name)
        if family is None:
            advice = did_you_mean(name, self._families.names())
            self._problem(path, "unknown-family", f"there is no verb family `${name}`", advice)
        return family

    def _plain_terms(self, items: Iterable[str], path: Path, *, inflect: bool) -> tuple[Term, ...]:
        return tuple(
            term for n, written in enumerate(items) for term in self._term(written, (*path, n), inflect=inflect)
        )

    def _near(self, block: RuleKeys) -> Near | None:
        if block.near is None:
            return None
        return Near(self._groups(block.near.terms, ("near", "terms")), block.near.words, block.near.ordered)

    def _at_least(self, block: RuleKeys) -> AtLeast | None:
        if block.at_least is None:
            return None
        return AtLeast(
            block.at_least.count, self._terms(block.at_least.of, ("at_least", "of")), block.at_least.distinct
        )

    def _score(self, block: RuleKeys) -> Score | None:
        if block.score is None:
            return None
        weighed = [
            (term, weight)
            for written, weight in block.score.terms.items()
            for term in self._term(written, ("score", "terms", written), key=True)
        ]
        return Score(block.score.need, tuple(weighed))

    def _query(self, block: RuleKeys) -> Query | None:
        if block.query is None:
            return None
        try:
            query = parse_query(block.query)
        except QueryFault as fault:
            problem = self._document.problem_inside(
                ("query",), fault.start, fault.code, fault.message, fault.suggestion
            )
            self.problems.append(problem)
            return None
        for term in terms_of(query.expression):
            self._known_lists(term, ("query",))
            self.places.append((term, ("query",)))
        return query

    def _groups(self, items: Iterable[GroupItem], path: Path) -> tuple[tuple[Term, ...], ...]:
        groups = (self._group(item, (*path, index)) for index, item in enumerate(items))
        return tuple(group for group in groups if group)

    def _group(self, item: GroupItem, path: Path) -> tuple[Term, ...]:
        return self._terms(item, path) if isinstance(item, tuple) else self._item(item, path)

    def _terms(self, items: Iterable[TermItem], path: Path) -> tuple[Term, ...]:
        return tuple(term for index, item in enumerate(items) for term in self._item(item, (*path, index)))

    def _item(self, item: TermItem, path: Path) -> tuple[Term, ...]:
        if not isinstance(item, SlotTerm):
            return tuple(self._term(item, path))
        path = (*path, "of")
        written = [(item.of, path)] if isinstance(item.of, str) else [(t, (*path, i)) for i, t in enumerate(item.of)]
        return tuple(
            term for words, where in written for term in self._term(words, where, slot=item.as_, inflect=item.inflect)
        )

    def _term(
        self, written: str, path: Path, *, slot: str | None = None, inflect: bool = True, key: bool = False
    ) -> Iterator[Term]:
        try:
            made = [compile_term(one, slot=slot, inflect=inflect) for one in spelled(written, self._words)]
        except TermFault as fault:  # each by itself is sound, as the schema says; put together they need not be
            self._problem(path, fault.code, fault.message, fault.suggestion)
            return
        for term in made:
            self._known_lists(term, path, key=key)
            self.places.append((term, path))
            yield term

    def _known_lists(self, term: Term, path: Path, *, key: bool = False) -> None:
        for name in lists_of(term):
            self._list_names.add(name)
            if name not in self._lists:
                message = f"there is no list `${name}`"
                self._problem(path, "unknown-list", message, did_you_mean(name, self._lists), key=key)

    def _known_slots(self, block: RuleKeys, slots: list[str]) -> None:
        for name, path in alerting.slots_used(block):
            self._known_slot(name, slots, path)
        for number, test in enumerate(block.tests.yes):
            for name in test.slots if isinstance(test, YesTest) else ():
                self._known_slot(name, slots, ("tests", "yes", number, "slots", name))

    def _known_slot(self, name: str, slots: list[str], path: Path) -> None:
        if name not in slots:
            suggestion = did_you_mean(name, slots) or f"write the term that fills it as `{{of: …, as: {name}}}`"
            self._problem(path, "unknown-slot", f"no term fills the slot `{name}`", suggestion, key=True)

    def _digest(self, rule_id: str) -> str:
        parts = [
            rule_id,
            self._document.root,
            sorted((name, self._lists[name].digest) for name in self._list_names & self._lists.keys()),
            sorted(self._tests.texts.items()),
            sorted((name, family.digest) for name, family in self._used_families()),
        ]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()

    def _used_families(self) -> Iterator[tuple[str, Family]]:
        for name in self._family_names:
            if family := self._families.get(name):
                yield name, family

    def _problem(self, path: Path, code: str, message: str, suggestion: str = "", *, key: bool = False) -> None:
        self.problems.append(self._document.problem(path, code, message, suggestion, key=key))


def _statuses(block: RuleKeys) -> frozenset[Status] | None:
    if block.status is not None:
        return frozenset(map(Status, block.status))
    return ASSERTED if block.event is not None else None


def slots_of(conditions: Conditions) -> frozenset[str]:
    """The names of the slots that a match may fill."""
    of_event = (slot.name for way in conditions.event.ways for slot in way.slots) if conditions.event else ()
    return frozenset((*of_event, *(term.slot for term in found_by(conditions) if term.slot)))


def found_by(conditions: Conditions) -> Iterator[Term]:
    """Every term whose occurrences make mentions, in the order of the language's table."""
    yield from conditions.any
    for group in conditions.all:
        yield from group
    for group in conditions.near.groups if conditions.near else ():
        yield from group
    yield from conditions.at_least.of if conditions.at_least else ()
    yield from (term for term, _ in conditions.score.terms) if conditions.score else ()

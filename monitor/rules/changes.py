"""Changes of a rule by another file: `extend: airstrike`, and what is to be different.

`all`, `none`, `unless` and `tags` are added to what the rule has; every other key takes the place of the rule's own. A
change of what is looked for leaves the rule's own tests behind, since they tell of another rule then: only its own
`tests` are run. Else they are added.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import PurePosixPath
from typing import TypeVar

from monitor.errors import Problem, Severity
from monitor.rules.alerting import named_slots
from monitor.rules.compiled import ChangedBy, Conditions, Rule
from monitor.rules.compiling import slots_of
from monitor.rules.packs import shipped_rules
from monitor.rules.schema import ChangeBlock
from monitor.strictyaml import Document, did_you_mean

D = TypeVar("D", Rule, Conditions)
ADDED = frozenset({"all", "none", "unless", "tags"})
_OF_RULE = frozenset(field.name for field in fields(Rule))
_OF_CONDITIONS = frozenset(field.name for field in fields(Conditions))
_NAMES = {"in_": "zones", "language": "languages", "source": "sources", "raise_": "raises"}


@dataclass(frozen=True, slots=True)
class Change:
    """What one document changes in the rule `rule_id`. Of `made` only `fields` mean anything. `place` is a problem with
    its `extend`, to be told in other words."""

    rule_id: str
    made: Rule
    fields: frozenset[str]
    place: Problem


def read_change(document: Document, block: ChangeBlock, made: Rule) -> Change:
    """The change that a valid document says."""
    keys = block.model_fields_set - {"extend", "alert"} | block.alert.model_fields_set
    place = document.problem(("extend",), "unknown-rule", "")
    return Change(block.extend, made, frozenset(filter(None, map(field_of, keys))), place)


def field_of(key: str) -> str | None:
    """The field of a rule, or of its conditions, that a key of the schema fills."""
    name = _NAMES.get(key, key)
    return name if name in _OF_RULE | _OF_CONDITIONS else None


def change_rules(
    rules: Mapping[str, tuple[Rule, ...]], changes: Iterable[Change], broken: Iterable[str]
) -> tuple[dict[str, tuple[Rule, ...]], list[Problem]]:
    """The rules of each file as changed, in the order of the changes; and the problems with these. What may change a
    rule of a broken file waits for it."""
    by_id = {rule.id: rule for of_file in rules.values() for rule in of_file}
    waiting = {PurePosixPath(file).stem for file in broken}
    problems: list[Problem] = []
    for change in changes:
        rule = by_id.get(change.rule_id)
        if rule is not None:
            by_id[rule.id] = changed(rule, change)
            problems.extend(_unknown_slots(change, by_id[rule.id]))
        elif change.rule_id not in waiting:
            problems.append(_unknown_rule(change, by_id))
    return {file: tuple(by_id[rule.id] for rule in of_file) for file, of_file in rules.items()}, problems


def changed(rule: Rule, change: Change) -> Rule:
    """The rule with the change made."""
    made = change.made
    conditions = _merged(rule.conditions, made.conditions, change.fields & _OF_CONDITIONS)
    given = _merged(rule, made, (change.fields & _OF_RULE) - {"tests"})
    tests = tuple(replace(test, written_in=made.file) for test in made.tests)
    return replace(
        given,
        conditions=conditions,
        tests=(*rule.tests, *tests) if conditions == rule.conditions else tests,
        digest=hashlib.sha256(f"{rule.digest}\n{made.digest}".encode()).hexdigest(),
        changed_by=(*rule.changed_by, ChangedBy(made.file, made.line, change.fields)),
    )


def _merged(before: D, made: D, names: Iterable[str]) -> D:
    """A rule or its conditions, with these fields of another put in the place of its own, or added to them."""
    given = {name: getattr(made, name) for name in names}
    return replace(before, **{n: getattr(before, n) + value if n in ADDED else value for n, value in given.items()})


def _unknown_slots(change: Change, rule: Rule) -> Iterator[Problem]:
    slots = sorted(slots_of(rule.conditions))
    for key, name in named_slots(rule):
        if name not in slots:
            message = f"with this change no term fills the slot `{name}` of `{key}`"
            yield replace(change.place, code="unknown-slot", message=message, suggestion=did_you_mean(name, slots))


def _unknown_rule(change: Change, known: Mapping[str, Rule]) -> Problem:
    """An error; where the rule's pack is off, a warning: it may be on again tomorrow."""
    pack = shipped_rules().get(change.rule_id)
    if pack is None:
        message, advice = f"there is no rule `{change.rule_id}` to change", did_you_mean(change.rule_id, known)
        return replace(change.place, message=message, suggestion=advice)
    message = f"the rule `{change.rule_id}` does not run: its pack `{pack}` is off"
    advice = f"add `{pack}` to `packs` in monitor.yml"
    return replace(change.place, code="pack-off", message=message, suggestion=advice, severity=Severity.WARNING)


def twice(changes: Sequence[Change]) -> Iterator[Problem]:
    """A file that changes one rule in two documents."""
    seen: dict[str, int] = {}
    for change in changes:
        if seen.setdefault(change.rule_id, change.place.line) != change.place.line:
            message = f"the rule `{change.rule_id}` is already changed on line {seen[change.rule_id]}"
            yield replace(change.place, code="duplicate-id", message=message)

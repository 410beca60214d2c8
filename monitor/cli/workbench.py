"""Rules, lists and templates as they are on disk, for commands that judge or use them without a daemon."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from fnmatch import fnmatchcase
from functools import cached_property

import click

from monitor import workspace
from monitor.cli import problems
from monitor.cli.session import Session
from monitor.drafting import Ground
from monitor.errors import Severity
from monitor.gate import family_tests
from monitor.matching import Engine
from monitor.rules.compiled import Rule
from monitor.strictyaml import did_you_mean
from monitor.workspace import Workspace


class Workbench:
    """The files of a session, read once."""

    def __init__(self, session: Session) -> None:
        self.settings = session.settings
        self._root = session.loaded.root

    @cached_property
    def workspace(self) -> Workspace:
        return workspace.load(self._root, self.settings)

    def tell_errors(self) -> None:
        """Errors on stderr, for commands that go on with what is sound."""
        errors = [problem for problem in self.workspace.problems if problem.severity is Severity.ERROR]
        problems.show(errors, err=True)

    def chosen(self, names: Sequence[str]) -> list[Rule]:
        """The sound rules whose ids fit one of the names (`*` stands for anything); all of them where none is given."""
        rules = self.workspace.ruleset.rules
        for name in names:
            if not any(fnmatchcase(rule_id, name) for rule_id in rules):
                raise self._unknown(name)
        return [rule for rule in rules.values() if not names or any(fnmatchcase(rule.id, name) for name in names)]

    def tested(self, names: Sequence[str]) -> list[Rule]:
        """The same, and what stands for the tests of the user's verb families, by their names (`$seize`)."""
        families = family_tests(self.workspace)
        if not names:
            return [*self.chosen(()), *families]
        own = {name: [rule for rule in families if fnmatchcase(rule.id.split()[0], name)] for name in names}
        rest = [name for name, found in own.items() if not found]
        return [*(self.chosen(rest) if rest else []), *(rule for found in own.values() for rule in found)]

    def rule(self, rule_id: str) -> Rule:
        """One sound rule."""
        if rule_id not in self.workspace.ruleset.rules:
            raise self._unknown(rule_id)
        return self.workspace.ruleset.rules[rule_id]

    def engine(self, rules: Sequence[Rule] | None = None) -> Engine:
        """An engine of these rules, or of all sound ones."""
        if rules is None:
            return Engine(self.workspace.ruleset)
        return Engine(replace(self.workspace.ruleset, rules={rule.id: rule for rule in rules}))

    def ground(self, now: datetime) -> Ground:
        """What a draft of a new rule rests on."""
        made = self.workspace
        return Ground(made.lists.lists, made.families, self.settings.default_language, now, made.cues.tables)

    def _unknown(self, name: str) -> click.UsageError:
        advice = did_you_mean(name, self.workspace.ruleset.rules)
        return click.UsageError(f"there is no sound rule {name}{advice and f'; {advice}'}")

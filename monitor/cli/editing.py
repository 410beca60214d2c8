"""`backtest --edit`: what each save of a rule changes, until Ctrl-C."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import aclosing
from pathlib import Path

import click

from monitor import workspace
from monitor.backtest.trying import Trying
from monitor.backtest.versions import Version
from monitor.cli import backtestviews, problems
from monitor.cli.backtested import Compared
from monitor.cli.progress import Bars
from monitor.cli.session import Session
from monitor.errors import Problem, Severity
from monitor.gate import test_problems
from monitor.matching import Engine
from monitor.sources.edits import edits, snapshot


class Editing:
    """Watches the rules' folder, with the lists, families and cues in it. To be made before the rules are read, so that
    no save falls between."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._root = session.loaded.root
        self._folder = self._root / session.settings.rules
        self._known = snapshot([self._folder])

    def follow(self, trying: Trying, versions: Sequence[Version], names: Sequence[str], progress: Bars) -> None:
        """Show what every save changes: of the alerts of the save before, and of those of the other versions. The first
        of the versions is what was on disk. A save with an error is told of, and is no version."""
        present, *others = versions
        try:
            while True:
                click.echo(f"\nWatching {self._folder}: save a rule, or end with Ctrl-C")
                saved = asyncio.run(self._next_save())
                self._known = snapshot([self._folder])  # before the files are read
                click.echo(f"\n{', '.join(sorted(path.relative_to(self._folder).as_posix() for path in saved))}")
                made = self._compiled(present)
                if made is not None:
                    before = [Version("the save before", present.workspace), *others]
                    self._compare(trying, made, before, names, progress)
                    present = made
        except KeyboardInterrupt:
            click.echo()

    async def _next_save(self) -> frozenset[Path]:
        stop = asyncio.Event()
        async with aclosing(edits(lambda: [self._folder], self._known, self._session.clock, stop)) as saves:
            return await anext(saves)

    def _compiled(self, before: Version) -> Version | None:
        """What was saved; None where it has errors that were not there before. What is wrong with it is shown."""
        settings = self._session.settings
        made = workspace.compile_files(workspace.read(self._root, settings), settings, previous=before.workspace)
        found = [problem for problem in made.problems if problem not in before.workspace.problems]
        problems.show(found)
        if any(problem.severity is Severity.ERROR for problem in found):
            return None
        return Version("what is on disk", made)

    def _compare(
        self, trying: Trying, made: Version, others: Sequence[Version], names: Sequence[str], progress: Bars
    ) -> None:
        problems.show(self._failing(made, names))
        outcome, *before = trying.of([(version, version.chosen(names)) for version in (made, *others)])
        progress.end()
        backtestviews.show_totals(sorted(made.chosen(names)), outcome)
        for version, was in zip(others, before, strict=True):
            backtestviews.show_difference(Compared.of(version, was, outcome))

    def _failing(self, made: Version, names: Sequence[str]) -> list[Problem]:
        """Tests that fail: with them it would not go live."""
        settings, now = self._session.settings, self._session.clock.now()
        chosen = made.only(made.chosen(names))
        engine = Engine(chosen)
        return [
            each
            for rule in chosen.rules.values()
            for each in test_problems(engine, rule, made.workspace, settings, now)
        ]

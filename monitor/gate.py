"""Which version of every file that people write is in service: the present one if sound, else its last good one.

Sound means: no error, and every test inside the rules passes. A rule whose tests fail falls back to its file's last
good version; where an edited list makes the tests of an unchanged rule fail, the list falls back. A file that never had
a good version stays out. A folder that cannot be listed keeps the last good versions of all its files. Pure but for
reading the examples that tests name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from monitor.config import MonitorSettings
from monitor.errors import Problem, Severity
from monitor.matching import Engine
from monitor.matching.examples import run_tests
from monitor.rules.compiled import Rule
from monitor.rules.files import is_shared
from monitor.workspace import Files, Workspace, compile_files

_ROUNDS = 6  # each round takes at least one more file back; what is left then is left out


@dataclass(frozen=True, slots=True)
class Admitted:
    """What is in service. Paths are those of problems: below the settings' folder.

    `workspace` is compiled from the texts in service, `texts` are these; `refused` are the problems of the present
    versions that are not; `warnings` those of the versions that are. `passed` are the digests of rules whose tests
    passed, so that a reload tests only what changed.
    """

    workspace: Workspace
    engine: Engine
    texts: Mapping[str, str]
    refused: Mapping[str, tuple[Problem, ...]] = field(default_factory=dict)
    warnings: tuple[Problem, ...] = ()
    passed: frozenset[str] = frozenset()


def admit(
    files: Files, good: Mapping[str, str], settings: MonitorSettings, now: datetime, previous: Admitted | None = None
) -> Admitted:
    """Decide what goes into service. `good` are the last good texts, by path. Never raises for what is in a file."""
    before = previous.workspace if previous else None
    passed = previous.passed if previous else frozenset()
    kept = files.kept(good)
    refused: dict[str, tuple[Problem, ...]] = {
        problem.file: (problem,) for problem in (*files.problems, *kept.values())
    }
    now_in = _with_good(files, settings, good, {*refused, *kept})
    for final in (*[False] * _ROUNDS, True):
        workspace = compile_files(now_in, settings, previous=before)
        engine = previous.engine.updated(workspace.ruleset) if previous else Engine(workspace.ruleset)
        faults = _errors(workspace)
        if not faults:
            failures = _failures(engine, passed, settings, now)
            passed = passed | {rule.digest for rule in workspace.ruleset.rules.values() if rule.id not in failures}
            faults = _to_blame(failures, workspace, settings, good)
        refused = {**faults, **refused}
        if not faults or final:
            break
        now_in = _with_good(now_in, settings, good, faults)
        before = workspace
    live = frozenset(rule.digest for rule in workspace.ruleset.rules.values())
    warnings = tuple(problem for problem in workspace.problems if problem.severity is Severity.WARNING)
    return Admitted(workspace, engine, texts_of(now_in, settings), refused, warnings, passed & live)


def texts_of(files: Files, settings: MonitorSettings) -> dict[str, str]:
    """All texts by the path that problems use."""
    rules = {f"{settings.rules}/{path}": text for path, text in (*files.rules.items(), *files.lists.items())}
    return {**rules, **files.templates}


def _errors(workspace: Workspace) -> dict[str, tuple[Problem, ...]]:
    """The errors of each file that is in error."""
    errors = [problem for problem in workspace.problems if problem.severity is Severity.ERROR]
    return {file: tuple(problem for problem in errors if problem.file == file) for file in {e.file for e in errors}}


def _failures(
    engine: Engine, passed: frozenset[str], settings: MonitorSettings, now: datetime
) -> dict[str, tuple[Problem, ...]]:
    """The failing tests of each rule that is not known to pass, as problems at the test's line."""
    failing = {}
    for rule in engine.ruleset.rules.values():
        if rule.digest in passed:
            continue
        problems = test_problems(engine, rule, settings, now)
        if problems:
            failing[rule.id] = problems
    return failing


def test_problems(engine: Engine, rule: Rule, settings: MonitorSettings, now: datetime) -> tuple[Problem, ...]:
    """The failing tests of one rule."""
    results = run_tests(engine, rule, default_language=settings.default_language, now=now)
    file = f"{settings.rules}/{rule.file}"
    return tuple(
        Problem(file, result.test.line, 1, "test-failed", f"a test of `{rule.id}` fails: {result.why}")
        for result in results
        if not result.passed
    )


def _to_blame(
    failures: Mapping[str, tuple[Problem, ...]],
    workspace: Workspace,
    settings: MonitorSettings,
    good: Mapping[str, str],
) -> dict[str, tuple[Problem, ...]]:
    """The files that are taken back for failing tests: the rule's own where it changed, else the changed lists that it
    names. A rule that fails with nothing changed (by a newer lexicon, say) stays: it was good.
    """
    texts = texts_of(workspace.files, settings)
    blamed: dict[str, tuple[Problem, ...]] = {}
    for rule_id, problems in failures.items():
        file = workspace.ruleset.rules[rule_id].file
        path = f"{settings.rules}/{file}"
        if texts[path] != good.get(path):
            blamed[path] = (*blamed.get(path, ()), *problems)
            continue
        for changed in _changed_lists(file, workspace, settings, texts, good):
            why = Problem(
                changed, 0, 0, "test-failed", f"with this list {problems[0].message}", problems[0].source_line
            )
            blamed[changed] = (*blamed.get(changed, ()), why)
    return blamed


def _changed_lists(
    file: str, workspace: Workspace, settings: MonitorSettings, texts: Mapping[str, str], good: Mapping[str, str]
) -> list[str]:
    used = workspace.rules.files[file].used
    shared = [path for path, name in workspace.lists.files.items() if name in used.lists]
    shared += [path for path, name in workspace.families.files.items() if name in used.families]
    paths = [f"{settings.rules}/{path}" for path in shared]
    return [path for path in paths if texts[path] != good.get(path)]


def _with_good(files: Files, settings: MonitorSettings, good: Mapping[str, str], faulty: Iterable[str]) -> Files:
    """The texts with each faulty one replaced by its last good version, or left out where there is none, or where that
    is what is faulty."""
    present = texts_of(files, settings)
    rules, lists, templates = dict(files.rules), dict(files.lists), dict(files.templates)
    for path in faulty:
        own = path.removeprefix(f"{settings.rules}/")
        texts, key = (templates, path) if own == path else (lists, own) if is_shared(own) else (rules, own)
        texts.pop(key, None)
        if path in good and good[path] != present.get(path):
            texts[key] = good[path]
    return replace(files, rules=rules, lists=lists, templates=templates)

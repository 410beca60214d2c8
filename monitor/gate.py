"""Which version of every file that people write is in service: the present one if sound, else its last good one.

Sound means: no error, and every test inside the rules passes. A rule whose tests fail falls back to its file's last
good version; where an edited list, verb family or table of status cues, or a file that changes the rule, makes the
tests of an unchanged rule fail, that falls back. A family's own tests are judged like a rule's. A file that never had a
good version stays out. A folder that cannot be listed keeps the last good versions of all its files. Pure but for
reading the examples that tests name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from monitor.config import MonitorSettings
from monitor.errors import Problem, Severity
from monitor.matching import Engine
from monitor.matching.examples import TestResult, family_rules, run_tests
from monitor.rules.compiled import Rule
from monitor.rules.files import is_shared
from monitor.workspace import Files, Workspace, compile_files

_LOST = ("unknown-name", "unknown-template")  # the receiver or template of a rule in service is gone
_ROUNDS = 6  # each round takes at least one more file back; what is left then is left out


@dataclass(frozen=True, slots=True)
class Admitted:
    """What is in service. Paths are those of problems: below the settings' folder.

    `workspace` is compiled from the texts in service, `texts` are these; `refused` are the problems of the present
    versions that are not; `warnings` those of the versions that are. `passed` are the rules and families whose tests
    passed, by all that these rest on, so that a reload tests only what changed.
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
    kept = _kept(files, good, settings)
    refused: dict[str, tuple[Problem, ...]] = {
        problem.file: (problem,) for problem in (*files.problems, *kept.values())
    }
    # What could not be read is judged by this: as a fault of every round it would keep the tests from being run.
    now_in = _with_good(replace(files, problems=()), settings, good, {*refused, *kept})
    for final in (*[False] * _ROUNDS, True):
        workspace = compile_files(now_in, settings, previous=before, proven=_proven(now_in, good, settings))
        engine = previous.engine.updated(workspace.ruleset) if previous else Engine(workspace.ruleset)
        faults = _errors(workspace, settings)
        if not faults:
            tested = _with_tests(workspace)
            failures = {
                key: problems
                for key, rule in tested.items()
                if key not in passed and (problems := test_problems(engine, rule, workspace, settings, now))
            }
            passed = passed | (tested.keys() - failures.keys())
            faults = _to_blame(
                [(tested[key], problems) for key, problems in failures.items()], workspace, settings, good
            )
        refused = {**faults, **refused}
        if not faults or final:
            break
        now_in = _with_good(now_in, settings, good, faults)
        before = workspace
    warnings = tuple(problem for problem in workspace.problems if problem.severity is Severity.WARNING)
    lost: dict[str, tuple[Problem, ...]] = {}
    for problem in warnings:
        if problem.code in _LOST:
            lost[problem.file] = (*lost.get(problem.file, ()), problem)
    refused = {**lost, **refused}  # said as what is broken is, since the owner should know
    return Admitted(
        workspace, engine, texts_of(now_in, settings), refused, warnings, passed & _with_tests(workspace).keys()
    )


def in_service(files: Files, good: Mapping[str, str], settings: MonitorSettings) -> Files:
    """The texts that a daemon has in service, `good` being its last good ones: what is on disk does not count."""
    rules: dict[str, str] = {}
    lists: dict[str, str] = {}
    templates: dict[str, str] = {}
    for path, text in good.items():
        own = path.removeprefix(f"{settings.rules}/")
        if own == path:
            templates[path] = text
        else:
            (lists if is_shared(own) else rules)[own] = text
    return Files(rules, lists, templates, files.examples)


def _kept(files: Files, good: Mapping[str, str], settings: MonitorSettings) -> dict[str, Problem]:
    """What stays as it was since its folder cannot be listed; a shipped rule that is as it was needs no folder."""
    present = texts_of(files, settings)
    return {path: why for path, why in files.kept(good).items() if present.get(path) != good[path]}


def _proven(files: Files, good: Mapping[str, str], settings: MonitorSettings) -> frozenset[str]:
    """The rule files that are in their last good version."""
    return frozenset(path for path, text in files.rules.items() if good.get(f"{settings.rules}/{path}") == text)


def texts_of(files: Files, settings: MonitorSettings) -> dict[str, str]:
    """All texts by the path that problems use."""
    rules = {f"{settings.rules}/{path}": text for path, text in (*files.rules.items(), *files.lists.items())}
    return {**rules, **files.templates}


def _errors(workspace: Workspace, settings: MonitorSettings) -> dict[str, tuple[Problem, ...]]:
    """The errors of each file that is in error; where some are of what rules rest on, only these: a rule is not to
    blame for a list that could not be read."""
    errors = [problem for problem in workspace.problems if problem.severity is Severity.ERROR]
    shared = [problem for problem in errors if is_shared(problem.file.removeprefix(f"{settings.rules}/"))]
    to_blame = shared or errors
    return {file: tuple(problem for problem in to_blame if problem.file == file) for file in {e.file for e in to_blame}}


def _with_tests(workspace: Workspace) -> dict[str, Rule]:
    """Every rule in force, and what stands for the tests of the user's families, by all that they rest on."""
    cues = workspace.cues.digest
    return {f"{rule.digest} {cues}": rule for rule in (*workspace.ruleset.rules.values(), *family_tests(workspace))}


def family_tests(workspace: Workspace) -> list[Rule]:
    """The tests of the user's families, as rules."""
    families = workspace.families
    named = ((path, families.get(name)) for path, name in families.files.items())
    return [rule for path, each in named if each for rule in family_rules(each, families.tests[path], path)]


def test_problems(
    engine: Engine, rule: Rule, workspace: Workspace, settings: MonitorSettings, now: datetime
) -> tuple[Problem, ...]:
    """The failing tests of one rule, at their lines."""
    results = test_results(engine, rule, workspace, settings, now)
    advice = f"it ships with the monitor: change it by a file that says `extend: {rule.id}`" if rule.shipped else ""
    return tuple(
        Problem(
            f"{settings.rules}/{rule.file_of(result.test)}",
            result.test.line,
            1,
            "test-failed",
            f"a test of `{rule.id}` fails: {result.why}",
            suggestion=advice,
        )
        for result in results
        if not result.passed
    )


def test_results(
    engine: Engine, rule: Rule, workspace: Workspace, settings: MonitorSettings, now: datetime
) -> list[TestResult]:
    """Every test of a rule, or of what stands for a family's."""
    if rule.id not in workspace.ruleset.rules:  # a family's: it may name lists that no rule does
        engine = engine.updated(replace(workspace.ruleset, rules={rule.id: rule}, lists=workspace.lists.lists))
    return run_tests(engine, rule, default_language=settings.default_language, now=now)


def _to_blame(
    failures: Iterable[tuple[Rule, tuple[Problem, ...]]],
    workspace: Workspace,
    settings: MonitorSettings,
    good: Mapping[str, str],
) -> dict[str, tuple[Problem, ...]]:
    """The files that are taken back for failing tests: of those that the rule rests on, the edited ones. A rule that
    fails with nothing edited (by a newer lexicon, say) stays: it was good.
    """
    texts = texts_of(workspace.files, settings)
    edited = {path for path, text in texts.items() if text != good.get(path)}
    blamed: dict[str, tuple[Problem, ...]] = {}
    for rule, problems in failures:
        for layer in _rests_on(rule, workspace):
            paths = [path for path in (f"{settings.rules}/{file}" for file in layer) if path in edited]
            for path in paths:
                own = tuple(problem for problem in problems if problem.file == path)
                blamed[path] = (*blamed.get(path, ()), *(own or (_because_of(path, problems[0]),)))
            if paths:
                break
    return blamed


def _rests_on(rule: Rule, workspace: Workspace) -> Iterator[list[str]]:
    """The files that make a rule what it is, or stand for a family's tests, the likeliest culprits first: those that
    change it, its own, then the lists, families and tables of status cues."""
    changes = [change.file for change in rule.changed_by]
    yield changes
    yield [rule.file]
    loaded = [workspace.rules.files[file].used for file in (rule.file, *changes) if file in workspace.rules.files]
    lists = {name for used in loaded for name in used.lists} if loaded else workspace.lists.lists.keys()
    families = {name for used in loaded for name in used.families}
    yield [
        *(path for path, name in workspace.lists.files.items() if name in lists),
        *(path for path, name in workspace.families.files.items() if name in families),
        *workspace.cues.files,
    ]


def _because_of(path: str, problem: Problem) -> Problem:
    return Problem(path, 0, 0, "test-failed", f"with this file {problem.message}", problem.source_line)


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

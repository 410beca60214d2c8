"""Everything that people write — rules, lists, templates — read from disk and compiled, with all problems of all files.

    files = read(root, settings)            # I/O
    workspace = compile_files(files, settings)  # pure

The command line stops at any error; the daemon puts the last good text of each file in `workspace.broken` in its place
and compiles again. `ruleset` never holds a rule of a broken file.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from stat import S_ISREG

from monitor.alerting import references
from monitor.config import MonitorSettings
from monitor.delivery.render import Fault, Templates, check_headline
from monitor.delivery.render import Loaded as LoadedTemplates
from monitor.errors import Problem, Severity
from monitor.rules.compiled import Rule, RuleSet
from monitor.rules.cues import LoadedCues, load_cues
from monitor.rules.families import Families, load_families
from monitor.rules.files import FileKind, kind_of, pack_of
from monitor.rules.lint import between
from monitor.rules.lists import LoadedLists, load_lists
from monitor.rules.load import Loaded, load_rules
from monitor.rules.packs import with_packs
from monitor.sources.names import from_text, to_text
from monitor.strictyaml import did_you_mean

MAX_BYTES = 2_000_000


@dataclass(frozen=True, slots=True)
class Files:
    """Texts as they are on disk, by names that every store and log can hold (`monitor.sources.names`).

    Rules, and lists with verb families and status cues, by their path below the rules folder, templates by theirs below
    the settings' folder. Among the rules are those of the packs that are on, shipped ones too. `examples` reads a file
    that a rule's test names; None where there is none. `unlisted` are the folders of which nobody can tell what is in
    them: what was in service of these stays.
    """

    rules: Mapping[str, str]
    lists: Mapping[str, str]
    templates: Mapping[str, str]
    examples: Callable[[str], str | None]
    problems: tuple[Problem, ...] = ()
    unlisted: tuple[Problem, ...] = ()

    def kept(self, paths: Iterable[str]) -> dict[str, Problem]:
        """Those of the paths that lie in a folder that cannot be listed, each with that folder's problem."""
        below = {path: [one for one in self.unlisted if path.startswith(f"{one.file}/")] for path in paths}
        return {path: found[0] for path, found in below.items() if found}


@dataclass(frozen=True, slots=True)
class Workspace:
    """Compiled files. `problems` names files by their path below the settings' folder; `broken` are the rule files, by
    the path in `Files.rules`, that have an error and therefore no rule in `ruleset`."""

    files: Files
    lists: LoadedLists
    rules: Loaded
    templates: Templates
    ruleset: RuleSet
    problems: tuple[Problem, ...]
    broken: frozenset[str] = field(default_factory=frozenset)
    families: Families = field(default_factory=Families)
    cues: LoadedCues = field(default_factory=lambda: load_cues({}))

    @property
    def errors(self) -> int:
        return sum(problem.severity is Severity.ERROR for problem in self.problems)


def load(root: Path, settings: MonitorSettings) -> Workspace:
    """Read and compile everything. Never raises for what is in a file."""
    return compile_files(read(root, settings), settings)


def read(root: Path, settings: MonitorSettings) -> Files:
    """The texts. A file or folder that cannot be read is a problem; only templates may be missing altogether."""
    folder, own = root / settings.rules, root / settings.templates
    problems: list[Problem] = []
    unlisted: list[Problem] = []
    texts: dict[FileKind, dict[str, str]] = {kind: {} for kind in FileKind}
    for path in _files(folder, root, unlisted):
        name = to_text(path.relative_to(folder).as_posix())
        kind = kind_of(name)
        off = kind is FileKind.OTHER or (kind is FileKind.PACK and pack_of(name) not in settings.packs)
        if not off and (text := _text(path, root, problems)) is not None:
            texts[kind][name] = text
    templates = {}
    for path in _files(own, root, unlisted, depth=1):
        if path.suffix == ".j2" and (text := _text(path, root, problems)) is not None:
            templates[_below(path, root)] = text
    return Files(
        with_packs({**texts[FileKind.RULE], **texts[FileKind.PACK]}, settings.packs),
        {**texts[FileKind.LIST], **texts[FileKind.ACTION], **texts[FileKind.STATUS]},
        templates,
        lambda name: _example(folder / from_text(name)),
        (*problems, *(one for one in unlisted if (one.file, one.code) != (_below(own, root), "no-folder"))),
        tuple(unlisted),
    )


def compile_files(
    files: Files, settings: MonitorSettings, *, previous: Workspace | None = None, proven: Collection[str] = ()
) -> Workspace:
    """Compile the texts. `previous` makes a reload cost only what changed. `proven` are rule files that were sound:
    where the template that one names is gone, the default serves its rules; where a receiver is, the others that it
    names, else the routes', are told; it is only warned of."""
    lists = load_lists(_of_kind(files, FileKind.LIST))
    families = load_families(_of_kind(files, FileKind.ACTION), lists.lists)
    cues = load_cues(_of_kind(files, FileKind.STATUS))
    rules = load_rules(
        files.rules, lists.lists, files.examples, families=families, previous=previous.rules if previous else None
    )
    templates = Templates.load(files.templates)
    by_id = {rule.id: rule for found in rules.rules.values() for rule in found}
    judged = [
        fault
        for found in rules.rules.values()
        for rule in found
        for fault in _judge(rule, by_id, files.rules, settings, templates, proven=proven)
    ]
    in_rules = (*lists.problems, *families.problems, *cues.problems, *rules.problems, *judged)
    broken = {problem.file for problem in in_rules if problem.severity is Severity.ERROR}
    named = [replace(problem, file=f"{settings.rules}/{problem.file}") for problem in in_rules]
    ruleset = _ruleset(rules, lists, cues, broken)
    problems = {*files.problems, *named, *templates.problems}
    if not any(problem.severity is Severity.ERROR for problem in problems):
        problems |= set(_idle(ruleset, settings))
    return Workspace(
        files,
        lists,
        rules,
        templates.templates,
        ruleset,
        tuple(sorted(problems)),
        frozenset(broken & files.rules.keys()),
        families,
        cues,
    )


def _of_kind(files: Files, kind: FileKind) -> dict[str, str]:
    return {path: text for path, text in files.lists.items() if kind_of(path) is kind}


def shadowed(workspace: Workspace, settings: MonitorSettings) -> list[Problem]:
    """Warnings of rules that do what others do. Compares all rules, so only for whoever asks."""
    found = between(workspace.ruleset.rules.values(), workspace.files.rules)
    return [replace(problem, file=f"{settings.rules}/{problem.file}") for problem in found]


def _idle(ruleset: RuleSet, settings: MonitorSettings) -> Iterator[Problem]:
    """Nothing is wrong, and nothing can ever happen."""
    if not any(rule.enabled for rule in ruleset.rules.values()):
        found = "no rule is switched on" if ruleset.rules else "there is no rule"
        message = f"{found}: nobody will be told of anything"
        yield Problem(settings.rules, 0, 0, "no-rules", message, severity=Severity.WARNING)


def _ruleset(rules: Loaded, lists: LoadedLists, cues: LoadedCues, broken: Set[str]) -> RuleSet:
    """The rules of sound files, and only the lists that they name: the shipped ones take a second to index."""
    sound = [file for file in rules.rules if file not in broken]
    named = {name for file in sound for name in rules.files[file].used.lists}
    found = (rule for file in sound for rule in rules.rules[file])
    return RuleSet(
        {rule.id: rule for rule in found if broken.isdisjoint(change.file for change in rule.changed_by)},
        {name: entries for name, entries in lists.lists.items() if name in named},
        cues.tables,
    )


def _judge(
    rule: Rule,
    rules: Mapping[str, Rule],
    texts: Mapping[str, str],
    settings: MonitorSettings,
    templates: LoadedTemplates,
    *,
    proven: Collection[str],
) -> Iterator[Problem]:
    """What a rule's file alone cannot tell: names of the settings and of other rules, templates, and the headline's
    variables."""
    for path, message, suggestion in references.sequence_problems(rule, rules):
        yield _at(rule, texts, str(path[0]), Fault("unknown-name", message, suggestion))
    for problem in (*_receivers(rule, texts, settings), *_template(rule, texts, templates)):
        yield replace(problem, severity=Severity.WARNING) if problem.file in proven else problem
    for fault in check_headline(rule.headline or "", references.slots_of_alert(rule, rules)):
        yield _at(rule, texts, "headline", fault)


def _receivers(rule: Rule, texts: Mapping[str, str], settings: MonitorSettings) -> Iterator[Problem]:
    for path, message, suggestion in references.rule_problems(rule, settings):
        yield _at(rule, texts, str(path[0]), Fault("unknown-name", message, suggestion))


def _template(rule: Rule, texts: Mapping[str, str], templates: LoadedTemplates) -> Iterator[Problem]:
    if rule.template not in templates.templates.names():
        advice = did_you_mean(rule.template, templates.templates.names())
        yield _at(rule, texts, "template", Fault("unknown-template", f"no template is named `{rule.template}`", advice))


def _at(rule: Rule, texts: Mapping[str, str], key: str, fault: Fault) -> Problem:
    """A problem at a key of a rule, found in the text that says it: a compiled rule keeps only where it begins."""
    file, first = rule.place_of(key)
    lines = texts[file].splitlines()
    below = range(first, len(lines) + 1)
    line = next((number for number in below if lines[number - 1].startswith(f"{key}:")), first)
    return Problem(file, line, 1, fault.code, fault.message, lines[line - 1], fault.suggestion)


def _files(folder: Path, root: Path, unlisted: list[Problem], depth: int | None = None) -> list[Path]:
    """Every file below a folder, in a fixed order. Folders that are links are not entered."""

    def refuse(error: OSError) -> None:
        gone = isinstance(error, FileNotFoundError)
        code, why = ("no-folder", "is not there") if gone else ("unreadable", f"cannot be read: {error.strerror}")
        unlisted.append(Problem(_below(Path(error.filename), root), 0, 0, code, f"the folder {why}"))

    walk = islice(os.walk(folder, onerror=refuse), depth)
    return sorted(Path(at) / name for at, _, names in walk for name in names)


def _text(path: Path, root: Path, problems: list[Problem]) -> str | None:
    try:
        about = path.stat()
        if not S_ISREG(about.st_mode):  # opening a pipe would wait for whoever writes into it
            problems.append(Problem(_below(path, root), 0, 0, "unreadable", "is not a regular file"))
            return None
        if about.st_size > MAX_BYTES:
            problems.append(Problem(_below(path, root), 0, 0, "too-large", f"larger than {MAX_BYTES:,} bytes"))
            return None
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None  # gone since the folder was listed
    except OSError as error:
        problems.append(Problem(_below(path, root), 0, 0, "unreadable", f"cannot be read: {error.strerror}"))
    except UnicodeDecodeError as error:
        before = error.object[: error.start]
        line, column = before.count(b"\n") + 1, error.start - before.rfind(b"\n")
        message = f"is not UTF-8 text: the byte 0x{error.object[error.start]:02x}"
        problems.append(Problem(_below(path, root), line, column, "encoding", message, suggestion="save it as UTF-8"))
    return None


def _below(path: Path, root: Path) -> str:
    return to_text(path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix())


def _example(path: Path) -> str | None:
    try:
        about = path.stat()
        fits = S_ISREG(about.st_mode) and about.st_size <= MAX_BYTES
        return path.read_text(encoding="utf-8") if fits else None
    except (OSError, ValueError):  # ValueError: no UTF-8, or a name that no file can have
        return None

"""Rule files → rules and problems, a file at a time: a broken file never touches another, and a file whose text and
surroundings are as before is not read again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

from monitor.errors import InvalidFiles, Problem, Severity
from monitor.rules.changes import Change, change_rules, read_change, twice
from monitor.rules.compiled import Rule, TermList
from monitor.rules.compiling import RuleCompiler, Used
from monitor.rules.families import Families
from monitor.rules.files import pack_of
from monitor.rules.lint import lint
from monitor.rules.ruletests import Examples
from monitor.rules.schema import ChangeBlock, RuleBlock
from monitor.strictyaml import Document, parse, validate


@dataclass(frozen=True, slots=True)
class LoadedFile:
    """One file: its rules and what it changes in others', or the errors that keep them out; warnings in both cases.
    `surroundings` digests what the result rests on beside the file's text."""

    text: str
    rules: tuple[Rule, ...]
    problems: tuple[Problem, ...]
    used: Used
    surroundings: str
    changes: tuple[Change, ...] = ()

    @property
    def broken(self) -> bool:
        return any(problem.severity is Severity.ERROR for problem in self.problems)


@dataclass(frozen=True, slots=True)
class Loaded:
    """`rules` of each sound file, by path; `problems` of all files, sorted. `files` is what the next load reuses."""

    rules: Mapping[str, tuple[Rule, ...]]
    problems: tuple[Problem, ...]
    files: Mapping[str, LoadedFile] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What rule files are compiled against."""

    lists: Mapping[str, TermList]
    families: Families
    examples: Examples

    def digest(self, used: Used) -> str:
        """Digest of what a file's result rests on. A list or family that is missing counts by all names, which
        suggestions show."""
        lists = self.lists
        named = [(name, lists[name].digest if name in lists else sorted(lists)) for name in sorted(used.lists)]
        actions = [(name, self._family(name)) for name in sorted(used.families)]
        texts = [(path, self.examples(path)) for path in sorted(used.examples)]
        return hashlib.sha256(repr((named, actions, texts)).encode()).hexdigest()

    def _family(self, name: str) -> str | list[str]:
        family = self.families.get(name)
        return family.digest if family else sorted(self.families.names())


def load_rules(
    files: Mapping[str, str],
    lists: Mapping[str, TermList],
    examples: Examples = lambda _: None,
    *,
    families: Families | None = None,
    previous: Loaded | None = None,
) -> Loaded:
    """All rule files (path below `rules/` → text), compiled against lists and verb families. Never raises.

    `examples` gives the text of a file named by a test. `previous` makes a reload cost only what changed, and lets a
    file that already owned an id keep it.
    """
    before = previous.files if previous else {}
    around = Surroundings(lists, families or Families(), examples)
    loaded = {file: _load(file, text, around, before.get(file)) for file, text in sorted(files.items())}
    ranked = _without_replaced(loaded)
    clashes = dict(_clashes(ranked, previous))
    problems = [problem for one in loaded.values() for problem in one.problems]
    problems.extend(problem for clash in clashes.values() for problem in clash)
    sound = {file: one for file, one in ranked.items() if not one.broken and file not in clashes}
    changes = [change for one in sound.values() for change in one.changes]
    rules, faults = change_rules(
        {file: one.rules for file, one in sound.items()}, changes, loaded.keys() - sound.keys()
    )
    return Loaded(rules, tuple(sorted([*problems, *faults])), loaded)


def _without_replaced(loaded: Mapping[str, LoadedFile]) -> dict[str, LoadedFile]:
    """The files without those rules of packs that have the id of a rule of the desk's own."""
    own = {rule.id for file, one in loaded.items() if not pack_of(file) for rule in one.rules}
    return {
        file: replace(one, rules=tuple(rule for rule in one.rules if rule.id not in own)) if pack_of(file) else one
        for file, one in loaded.items()
    }


def _load(file: str, text: str, around: Surroundings, before: LoadedFile | None) -> LoadedFile:
    if before and before.text == text and before.surroundings == around.digest(before.used):
        return before
    try:
        documents = parse(text, file)
    except InvalidFiles as error:
        return LoadedFile(text, (), error.problems, Used(), around.digest(Used()))
    rules: list[tuple[Document, Rule]] = []
    changes: list[Change] = []
    problems = [] if documents else [_empty(file)]
    used = Used()
    for document in documents:
        compiler = RuleCompiler(document, around.lists, around.examples, around.families)
        if ("extend",) in document.keys:
            changes.extend(_change(document, compiler, problems))
        else:
            alone = len(documents) == 1
            rules.extend((document, rule) for rule in _rule(document, compiler, problems, around.lists, alone=alone))
        problems.extend(compiler.problems)
        used = used | compiler.used
    problems.extend((*_twice(rules), *twice(changes)))
    broken = any(problem.severity is Severity.ERROR for problem in problems)
    kept = () if broken else tuple(rule for _, rule in rules)
    found = tuple(sorted(set(problems)))
    return LoadedFile(text, kept, found, used, around.digest(used), () if broken else tuple(changes))


def _empty(file: str) -> Problem:
    """An editor or a full disk that cut a file to nothing must not take its rules out of service."""
    advice = "delete the file, or set `enabled: false`, to take a rule out of service"
    return Problem(file, 0, 0, "no-rule", "the file holds no rule", suggestion=advice)


def _rule(
    document: Document, compiler: RuleCompiler, problems: list[Problem], lists: Mapping[str, TermList], *, alone: bool
) -> Iterator[Rule]:
    """The document's rule; none where its form is wrong."""
    try:
        block = validate(document, RuleBlock)
    except InvalidFiles as error:
        problems.extend(error.problems)
        _compile_rest(document, error.problems, compiler)
        return
    rule = compiler.compile(block, block.id or _default_id(document, problems, alone=alone))
    problems.extend(lint(rule, block, document, compiler.places, lists))
    yield rule


def _change(document: Document, compiler: RuleCompiler, problems: list[Problem]) -> Iterator[Change]:
    """The document's change of a rule elsewhere; none where its form is wrong."""
    try:
        block = validate(document, ChangeBlock)
    except InvalidFiles as error:
        problems.extend(error.problems)
        return
    yield read_change(document, block, compiler.compile(block, block.extend, partial=True))


def _compile_rest(document: Document, problems: Sequence[Problem], compiler: RuleCompiler) -> None:
    """Compile what is left without the faulty keys, so that its own faults are shown at the same time."""
    if not isinstance(document.root, dict):
        return
    faulty = {problem.line for problem in problems}
    sound = {key: value for key, value in document.root.items() if faulty.isdisjoint(_lines(document, key))}
    try:
        block = validate(replace(document, root={"title": "-", **sound}), RuleBlock)
    except InvalidFiles:  # more is wrong than these keys: what was found has to be mended first
        return
    compiler.compile(block, "-", partial=True)


def _lines(document: Document, key: str) -> range:
    """The lines that a key and its value begin on."""
    places = [document.position(path).line for path in document.values if path[:1] == (key,)]
    return range(document.position((key,), key=True).line, max(places) + 1)


def _default_id(document: Document, problems: list[Problem], *, alone: bool) -> str:
    stem = PurePosixPath(document.file).stem
    wanted = "".join(letter if letter in "abcdefghijklmnopqrstuvwxyz0123456789-" else "-" for letter in stem.lower())
    if not alone:
        message = "missing key `id`: a file of several rules names each"
        problems.append(document.problem((), "missing-key", message))
    elif wanted != stem:
        message = f"the file's name `{stem}` cannot be the rule's id: only small letters, digits and `-`"
        problems.append(document.problem((), "rule-id", message, f"rename the file, or write `id: {wanted}`"))
    return wanted


def _twice(rules: Sequence[tuple[Document, Rule]]) -> Iterator[Problem]:
    """Ids that occur twice in one file."""
    first: dict[str, int] = {}
    for document, rule in rules:
        if ("id",) in document.keys and first.setdefault(rule.id, rule.line) != rule.line:
            yield document.problem(
                ("id",), "duplicate-id", f"the id `{rule.id}` is already used on line {first[rule.id]}"
            )


def _clashes(loaded: Mapping[str, LoadedFile], previous: Loaded | None) -> Iterator[tuple[str, tuple[Problem, ...]]]:
    """The files that use another file's id. It belongs to the file that had it before, else to the first by path."""
    owners = {rule.id: file for file, rules in previous.rules.items() for rule in rules} if previous else {}
    owners = {
        rule_id: file
        for rule_id, file in owners.items()
        if file in loaded and any(rule.id == rule_id for rule in loaded[file].rules)
    }
    for file, one in loaded.items():
        clashing = [rule for rule in one.rules if owners.setdefault(rule.id, file) != file]
        if clashing:
            yield file, tuple(_clash(rule, one.text, owners[rule.id]) for rule in clashing)


def _clash(rule: Rule, text: str, owner: str) -> Problem:
    lines = text.splitlines()
    line = next(
        (number for number in range(rule.line, len(lines) + 1) if lines[number - 1].startswith("id:")), rule.line
    )
    message = f"the id `{rule.id}` already belongs to {owner}"
    return Problem(rule.file, line, 1, "duplicate-id", message, lines[line - 1], "give this rule an `id` of its own")

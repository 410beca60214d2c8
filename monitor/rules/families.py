"""Verb families: the shipped ones, and the user's, which extend or replace them. A family is read at its first use."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import PurePosixPath
from typing import NamedTuple

from monitor.errors import InvalidFiles, Problem
from monitor.lexicon import shipped_actions
from monitor.rules.actions import (
    BEFORE,
    OBJECT,
    POSSESSIVE,
    SPEAKER,
    SUBJECT,
    Family,
    Infinitive,
    Noun,
    Verb,
    VerbWords,
    Wording,
)
from monitor.rules.compiled import Role, RuleTest, Term
from monitor.rules.events import compile_slots, verb_words
from monitor.rules.familyfiles import FamilyBlock, InfinitiveBlock, NounBlock, VerbBlock, WordingBlock
from monitor.rules.ruletests import TestReader
from monitor.rules.terms import TermFault, compile_term, lists_of, spelled, whole
from monitor.strictyaml import Document, Path, did_you_mean, parse, validate

NAME = re.compile(r"[a-z][a-z0-9_-]*")


@dataclass(frozen=True, slots=True)
class Families:
    """Every family that rules may name. `made`: the user's, by name; `problems` of their files; `files`: the family
    that each sound file of the user's makes or extends; `tests`: those that stand in each of these files."""

    made: Mapping[str, Family] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict)
    tests: Mapping[str, tuple[RuleTest, ...]] = field(default_factory=dict)

    def get(self, name: str) -> Family | None:
        """The family of this name."""
        return self.made.get(name) or (shipped(name) if f"{name}.yml" in shipped_actions() else None)

    def names(self) -> frozenset[str]:
        """All names, the shipped ones included."""
        return frozenset((*self.made, *shipped_names()))


def shipped_names() -> tuple[str, ...]:
    """The families of the package itself."""
    return tuple(sorted(file.removesuffix(".yml") for file in shipped_actions()))


@cache
def shipped(name: str) -> Family:
    """A family of the package itself."""
    file = f"{name}.yml"
    return _read(file, shipped_actions()[file]).family


def load_families(files: Mapping[str, str], lists: Iterable[str]) -> Families:
    """The shipped families with the user's `files` (path below `rules/` → text) laid over them; `lists` are the names
    of the lists there are. Never raises."""
    problems: list[Problem] = []
    known = frozenset(lists)
    made: dict[str, Family] = {}
    makers: dict[str, str] = {}
    sound = list(_sound(files, known, problems))
    for read in (read for read in sound if read.extend is None):
        name = read.family.name
        if name in makers:
            message = f"the family `${name}` is already made by {makers[name]}"
            problems.append(
                read.document.problem((), "duplicate-family", message, f"write `extend: {name}` to add to it")
            )
        else:
            makers[name], made[name] = read.document.file, read.family
    of_files = {file: name for name, file in makers.items()}
    for read in (read for read in sound if read.extend is not None):
        extend = str(read.extend)
        base = Families(made).get(extend)
        if base is None:
            advice = did_you_mean(extend, {*made, *shipped_names()})
            message = f"no family `{extend}` to extend"
            problems.append(read.document.problem(("extend",), "unknown-family", message, advice))
        else:
            made[extend] = _extended(base, read.family)
            of_files[read.document.file] = extend
    tests = {read.document.file: read.family.tests for read in sound if read.document.file in of_files}
    return Families(made, tuple(sorted(problems)), of_files, tests)


class _FamilyFile(NamedTuple):
    """A sound file, and which family it extends."""

    document: Document
    family: Family
    extend: str | None


def _sound(files: Mapping[str, str], lists: frozenset[str], problems: list[Problem]) -> Iterator[_FamilyFile]:
    for file, text in sorted(files.items()):
        try:
            yield _read(file, text, lists)
        except InvalidFiles as error:
            problems.extend(error.problems)


def _extended(base: Family, more: Family) -> Family:
    languages = dict(base.languages)
    for language, wording in more.languages.items():
        before = languages.get(language, Wording())
        languages[language] = Wording(
            before.verbs + wording.verbs,
            before.nouns + wording.nouns,
            before.figurative + wording.figurative,
            before.unless + wording.unless,
            before.evidence + wording.evidence,
        )
    usual = {role: (*base.usual.get(role, ()), *more.usual.get(role, ())) for role in {*base.usual, *more.usual}}
    return replace(
        base,
        digest=hashlib.sha256(f"{base.digest}\n{more.digest}".encode()).hexdigest(),
        languages=languages,
        strict=base.strict | more.strict,
        known=base.known | more.known,
        usual=usual,
        lists=base.lists | more.lists,
        tests=(*base.tests, *more.tests),
        asked=more.asked or base.asked,
    )


def _read(file: str, text: str, lists: frozenset[str] | None = None) -> _FamilyFile:
    """What a file says. Raises InvalidFiles."""
    name = PurePosixPath(file).stem
    documents = parse(text, file)
    if len(documents) != 1:
        raise InvalidFiles([Problem(file, 1, 1, "empty", "a family's file holds one family")])
    block = validate(documents[0], FamilyBlock)
    compiler = _Compiler(documents[0], lists)
    family = compiler.compile(block, name, hashlib.sha256(text.encode()).hexdigest())
    problems = [*compiler.problems, *_faults(documents[0], block, name)]
    if problems:
        raise InvalidFiles(sorted(set(problems)))
    return _FamilyFile(documents[0], family, block.extend)


def _faults(document: Document, block: FamilyBlock, name: str) -> Iterator[Problem]:
    """A name that no rule can write, and a family that names no action."""
    if not NAME.fullmatch(name):
        better = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
        message = f"`{name}` cannot name a family: rules write `$name` with small letters, digits, `_` and `-`"
        yield document.problem((), "family-name", message, f"call the file `{better}.yml`" if better else "")
    if block.extend is None and not any(each.verbs or each.nouns for each in block.languages.values()):
        message = "the family names no action: it needs `verbs` or `nouns` in one of `languages`"
        yield document.problem((), "empty", message, "to add to a family, write `extend: NAME`")


class _Compiler:
    """Compiles one family; `problems` is complete once `compile` has returned. `lists` None: whatever it names."""

    def __init__(self, document: Document, lists: frozenset[str] | None) -> None:
        self.problems: list[Problem] = []
        self._document = document
        self._lists = lists
        self._named: set[str] = set()
        self._groups: Mapping[str, tuple[str, ...]] = {}

    def compile(self, block: FamilyBlock, name: str, digest: str) -> Family:
        usual = {Role(role): self._terms(words, ("usual", role)) for role, words in block.usual.items()}
        languages = {code: self._wording(each, ("languages", code)) for code, each in block.languages.items()}
        tests: tuple[RuleTest, ...] = TestReader(self._document, lambda _: None, self.problems).read(block.tests)
        asked = tuple(compile_slots(block.tests.event, self._terms, ("tests", "event")))
        return Family(
            name,
            digest,
            languages,
            block.title or name,
            block.plover,
            _roles(block.strict),
            _roles(block.known),
            usual,
            frozenset(self._named),
            tests,
            asked,
        )

    def _wording(self, block: WordingBlock, path: Path) -> Wording:
        try:
            self._groups = whole(block.groups)
        except TermFault as fault:
            self._problem((*path, "groups"), fault.code, fault.message, fault.suggestion)
        return Wording(
            tuple(self._verb(each, (*path, "verbs", n)) for n, each in enumerate(block.verbs)),
            tuple(self._noun(each, (*path, "nouns", n)) for n, each in enumerate(block.nouns)),
            self._terms(block.figurative or (), (*path, "figurative")),
            self._terms(block.unless or (), (*path, "unless")),
            self._terms(block.evidence or (), (*path, "evidence")),
        )

    def _verb(self, block: VerbBlock, path: Path) -> Verb:
        positions = _positions(
            {SUBJECT: block.subject, OBJECT: block.object, SPEAKER: block.speaker, **block.prepositions}
        )
        verbs = self._verbs(block.words, (*path, "words"))
        return Verb(
            verbs,
            positions,
            _roles(block.needs),
            block.voice,
            self._infinitive(block.infinitive, path),
            frozenset(word.lower() for word in block.only_with),
            frozenset(word.lower() for word in block.hints),
            block.alone,
        )

    def _noun(self, block: NounBlock, path: Path) -> Noun:
        named = {POSSESSIVE: block.possessive, BEFORE: block.before, SUBJECT: block.subject, **block.prepositions}
        return Noun(
            self._terms(block.words, (*path, "words")),
            _positions(named),
            self._verbs(block.light, (*path, "light")),
            _roles(block.needs),
            self._infinitive(block.infinitive, path),
        )

    def _infinitive(self, block: InfinitiveBlock | None, path: Path) -> Infinitive | None:
        if block is None:
            return None
        verbs = self._verbs(block.words, (*path, "infinitive", "words"))
        literals = [[part.text for part in verb if not isinstance(part, Role)] for verb in verbs]
        by_first: dict[str, list[list[str]]] = {}
        for literal in sorted(literals, key=len, reverse=True):
            by_first.setdefault(literal[0], []).append(literal)
        return Infinitive(by_first, _positions({OBJECT: block.object, **block.prepositions}))

    def _verbs(self, words: Iterable[str], path: Path) -> tuple[VerbWords, ...]:
        each = ((n, one) for n, written in enumerate(words) for one in self._spelled(written, (*path, n)))
        return tuple(made for n, written in each for made in self._made_verb(written, (*path, n)))

    def _spelled(self, written: str, path: Path) -> Iterator[str]:
        try:
            yield from spelled(written, self._groups)
        except TermFault as fault:
            self._problem(path, fault.code, fault.message, fault.suggestion)

    def _made_verb(self, written: str, path: Path) -> Iterator[VerbWords]:
        try:
            made = verb_words(written)
        except TermFault as fault:
            self._problem(path, fault.code, fault.message, fault.suggestion)
            return
        if not made or isinstance(made[0], Role):
            self._problem(path, "value", f"`{written}` must begin with the verb", "")
            return
        yield made

    def _terms(self, items: Iterable[str], path: Path, *, inflect: bool = True) -> tuple[Term, ...]:
        each = ((n, one) for n, written in enumerate(items) for one in self._spelled(written, (*path, n)))
        return tuple(term for n, written in each for term in self._term(written, (*path, n), inflect))

    def _term(self, written: str, path: Path, inflect: bool) -> Iterator[Term]:
        try:
            term = compile_term(written, inflect=inflect)
        except TermFault as fault:
            self._problem(path, fault.code, fault.message, fault.suggestion)
            return
        for name in lists_of(term):
            self._named.add(name)
            if self._lists is not None and name not in self._lists:
                self._problem(path, "unknown-list", f"there is no list `${name}`", did_you_mean(name, self._lists))
        yield term

    def _problem(self, path: Path, code: str, message: str, suggestion: str) -> None:
        self.problems.append(self._document.problem(path, code, message, suggestion))


def _roles(names: Iterable[str]) -> frozenset[Role]:
    return frozenset(map(Role, names))


def _positions(named: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[Role, ...]]:
    return {place: tuple(map(Role, roles)) for place, roles in named.items() if roles}

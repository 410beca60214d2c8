"""Terms that say again what another says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from monitor.rules.actions import Verb
from monitor.rules.compiled import Expression, Found, Phrase, Term, Word
from monitor.rules.lint.findings import Code, Finding, Places, Subject, eithers
from monitor.rules.lint.meaning import covers
from monitor.strictyaml import Path

_MOST = 300
"""Of a longer list of terms only those that are written alike are compared."""


@dataclass(frozen=True, slots=True)
class _AnyOf:
    """Terms of which any will do, each with its place, and what a message calls them. `exactly`: longer words make a
    difference (in a slot, or where occurrences are counted), so that only terms of the same meaning are idle."""

    name: str
    members: list[tuple[Term, Path]]
    exactly: bool = False


def find(subject: Subject) -> Iterator[Finding]:
    query = subject.conditions.query
    for group in (*_lists(subject.places), *(_of_query(query.expression) if query else ())):
        yield from _in(subject, group)
    yield from _actions(subject)


def _lists(places: Places) -> Iterable[_AnyOf]:
    """The lists of a rule's keys."""
    found: dict[str, _AnyOf] = {}
    for term, path in places:
        match path:
            case ("any" | "none" | "unless" as key, *_):
                group = found.setdefault(f"`{key}`", _AnyOf(f"`{key}`", []))
            case ("all" | "near" as key, *_, int(number), int()) | (
                "all" | "near" as key,
                *_,
                int(number),
                int(),
                "of",
            ):
                name = f"item {number + 1} of `{key}`"
                group = found.setdefault(name, _AnyOf(name, []))
            case ("at_least", "of", *_):
                group = found.setdefault("`at_least`", _AnyOf("`at_least`", [], exactly=True))
            case ("event", str(role), "of" | "not" as part, *_):
                name = f"`{part}` of `{role}`"
                group = found.setdefault(name, _AnyOf(name, [], exactly=True))
            case _:
                continue
        group.members.append((term, path))
    return found.values()


def _of_query(expression: Expression) -> Iterator[_AnyOf]:
    """The terms that an OR joins, of each zone by themselves."""
    for either in eithers(expression):
        zones = dict.fromkeys(part.zone for part in either.parts if isinstance(part, Found))
        for zone in zones:
            same = [part.term for part in either.parts if isinstance(part, Found) and part.zone is zone]
            yield _AnyOf("its `OR`", [(term, ("query",)) for term in same])


def _in(subject: Subject, group: _AnyOf) -> Iterator[Finding]:
    seen: set[tuple[str, str | None, tuple[bool, ...]]] = set()
    distinct: list[tuple[Term, Path]] = []
    for term, path in group.members:
        written = (" ".join(term.written.casefold().split()), term.slot, _cased(term))
        if written in seen:
            message = f"`{term.written}` is already in {group.name}"
            yield subject.at(term, path, Code.DUPLICATE, message, "leave it out", last=True)
        else:
            distinct.append((term, path))
        seen.add(written)
    if len(distinct) <= _MOST:
        for number, (term, path) in enumerate(distinct):
            yield from _covered(subject, group, term, path, [other for other, _ in distinct[:number]], distinct)


def _cased(term: Term) -> tuple[bool, ...]:
    """Which of its words are met in capitals only: `US` is no `us`."""
    parts = term.what.parts if isinstance(term.what, Phrase) else ()
    return tuple(isinstance(part, Word) and part.cased for part in parts)


def _covered(  # noqa: PLR0917  # one caller
    subject: Subject,
    group: _AnyOf,
    term: Term,
    path: Path,
    earlier: Sequence[Term],
    members: Sequence[tuple[Term, Path]],
) -> Iterator[Finding]:
    """A term that meets nothing which another doesn't."""
    inflect = subject.conditions.inflect
    others = (other for other, _ in members if other is not term and other.slot == term.slot)
    for other in (other for other in others if covers(other, term, inflect=inflect)):
        same = covers(term, other, inflect=inflect)
        if same and any(other is each for each in earlier):
            message = f"`{term.written}` is met by `{other.written}` already, as one of its forms"
            yield subject.at(term, path, Code.DUPLICATE, message, "leave it out")
            return
        if not same and not group.exactly and term.slot is None:
            message = f"`{term.written}` adds nothing: wherever it stands, `{other.written}` is met"
            yield subject.at(term, path, Code.REDUNDANT, message, f"leave it out, or `{other.written}`")
            return


def _actions(subject: Subject) -> Iterator[Finding]:
    """A plain verb that one of the families named beside it knows."""
    for way, block, path in subject.ways():
        families = [family for family in way.actions if f"${family.name}" in block.action]
        for number, written in enumerate(block.action):
            for family in families if not written.startswith("$") else ():
                if written.lower() in {verb for each in family.languages.values() for verb in _verbs(each.verbs)}:
                    message = f"`{written}` is one of the verbs of `${family.name}` already"
                    yield Finding((*path, "action", number), Code.DUPLICATE, message, "leave it out")


def _verbs(verbs: Sequence[Verb]) -> Iterator[str]:
    for verb in verbs:
        for words in verb.verbs:
            yield " ".join(part.text for part in words if isinstance(part, Word)).lower()

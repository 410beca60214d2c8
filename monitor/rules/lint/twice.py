"""Terms that say again what another says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from monitor.rules.actions import Verb
from monitor.rules.compiled import Term, Word
from monitor.rules.lint.findings import Code, Finding, Places, Subject
from monitor.rules.lint.meaning import covers
from monitor.strictyaml import Path

_MOST = 300
"""Of a longer list of terms only those that are written alike are compared."""


def find(subject: Subject) -> Iterator[Finding]:
    for key, members in _lists(subject.places).items():
        yield from _in(subject, key, members)
    yield from _actions(subject)


def _lists(places: Places) -> dict[str, list[tuple[Term, Path]]]:
    """The terms of each list of which any will do, under the key that holds it."""
    found: dict[str, list[tuple[Term, Path]]] = {}
    for term, path in places:
        match path:
            case ("any" | "none" | "unless" as key, *_):
                found.setdefault(str(key), []).append((term, path))
            case ("all", int(number), int(), *_):
                found.setdefault(f"item {number + 1} of `all", []).append((term, path))
            case ("near", "terms", int(number), int(), *_):
                found.setdefault(f"item {number + 1} of `near", []).append((term, path))
            case ("at_least", "of", *_):
                found.setdefault("at_least", []).append((term, path))
            case ("event", str(role), "of" | "not" as part, *_):
                found.setdefault(f"{part}` of `{role}", []).append((term, path))
    return found


def _in(subject: Subject, key: str, members: Sequence[tuple[Term, Path]]) -> Iterator[Finding]:
    where = key if "`" in key else f"`{key}"
    seen: set[tuple[str, str | None]] = set()
    distinct: list[tuple[Term, Path]] = []
    for term, path in members:
        written = (" ".join(term.written.casefold().split()), term.slot)
        if written in seen:
            yield Finding(path, Code.DUPLICATE, f"`{term.written}` is already in {where}`", "leave it out")
        else:
            distinct.append((term, path))
        seen.add(written)
    if len(distinct) <= _MOST:
        yield from _covered(subject, where, distinct)


def _covered(subject: Subject, where: str, members: Sequence[tuple[Term, Path]]) -> Iterator[Finding]:
    """Terms that meet nothing which another doesn't. In slots and counts longer words make a difference, so there only
    those that are the same in all their forms are told of."""
    longer_count = where.startswith(("`at_least", "of", "not"))
    inflect = subject.conditions.inflect
    for number, (term, path) in enumerate(members):
        for other_number, (other, _) in enumerate(members):
            if other is term or term.slot != other.slot or not covers(other, term, inflect=inflect):
                continue
            same = covers(term, other, inflect=inflect)
            if same and other_number < number:
                message = f"`{term.written}` is met by `{other.written}` already, as one of its forms"
                yield Finding(path, Code.DUPLICATE, message, "leave it out")
                break
            if not same and not longer_count and term.slot is None:
                message = f"`{term.written}` adds nothing: wherever it stands, `{other.written}` is met"
                yield Finding(path, Code.REDUNDANT, message, f"leave it out, or `{other.written}`")
                break


def _actions(subject: Subject) -> Iterator[Finding]:
    """A plain verb that one of the families named beside it knows."""
    event = subject.conditions.event
    if event is None or subject.block.event is None:
        return
    families = [family for family in event.actions if f"${family.name}" in subject.block.event.action]
    for number, written in enumerate(subject.block.event.action):
        if written.startswith("$"):
            continue
        for family in families:
            if written.lower() in {verb for wording in family.languages.values() for verb in _verbs(wording.verbs)}:
                message = f"`{written}` is one of the verbs of `${family.name}` already"
                yield Finding(("event", "action", number), Code.DUPLICATE, message, "leave it out")


def _verbs(verbs: Sequence[Verb]) -> Iterator[str]:
    for verb in verbs:
        for words in verb.verbs:
            yield " ".join(part.text for part in words if isinstance(part, Word)).lower()

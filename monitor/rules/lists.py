"""The lists that rules may name: the shipped ones, and the user's, which extend or replace them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache

from monitor.errors import InvalidFiles, Problem
from monitor.lexicon import shipped_lists
from monitor.rules.compiled import ListEntry, TermList
from monitor.rules.lint import entries
from monitor.rules.listfiles import ListFile, read_list
from monitor.strictyaml import did_you_mean


@dataclass(frozen=True, slots=True)
class LoadedLists:
    """`lists` by name. `files`: the list that each sound file of the user's makes or extends. `problems` of all files;
    a file with an error is left out, as if it were not there."""

    lists: Mapping[str, TermList]
    problems: tuple[Problem, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict)


@cache
def shipped() -> Mapping[str, TermList]:
    """The lists of the package itself, by name."""
    reads = [read_list(file, text) for file, text in sorted(shipped_lists().items())]
    return {read.name: _made(read, shipped_lists()[read.file]) for read in reads}


def load_lists(files: Mapping[str, str]) -> LoadedLists:
    """The shipped lists with the user's `files` (path below `rules/` → text) laid over them. Never raises."""
    problems: list[Problem] = []
    sound = list(_sound(files, problems))
    lists = dict(shipped())
    makers: dict[str, str] = {}
    for read in (read for read in sound if read.extend is None):
        if read.name in makers:
            message = f"the list `${read.name}` is already made by {makers[read.name]}"
            problems.append(read.source.problem(read.head, "duplicate-list", message))
        else:
            makers[read.name] = read.file
            lists[read.name] = _made(read, files[read.file])
    parts = {file: name for name, file in makers.items()}
    for read in (read for read in sound if read.extend is not None):
        if read.extend not in lists:
            advice = did_you_mean(str(read.extend), lists)
            problems.append(
                read.source.problem(read.head, "unknown-list", f"no list `{read.extend}` to extend", advice)
            )
        else:
            parts[read.file] = str(read.extend)
            lists[parts[read.file]] = _extended(lists[parts[read.file]], read, files[read.file])
    for read in (read for read in sound if read.file in parts):
        problems.extend(entries(read, lists[parts[read.file]]))
    return LoadedLists(lists, tuple(sorted(problems)), parts)


def _sound(files: Mapping[str, str], problems: list[Problem]) -> Iterator[ListFile]:
    for file, text in sorted(files.items()):
        try:
            yield read_list(file, text)
        except InvalidFiles as error:
            problems.extend(error.problems)


def _made(read: ListFile, text: str) -> TermList:
    return TermList(
        read.name, _joined(read.entries, read.facts), _digest(text), _with_words(read.ambiguous), read.facts
    )


def _extended(base: TermList, read: ListFile, text: str) -> TermList:
    """The base with what the file adds; a context without words lifts the one there was."""
    digest = _digest(f"{base.digest}\n{text}")
    ambiguous = _with_words({**base.ambiguous, **read.ambiguous})
    facts = {**base.facts, **read.facts}
    return TermList(base.name, _joined((*base.entries, *read.entries), facts), digest, ambiguous, facts)


def _with_words(ambiguous: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    return {form: words for form, words in ambiguous.items() if words}


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _joined(entries: Iterable[ListEntry], facts: Mapping[str, str | float]) -> tuple[ListEntry, ...]:
    """Entries of one name become one: all its forms, and the later facts over the earlier. `facts` are those of every
    entry that does not say otherwise."""
    by_name: dict[str, ListEntry] = {}
    for entry in entries:
        before = by_name.setdefault(entry.name, entry)
        if before is not entry:
            forms = tuple(dict.fromkeys((*before.forms, *entry.forms)))
            by_name[entry.name] = replace(before, forms=forms, facts={**before.facts, **entry.facts})
    if not facts:
        return tuple(by_name.values())
    return tuple(replace(entry, facts={**facts, **entry.facts}) for entry in by_name.values())

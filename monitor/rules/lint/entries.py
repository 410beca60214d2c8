"""Entries of a list that are met where nobody means them, or that two entries share."""

from __future__ import annotations

from collections.abc import Iterator

from monitor.errors import Problem, Severity
from monitor.lexicon import ordinary_words
from monitor.rules.compiled import TermList
from monitor.rules.lint.findings import Code
from monitor.rules.lint.meaning import COMMON
from monitor.rules.listfiles import ListFile
from monitor.strictyaml import Position, did_you_mean


def entries(read: ListFile, whole: TermList) -> Iterator[Problem]:
    """The warnings of one file; `whole` is the list that it makes or extends."""
    owners = _owners(whole)
    for entry, place in zip(read.entries, read.places, strict=True):
        for form in entry.forms:
            yield from _ordinary(read, whole, form, place)
            owner = owners[form]
            if owner != entry.name:
                message = f"`{form}` is a name of `{owner}` and of `{entry.name}`; it is always taken for `{owner}`"
                advice = "leave it out of one of them, or say what must stand in the same article: `ambiguous`"
                yield _warning(read, place, Code.AMBIGUOUS, message, advice)
    forms = {form for entry in whole.entries for form in entry.forms} if read.ambiguous else set()
    for form in read.ambiguous:
        if form not in forms:
            message = f"`ambiguous` names `{form}`, which is not in the list `${whole.name}`"
            yield _warning(read, read.head, Code.UNKNOWN_ENTRY, message, did_you_mean(form, forms))


def _owners(whole: TermList) -> dict[str, str]:
    """The entry that each form is taken for: all names come before all other names."""
    owners: dict[str, str] = {}
    for entry in whole.entries:
        owners.setdefault(entry.forms[0], entry.name)
    for entry in whole.entries:
        for form in entry.forms[1:]:
            owners.setdefault(form, entry.name)
    return owners


def _ordinary(read: ListFile, whole: TermList, form: str, place: Position) -> Iterator[Problem]:
    if form in whole.ambiguous:
        return
    if form[:1].isupper() and form.lower() in ordinary_words():
        message = f"`{form}` is also an ordinary word, and would be met at the start of sentences and in titles"
        advice = f"say what must stand in the same article: `ambiguous: {{{form}: [word, word]}}`"
        yield _warning(read, place, Code.ORDINARY, message, advice)
    elif form in COMMON:
        yield _warning(read, place, Code.COMMON, f"`{form}` is in nearly every article", "leave it out")


def _warning(read: ListFile, place: Position, code: Code, message: str, advice: str) -> Problem:
    return read.source.problem(place, code, message, advice, Severity.WARNING)

"""An `unless` that strikes what the rule is about, or nearly everything."""

from __future__ import annotations

from collections.abc import Iterator

from monitor.rules.compiled import Phrase, Term
from monitor.rules.events import plain
from monitor.rules.lint.findings import Code, Finding, Subject
from monitor.rules.lint.meaning import is_common, phrase_within
from monitor.strictyaml import Path

_ADVICE = "leave it out, or make it longer"


def find(subject: Subject) -> Iterator[Finding]:
    strikes = [(term, path) for term, path in subject.places if path[0] == "unless"]
    for strike, path in strikes:
        if is_common(strike):
            message = f"`unless` has `{strike.written}`, which nearly every sentence has, so hardly anything counts"
            yield Finding(path, Code.STRUCK, message, "name what only the unwanted sentences have")
        elif isinstance(strike.what, Phrase):
            for written in _struck(subject, strike.what):
                message = f"`unless` has `{strike.written}`, so `{written}` never counts"
                yield Finding(path, Code.STRUCK, message, _ADVICE)


def _struck(subject: Subject, strike: Phrase) -> Iterator[str]:
    """The rule's own terms and plain verbs that are never met without the words of `unless`."""
    inflect = subject.conditions.inflect
    for term, path in subject.places:
        if _counts(path) and isinstance(term.what, Phrase) and phrase_within(strike, term.what, inflect=inflect):
            yield term.written
    event = subject.conditions.event
    for action in (each for way in event.ways for each in way.actions) if event else ():
        if action.digest == plain(action.name).digest and _names(strike, action.name):
            yield action.name


def _counts(path: Path) -> bool:
    """Of an event's slot other words may fill it; and an exclusion is not struck."""
    return path[0] not in ("none", "unless", "event")


def _names(strike: Phrase, verb: str) -> bool:
    term: Term = plain(verb).languages["en"].nouns[0].nouns[0]
    return isinstance(term.what, Phrase) and phrase_within(strike, term.what, inflect=True)

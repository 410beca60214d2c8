"""A term that means something else than it seems to: words in capitals, names that are ordinary words, conditions that
may hold far apart."""

from __future__ import annotations

from collections.abc import Iterator

from monitor.rules.compiled import Conditions, Phrase, Term, Unit, Word, WordForm
from monitor.rules.lint.findings import Code, Finding, Subject
from monitor.rules.schema import CONDITIONS, RuleBlock
from monitor.strictyaml import Path

_LONG_WORD = 6


def find(subject: Subject) -> Iterator[Finding]:
    yield from _apart(subject.conditions, subject.block)
    for term, path in subject.places:
        if isinstance(term.what, Phrase):
            if _shouts(term.what):
                message = f"`{term.written}` is in capitals, so it is met only in capitals"
                yield subject.at(term, path, Code.CAPITALS, message, "write it in small letters to meet it in any case")
            yield from _ordinary(subject, term, path)


def _apart(conditions: Conditions, block: RuleBlock) -> Iterator[Finding]:
    """Two words of one article need have nothing to do with each other."""
    asked = len(conditions.all) + sum(bool(getattr(conditions, key)) for key in CONDITIONS if key != "all")
    if asked > 1 and conditions.within is Unit.ARTICLE and "within" not in block.model_fields_set:
        order = ("all", *(key for key in CONDITIONS if key != "all"))
        first = next(key for key in order if getattr(conditions, key))
        message = "its conditions may hold in sentences far apart from each other"
        advice = "write `within: sentence`, or `within: article` where that is meant"
        yield Finding((first,), Code.WITHIN, message, advice)


def _shouts(phrase: Phrase) -> bool:
    """Longer than an abbreviation: capitals here are more likely a habit than a wish."""
    words = [part for part in phrase.parts if isinstance(part, Word) and part.cased and part.text.isupper()]
    long = [word for word in words if len(word.text) > _LONG_WORD and word.text.isalpha()]
    return bool(long) or (len(words) > 2 and len(words) == len(phrase.parts))


def _ordinary(subject: Subject, term: Term, path: Path) -> Iterator[Finding]:
    """`Turkey` as a term meets the bird, too: only the entries of lists look at capitals and at the words around."""
    match term.what:
        case Phrase((Word(text, WordForm.INFLECTED, False),)) if text.istitle():
            known = next((name for name, each in sorted(subject.lists.items()) if text in each.ambiguous), None)
            if known:
                message = f"`{term.written}` is also another word or name: as a term it is met anywhere, in any case"
                advice = f"use the list `${known}`, which looks at the words around, or write `={text}`"
                yield subject.at(term, path, Code.ORDINARY, message, advice)

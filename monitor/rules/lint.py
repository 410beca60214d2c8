"""Warnings: rules that are valid, and will surprise whoever wrote them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from monitor.errors import Problem, Severity
from monitor.rules.compiled import Conditions, Pattern, Phrase, Rule, Term, Unit, Word
from monitor.rules.schema import RuleBlock
from monitor.strictyaml import Document, Path

_LONG_WORD = 6


Places = Sequence[tuple[Term, Path]]
"""Each term of a rule, and where it stands in the file."""

_Finding = tuple[Path, str, str, str]


def lint(rule: Rule, block: RuleBlock, document: Document, places: Places) -> Iterator[Problem]:
    """The rule's warnings, each where the file can be mended."""
    conditions = rule.conditions
    found = [
        *_wide(conditions, block),
        *_repeated(places),
        *_never(conditions, places),
        *_struck(places),
        *(finding for term, path in places for finding in _term(term, path)),
    ]
    for path, code, message, suggestion in found:
        key = path[:2] == ("score", "terms")
        yield document.problem(path, code, message, suggestion, severity=Severity.WARNING, key=key)


def _wide(conditions: Conditions, block: RuleBlock) -> Iterator[_Finding]:
    """Two words of one article need have nothing to do with each other."""
    asked = len(conditions.all) + sum(
        map(bool, (conditions.any, conditions.near, conditions.at_least, conditions.score, conditions.query))
    )
    if asked > 1 and conditions.within is Unit.ARTICLE and "within" not in block.model_fields_set:
        first = next(key for key in ("all", "any", "near", "at_least", "score", "query") if getattr(conditions, key))
        message = "its conditions may hold in sentences far apart from each other"
        yield (first,), "within", message, "write `within: sentence`, or `within: article` where that is meant"


def _repeated(places: Places) -> Iterator[_Finding]:
    seen: set[tuple[str, str, str | None]] = set()
    for term, path in places:
        key = str(path[0])
        if key not in ("any", "none", "unless"):
            continue
        written = (key, " ".join(term.written.casefold().split()), term.slot)
        if written in seen:
            yield path, "duplicate-term", f"`{term.written}` is already in `{key}`", "leave it out"
        seen.add(written)


def _never(conditions: Conditions, places: Places) -> Iterator[_Finding]:
    """Conditions that no article can meet."""
    at_least, score = conditions.at_least, conditions.score
    if at_least and at_least.distinct and at_least.count > len(at_least.of):
        message = f"`at_least` never holds: it wants {at_least.count} different terms and has {len(at_least.of)}"
        yield ("at_least", "count"), "never", message, ""
    if score and score.need > (most := sum(weight for _, weight in score.terms if weight > 0)):
        yield ("score", "need"), "never", f"`score` never holds: all weights together make {most:g}", ""
    forbidden = {term.what: path for term, path in places if path[0] == "none"}
    for group in conditions.all:
        if group and all(term.what in forbidden for term in group):
            path = forbidden[group[0].what]
            yield path, "never", f"the rule never fires: `{group[0].written}` is in `all` and in `none`", ""


def _struck(places: Places) -> Iterator[_Finding]:
    """An `unless` whose words are part of a term strikes each occurrence of it."""
    strikes = [(term, path) for term, path in places if path[0] == "unless"]
    for term, place in places if strikes else ():
        for strike, path in strikes:
            if place[0] in ("none", "unless"):
                continue
            if isinstance(strike.what, Phrase) and isinstance(term.what, Phrase) and _within(strike.what, term.what):
                message = f"`unless` has `{strike.written}`, so `{term.written}` never counts"
                yield path, "struck", message, "leave it out, or make it longer"


def _within(part: Phrase, whole: Phrase) -> bool:
    lengths = range(len(whole.parts) - len(part.parts) + 1)
    return any(whole.parts[start : start + len(part.parts)] == part.parts for start in lengths)


def _term(term: Term, path: Path) -> Iterator[_Finding]:
    if isinstance(term.what, Pattern):
        asked_last = path[0] in ("none", "unless")
        if not asked_last and not _has_literal(term.what.expression):
            message = f"`{term.written}` has no fixed letters, so every article is searched for it, which is slow"
            yield path, "slow", message, "begin it with letters that always occur"
    elif isinstance(term.what, Phrase) and _shouts(term.what):
        message = f"`{term.written}` is in capitals, so it is met only in capitals"
        yield path, "capitals", message, "write it in small letters to meet it in any case"


def _shouts(phrase: Phrase) -> bool:
    """Longer than an abbreviation: capitals here are more likely a habit than a wish."""
    words = [part for part in phrase.parts if isinstance(part, Word) and part.cased and part.text.isupper()]
    long = [word for word in words if len(word.text) > _LONG_WORD and word.text.isalpha()]
    return bool(long) or (len(words) > 2 and len(words) == len(phrase.parts))


def _has_literal(expression: str) -> bool:
    """Whether each alternative holds two letters or digits in a row that nothing makes optional. Errs to the side of
    "no": it only warns."""
    bare = re.sub(r"\[[^\]]*\]|\\.|\(\?[a-z:]*", " ", expression)
    bare = re.sub(r".[?*]|.\{[^}]*\}", " ", bare)
    return all(re.search(r"\w\w", alternative) for alternative in bare.split("|"))

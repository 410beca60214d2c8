"""Rules that no word leads to: each article has to be searched for them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from monitor.rules.compiled import Conditions, Pattern, Term
from monitor.rules.lint.findings import Code, Finding, Subject, needed, required


def find(subject: Subject) -> Iterator[Finding]:
    groups = list(_groups(subject.conditions))
    if subject.conditions.event or not groups or not all(any(map(_is_pattern, group)) for group in groups):
        return
    patterns = [term for group in groups for term in group if isinstance(term.what, Pattern)]
    letterless = next((term for term in patterns if not _has_literal(_expression(term))), None)
    if letterless is not None:
        message = f"`{letterless.written}` has no fixed letters, so every article is searched for it, which is slow"
        advice = "begin it with letters that always occur, or add a word that must occur, too, to `all`"
        yield subject.at(letterless, subject.place(letterless), Code.SLOW, message, advice)
    elif any(all(map(_is_pattern, group)) for group in groups):
        first = patterns[0]
        message = f"the rule has no word to search for: every article is searched for `{first.written}`, which is slow"
        advice = "write it as words, or add a word that must occur, too, to `all`"
        yield subject.at(first, subject.place(first), Code.SLOW, message, advice)


def _groups(conditions: Conditions) -> Iterator[tuple[Term, ...]]:
    """Terms of which one must occur."""
    yield from (group.terms for group in required(conditions))
    if conditions.score:
        yield tuple(term for term, weight in conditions.score.terms if weight > 0)
    if conditions.query:
        yield from needed(conditions.query.expression)


def _expression(term: Term) -> str:
    return term.what.expression if isinstance(term.what, Pattern) else ""


def _is_pattern(term: Term) -> bool:
    return isinstance(term.what, Pattern)


def _has_literal(expression: str) -> bool:
    """Whether each alternative holds two letters or digits in a row that nothing makes optional. Errs to the side of
    "no": it only warns."""
    bare = re.sub(r"\[[^\]]*\]|\\.|\(\?[a-z:]*", " ", expression)
    bare = re.sub(r".[?*]|.\{[^}]*\}", " ", bare)
    return all(re.search(r"\w\w", alternative) for alternative in bare.split("|"))

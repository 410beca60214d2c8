"""Conditions that nearly every article meets: very common words, and beginnings that hundreds of words have."""

from __future__ import annotations

from collections.abc import Iterator

from monitor.rules.compiled import Close, Conditions, Either, Every, Expression, Found, Inside, Often
from monitor.rules.lint.findings import Code, Finding, Subject, eithers, required
from monitor.rules.lint.meaning import is_common, met_by_prefix

_LANGUAGE = "en"


def find(subject: Subject) -> Iterator[Finding]:
    conditions = subject.conditions
    if not conditions.languages or _LANGUAGE in conditions.languages:
        if _everything(conditions):
            message = "the rule fires on nearly every article: all that it asks for is very common"
            advice = "ask for words that only the wanted articles have"
            yield Finding((_first(conditions),), Code.ALWAYS, message, advice)
        else:
            yield from _common(subject)
    for term, path in subject.places:
        if met := met_by_prefix(term):
            shown = ", ".join(met[: len(met) : len(met) // 3][:3])
            message = f"`{term.written}` is the beginning of {len(met)} ordinary words, such as {shown}"
            yield subject.at(term, path, Code.WIDE, message, "write more letters, or the words that are meant")


def _everything(conditions: Conditions) -> bool:
    """Whether every condition holds in nearly every article."""
    score = conditions.score
    sure = sum(weight for term, weight in score.terms if weight < 0 or is_common(term)) if score else 0
    asked = [
        *(any(map(is_common, group.terms)) for group in required(conditions) if group.key != "at_least"),
        *([_at_least(conditions)] if conditions.at_least else ()),
        *([score.need <= sure] if score else ()),
        *([_holds(conditions.query.expression)] if conditions.query else ()),
    ]
    return bool(asked) and all(asked) and conditions.event is None


def _at_least(conditions: Conditions) -> bool:
    """Of different terms as many common ones must be there; of occurrences, one makes up any number."""
    asked = conditions.at_least
    common = sum(map(is_common, asked.of)) if asked else 0
    return bool(asked and (common >= asked.count if asked.distinct else common))


def _holds(expression: Expression) -> bool:
    match expression:
        case Found(term, zone):
            sure = zone is None and is_common(term)
        case Every(parts):
            sure = all(map(_holds, parts))
        case Either(parts):
            sure = any(map(_holds, parts))
        case Inside(_, part) | Often(_, part):
            sure = _holds(part)
        case Close(left, right):
            sure = _holds(left) and _holds(right)
        case _:
            sure = False
    return sure


def _first(conditions: Conditions) -> str:
    keys = ("any", "all", "near", "at_least", "score", "query")
    return next(key for key in keys if getattr(conditions, key))


def _common(subject: Subject) -> Iterator[Finding]:
    """One common word among others of which any will do makes these idle."""
    for group in required(subject.conditions):
        for term in group.terms:
            if is_common(term) and group.key != "at_least":
                idle = f", so the other words beside it in `{group.key}` change nothing" if len(group.terms) > 1 else ""
                message = f"`{term.written}` is in nearly every article{idle}"
                yield Finding(subject.place(term), Code.COMMON, message, "leave it out")
    query = subject.conditions.query
    for part in eithers(query.expression) if query else ():
        for each in part.parts:
            if isinstance(each, Found) and _holds(each):
                idle = "so what is joined to it with `OR` changes nothing"
                message = f"`{each.term.written}` is in nearly every article, {idle}"
                yield subject.at(each.term, ("query",), Code.COMMON, message, "leave it out")

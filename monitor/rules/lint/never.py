"""Conditions that no article can meet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from monitor.model.article import Zone
from monitor.rules.compiled import (
    Close,
    Either,
    Every,
    Expression,
    Found,
    Inside,
    ListRef,
    Often,
    Phrase,
    Term,
    TermList,
    Unit,
    Without,
)
from monitor.rules.lint.findings import Code, Finding, Subject, required
from monitor.rules.lint.meaning import covers, is_common
from monitor.rules.query import terms_of, write

_OVER_OTHERS = (Zone.LEAD, Zone.QUOTE)
_SHOWN = 3


def find(subject: Subject) -> Iterator[Finding]:
    yield from _too_many(subject)
    yield from _forbidden(subject)
    yield from _language(subject)
    yield from _slots(subject)
    if subject.conditions.query:
        yield from _contradicted(subject, subject.conditions.query.expression)
        yield from _zones(subject, subject.conditions.query.expression)


def _too_many(subject: Subject) -> Iterator[Finding]:
    at_least, score, query = subject.conditions.at_least, subject.conditions.score, subject.conditions.query
    if at_least and at_least.distinct and at_least.count > (most := _different(at_least.of, subject.lists)):
        message = f"`at_least` never holds: it wants {at_least.count} different terms and has {most}"
        yield Finding(("at_least", "count"), Code.NEVER, message, "ask for fewer, or add terms")
    if score and score.need > (most_weight := sum(weight for _, weight in score.terms if weight > 0)):
        message = f"`score` never holds: all weights together make {most_weight:g}"
        yield Finding(("score", "need"), Code.NEVER, message, "ask for less, or give the terms more weight")
    for each in _parts(query.expression) if query else ():
        if isinstance(each, Often) and each.distinct:
            most = _different(tuple(terms_of(each.part)), subject.lists)
            if each.count > most:
                message = f"`{write(each)}` never holds: it wants {each.count} different terms and has {most}"
                yield _in_query(subject, f"DISTINCT/{each.count}", message, "ask for fewer, or add terms")


def _different(terms: Iterable[Term], lists: Mapping[str, TermList]) -> int:
    """As how many different terms they can count: each entry of a list is one."""
    return sum(_entries(term, lists) for term in terms)


def _entries(term: Term, lists: Mapping[str, TermList]) -> int:
    parts = term.what.parts if isinstance(term.what, Phrase) else ()
    names = [part.name for part in parts if isinstance(part, ListRef) and part.name in lists]
    return max((len(lists[name].entries) for name in names), default=1)


def _forbidden(subject: Subject) -> Iterator[Finding]:
    """What must occur, and must not."""
    conditions = subject.conditions
    for term in conditions.none:
        if is_common(term):
            message = f"the rule hardly ever fires: nearly every article has `{term.written}`, which is in `none`"
            yield Finding(subject.place(term), Code.NEVER, message, "name what the unwanted articles are about")
    for group in required(conditions):
        by = [_covering(term, conditions.none, inflect=conditions.inflect) for term in group.terms]
        if by and None not in by:
            first = next(term for term in by if term is not None)
            message = f"the rule never fires: {_named(group.terms)} is in `{group.key}` and in `none`"
            yield Finding(subject.place(first), Code.NEVER, message, "take it out of one of them, or make one longer")


def _covering(term: Term, among: Iterable[Term], *, inflect: bool) -> Term | None:
    return next((each for each in among if covers(each, term, inflect=inflect)), None)


def _named(terms: tuple[Term, ...]) -> str:
    shown = " or ".join(f"`{term.written}`" for term in terms[:_SHOWN])
    return shown if len(terms) <= _SHOWN else f"{shown} …"


def _language(subject: Subject) -> Iterator[Finding]:
    """An event in languages of which its families know no word."""
    event, asked = subject.conditions.event, subject.conditions.languages
    families = [family for way in event.ways for family in way.actions] if event else []
    known = {language for family in families for language in family.languages}
    if families and asked and not asked & known:
        message = f"the rule never fires: its events are known in {', '.join(sorted(known))} only"
        advice = f"add `{min(known)}`, or write the rule with words instead of an `event`" if known else ""
        yield Finding(("language",), Code.NEVER, message, advice)


def _slots(subject: Subject) -> Iterator[Finding]:
    """A slot of which `not` takes away all that may fill it."""
    for slot, path in ((slot, path) for way, _, path in subject.ways() for slot in way.slots):
        by = [_covering(term, slot.without, inflect=True) for term in slot.of]
        if by and None not in by:
            ends = "so it is always empty" if slot.optional else "so the rule never fires"
            message = f"nothing can fill `{slot.name}`: all of `of` is in `not`, {ends}"
            yield Finding((*path, str(slot.role), "not"), Code.NEVER, message, "take it out of one of them")


def _contradicted(subject: Subject, expression: Expression) -> Iterator[Finding]:
    """`a NOT a`, and a rule's `none` that holds what its query must find."""
    inflect = subject.conditions.inflect
    parts = expression.parts if isinstance(expression, Every) else (expression,)
    excluded: list[tuple[Term, Zone | None]] = [(each, None) for each in subject.conditions.none]
    excluded += [(term, zone) for part in parts if isinstance(part, Without) for term, zone in _either(part.part)]
    for part in parts:
        asked = list(_either(part))
        for term, zone in asked:
            by = next((e for e, where in excluded if where in (None, zone) and covers(e, term, inflect=inflect)), None)
            if by is None:
                break
        else:
            if asked:
                message = f"the query never holds: `{write(part)}` must occur, and must not"
                yield _in_query(subject, asked[0][0].written, message, "take it out of one of them")


def _either(expression: Expression) -> Iterator[tuple[Term, Zone | None]]:
    """The terms of which one makes the expression hold; none where it asks for more than one."""
    parts = expression.parts if isinstance(expression, Either) else (expression,)
    if all(isinstance(part, Found) for part in parts):
        yield from ((part.term, part.zone) for part in parts if isinstance(part, Found))


def _zones(subject: Subject, expression: Expression) -> Iterator[Finding]:
    """`headline:a body:b` in one sentence."""
    within = subject.conditions.within
    for unit, part in _units(expression, within):
        zones = {each.zone for each in part.parts if isinstance(each, Found) and each.zone} - set(_OVER_OTHERS)
        if unit is not Unit.ARTICLE and len(zones) > 1:
            named = " and ".join(f"`{zone}:`" for zone in sorted(zones))
            message = f"the query never holds: no one {unit} is in {named}"
            advice = "write `within: article`" if unit is within else f"join them outside of `{unit.upper()}(…)`"
            yield _in_query(subject, f"{min(zones)}:", message, advice)


def _units(expression: Expression, unit: Unit) -> Iterator[tuple[Unit, Every]]:
    """Every AND, and the unit in which it must hold."""
    match expression:
        case Every(parts):
            yield unit, expression
            for part in parts:
                yield from _units(part, unit)
        case Either(parts):
            for part in parts:
                yield from _units(part, unit)
        case Inside(inner, part):
            yield from _units(part, inner if unit is Unit.ARTICLE else unit)


def _parts(expression: Expression) -> Iterator[Expression]:
    yield expression
    match expression:
        case Every(parts) | Either(parts):
            for part in parts:
                yield from _parts(part)
        case Close(left, right):
            yield from (*_parts(left), *_parts(right))
        case Without(part) | Inside(_, part):
            yield from _parts(part)


def _in_query(subject: Subject, words: str, message: str, advice: str = "") -> Finding:
    written = subject.conditions.query.written if subject.conditions.query else ""
    return Finding(("query",), Code.NEVER, message, advice, max(written.find(words), 0))

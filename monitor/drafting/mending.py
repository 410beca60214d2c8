"""What would keep a rule from firing on a sentence, with all its tests still passing. Each way is tried before it is
named."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from monitor.drafting.words import telling_words
from monitor.matching import Engine
from monitor.matching.examples import run_tests
from monitor.matching.explain import Explanation, explain
from monitor.model.article import Article
from monitor.model.match import Match, Status
from monitor.rules.compiled import Conditions, Event, EventSlot, Rule, Term, Unit
from monitor.rules.terms import TermFault, compile_term
from monitor.text.folding import fold
from monitor.text.tokens import form, tokenise

_MOST_WORDS = 5


@dataclass(frozen=True, slots=True)
class Change:
    """A change of a rule, in the rule's own words."""

    said: str
    rule: Rule


def changes(engine: Engine, rule: Rule, explained: Explanation, *, language: str, now: datetime) -> Iterator[Change]:
    """The changes with which the rule is silent on the explained article, and passes every test that it passes now."""
    article, base = explained.article, _passing(engine, rule, language, now)
    found = 0
    for change in (*_structural(rule, explained.matches), *_words(rule, article, explained.matches)):
        of_words = change.said.startswith("unless")
        if of_words and found >= _MOST_WORDS:
            return
        changed = engine.updated(replace(engine.ruleset, rules={change.rule.id: change.rule}))
        if explain(changed, change.rule, article, now).fires or _passing(changed, change.rule, language, now) < base:
            continue
        found += of_words
        yield change


def _passing(engine: Engine, rule: Rule, language: str, now: datetime) -> int:
    return sum(result.passed for result in run_tests(engine, rule, default_language=language, now=now))


def _structural(rule: Rule, matches: Iterable[Match]) -> Iterator[Change]:
    """Another status, a smaller unit, a slot that must be filled, or must not be filled so."""
    conditions = rule.conditions
    statuses = {match.proof.status for match in matches} - {Status.UNKNOWN}
    wanted = (conditions.status or frozenset(Status) - {Status.UNKNOWN}) - statuses
    if statuses and wanted and (conditions.status is None or wanted != conditions.status):
        named = ", ".join(status for status in Status if status in wanted)
        yield _with(rule, f"status: [{named}]", status=wanted)
    if conditions.within is not Unit.SENTENCE and conditions.event is None:
        yield _with(rule, "within: sentence", within=Unit.SENTENCE)
    ways = conditions.event.ways if conditions.event else ()
    for slot in (slot for way in ways for slot in way.slots):
        for match in matches:
            yield from _of_slot(rule, slot, match)


def _of_slot(rule: Rule, slot: EventSlot, match: Match) -> Iterator[Change]:
    value = match.slots.get(slot.name)
    if value is None and slot.optional:
        said = f"take `optional` away from `{slot.role}`: it must be filled then"
        yield _with_slot(rule, said, slot, replace(slot, optional=False))
    elif value is not None and value.name is None:  # what is in a list is wanted, just not here
        words = tokenise(value.text).words
        head = form(words[-1]).surface.lower() if words else value.text
        if (term := _term(head)) is not None:
            said = f"`not: [{head}]` in `{slot.role}`"
            yield _with_slot(rule, said, slot, replace(slot, without=(*slot.without, term)))


def _words(rule: Rule, article: Article, matches: Iterable[Match]) -> Iterator[Change]:
    """The words around the match, those first that no test which must fire has."""
    texts = [test.text for test in rule.tests if test.fires]
    known = {fold(word) for text in texts for word in tokenise(text).words}
    taken = {fold(word) for match in matches for span in match.proof.spans for word in article.quote(span).split()}
    told = [word for word in telling_words(article) if fold(word) not in taken]
    for word in sorted(told, key=lambda word: fold(word) in known):
        if (term := _term(word)) is not None:
            yield _with(rule, f"unless: [{word}]", unless=(*rule.conditions.unless, term))


def _term(written: str) -> Term | None:
    try:
        return compile_term(written)
    except TermFault:
        return None


def _with(rule: Rule, said: str, **fields: object) -> Change:
    conditions: Conditions = replace(rule.conditions, **fields)  # type: ignore[arg-type]  # names fields of its own
    return Change(said, replace(rule, conditions=conditions, digest=f"{rule.digest} {said}"))


def _with_slot(rule: Rule, said: str, old: EventSlot, new: EventSlot) -> Change:
    event = rule.conditions.event
    return _with(rule, said, event=event and _changed(event, old, new))


def _changed(event: Event, old: EventSlot, new: EventSlot) -> Event:
    slots = tuple(new if slot is old else slot for slot in event.slots)
    return replace(event, slots=slots, others=tuple(_changed(other, old, new) for other in event.others))

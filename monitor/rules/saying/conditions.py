"""What must hold, in words."""

from __future__ import annotations

from collections.abc import Iterator

from monitor.rules.compiled import DEFAULT_ZONES, AtLeast, Conditions, Near, Score, Unit
from monitor.rules.saying.events import event, statuses
from monitor.rules.saying.expressions import tree
from monitor.rules.saying.words import any_of, counted, plain_list, several, term


def conditions(asked: Conditions, does: str = "Fires") -> Iterator[str]:
    """Lines: where is looked, what must be there, what does not count. `does`: what the rule does where it holds."""
    needs = [list(each) for each in _needs(asked)]
    yield f"{does} when {_where(asked)} {'has' if needs else 'comes'}"
    yield from _numbered(needs)
    if asked.none:
        parts = "these parts" if asked.zones != DEFAULT_ZONES else "the article"
        yield f"but not if {any_of(asked.none)} occurs anywhere in {parts}."
    if asked.unless:
        yield f"A sentence that has {any_of(asked.unless)} does not count."
    if asked.status is not None or asked.event:
        yield f"Counts {statuses(asked.status)}."
    if not needs:
        return
    if asked.inflect:
        yield "Words are met in any case and in all their forms, but for those said to be in capitals or exact."
    else:
        yield "Words are met only in the form written."


def _where(asked: Conditions) -> str:
    """`one sentence in the headline or summary of an article in fr from AFP`."""
    of = "an article"
    if asked.languages:
        of += f" in {plain_list(sorted(asked.languages), 'or')}"
    if asked.sources:
        of += f" from {plain_list(sorted(asked.sources), 'or')}"
    if asked.zones != DEFAULT_ZONES:
        of = f"the {plain_list(sorted(asked.zones), 'or')} of {of}"
    return of if asked.within is Unit.ARTICLE else f"one {asked.within} in {of}"


def _needs(asked: Conditions) -> Iterator[Iterator[str]]:
    if asked.any:
        yield iter([any_of(asked.any)])
    for group in asked.all:
        yield iter([any_of(group)])
    if asked.near:
        yield _near(asked.near)
    if asked.at_least:
        yield _at_least(asked.at_least)
    if asked.score:
        yield _score(asked.score)
    if asked.query:
        first, *rest = tree(asked.query.expression)
        yield iter([first.removeprefix("- "), *rest])
    if asked.event:
        yield event(asked.event)


def _numbered(needs: list[list[str]]) -> Iterator[str]:
    """One need stands alone, several are joined by `and`."""
    for number, lines in enumerate(needs):
        more = number < len(needs) - 1
        for at, line in enumerate(lines):
            yield f"  {line}{', and' if more and at == len(lines) - 1 else ''}"


def _near(near: Near) -> Iterator[str]:
    between = f"at most {counted(near.words, 'other word')} from the first to the last"
    yield f"close together ({'in this order, ' if near.ordered else ''}{between}, in one paragraph):"
    for group in near.groups:
        yield f"  - {any_of(group)}"


def _at_least(at_least: AtLeast) -> Iterator[str]:
    kind = "different ones" if at_least.distinct else "occurrences in all"
    yield f"at least {at_least.count} {kind} of {any_of(at_least.of)}"


def _score(score: Score) -> Iterator[str]:
    weighed = [f"{term(each)} {weight:+g}" for each, weight in score.terms]
    yield f"{score.need:g} points or more (each counts once): {several(weighed, 'and')}"

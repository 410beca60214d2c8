"""What a rule asks of an article, in clues: groups of which it must hold one each, and what it must not hold.

A clue is a run of atoms, or a list, in numbers. `Needs` never ask for more than the rule does; for rules that are
nothing but words and phrases with AND, OR, NOT and one NEAR they ask for all of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from monitor.matching.candidates.clues import Beside, Clue, Group, Spell, ways_of
from monitor.matching.candidates.passages import Passages, in_one
from monitor.rules.compiled import (
    DEFAULT_ZONES,
    Apart,
    Close,
    Conditions,
    Either,
    Every,
    Expression,
    Found,
    Inside,
    Often,
    Rule,
    Score,
    Term,
    Unit,
    Without,
)


class Needs(NamedTuple):
    """An article that matches holds a clue of each group, and surely none that is `barred`. With `apart`, members of
    the first two groups stand in one paragraph with at most so many words between their first words. `together`: what
    else is known to stand in one passage. `decided`: whatever holds so much matches. Without groups nothing is asked
    for."""

    groups: tuple[Group, ...]
    barred: Group = ()
    apart: int | None = None
    decided: bool = False
    together: tuple[Beside, ...] = ()


def needs_of(rule: Rule, spell: Spell, of_event: Iterable[Group], cost: Callable[[Clue], float]) -> Needs:
    """What `rule` asks for; `of_event` what its event does. `cost` says how common a clue is."""
    asked = _Asked(rule.conditions, spell, cost)
    asked.take(of_event)
    return Needs(
        (*asked.close, *asked.groups),
        tuple(dict.fromkeys(asked.barred)),
        asked.apart,
        asked.exact and bool(asked.groups or asked.close) and not rule.once_per and _plain(rule.conditions),
        tuple(asked.together),
    )


def _plain(conditions: Conditions) -> bool:
    """Whether all that is asked for can be said in clues."""
    return not (
        conditions.at_least
        or conditions.score
        or conditions.event
        or conditions.unless
        or conditions.languages
        or conditions.sources
        or conditions.status is not None
        or conditions.within is not Unit.ARTICLE
        or conditions.zones != DEFAULT_ZONES
    )


class _Asked:
    """Collects what conditions ask for. `exact` until something cannot be said in clues."""

    def __init__(self, conditions: Conditions, spell: Spell, cost: Callable[[Clue], float]) -> None:
        self.close: tuple[Group, ...] = ()
        self.groups: list[Group] = []
        self.barred: list[Clue] = []
        self.together: list[Beside] = []
        self.apart: int | None = None
        self.exact = True
        self._conditions = conditions
        self._spell = spell
        self._cost = cost

    def take(self, of_event: Iterable[Group]) -> None:
        conditions = self._conditions
        for terms in (conditions.any, *conditions.all, conditions.at_least.of if conditions.at_least else ()):
            if terms:
                self._one_of(terms)
        passages = Passages(self._spell, self._necessary)
        if conditions.within is Unit.SENTENCE:
            self.together += in_one(self.groups)
        if conditions.near:
            self._near(conditions.near.groups, conditions.near.words, ordered=conditions.near.ordered)
            self.together += passages.of_near(conditions.near)
        if conditions.score:
            self._score(conditions.score)
        self.groups += (group for group in of_event if group)
        if conditions.query:
            self._query(conditions.query.expression)
            self.together += passages.of(conditions.query.expression)
        for term in conditions.none:
            self._bar(term)

    def _one_of(self, terms: Iterable[Term]) -> None:
        """One of the terms occurs."""
        terms = tuple(terms)
        ways = ways_of(terms, self._spell)
        self.exact &= bool(ways) and all(clues is not None and clues.exact for clues in map(self._spell, terms))
        if ways:
            self.groups.append(ways)

    def _score(self, score: Score) -> None:
        """Nothing adds up to more than 0 without a weight above it; and a mention rests on such a term, too."""
        elsewhere = self.groups or self.close or self._conditions.query or self._conditions.event
        if score.need > 0 or not elsewhere:
            self._one_of(term for term, weight in score.terms if weight > 0)

    def _bar(self, term: Term) -> None:
        """The term does not occur in the searched zones. Said only where it surely counts."""
        clues = self._spell(term)
        if clues is not None and clues.exact and self._conditions.zones >= DEFAULT_ZONES:
            self.barred += clues.ways
        else:
            self.exact = False

    def _near(self, groups: tuple[tuple[Term, ...], ...], words: int, *, ordered: bool) -> None:
        sides = [self._words(group) for group in groups]
        if len(sides) == 2 and sides[0] and sides[1]:
            self._close(sides[0], sides[1], words, ordered=ordered)
        else:
            self.exact = False
            for group in groups:
                self._one_of(group)

    def _close(self, left: Group, right: Group, words: int, *, ordered: bool) -> None:
        if self.close:
            self.groups += (left, right)
            self.exact = False
        else:
            parts = max(len(way) for group in (left, right) for way in group)
            self.close, self.apart = (left, right), words + parts - 1
            self.exact &= not ordered and parts == 1

    def _words(self, terms: Iterable[Term]) -> Group | None:
        """Terms that are single words, each in all its spellings (`football` also as `foot ball`)."""
        clues = [self._spell(term) for term in terms]
        if any(each is None or not each.exact or any(len(way) > 2 for way in each.ways) for each in clues):
            return None
        return tuple(dict.fromkeys(way for each in clues if each for way in each.ways))

    def _query(self, expression: Expression) -> None:
        """What holds in the whole unit."""
        match expression:
            case Every(parts):
                for part in parts:
                    self._query(part)
            case Without(part) if self._conditions.within is Unit.ARTICLE and (terms := _terms(part)) is not None:
                for term in terms:
                    self._bar(term)
            case Close(left, right, words, ordered) if (sides := self._sides(left, right)) is not None:
                self._close(*sides, words, ordered=ordered)
            case _ if (terms := _terms(expression)) is not None:
                self._one_of(terms)
            case _:
                self.exact = False
                self.groups += self._necessary(expression)

    def _sides(self, left: Expression, right: Expression) -> tuple[Group, Group] | None:
        ours, theirs = _terms(left), _terms(right)
        sides = (self._words(ours), self._words(theirs)) if ours and theirs else (None, None)
        return (sides[0], sides[1]) if sides[0] and sides[1] else None

    def _necessary(self, expression: Expression) -> tuple[Group, ...]:
        """Groups without one of which it holds nowhere."""
        match expression:
            case Found(term):
                clues = self._spell(term)
                return (clues.ways,) if clues and clues.ways else ()
            case Every(parts):
                return tuple(group for part in parts for group in self._necessary(part))
            case Close(left, right):
                return self._necessary(left) + self._necessary(right)
            case Apart(part) | Inside(_, part) | Often(_, part):
                return self._necessary(part)
            case Either(parts):
                cheapest = [min(self._necessary(part), key=self._sum, default=None) for part in parts]
                known = [group for group in cheapest if group is not None]
                return (tuple(way for group in known for way in group),) if len(known) == len(parts) else ()
        return ()

    def _sum(self, group: Group) -> float:
        return sum(map(self._cost, group))


def _terms(expression: Expression) -> tuple[Term, ...] | None:
    """The terms of an expression that is one, or some joined by OR, in the zones that the rule searches."""
    match expression:
        case Found(term, None):
            return (term,)
        case Either(parts):
            terms = [_terms(part) for part in parts]
            return None if None in terms else tuple(term for each in terms if each for term in each)
    return None

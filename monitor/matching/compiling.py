"""Rules → what the engine asks of articles. Knows all atoms there are, and keeps what rules share."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import compress, count, islice
from operator import is_not
from typing import NamedTuple

from monitor.matching.atoms import Atoms
from monitor.matching.candidates import Candidates, Needs, Speller, needs_of
from monitor.matching.candidates.clues import Group
from monitor.matching.costs import Costs
from monitor.matching.events import Actions
from monitor.matching.lists import ListIndex
from monitor.matching.ready import ReadyRule, ReadyRules, all_terms, terms_of_words
from monitor.matching.sought import Seeker
from monitor.matching.terms import Terms
from monitor.matching.vocabulary import Vocabulary
from monitor.model.sought import Sought
from monitor.rules.compiled import Rule, RuleSet, TermList
from monitor.rules.terms import lists_of

_MOST_BESIDE = 1_000
"""Atoms that may be in a small vocabulary beside the big one, and besides an eighth of the big one's."""


class Compiled(NamedTuple):
    """A set of rules as it meets articles: what words are, the lists that rules name, and the filter."""

    ruleset: RuleSet
    vocabulary: Vocabulary
    lists: Mapping[str, ListIndex]
    candidates: Candidates


class Compiler:
    """Compiles sets of rules that are brought up to date from one another."""

    def __init__(self) -> None:
        self._atoms = Atoms()
        self._terms = Terms(self._atoms)
        self._ready = ReadyRules(self._terms, Actions(self._terms, self._atoms))
        self._costs = Costs(self._atoms)

    def nothing(self) -> Compiled:
        """No rules."""
        return Compiled(RuleSet({}, {}), Vocabulary(self._atoms, {}), {}, Candidates())

    def compile(self, ruleset: RuleSet, earlier: Compiled) -> Compiled:
        """`ruleset`, with what `earlier` lends: only what changed is looked at. Raises InvalidPattern."""
        changed, gone, reordered = _changes(ruleset.rules, earlier.ruleset.rules)
        needs = [(rule, self._needs(rule)) for rule in changed]
        lists = self._indexed(ruleset.lists, changed, earlier.lists)
        vocabulary = self._vocabulary(lists, earlier.vocabulary)
        candidates = earlier.candidates.updated(
            {rule.id: needed for rule, needed in needs if rule.enabled},
            gone=[*gone, *(rule.id for rule in changed)],
            order=ruleset.rules,
            reordered=reordered,
            parts=len(self._atoms),
            cost=self._costs.of_clue,
        )
        return Compiled(ruleset, vocabulary, lists, candidates)

    def ready(self, rule: Rule) -> ReadyRule:
        """`rule`, ready to be evaluated. Raises InvalidPattern."""
        return self._ready.of(rule)

    def sought(self, rule: Rule, lists: Mapping[str, ListIndex], languages: Collection[str]) -> Sought:
        """What an index of articles in these languages is asked for, for a rule that was compiled with `lists`."""
        return Seeker(self._atoms, lists, languages).sought(self._needs(rule))

    def _needs(self, rule: Rule) -> Needs:
        """What an article must hold for `rule`. Numbers all its atoms, so that a vocabulary made from now on knows
        them. Raises InvalidPattern."""
        conditions = rule.conditions
        speller = Speller(self._terms, self._atoms, self._costs.of_clue, inflected=conditions.inflect)
        spelled = {id(term): speller.clues(term) for term in terms_of_words(conditions)}
        return needs_of(rule, lambda term: spelled[id(term)], self._of_event(rule), self._costs.of_clue)

    def _of_event(self, rule: Rule) -> Iterator[Group]:
        event = self.ready(rule).event if rule.conditions.event else None
        for parts in event.required(self._costs) if event else ():
            yield tuple((self._atoms.part(part),) for part in parts)

    def _indexed(
        self, lists: Mapping[str, TermList], changed: Iterable[Rule], earlier: Mapping[str, ListIndex]
    ) -> dict[str, ListIndex]:
        """The lists that rules name, indexed: those of `earlier` anew where they changed, and those that changed rules
        name. Only these cost time and memory."""
        named = earlier.keys() | {name for rule in changed for name in _named(rule)}
        return {name: self._index(terms, earlier.get(name)) for name, terms in lists.items() if name in named}

    def _index(self, terms: TermList, earlier: ListIndex | None) -> ListIndex:
        return earlier if earlier and earlier.digest == terms.digest else ListIndex(terms, self._atoms, earlier)

    def _vocabulary(self, lists: Mapping[str, ListIndex], earlier: Vocabulary) -> Vocabulary:
        """A vocabulary of all atoms and of these lists; `earlier` lends its memory of words as far as it holds."""
        if not earlier.size or not earlier.fits(lists):
            return Vocabulary(self._atoms, lists)
        if earlier.size == len(self._atoms) and earlier.knows(lists):
            return earlier
        base = earlier.layers[0]
        if len(self._atoms) - base.size > _MOST_BESIDE + base.size // 8:
            return Vocabulary(self._atoms, lists)
        return Vocabulary(self._atoms, lists, base=base)


class _Changes(NamedTuple):
    """The rules that are new or other than they were, the ids of those that are gone, and whether the rules that run
    are others, or in another order, than those that ran before and stayed."""

    changed: list[Rule]
    gone: list[str]
    reordered: bool


def _changes(rules: Mapping[str, Rule], before: Mapping[str, Rule]) -> _Changes:
    """What an edit did. Of the hundred thousand rules before and after it nothing is looked at but which objects they
    are."""
    made, old = list(rules.values()), list(before.values())
    head = _alike(made, old, min(len(made), len(old)))
    tail = _alike(reversed(made), reversed(old), min(len(made), len(old)) - head)
    made, old = made[head : len(made) - tail], old[head : len(old) - tail]
    changed = [rule for rule in made if _is_other(rule, before.get(rule.id))]
    running = {rule.id for rule in made if rule.enabled}
    stayed = [rule.id for rule in old if rule.enabled and rule.id in running]
    reordered = stayed != [rule.id for rule in made if rule.enabled]
    return _Changes(changed, [rule.id for rule in old if rule.id not in rules], reordered)


def _alike(rules: Iterable[Rule], others: Iterable[Rule], most: int) -> int:
    """How many are the same at the beginning of both."""
    return next(compress(count(), map(is_not, islice(rules, most), others)), most)


def _is_other(rule: Rule, old: Rule | None) -> bool:
    return old is None or (rule.digest, rule.enabled) != (old.digest, old.enabled)


def _named(rule: Rule) -> Iterator[str]:
    """The lists that a rule names."""
    return (name for term in all_terms(rule.conditions) for name in lists_of(term))

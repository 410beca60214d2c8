"""The engine: articles × rules → matches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from monitor.matching.atoms import Atoms
from monitor.matching.candidates import Candidates
from monitor.matching.conditions import Step, common_units, steps
from monitor.matching.costs import costs
from monitor.matching.counted import Counted
from monitor.matching.events import Actions
from monitor.matching.happenings import matches
from monitor.matching.lists import ListIndex
from monitor.matching.mentions import draft_mentions
from monitor.matching.ready import ReadyRule, all_terms, make_ready
from monitor.matching.status import StatusFinder
from monitor.matching.terms import Terms
from monitor.matching.view import ArticleView
from monitor.matching.vocabulary import Vocabulary
from monitor.model.article import Article
from monitor.model.match import Match
from monitor.rules.compiled import Gap, ListRef, Pattern, Phrase, Rule, RuleSet, TermList
from monitor.rules.cues import shipped_cues


class Engine:
    """Finds what matches, for one set of rules; a new set makes a new engine (`updated`).

    `match` looks closely only at the rules that the candidate filter lets through; `match_all` looks at every rule and
    is the reference: both return the same. Pure but for a memory of words seen. Linear in the article.
    """

    def __init__(self, ruleset: RuleSet, *, previous: Engine | None = None) -> None:
        """Raises InvalidPattern for a regular expression that RE2 refuses. `previous` lends what has not changed."""
        self._atoms: Atoms = previous._atoms if previous else Atoms()
        self._terms: Terms = previous._terms if previous else Terms(self._atoms)
        self._actions: Actions = previous._actions if previous else Actions(self._terms, self._atoms)
        self.statuses: StatusFinder = _statuses(ruleset, previous.statuses if previous else None)
        self._lists: dict[str, ListIndex] = _indexed(
            _named_lists(ruleset), previous._lists if previous else {}, self._atoms
        )
        self._ready: dict[str, ReadyRule] = self._made_ready(
            ruleset.rules.values(), previous._ready if previous else {}
        )
        cost = costs(self._atoms.numbered(), self._lists)
        running = [ready for ready in self._ready.values() if ready.rule.enabled]
        self._candidates = Candidates(((ready, ready.required(cost)) for ready in running), cost)
        self._vocabulary = self._same_vocabulary(previous) or Vocabulary(self._atoms, self._lists)
        self.ruleset = ruleset

    def match(self, article: Article, *, now: datetime) -> list[Match]:
        """Every rule × happening in the article, in the order of the rules."""
        view = self.view(article)
        return [match for ready in self._candidates.of(view.keys) for match in self._evaluate(ready, view, now)]

    def match_all(self, article: Article, *, now: datetime) -> list[Match]:
        """The same without the candidate filter."""
        view = self.view(article)
        running = (ready for ready in self._ready.values() if ready.rule.enabled)
        return [match for ready in running for match in self._evaluate(ready, view, now)]

    def updated(self, ruleset: RuleSet) -> Engine:
        """An engine for a new set of rules; unchanged rules and lists (by digest) are not compiled again."""
        return Engine(ruleset, previous=self)

    def with_rule(self, rule: Rule) -> Engine:
        """An engine that knows `rule`: this one where it does."""
        known = self._ready.get(rule.id)
        if known is not None and known.rule is rule:
            return self
        return self.updated(replace(self.ruleset, rules={**self.ruleset.rules, rule.id: rule}))

    def ready(self, rule: Rule) -> ReadyRule:
        """A rule of this engine, ready to be evaluated."""
        return self._ready[rule.id]

    def view(self, article: Article) -> ArticleView:
        """The article as all rules see it."""
        return ArticleView(article, self._vocabulary, self._lists)

    def _evaluate(self, ready: ReadyRule, view: ArticleView, now: datetime) -> list[Match]:
        return evaluate(ready, view, now, self.statuses)

    def _made_ready(self, rules: Iterable[Rule], earlier: Mapping[str, ReadyRule]) -> dict[str, ReadyRule]:
        made: dict[str, ReadyRule] = {}
        for rule in rules:
            known = earlier.get(rule.id)
            same = known is not None and known.rule.digest == rule.digest
            made[rule.id] = (
                replace(known, rule=rule) if known and same else make_ready(rule, self._terms, self._actions)
            )
        return made

    def _same_vocabulary(self, previous: Engine | None) -> Vocabulary | None:
        """The memory of words holds as long as no word or list is new."""
        if previous is None or previous._vocabulary.size != len(self._atoms) or previous._lists != self._lists:
            return None
        return previous._vocabulary


def evaluate(ready: ReadyRule, view: ArticleView, now: datetime, statuses: StatusFinder) -> list[Match]:
    """One rule on one article, exactly."""
    counted = Counted(ready, view, statuses)
    made: list[Step] = []
    for step in steps(counted):
        if not step.holds:
            return []
        made.append(step)
    drafts = draft_mentions(counted, made, common_units(made))
    return matches(ready.rule, view.article, drafts, now)


def _statuses(ruleset: RuleSet, earlier: StatusFinder | None) -> StatusFinder:
    tables = shipped_cues() if ruleset.cues is None else ruleset.cues
    digests = {language: table.digest for language, table in tables.items()}
    return earlier if earlier and earlier.digests == digests else StatusFinder(tables)


def _named_lists(ruleset: RuleSet) -> dict[str, TermList]:
    """Only the lists that a rule names cost time and memory."""
    named = {
        name for rule in ruleset.rules.values() for term in all_terms(rule.conditions) for name in _names(term.what)
    }
    return {name: terms for name, terms in ruleset.lists.items() if name in named}


def _names(what: Phrase | Gap | Pattern) -> Iterator[str]:
    phrases = what.parts if isinstance(what, Gap) else (what,) if isinstance(what, Phrase) else ()
    return (part.name for phrase in phrases for part in phrase.parts if isinstance(part, ListRef))


def _indexed(lists: Mapping[str, TermList], earlier: Mapping[str, ListIndex], atoms: Atoms) -> dict[str, ListIndex]:
    return {name: _index(terms, atoms, earlier.get(name)) for name, terms in lists.items()}


def _index(terms: TermList, atoms: Atoms, earlier: ListIndex | None) -> ListIndex:
    return earlier if earlier and earlier.digest == terms.digest else ListIndex(terms, atoms, earlier)

"""The engine: articles × rules → matches."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import nullcontext
from dataclasses import replace
from datetime import datetime

from monitor.matching.compiling import Compiled, Compiler
from monitor.matching.conditions import Step, common_units, steps
from monitor.matching.counted import Counted
from monitor.matching.happenings import matches, with_weaker
from monitor.matching.memory import Memory
from monitor.matching.mentions import draft_mentions
from monitor.matching.ready import ReadyRule
from monitor.matching.spent import Spent
from monitor.matching.status import StatusFinder
from monitor.matching.view import ArticleView
from monitor.model.article import Article
from monitor.model.match import Match
from monitor.model.sought import Sought
from monitor.rules.compiled import Rule, RuleSet
from monitor.rules.cues import shipped_cues


class Engine:
    """Finds what matches, for one set of rules; a new set makes a new engine (`updated`).

    `match` looks closely only at the rules that the candidate filter lets through; `match_all` looks at every rule and
    is the reference: both return the same. Pure but for a memory of words seen and of how common they are. Linear in
    the article.

    Of engines that were brought up to date from one another, one thread may match and another bring up to date or look
    at single articles (`view`), but not two do the same.
    """

    def __init__(self, ruleset: RuleSet, *, previous: Engine | None = None) -> None:
        """Raises InvalidPattern for a regular expression that RE2 refuses. `previous` lends what has not changed."""
        self.ruleset = ruleset
        self.statuses: StatusFinder = _statuses(ruleset, previous.statuses if previous else None)
        self._memory: Memory = previous._memory if previous else Memory()
        self._compiler: Compiler = previous._compiler if previous else Compiler()
        self._compiled: Compiled = self._compiler.compile(
            ruleset, previous._compiled if previous else self._compiler.nothing()
        )

    def match(
        self, article: Article, *, now: datetime, weaker: bool = False, spent: Spent | None = None
    ) -> list[Match]:
        """Every rule × happening in the article, in the order of the rules. `weaker`: also with mentions of a status
        that the rule does not take, which reach an alert that is open (`Match.weaker`, `Match.opens`). `spent` counts
        what each rule takes."""
        view = self._seen(article)
        if spent:
            spent.article()
        found: list[Match] = []
        for name, _ in self._compiled.candidates.of(view):
            rule = self.ruleset.rules[name]
            with spent.on(rule) if spent else nullcontext():
                found += self._evaluate(rule, view, now, weaker=weaker)
        return found

    def matching(self, article: Article, *, now: datetime) -> list[str]:
        """The ids of the rules that match, in order, without the mentions: what the filter is sure of is not looked at
        closely."""
        view = self._seen(article)
        found = self._compiled.candidates.of(view)
        return [name for name, sure in found if sure or self._evaluate(self.ruleset.rules[name], view, now)]

    def match_all(self, article: Article, *, now: datetime, weaker: bool = False) -> list[Match]:
        """The same without the candidate filter."""
        view = self.view(article)
        running = (rule for rule in self.ruleset.rules.values() if rule.enabled)
        return [match for rule in running for match in self._evaluate(rule, view, now, weaker=weaker)]

    def sought(self, rule: Rule, languages: Collection[str]) -> Sought:
        """What an index is asked for, so that it gives every article in these languages that `rule`, one of this
        engine's, matches."""
        return self._compiler.sought(rule, self._compiled.lists, languages)

    def updated(self, ruleset: RuleSet) -> Engine:
        """An engine for a new set of rules; unchanged rules and lists (by digest) are not compiled again."""
        return Engine(ruleset, previous=self)

    def with_rule(self, rule: Rule) -> Engine:
        """An engine that knows `rule`: this one where it does."""
        if self.ruleset.rules.get(rule.id) is rule:
            return self
        return self.updated(replace(self.ruleset, rules={**self.ruleset.rules, rule.id: rule}))

    def ready(self, rule: Rule) -> ReadyRule:
        """A rule of this engine, ready to be evaluated."""
        return self._compiler.ready(rule)

    def view(self, article: Article) -> ArticleView:
        """The article as all rules see it."""
        return ArticleView(article, self._compiled.vocabulary, self._compiled.lists)

    def _seen(self, article: Article) -> ArticleView:
        """The same, by the memory of words; for the one thread that matches."""
        return ArticleView(article, self._compiled.vocabulary, self._compiled.lists, self._memory)

    def _evaluate(self, rule: Rule, view: ArticleView, now: datetime, *, weaker: bool = False) -> list[Match]:
        ready, wanted = self.ready(rule), rule.conditions.status
        found = evaluate(ready, view, now, self.statuses)
        if not weaker or wanted is None:
            return found
        return with_weaker(found, evaluate(ready, view, now, self.statuses, any_status=True), wanted)


def evaluate(
    ready: ReadyRule, view: ArticleView, now: datetime, statuses: StatusFinder, *, any_status: bool = False
) -> list[Match]:
    """One rule on one article, exactly."""
    counted = Counted(ready, view, statuses, any_status=any_status)
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

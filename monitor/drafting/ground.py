"""What a draft rests on, and the sentences that it is made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from monitor.matching import Engine
from monitor.model.article import Article, ArticleId
from monitor.reading import read_paragraph
from monitor.rules.actions import Family
from monitor.rules.compiled import Conditions, Rule, RuleSet, TermList
from monitor.rules.cues import CueTable
from monitor.rules.families import Families
from monitor.rules.terms import compile_term


@dataclass(frozen=True)
class Ground:
    """The lists, verb families and status cues that a rule may rest on, the default language, and the time."""

    lists: Mapping[str, TermList]
    families: Families
    language: str
    now: datetime
    cues: Mapping[str, CueTable] | None = None

    def all_families(self) -> list[Family]:
        """The user's own before those that ship."""
        names = sorted(self.families.names(), key=lambda name: (name not in self.families.made, name))
        found = map(self.families.get, names)
        return [family for family in found if family is not None]

    @cached_property
    def listed(self) -> Engine:
        """An engine whose views know the entries of every list."""
        terms = tuple(compile_term(f"${name}") for name in self.lists)
        rule = Trial("lists", Conditions(any=terms)).rule()
        return Engine(RuleSet({rule.id: rule}, self.lists, self.cues))

    def engine(self, rules: Iterable[Rule]) -> Engine:
        """An engine of these rules; the lists, which take a second, are made ready once."""
        return self.listed.updated(RuleSet({rule.id: rule for rule in rules}, self.lists, self.cues))

    def article(self, text: str) -> Article:
        """A sentence as a rule's test is read. Raises Unreadable."""
        return read_paragraph(text, id=ArticleId("draft", "sentence"), published=self.now, language=self.language)


@dataclass(frozen=True, slots=True)
class Trial:
    """A rule that is only looked through."""

    name: str
    conditions: Conditions = field(default_factory=Conditions)

    def rule(self) -> Rule:
        return Rule(self.name, self.name, "draft.yml", 1, f"draft {self.name}", self.conditions)

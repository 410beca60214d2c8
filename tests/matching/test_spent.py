"""A rule that is slow is named, with what it costs."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from monitor.matching.spent import Spent
from monitor.rules.compiled import Rule
from tests.support.rules import NOW, engine, news, rule, terms


@dataclass
class Ticks:
    """A clock that is told what time it is."""

    now: float = 0.0

    def __call__(self) -> float:
        return self.now


def work(spent: Spent, ticks: Ticks, asked: Rule, seconds: float, *, articles: int = 20) -> None:
    for _ in range(articles):
        spent.article()
        with spent.on(asked):
            ticks.now += seconds


def test_a_slow_rule_has_its_cost_and_its_share() -> None:
    ticks = Ticks()
    spent = Spent(ticks)
    slow, quick = rule("slow", any=terms("a")), rule("quick", any=terms("b"))
    for _ in range(40):
        spent.article()
        for each, seconds in ((slow, 0.009), (quick, 0.001)):
            with spent.on(each):
                ticks.now += seconds
    (cost,) = spent.slow()
    assert cost.rule_id == "slow"
    assert [cost.seconds, cost.share] == pytest.approx([0.009, 0.9])


def test_nothing_is_said_of_the_first_articles() -> None:
    ticks = Ticks()
    spent = Spent(ticks)
    work(spent, ticks, rule("slow", any=terms("a")), 1.0, articles=19)
    assert spent.slow() == []


def test_an_edited_rule_starts_anew() -> None:
    ticks = Ticks()
    spent = Spent(ticks)
    asked = rule("slow", any=terms("a"))
    work(spent, ticks, asked, 1.0)
    work(spent, ticks, replace(asked, digest="edited"), 0.0001)
    assert spent.slow() == []


def test_what_was_long_ago_fades() -> None:
    ticks = Ticks()
    spent = Spent(ticks)
    asked = rule("once", any=terms("a"))
    work(spent, ticks, asked, 0.010)
    work(spent, ticks, asked, 0.0, articles=10_000)
    assert spent.slow() == []


def test_the_engine_counts_the_rules_that_it_looks_at() -> None:
    ticks = Ticks()

    def later() -> float:
        ticks.now += 0.5
        return ticks.now

    spent = Spent(later)
    made = engine(rule("met", any=terms("calm")), rule("not-met", any=terms("storm")))
    for _ in range(20):
        made.match(news("All is calm."), now=NOW, spent=spent)
    assert [cost.rule_id for cost in spent.slow()] == ["met"]

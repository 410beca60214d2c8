"""Warnings are true: what is said never to match never does, what is said to be covered is, in whatever article."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from monitor.matching import Engine
from monitor.model.article import Article, Zone
from monitor.rules.compiled import Rule, RuleSet
from monitor.rules.lint import Code, between
from monitor.rules.load import load_rules
from tests.support.rules import LISTS, NOW, news

WORDS = "rebels rebel captured capture capturing evacuate evacuated film films Hama Aleppo cholera outbreak Cholera the".split()
TERMS = [
    *"rebels rebel capture captured =captured evacuate evacuat* film $cities cholera Cholera".split(),
    "cholera outbreak",
    "outbreak",
]
terms = st.lists(st.sampled_from(TERMS), min_size=1, max_size=3)
texts = st.lists(st.sampled_from([*WORDS, "."]), min_size=1, max_size=10).map(" ".join)
articles = st.lists(st.tuples(st.sampled_from([Zone.BODY, Zone.HEADLINE]), texts), min_size=1, max_size=3).map(
    lambda paragraphs: news(*paragraphs)
)
QUERIES = [
    "rebels AND capture",
    "cholera NOT film",
    "rebels NOT rebel",
    "headline:film body:rebels",
    "SENTENCE(rebels film)",
    "DISTINCT/3(rebels OR film)",
    "cholera OR outbreak",
    "(cholera OR film) NOT films",
]


@st.composite
def written(draw: st.DrawFn) -> dict[str, Any]:
    """A rule as a file says it."""
    kind = draw(st.sampled_from(["any", "all", "near", "at_least", "query"]))
    said: dict[str, Any] = {"title": "t"}
    if kind == "any":
        said["any"] = draw(terms)
    elif kind == "all":
        said["all"] = draw(st.lists(terms, min_size=1, max_size=2))
    elif kind == "near":
        said["near"] = {"terms": [draw(terms), draw(terms)], "words": draw(st.integers(0, 4))}
    elif kind == "at_least":
        said["at_least"] = {"count": draw(st.integers(1, 3)), "of": draw(terms), "distinct": draw(st.booleans())}
    else:
        said["query"] = draw(st.sampled_from(QUERIES))
    for key in draw(st.sets(st.sampled_from(["none", "unless", "in", "within"]), max_size=2)):
        among = {"none": terms, "unless": terms, "in": st.just(["body"])}
        said[key] = draw(among.get(key, st.sampled_from(["sentence", "paragraph"])))
    return said


def made(said: dict[str, Any], name: str = "a") -> tuple[Rule, list[str]]:
    loaded = load_rules({f"{name}.yml": json.dumps(said)}, LISTS)
    (rule,) = loaded.rules[f"{name}.yml"]
    return rule, [f"{problem.code}: {problem.message}" for problem in loaded.problems]


def firing(rule: Rule, read: list[Article]) -> list[bool]:
    """For each article whether the rule fires."""
    engine = Engine(RuleSet({rule.id: rule}, LISTS))
    return [bool(engine.match(article, now=NOW)) for article in read]


few = settings(max_examples=30, suppress_health_check=[HealthCheck.filter_too_much])


@given(written(), st.lists(articles, min_size=1, max_size=4))
@few
def test_what_never_matches_never_does(said: dict[str, Any], read: list[Article]) -> None:
    rule, warned = made(said)
    never = [each for each in warned if each.startswith(f"{Code.NEVER}: ") and "hardly" not in each]
    assume(never)
    assert not any(firing(rule, read)), never


@given(written(), written(), st.lists(articles, min_size=1, max_size=4))
@few
def test_where_a_covered_rule_fires_the_other_does(
    one: dict[str, Any], other: dict[str, Any], read: list[Article]
) -> None:
    rules = {rule.id: rule for rule, _ in (made(one), made(other, "b"))}
    found = list(between(rules.values(), {}))
    assume(found)
    for problem in found:
        narrow = rules[problem.file.removesuffix(".yml")]
        (wide,) = (rule for rule in rules.values() if rule is not narrow)
        assert all(other >= this for this, other in zip(firing(narrow, read), firing(wide, read), strict=True)), problem


@given(st.sampled_from(["any", "none", "unless"]), terms, st.lists(articles, min_size=1, max_size=4))
@few
def test_a_term_that_adds_nothing_can_be_left_out(key: str, among: list[str], read: list[Article]) -> None:
    said = {"title": "t", "any": ["rebels", "Aleppo", "Hama"], key: among}
    loaded = load_rules({"a.yml": json.dumps(said)}, LISTS)
    idle = [p for p in loaded.problems if p.code in (Code.DUPLICATE, Code.REDUNDANT)]
    assume(idle)
    (rule,) = loaded.rules["a.yml"]
    for problem in idle:
        rest = list(reversed(among))
        rest.remove(problem.message.split("`")[1])
        without, _ = made({**said, key: rest})
        assert firing(rule, read) == firing(without, read), problem

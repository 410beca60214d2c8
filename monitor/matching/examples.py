"""The tests that stand in a rule: each text must fire, or must not, with the slots and the proof that it names.

A text written in the rule is one paragraph of body, published now; one from a file is read as an article is, modified
now.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from monitor.errors import Unreadable
from monitor.matching.engine import Engine
from monitor.matching.explain import explain
from monitor.model.article import Article, ArticleId, RawArticle
from monitor.model.match import Match, SlotValue
from monitor.reading import read, read_paragraph
from monitor.rules.actions import Family
from monitor.rules.compiled import ASSERTED, Conditions, Event, Rule, RuleTest


@dataclass(frozen=True, slots=True)
class TestResult:
    """`why` says what is wrong, in words for the rule's author; empty where the test passed."""

    test: RuleTest
    passed: bool
    why: str = ""


def run_tests(engine: Engine, rule: Rule, *, default_language: str, now: datetime) -> list[TestResult]:
    """Every test of `rule`, in order. Only this rule is looked at, in force or not. Raises InvalidPattern."""
    engine = engine.with_rule(rule)
    return [_run(engine, rule, test, default_language, now) for test in rule.tests]


def family_rules(family: Family, tests: Iterable[RuleTest], file: str) -> list[Rule]:
    """The tests of a family's `file` as rules that have them: one that asks for what is asserted or claimed, and for
    the tests that name a status one that asks for all."""
    made = []
    for status in (ASSERTED, None):
        own = tuple(test for test in tests if (test.status is None) is (status is not None))
        if own:
            name = f"${family.name}" if status else f"${family.name} of any status"
            digest = hashlib.sha256(f"{family.digest}\n{file}\n{own}".encode()).hexdigest()
            conditions = Conditions(event=Event((family,), family.asked), status=status)
            made.append(Rule(name, family.title, file, 1, digest, conditions, tests=own))
    return made


def _run(engine: Engine, rule: Rule, test: RuleTest, default_language: str, now: datetime) -> TestResult:
    if test.missing:
        return TestResult(test, False, f"there is no file `{test.file}` in the rules' folder")
    try:
        article = _article(rule, test, default_language, now)
    except Unreadable as error:
        return TestResult(test, False, f"not an article: {error}")
    explained = explain(engine, rule, article, now)
    if not test.fires:
        return TestResult(test, not explained.fires, _fired(article, explained.matches))
    if not explained.fires:
        return TestResult(test, False, f"did not fire: {explained.first_no}")
    wrong = [list(_differences(test, article, match)) for match in explained.matches]
    return TestResult(test, not all(wrong), "; ".join(min((len(each), each) for each in wrong)[1]))


def _article(rule: Rule, test: RuleTest, default_language: str, now: datetime) -> Article:
    id = ArticleId("test", test.file or f"{rule.file}:{test.line}")
    if test.file is None:
        return read_paragraph(test.text, id=id, published=now, language=default_language)
    content = test.text.encode()
    raw = RawArticle(id, content, hashlib.sha256(content).hexdigest(), received=now, modified=now)
    return read(raw, default_language=default_language)


def _fired(article: Article, found: Sequence[Match]) -> str:
    if not found:
        return ""
    named = "; ".join(_slots(match) or "no slot" for match in found)
    return f'fired ({named}) at "{article.quote(found[0].proof.sentence)}"'


def _slots(match: Match) -> str:
    return ", ".join(f"{name}: {value.name or value.text}" for name, value in match.slots.items())


def _differences(test: RuleTest, article: Article, match: Match) -> Iterator[str]:
    for name, wanted in test.slots.items():
        value = match.slots.get(name)
        if value is None:
            yield f"slot {name} is empty, expected {wanted}"
        elif not _is(wanted, value):
            yield f"slot {name} is {value.name or value.text}, expected {wanted}"
    proof = article.quote(match.proof.sentence)
    if test.quote is not None and _spaced(test.quote) not in _spaced(proof):
        yield f'the proof is "{proof}", expected "{test.quote}" in it'
    if test.status is not None and match.proof.status is not test.status:
        yield f"the status is {match.proof.status}, expected {test.status}"


def _is(wanted: str, value: SlotValue) -> bool:
    """Words that no entry stands behind may have others before them: `rebels` is `the rebels`."""
    if wanted in (value.name, value.text):
        return True
    return value.name is None and f" {value.text}".casefold().endswith(f" {wanted}".casefold())


def _spaced(text: str) -> str:
    """Line ends and runs of white space are one space; curly quotes are straight."""
    return re.sub(r"\s+", " ", text.translate(_QUOTES)).strip().casefold()


_QUOTES = str.maketrans("‘’“”", "''\"\"")

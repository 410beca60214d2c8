"""From sentences to a rule file that passes its own tests."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from monitor.drafting.content import Content, of_event, of_words
from monitor.drafting.events import choose, nearly, slots
from monitor.drafting.ground import Ground
from monitor.drafting.readings import Action, actions
from monitor.drafting.variants import HOWS, variants
from monitor.errors import Problem
from monitor.matching.examples import TestResult, run_tests
from monitor.matching.explain import explain
from monitor.model.article import Article
from monitor.rules.compiled import Rule
from monitor.rules.load import load_rules
from monitor.rules.writing import Value, block, rule_file

_SCHEMA = "# yaml-language-server: $schema=../docs/schemas/rule.schema.json\n"


@dataclass(frozen=True, slots=True)
class Draft:
    """A rule file. `notes`: what was found and decided; `results`: its tests, as they were run; `problems` of the file,
    warnings as a rule."""

    id: str
    text: str
    notes: tuple[str, ...]
    results: tuple[TestResult, ...]
    problems: tuple[Problem, ...]

    @property
    def holds(self) -> bool:
        """Whether it is a rule that passes all its tests."""
        return bool(self.results) and all(result.passed for result in self.results)


def draft(sentences: Sequence[str], ground: Ground, *, id: str | None = None, title: str | None = None) -> Draft:
    """An event rule where an action fits every sentence, else a rule of words. Raises Unreadable for a sentence without
    any word."""
    articles = [ground.article(sentence) for sentence in sentences]
    found = actions(articles, ground)
    for content in _contents(found, articles, ground):
        made = _made(content, articles, ground, id, title)
        if made.holds:
            break
    return made


def _contents(found: Sequence[Action], articles: Sequence[Article], ground: Ground) -> Iterator[Content]:
    """An event with all its slots, without those that some samples lack, without any, since words can fill a slot
    beside some slots and not beside others; and words."""
    chosen = choose(found, len(articles))
    if chosen is not None:
        asked = slots(chosen.readings)
        required = [slot for slot in asked if not slot.optional]
        for some in (asked, required, []):
            yield of_event(chosen, some, articles)
    for asserted in (True, False):
        yield of_words(articles, ground, nearly(found, len(articles)), asserted=asserted)


def _made(content: Content, articles: Sequence[Article], ground: Ground, id: str | None, title: str | None) -> Draft:
    title = title or content.title
    rule_id = id or re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:60].strip("-") or "draft"
    head = rule_file({"id": rule_id, "title": title, **content.keys(title)})
    text = f"{_SCHEMA}# Drafted from {len(articles)} sample{'s' * (len(articles) != 1)}: {content.kind}.\n{head}"
    rule, problems = _compiled(text + block("tests", {"yes": list(content.yes)}), rule_id, ground)
    if rule is None:
        return Draft(rule_id, text, content.notes, (), problems)
    noes, notes = _noes(content, articles, rule, ground)
    text += block("tests", {"yes": list(content.yes), **({"no": noes} if noes else {})})
    rule, problems = _compiled(text, rule_id, ground)
    results = run_tests(ground.engine([rule]), rule, default_language=ground.language, now=ground.now) if rule else ()
    return Draft(rule_id, text, (*content.notes, *notes), tuple(results), problems)


def _compiled(text: str, rule_id: str, ground: Ground) -> tuple[Rule | None, tuple[Problem, ...]]:
    loaded = load_rules({f"{rule_id}.yml": text}, ground.lists, families=ground.families)
    return next(iter(loaded.rules.get(f"{rule_id}.yml", ())), None), loaded.problems


def _noes(content: Content, articles: Sequence[Article], rule: Rule, ground: Ground) -> tuple[list[Value], list[str]]:
    """The sentences in turns, each as what did not happen in another way; and those on which the rule fires all the
    same."""
    engine = ground.engine([rule])
    kept: list[Value] = []
    fired: list[str] = []
    for text in _variants(content, articles, ground):
        if explain(engine, rule, ground.article(text), ground.now).fires:
            fired.append(f"left out of `no`, since the rule fires on it: {text}")
        else:
            kept.append(text)
    return kept, fired


def _variants(content: Content, articles: Sequence[Article], ground: Ground) -> Iterator[str]:
    for turn, how in enumerate(HOWS):
        number = turn % len(articles)
        made = variants(articles[number], content.triggers[number], ground.lists)
        yield from [each.text for each in made if each.how == how][:1]

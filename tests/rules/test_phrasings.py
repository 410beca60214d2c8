"""The two shipped rules on sentences as agencies write them, and on what only looks like the event: a line each in
`phrasings/RULE.txt`, `+claimed Rebels said … => city=Hama` where it must fire, `- …` where it must not."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from monitor.matching import Engine
from monitor.model.article import ArticleId
from monitor.reading import read_text
from monitor.rules.compiled import RuleSet
from monitor.rules.lists import load_lists
from monitor.rules.load import load_rules
from tests.support.rules import NOW

RULES = Path(__file__).parents[2] / "rules"
FOLDER = Path(__file__).parent / "phrasings"
_LINE = re.compile(r"(?P<sign>[+-])(?P<status>\w*) (?P<text>.+?)(?: => (?P<slots>.+))?")


class Phrasing(NamedTuple):
    """A sentence, whether the rule must fire on it, with which status, and what its slots must hold."""

    rule: str
    text: str
    fires: bool
    status: str
    slots: tuple[tuple[str, str], ...]


def phrasings() -> list[Phrasing]:
    return [_phrasing(path.stem, line) for path in sorted(FOLDER.glob("*.txt")) for line in _lines(path)]


def _lines(path: Path) -> list[str]:
    return [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]


def _phrasing(rule: str, line: str) -> Phrasing:
    found = _LINE.fullmatch(line)
    assert found, line
    slots = tuple(tuple(each.strip().split("=")) for each in (found["slots"] or "").split(",") if each)
    return Phrasing(rule, found["text"], found["sign"] == "+", found["status"], slots)


@cache
def engine() -> Engine:
    texts = {
        f"{name}.yml": (RULES / f"{name}.yml").read_text(encoding="utf-8") for name in {p.rule for p in phrasings()}
    }
    lists = load_lists({}).lists
    loaded = load_rules(texts, lists, lambda path: (RULES / path).read_text(encoding="utf-8"))
    assert not loaded.problems
    return Engine(RuleSet({rule.id: rule for rules in loaded.rules.values() for rule in rules}, lists))


@pytest.mark.parametrize("phrasing", phrasings(), ids=lambda each: each.text[:60])
def test_a_shipped_rule_knows_how_it_is_said(phrasing: Phrasing) -> None:
    article = read_text(phrasing.text, id=ArticleId("test", "a"), published=NOW, language="en")
    matches = [each for each in engine().match(article, now=NOW) if each.rule_id == phrasing.rule]
    assert bool(matches) is phrasing.fires
    if phrasing.status:
        assert phrasing.status in {str(each.proof.status) for each in matches}
    for name, value in phrasing.slots:
        assert value in {each.slots[name].name for each in matches if name in each.slots}, matches

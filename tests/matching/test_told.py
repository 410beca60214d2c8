"""What the sentence before says of how things are."""

from __future__ import annotations

import pytest

from monitor.matching import Engine
from monitor.rules.compiled import RuleSet
from monitor.rules.load import load_rules
from tests.support.newsroom import CAPTURED, shipped
from tests.support.rules import LISTS, news

UNCHANGED = """
M23 has not captured Goma. Goma is in the hands of the army.
M23 has not captured Goma, Goma is in the hands of the army.
M23 has not captured Goma. Goma is in the hands of HTS.
"""

ANOTHER = """
Goma is in the hands of M23.
M23 has not captured Hama. Goma is in the hands of HTS.
HTS has not captured Goma. M23 has seized Goma.
The army denied that Goma had fallen. Goma is in the hands of M23.
HTS has captured Goma. Goma is in the hands of M23.
M23 denied that it had captured Goma. Goma is in the hands of insurgents.
"""


@pytest.fixture(scope="module")
def engine() -> Engine:
    lists = {**shipped(), **LISTS}
    loaded = load_rules({"captured.yml": CAPTURED}, lists)
    (rule,) = loaded.rules["captured.yml"]
    return Engine(RuleSet({rule.id: rule}, lists))


def captured(engine: Engine, text: str) -> list[str | None]:
    article = news(f"There was fighting in Congo, rebels and soldiers said.\n\n{text}")
    return [match.slots["city"].name for match in engine.match(article, now=article.published)]


@pytest.mark.parametrize("text", UNCHANGED.strip().splitlines())
def test_who_holds_what_nobody_took_has_not_captured_it(engine: Engine, text: str) -> None:
    assert captured(engine, text) == []


@pytest.mark.parametrize("text", ANOTHER.strip().splitlines())
def test_who_holds_it_else_has(engine: Engine, text: str) -> None:
    assert captured(engine, text) == ["Goma"]

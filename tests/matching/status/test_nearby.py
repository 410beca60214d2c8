"""What a headline and the sentences around say of an event: a war game, a novel."""

from __future__ import annotations

import pytest

from monitor.matching.atoms import Atoms
from monitor.matching.status import StatusFinder
from monitor.matching.view import ArticleView
from monitor.matching.vocabulary import Vocabulary
from monitor.model.article import Span, Zone
from monitor.model.match import Status
from monitor.rules.cues import shipped_cues
from tests.support.rules import news

FINDER = StatusFinder(shipped_cues())


def status(text: str, headline: str = "") -> tuple[Status, str | None]:
    """Of the event in [brackets], and its cue."""
    bare = text.replace("[", "").replace("]", "")
    article = news(*([(Zone.HEADLINE, headline)] if headline else []), bare)
    start = article.text.index(bare) + text.index("[")
    found = FINDER.find(
        ArticleView(article, Vocabulary(Atoms(), {}), {}), Span(start, start + text.index("]") - text.index("[") - 1)
    )
    return found.status, article.quote(found.cue) if found.cue else None


@pytest.mark.parametrize(
    ("headline", "text", "expected"),
    [
        ("", "Paratroopers [captured] the town. It was a training exercise.", (Status.FICTION, "training exercise")),
        ("", "The video game is out on Friday. Gunmen [seize] Hama in its first hour.", (Status.FICTION, "video game")),
        ("Review: a war game", "It is long. It is loud. It is cruel. Rebels [take] Hama.", (Status.FICTION, "war game")),
        ("", "He wrote a novel. He died. He was 80. Rebels [took] Hama.", (Status.ASSERTED, None)),
        ("", "Rebels [took] Hama. The army is on the run.", (Status.ASSERTED, None)),
        ("", "If it is a training exercise, nobody knew. Rebels did not [take] Hama.", (Status.FICTION, "training exercise")),
    ],
)  # fmt: skip
def test_what_stands_around(headline: str, text: str, expected: tuple[Status, str | None]) -> None:
    assert status(text, headline) == expected

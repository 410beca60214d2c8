"""Every row of "Did it happen?", with its variants and with what only looks like it."""

from __future__ import annotations

import re

import pytest

from monitor.matching.atoms import Atoms
from monitor.matching.status import Finding, StatusFinder
from monitor.matching.view import ArticleView
from monitor.matching.vocabulary import Vocabulary
from monitor.model.article import Span
from monitor.model.match import Status
from monitor.rules.cues import shipped_cues
from tests.matching.status import sentences
from tests.support.rules import news

FINDER = StatusFinder(shipped_cues())
_MARKS = re.compile(r"[\[\]{}]")


def find(written: str) -> tuple[Finding, str]:
    """What is found of the event in [brackets], done by {braces}; and the text without them."""
    text = _MARKS.sub("", written)
    event, actor = _span(written, "[", "]"), _span(written, "{", "}")
    assert event is not None
    view = ArticleView(news(text), Vocabulary(Atoms(), {}), {})
    return FINDER.find(view, event, actor=actor), text


def _span(written: str, opening: str, closing: str) -> Span | None:
    if opening not in written:
        return None
    start, end = written.index(opening), written.index(closing)
    return Span(_bare(written[:start]), _bare(written[:end]))


def _bare(text: str) -> int:
    return len(_MARKS.sub("", text))


def rows(status: Status) -> list[tuple[Status, str]]:
    block: str = getattr(sentences, status.name)
    return [(status, line) for line in block.strip().splitlines()]


ROWS = [row for status in Status if status is not Status.UNKNOWN for row in rows(status)]


@pytest.mark.parametrize(("status", "written"), ROWS, ids=[written for _, written in ROWS])
def test_row(status: Status, written: str) -> None:
    finding, text = find(written)
    said = {text[each.cue.start : each.cue.end]: each.status.value for each in finding.bearings}
    assert finding.status is status, said


def test_the_table_is_wide_enough() -> None:
    assert len(ROWS) >= 150
    assert {status for status, _ in ROWS} == set(Status) - {Status.UNKNOWN}

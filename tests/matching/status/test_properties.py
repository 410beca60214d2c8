"""What holds for any sentence: an answer, cues inside the sentence, time linear in its length."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.matching.atoms import Atoms
from monitor.matching.status import Finding, StatusFinder
from monitor.matching.view import ArticleView
from monitor.matching.vocabulary import Vocabulary
from monitor.model.article import Span
from monitor.model.match import Status
from monitor.rules.cues import shipped_cues
from tests.support.rules import news

FINDER = StatusFinder(shipped_cues())
_PIECES = [
    "rebels", "captured", "capture", "the", "that", "said", "says", "if", "will", "not", "to", "in", "2015", "May", "3", "who",
    "and", "but", ",", "(", ")", ";", ":", "?", '"', "—", "-", "a", "week", "ago", "31", "century", "after", "last", "don't",
    "according", "prevented", "from", "attack", "Hama", "2016", "February", "30", "no", "0000", "é", "हमा", "哈馬", "",
]  # fmt: skip
_TEXTS = (st.lists(st.sampled_from(_PIECES), max_size=25).map(" ".join) | st.text(max_size=60)).filter(bool)


def _find(text: str, trigger: Span, actor: Span | None = None, language: str = "en") -> Finding:
    view = ArticleView(news(text, language=language), Vocabulary(Atoms(), {}), {})
    return FINDER.find(view, trigger, actor=actor)


@given(_TEXTS, st.data())
def test_there_is_an_answer_whatever_the_text(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    trigger = Span(start, data.draw(st.integers(start, len(text))))
    actor = data.draw(st.none() | st.just(Span(0, min(6, len(text)))))
    finding = _find(text, trigger, actor)
    assert finding.status is not Status.UNKNOWN
    for span in (finding.cue, finding.said_by, *(each.cue for each in finding.bearings)):
        assert span is None or 0 <= span.start < span.end <= len(text)
    assert (finding.cue is None) == (not finding.bearings)


@given(_TEXTS)
def test_what_is_found_last_is_found_alone(text: str) -> None:
    """A reading that is kept for the next event of the sentence is the reading made anew."""
    view = ArticleView(news(text), Vocabulary(Atoms(), {}), {})
    spans = [Span(start, end) for start, end in zip(view.starts, view.ends, strict=True)]
    together = [FINDER.find(view, span) for span in spans]
    assert together == [_find(text, span) for span in spans]


def test_a_language_without_a_table_is_asserted() -> None:
    assert _find("Rebellen will not capture Hama", Span(18, 25), language="de").status is Status.ASSERTED


@pytest.mark.parametrize(
    "word", ["could ", "said that ", "if, ", "(not ", "capture ", "in 2015 ", "tell x to ", "is? "]
)
def test_time_is_linear(word: str) -> None:
    """Ten times the words, and as many events, take some ten times as long: one 'sentence' of a broken file."""
    assert _seconds(word, 4_000) < 30 * _seconds(word, 400) + 0.5


def _seconds(word: str, times: int) -> float:
    text = "rebels " + word * times + "capture"
    view = ArticleView(news(text), Vocabulary(Atoms(), {}), {})
    spans = [Span(start, end) for start, end in zip(view.starts[::20], view.ends[::20], strict=True)]
    begin = time.process_time()
    for span in spans:
        FINDER.find(view, span)
    return time.process_time() - begin

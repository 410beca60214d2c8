"""The shipped article, paragraph by paragraph: the zones that rules and mails rest on."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.model.article import Article, ArticleId, PublishedFrom, RawArticle, Zone
from monitor.reading import read

ROOT = Path(__file__).parents[2]
FILE_TIME = datetime(2024, 12, 6, 8, tzinfo=UTC)
HEADING_LINES = {
    "In short:",
    "City's fall marks perilous moment for regime",
    "China urges citizens to leave, citing 'deteriorating' situation",
}


@pytest.fixture(scope="module")
def lines() -> list[str]:
    return (ROOT / "seeds/syria-hama.txt").read_text(encoding="utf-8").splitlines()


@pytest.fixture(scope="module")
def article() -> Article:
    content = (ROOT / "seeds/syria-hama.txt").read_bytes()
    raw = RawArticle(ArticleId("seeds", "syria-hama.txt"), content, "hash", FILE_TIME, FILE_TIME)
    return read(raw, default_language="en")


def expected_zone(index: int, line: str) -> Zone:
    if index == 0:
        return Zone.HEADLINE
    if line in HEADING_LINES:
        return Zone.HEADING
    if line == "Reuters/AP/AFP":
        return Zone.CREDIT
    return Zone.SUMMARY if 2 <= index <= 4 else Zone.BODY


def test_each_line_is_a_paragraph_in_its_zone(article: Article, lines: list[str]) -> None:
    read_as = [(paragraph.zone, article.text[paragraph.start : paragraph.end]) for paragraph in article.paragraphs]
    assert read_as == [(expected_zone(index, line), line) for index, line in enumerate(lines)]


def test_body_begins_after_the_summary(article: Article) -> None:
    first = next(paragraph for paragraph in article.paragraphs if paragraph.zone is Zone.BODY)
    assert article.text[first.start :].startswith("The strategic Syrian city of Hama has become")


def test_each_line_is_one_sentence(article: Article) -> None:
    assert {len(paragraph.sentences) for paragraph in article.paragraphs} == {1}


def test_what_is_said_is_quoted(article: Article) -> None:
    quoted = [article.quote(span) for span in article.quotes]
    assert quoted[0] == "from several sides"
    assert "deteriorating" in quoted
    assert quoted[-1] == "strategic partnership"
    assert len(quoted) == 10


def test_what_is_known_of_it(article: Article) -> None:
    assert article.headline.startswith("Syrian rebels take strategic city of Hama")
    assert (article.language, article.source, article.place) == ("en", "Reuters/AP/AFP", None)
    assert (article.published, article.published_from) == (FILE_TIME, PublishedFrom.FILE_TIME)
    assert not article.correction
    assert article.warnings == ()

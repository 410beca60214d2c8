"""An entry of a feed and the page behind it: whose words count."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from monitor.model.article import Article, ArticleId, RawArticle, Zone
from monitor.reading import document, read_all
from tests.support.feeds import rss

NOW = datetime(2024, 12, 6, 12, tzinfo=UTC)
LONG = "Rebels captured the town on Thursday, said the army, which had left it the day before."
HEAD = '<meta name="author" content="Jane Doe"><meta name="description" content="x">'
PAGE = f"<!DOCTYPE html><html><head>{HEAD}</head><body><h1>Another title</h1><article><p>{LONG}</p><p>It gave no reason for it.</p></article></body></html>"


def with_page(teaser: str, page: str | bytes) -> Article:
    content = rss(("one", teaser))
    raw = RawArticle(
        ArticleId("wires", "a"), content, "h", NOW, NOW, only=frozenset({"one"}),
        pages={"one": page if isinstance(page, bytes) else page.encode()},
    )  # fmt: skip
    (only,) = read_all(raw, default_language="en")
    assert isinstance(only.outcome, Article)
    assert only.version == document(content, {}).entries[0].version  # as without the page: it is no news for the ledger
    return only.outcome


def zones(found: Article) -> list[tuple[Zone, str]]:
    return [(one.zone, found.text[one.start : one.end]) for one in found.paragraphs]


def test_the_entry_says_what_it_is_called_and_the_page_says_the_rest() -> None:
    found = with_page("The town had held out for years.", PAGE)
    assert zones(found) == [
        (Zone.HEADLINE, "one"),
        (Zone.SUMMARY, "The town had held out for years."),
        (Zone.BODY, LONG),
        (Zone.BODY, "It gave no reason for it."),
    ]
    assert (found.authors, found.warnings) == (("Jane Doe",), ())


def test_a_teaser_that_is_the_text_s_beginning_is_not_said_twice() -> None:
    assert [zone for zone, _ in zones(with_page(f"{LONG[:60]} …", PAGE))] == [Zone.HEADLINE, Zone.BODY, Zone.BODY]


@pytest.mark.parametrize(
    ("page", "why"),
    [
        (b"\x89PNG\r\n", "no page of HTML"),
        ("<!DOCTYPE html><html><body><form><input></form></body></html>", "without an article"),
        ("<!DOCTYPE html><html><body><article><p>Sign in.</p></article></body></html>", "no more"),
        (b"", "no page of HTML"),
    ],
)
def test_a_page_that_has_no_more_to_say_changes_nothing(page: str | bytes, why: str) -> None:
    found = with_page("The town had held out for years, and fell in a day.", page)
    assert found.text == "one\n\nThe town had held out for years, and fell in a day."
    assert why in found.warnings[0]


def test_a_page_that_was_re_encoded_where_it_was_fetched() -> None:
    page = PAGE.replace("<head>", '<head><meta charset="iso-8859-1">').replace("town", "Düsseldorf")
    assert "Düsseldorf" in with_page("Nothing.", page).text

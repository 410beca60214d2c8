"""Documents that are asked for again and again: each entry has its own name and version, whatever stands around it."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.errors import Unreadable
from monitor.model.article import Article, ArticleId, RawArticle
from monitor.reading import MEMBER, Document, document, read_all
from tests.support.clock import START
from tests.support.feeds import PAGE, rss


def entries(content: bytes) -> dict[str, str]:
    return {one.name: one.version for one in document(content, {}).entries}


def read(content: bytes, *only: str) -> dict[str, str]:
    """The versions of these, by name, as the pipeline reads them."""
    raw = RawArticle(ArticleId("wires", "https://a.test/"), content, "h", START, START, only=frozenset(only))
    found = read_all(raw, default_language="en")
    assert all(isinstance(one.outcome, Article) and one.outcome.version == one.version for one in found)
    return {one.id.path.partition(MEMBER)[2]: one.version for one in found}


def test_an_entry_is_the_same_whatever_stands_around_it() -> None:
    alone, among = entries(rss("one")), entries(rss("two", "one", "three", more="<lastBuildDate>x</lastBuildDate>"))
    assert alone["one"] == among["one"]
    assert entries(rss(("one", "It was edited.")))["one"] != alone["one"]


def test_what_is_named_is_read_under_the_version_that_was_told() -> None:
    content = rss("one", "two", "three")
    known = entries(content)
    assert read(content, "two", "three", "none such") == {name: known[name] for name in ("two", "three")}
    assert read(rss("one"), "one") == {"one": known["one"]}
    assert read(content) == {}


def test_entries_that_share_an_id_or_have_none_are_told_apart_by_what_they_say() -> None:
    same = rss(("same", "First news."), ("same", "Second news."))
    later = rss("new", ("same", "First news."), ("same", "Second news."))
    assert entries(same).items() <= entries(later).items()
    bare = "<rss><channel>{}<item><description>Only words.</description></item></channel></rss>"
    before, after = (entries(bare.format(more).encode()) for more in ("", "<item><title>Other</title></item>"))
    assert before.items() <= after.items()
    long = "https://a.test/" + "x" * 300
    assert len(entries(rss(long + "1", long + "2"))) == 2


def test_entries_come_oldest_first() -> None:
    items = [
        {"id": str(day), "title": f"Day {day}", "content_text": "News.", "date_published": f"2026-11-{day}T06:00:00Z"}
        for day in (22, 20, 21)
    ]
    content = json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "J", "items": items}).encode()
    assert list(read(content, "20", "21", "22")) == ["20", "21", "22"]
    assert document(content, {}).title == "J"


@pytest.mark.parametrize(
    ("more", "pace"),
    [
        ("", None),
        ("<ttl>30</ttl>", timedelta(minutes=30)),
        ("<ttl>0</ttl>", None),
        ("<ttl>often</ttl>", None),
        ("<sy:updatePeriod>hourly</sy:updatePeriod>", timedelta(hours=1)),
        ("<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>6</sy:updateFrequency>", timedelta(hours=4)),
        ("<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>0</sy:updateFrequency>", timedelta(hours=1)),
    ],
)
def test_how_often_it_likes_to_be_asked(more: str, pace: timedelta | None) -> None:
    assert document(rss("one", more=more), {}).pace == pace


def test_an_empty_feed_is_one() -> None:
    assert document(rss(), {}) == Document(None, (), None)


@pytest.mark.parametrize(
    "content", [b"", b"Just words.", PAGE.encode(), b'<?xml version="1.0"?><html/>', b"PK\x03\x04" + b"x" * 99]
)
def test_what_is_no_feed_says_so(content: bytes) -> None:
    with pytest.raises(Unreadable):
        document(content, {})


@settings(max_examples=60)
@given(st.binary(max_size=300), st.integers(0, 400))
def test_whatever_comes_is_read_or_refused(noise: bytes, at: int) -> None:
    sound = rss("one", "two", title="Café")
    for content in (noise, sound[:at] + noise + sound[at:], sound[:at]):
        try:
            names = entries(content)
        except Unreadable:
            continue
        assert all(names)

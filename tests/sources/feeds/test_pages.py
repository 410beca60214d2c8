"""The pages behind teasers: asked for as politely as feeds, a few at a time, and what they give is in what is put."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from monitor.model.article import Article
from monitor.reading import read_all
from monitor.sources.feeds.answers import Elsewhere, Failed, Page, Reason
from monitor.sources.feeds.opml import Feed
from monitor.sources.feeds.pages import MOST
from tests.sources.feeds.test_source import MINUTE, A, Watched, watching
from tests.support.feeds import gaps, rss

LONG = "Rebels captured the town on Thursday, said the army, which had left it the day before. " * 3
TEXT = f"<p>{LONG}</p><p>{LONG}</p>"
PAGE = Page(f"<!DOCTYPE html><html><body><h1>One</h1><article>{TEXT}</article></body></html>".encode())
WITH_PAGES = Feed(A, pages=True)


def texts(watched: Watched) -> list[str]:
    found = [one.outcome for raw in watched.put for one in read_all(raw, default_language="en")]
    return [one.text for one in found if isinstance(one, Article)]


async def test_a_teaser_is_read_with_its_page(tmp_path: Path) -> None:
    async with watching(tmp_path, WITH_PAGES) as watched:
        watched.web.says(A, Page(rss("one")))
        watched.web.says("https://wire.test/one", PAGE)
        await watched.pass_time(MINUTE)
        (text,) = texts(watched)
        assert text.startswith("one\n\nNothing more is known.\n\nRebels captured the town")


async def test_only_where_the_list_asks_for_it(tmp_path: Path) -> None:
    async with watching(tmp_path, A) as watched:
        watched.web.says(A, Page(rss("one")))
        await watched.pass_time(MINUTE)
        assert [url for _, url, _ in watched.web.asked] == [A]
        assert len(watched.put) == 1


async def test_an_entry_that_says_enough_is_taken_as_it_is(tmp_path: Path) -> None:
    async with watching(tmp_path, WITH_PAGES) as watched:
        watched.web.says(A, Page(rss(("one", LONG * 5))))
        await watched.pass_time(MINUTE)
        assert [url for _, url, _ in watched.web.asked] == [A]


async def test_a_host_has_its_pause_and_a_document_has_its_bound(tmp_path: Path) -> None:
    names = [f"n{number}" for number in range(MOST + 5)]
    async with watching(tmp_path, WITH_PAGES, pause="10s") as watched:
        watched.web.says(A, Page(rss(*names)))
        for name in names:
            watched.web.says(f"https://wire.test/{name}", PAGE)
        await watched.pass_time(5 * MINUTE)
        asked = [when for when, url, _ in watched.web.asked if "wire.test" in url]
        assert len(asked) == MOST
        assert min(gaps(asked)) >= 10
        found = texts(watched)
        assert len(found) == len(names)
        assert sum("captured" in text for text in found) == MOST


async def test_all_pages_of_a_document_stay_within_its_bound(tmp_path: Path) -> None:
    async with watching(tmp_path, WITH_PAGES, pause="1s", max_bytes=1_000) as watched:
        watched.web.says(A, Page(rss("one", "two", "three")))
        for name in ("one", "two", "three"):
            watched.web.says(f"https://wire.test/{name}", PAGE)
        await watched.pass_time(MINUTE)
        assert sum(len(page) for raw in watched.put for page in raw.pages.values()) == len(PAGE.content) <= 1_000
        assert len(texts(watched)) == 3


async def test_what_gives_no_page_falls_back_to_its_entry(tmp_path: Path) -> None:
    async with watching(tmp_path, WITH_PAGES, pause="1s") as watched:
        watched.web.says(A, Page(rss("gone", "moved", "picture", "round")))
        watched.web.says("https://wire.test/gone", Failed(Reason.NOT_FOUND, "404"))
        watched.web.says("https://wire.test/moved", Elsewhere("https://wire.test/there", permanent=True))
        watched.web.says("https://wire.test/there", PAGE)
        watched.web.says("https://wire.test/picture", Page(b"\x89PNG"))
        watched.web.says("https://wire.test/round", Elsewhere("https://wire.test/round", permanent=False))
        await watched.pass_time(2 * MINUTE)
        assert {text.split("\n")[0]: "captured" in text for text in texts(watched)} == {
            "gone": False, "moved": True, "picture": False, "round": False,
        }  # fmt: skip


async def test_a_busy_server_is_asked_for_no_more_pages(tmp_path: Path) -> None:
    async with watching(tmp_path, WITH_PAGES, pause="1s") as watched:
        watched.web.says(A, Page(rss("one", "two", "three")))
        for name in ("one", "two", "three"):
            watched.web.says(f"https://wire.test/{name}", Failed(Reason.BUSY, "429", timedelta(minutes=1)))
        await watched.pass_time(MINUTE)
        assert len([url for _, url, _ in watched.web.asked if "wire.test" in url]) == 1
        assert len(texts(watched)) == 3


async def test_a_page_is_asked_for_once(tmp_path: Path) -> None:
    async with watching(tmp_path, WITH_PAGES, every="15m") as watched:
        watched.web.says(A, Page(rss("one")), Page(rss("two", "one")))
        watched.web.says("https://wire.test/one", PAGE)
        await watched.pass_time(60 * MINUTE)
        assert len(watched.web.times(A)) > 2
        assert len(watched.web.times("https://wire.test/one")) == 1

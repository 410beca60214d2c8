"""Feeds asked by a person: where they lead, and which a page offers."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from monitor.sources.feeds.answers import Answer, Elsewhere, Failed, Gone, Page, Reason
from monitor.sources.feeds.visiting import Offered, Visit, offers, visit, visit_all
from tests.support.clock import VirtualClock
from tests.support.feeds import PAGE, Web, gaps, rss

A, B = "https://a.test/feed", "https://b.test/feed"


class HastyClock(VirtualClock):
    """Time passes for everybody while somebody waits."""

    async def wait(self, wake: asyncio.Event, seconds: float) -> None:
        await asyncio.sleep(0)
        self.step(timedelta(seconds=seconds))


async def seen(web: Web, clock: VirtualClock, url: str = A) -> Visit:
    return await visit(url, web, clock, {})


@pytest.mark.parametrize(("permanent", "moved"), [(True, True), (False, False)])
async def test_redirects_are_followed(permanent: bool, moved: bool) -> None:
    clock = VirtualClock()
    web = Web(clock.now)
    web.says(A, Elsewhere(B, permanent))
    web.says(B, Page(rss("one", "two")))
    found = await seen(web, clock)
    assert (found.url, found.at, found.moved, found.failure) == (A, B, moved, None)
    assert found.found is not None
    assert len(found.found.entries) == 2


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (Elsewhere(A, True), Reason.REDIRECTS),
        (Gone(), Reason.NOT_FOUND),
        (Failed(Reason.BUSY, "429"), Reason.BUSY),
        (Page(PAGE.encode()), Reason.NO_FEED),
        (Page(b""), Reason.NO_FEED),
    ],
)
async def test_why_there_is_no_feed(answer: Answer, reason: Reason) -> None:
    clock = VirtualClock()
    web = Web(clock.now)
    web.says(A, answer)
    found = await seen(web, clock)
    assert found.failure is not None
    assert found.failure.reason is reason
    assert len(web.asked) <= 6


async def test_many_are_asked_host_by_host() -> None:
    clock = HastyClock()
    web = Web(clock.now)
    urls = [f"https://{name}.test/{number}" for name in "ab" for number in range(4)]
    for url in urls[1:]:
        web.says(url, Page(rss(url[-1])))
    pause = timedelta(seconds=10)
    found = {each.url: each.found is not None async for each in visit_all(urls, web, clock, {}, pause)}
    assert found == {url: url != urls[0] for url in urls}
    for name in "ab":
        assert min(gaps([when for when, url, _ in web.asked if f"//{name}." in url])) >= 10


def test_the_feeds_that_a_page_offers() -> None:
    assert offers(Page(PAGE.encode()), "https://www.test/a/b") == [
        Offered("https://www.test/section/feed", "All the news"),
        Offered("https://other.test/feed.json", ""),
    ]


@pytest.mark.parametrize(
    "content", [b"", b"\x00", b"<link rel=alternate type=application/rss+xml>", b"[]", b"<" * 5000]
)
def test_what_offers_none(content: bytes) -> None:
    found = offers(Page(content), "https://www.test/")
    assert found in ([], [Offered("https://www.test/", "")])

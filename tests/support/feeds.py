"""Feeds for tests: their documents, a list, and servers that give them, well and badly."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from pathlib import Path

from aiohttp import web
from aiohttp.test_utils import TestServer

from monitor.sources.feeds import opml
from monitor.sources.feeds.answers import Answer, Failed, Reason
from monitor.sources.feeds.opml import Feed


def rss(*items: tuple[str, str] | str, title: str = "Wire", more: str = "") -> bytes:
    """A feed of these items: their guid (and title), and their text."""
    pairs = [(item, "Nothing more is known.") if isinstance(item, str) else item for item in items]
    made = "".join(
        f"<item><guid>{guid}</guid><title>{guid.replace('-', ' ')}</title><link>https://wire.test/{guid}</link>"
        f"<description>{text}</description></item>"
        for guid, text in pairs
    )
    return f"<rss version='2.0'><channel><title>{title}</title>{more}{made}</channel></rss>".encode()


def listed(file: Path, *feeds: str | Feed) -> Path:
    """An OPML file of these feeds."""
    file.write_bytes(opml.add(None, [Feed(one) if isinstance(one, str) else one for one in feeds]))
    return file


@dataclass
class Web:
    """The web as far as a source sees it: what each address answers, in turn, the last for ever; and who was asked
    when, with which ETag."""

    now: Callable[[], datetime]
    answers: dict[str, list[Answer]] = field(default_factory=lambda: defaultdict(list))
    asked: list[tuple[datetime, str, str | None]] = field(default_factory=list)

    def says(self, url: str, *answers: Answer) -> None:
        self.answers[url] = list(answers)

    def times(self, url: str) -> list[datetime]:
        return [when for when, which, _ in self.asked if which == url]

    async def get(self, url: str, etag: str | None, modified: str | None, now: datetime) -> Answer:
        self.asked.append((self.now(), url, etag))
        await asyncio.sleep(0)
        queue = self.answers[url]
        if not queue:
            return Failed(Reason.NOT_FOUND, "the server answered 404")
        return queue.pop(0) if len(queue) > 1 else queue[0]

    async def close(self) -> None:
        pass


@dataclass
class FeedServer:
    """A real server: `pages` maps a path to what makes its answer; `requests` are those that came."""

    url: str = ""
    pages: dict[str, Callable[[web.Request], object]] = field(default_factory=dict)
    requests: list[web.Request] = field(default_factory=list)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        self.requests.append(request)
        made = self.pages[request.path](request) if request.path in self.pages else web.Response(status=404)
        answer = await made if asyncio.iscoroutine(made) else made
        assert isinstance(answer, web.StreamResponse)
        return answer


PAGE = """\
<!DOCTYPE html><html><head><title>News</title><base href="/section/">
<link rel="stylesheet" type="text/css" href="/style.css">
<link rel="alternate" hreflang="fr" href="/fr">
<link rel="Alternate" type="application/rss+xml; charset=utf-8" title="All  the news" href="feed">
<link rel="alternate" type="application/feed+json" href="//other.test/feed.json#x">
<link rel="alternate" type="application/atom+xml" href="javascript:alert(1)">
</head><body><p>Hello.</p></body></html>
"""
"""A page that offers feeds, and what looks like it."""


@asynccontextmanager
async def feed_server() -> AsyncIterator[FeedServer]:
    """On loopback, at a free port."""
    owner = FeedServer()
    app = web.Application()
    app.router.add_get("/{path:.*}", owner.handle)
    server = TestServer(app)
    await server.start_server()
    owner.url = f"http://127.0.0.1:{server.port}"
    try:
        yield owner
    finally:
        await server.close()


def gaps(moments: Sequence[datetime]) -> list[float]:
    """Seconds between one moment and the next."""
    return [(after - before).total_seconds() for before, after in pairwise(moments)]

"""Feeds asked by a person: what is at an address now, and which feed a page of the web offers.

Nothing is remembered, and redirects are followed at once; between two feeds of a host stands its pause.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urljoin

from lxml import etree
from lxml import html as lxml_html

from monitor.clock import Clock
from monitor.reading import Document
from monitor.sources.feeds import documents
from monitor.sources.feeds.answers import Elsewhere, Failed, Gone, Page, Reason
from monitor.sources.feeds.headers import address, host
from monitor.sources.feeds.needs import Requests
from monitor.sources.feeds.polling import MOST_HOPS

_TYPES = frozenset({
    "application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json", "application/json",
})  # fmt: skip
_AT_ONCE = 16


@dataclass(frozen=True, slots=True)
class Visit:
    """What was found at an address: a feed, or else why not. `at` is where redirects led to, `moved` whether all of
    them were permanent."""

    url: str
    at: str
    moved: bool = False
    page: Page | None = None
    found: Document | None = None
    failure: Failed | None = None


@dataclass(frozen=True, slots=True)
class Offered:
    """A feed that a page names."""

    url: str
    title: str


async def visit(url: str, requests: Requests, clock: Clock, fields: Mapping[str, str]) -> Visit:
    """Ask for one feed, and follow where it leads."""
    at, permanent = url, True
    for _ in range(MOST_HOPS + 1):
        answer = await requests.get(at, None, None, clock.now())
        match answer:
            case Elsewhere():
                at, permanent = answer.url, permanent and answer.permanent
                continue
            case Page():
                return await asyncio.to_thread(_visited, url, at, permanent and at != url, answer, fields)
            case Gone():
                return Visit(url, at, failure=Failed(Reason.NOT_FOUND, "its server says it is gone for good"))
            case Failed():
                return Visit(url, at, failure=answer)
            case _:
                break
    return Visit(
        url, at, failure=Failed(Reason.REDIRECTS, f"it leads elsewhere again and again, at last to {at[:200]}")
    )


async def visit_all(
    urls: Iterable[str], requests: Requests, clock: Clock, fields: Mapping[str, str], pause: timedelta
) -> AsyncIterator[Visit]:
    """Ask for many, in the order in which they answer: of one host one after the other."""
    by_host: dict[str, list[str]] = defaultdict(list)
    for url in urls:
        by_host[host(url)].append(url)
    found: asyncio.Queue[Visit] = asyncio.Queue()
    gate = asyncio.Semaphore(_AT_ONCE)

    async def ask_host(its: list[str]) -> None:
        for number, url in enumerate(its):
            if number:
                await clock.wait(asyncio.Event(), pause.total_seconds())
            async with gate:
                found.put_nowait(await visit(url, requests, clock, fields))

    async with asyncio.TaskGroup() as group:
        for its in by_host.values():
            group.create_task(ask_host(its))
        for _ in range(sum(map(len, by_host.values()))):
            yield await found.get()


def offers(page: Page, at: str) -> list[Offered]:
    """The feeds that a web page names by `<link rel=alternate>`, in its order."""
    try:
        root = lxml_html.document_fromstring(page.content)
    except (etree.LxmlError, ValueError, AssertionError):
        return []
    base = urljoin(at, next((one.get("href") or "" for one in root.iter("base")), ""))
    found: dict[str, Offered] = {}
    for link in root.iter("link"):
        kind = (link.get("type") or "").partition(";")[0].strip().lower()
        if "alternate" in (link.get("rel") or "").lower().split() and kind in _TYPES:
            url = address(urljoin(base, (link.get("href") or "").strip()))
            if url is not None:
                found.setdefault(url, Offered(url, " ".join((link.get("title") or "").split())))
    return list(found.values())


def _visited(url: str, at: str, moved: bool, page: Page, fields: Mapping[str, str]) -> Visit:
    found = documents.read(page, fields)
    if isinstance(found, Failed):
        return Visit(url, at, moved, page, failure=found)
    return Visit(url, at, moved, page, found)

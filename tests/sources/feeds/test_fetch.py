"""One request, against real servers that answer well, badly, slowly, without end, or not at all."""

from __future__ import annotations

import asyncio
import gzip
import time
import tracemalloc
import zlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import web

from monitor.sources.feeds.answers import Answer, Elsewhere, Failed, Gone, Page, Reason, Unchanged
from monitor.sources.feeds.fetch import Fetcher
from tests.support.clock import START
from tests.support.feeds import feed_server, rss
from tests.support.servers import raw_server

FEED = rss("one", ("two", "Café à Hama – حماة"))


@asynccontextmanager
async def fetcher(**limits: Any) -> AsyncIterator[Fetcher]:
    made = Fetcher(**{"max_bytes": 100_000, "seconds": 10.0, "allow_private": True, **limits})
    try:
        yield made
    finally:
        await made.close()


async def ask(url: str, etag: str | None = None, modified: str | None = None, **limits: Any) -> Answer:
    async with fetcher(**limits) as made:
        return await made.get(url, etag, modified, START)


async def answer_of(response: web.Response, **limits: Any) -> Answer:
    async with feed_server() as server:
        server.pages["/"] = lambda _: response
        return await ask(server.url + "/", **limits)


def failure(answer: Answer) -> Reason:
    assert isinstance(answer, Failed), answer
    return answer.reason


async def test_what_the_server_knows_it_by_is_sent_again() -> None:
    def page(request: web.Request) -> web.Response:
        if request.headers.get("If-None-Match") == '"1"' and request.headers["If-Modified-Since"] == "yesterday":
            return web.Response(status=304, headers={"Cache-Control": "public, max-age=60"})
        headers = {"ETag": '"1"', "Last-Modified": "yesterday", "Cache-Control": "max-age=600"}
        return web.Response(body=FEED, headers=headers)

    async with feed_server() as server:
        server.pages["/feed"] = page
        first = await ask(f"{server.url}/feed")
        assert first == Page(FEED, '"1"', "yesterday", timedelta(minutes=10))
        assert await ask(f"{server.url}/feed", first.etag, first.modified) == Unchanged(timedelta(minutes=1))
        assert server.requests[0].headers["User-Agent"].startswith("NewsMonitor/")
        assert "If-None-Match" not in server.requests[0].headers


@pytest.mark.parametrize(
    ("status", "headers", "answer"),
    [
        (301, {"Location": "/new#part"}, Elsewhere("{}/new", True)),
        (308, {"Location": "https://b.test"}, Elsewhere("https://b.test/", True)),
        (302, {"Location": "?page=2"}, Elsewhere("{}/?page=2", False)),
        (307, {"Location": "//c.test/x"}, Elsewhere("http://c.test/x", False)),
        (301, {}, Failed(Reason.REDIRECTS, "it leads to no web address: ``")),
        (301, {"Location": "file:///etc/passwd"}, Failed(Reason.REDIRECTS, "it leads to no web address: `file:///etc/passwd`")),
        (410, {}, Gone()),
        (404, {}, Failed(Reason.NOT_FOUND, "the server answered 404")),
        (403, {}, Failed(Reason.REFUSED, "the server answered 403")),
        (500, {}, Failed(Reason.SERVER_ERROR, "the server answered 500")),
        (429, {"Retry-After": "120"}, Failed(Reason.BUSY, "the server answered 429", timedelta(minutes=2))),
        (
            503,
            {"Retry-After": "Mon, 23 Nov 2026 08:00:00 GMT"},
            Failed(Reason.BUSY, "the server answered 503", timedelta(hours=2)),
        ),
        (503, {"Retry-After": "soon"}, Failed(Reason.BUSY, "the server answered 503")),
    ],
)  # fmt: skip
async def test_what_a_status_means(status: int, headers: dict[str, str], answer: Answer) -> None:
    async with feed_server() as server:
        server.pages["/"] = lambda _: web.Response(status=status, headers=headers)
        expected = (
            Elsewhere(answer.url.format(server.url), answer.permanent) if isinstance(answer, Elsewhere) else answer
        )
        assert await ask(f"{server.url}/") == expected
        assert len(server.requests) == 1, "nothing is followed here"


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (gzip.compress(FEED), {"Content-Encoding": "gzip"}),
        (gzip.compress(FEED), {}),
        (FEED, {"Content-Encoding": "gzip"}),
        (zlib.compress(FEED), {"Content-Encoding": "deflate"}),
        (zlib.compress(FEED, wbits=-15), {"Content-Encoding": "deflate"}),
        (FEED, {"Content-Type": "text/plain; charset=koi8-r"}),
        (FEED.decode().encode("cp1256", "xmlcharrefreplace"), {"Content-Type": "text/xml; charset=windows-1256"}),
    ],
)
async def test_a_document_arrives_as_it_was_meant(body: bytes, headers: dict[str, str]) -> None:
    answer = await answer_of(web.Response(body=body, headers=headers))
    assert isinstance(answer, Page)
    assert "Café à Hama" in answer.content.decode().replace("&#233;", "é").replace("&#224;", "à")


@pytest.mark.parametrize("charset", ["no-such-charset", "utf-8", "hex", "utf-16"])
async def test_letters_that_cannot_be_told_stay_bytes(charset: str) -> None:
    body = b"<rss>\xe9t\xe9</rss>!"
    answer = await answer_of(web.Response(body=body, headers={"Content-Type": f"text/xml; charset={charset}"}))
    assert answer == Page(body)


async def test_what_cannot_be_unpacked_is_no_feed() -> None:
    body = gzip.compress(FEED)[:20] + b"\xff" * 200
    assert failure(await answer_of(web.Response(body=body))) is Reason.NO_FEED


async def test_a_bomb_is_not_unpacked() -> None:
    bomb = gzip.compress(b"\0" * 60_000_000)
    tracemalloc.start()
    try:
        assert failure(await answer_of(web.Response(body=bomb))) is Reason.TOO_LARGE
        assert tracemalloc.get_traced_memory()[1] < 10_000_000
    finally:
        tracemalloc.stop()


async def test_a_feed_that_never_ends_is_too_large() -> None:
    sent = 0

    async def endless(request: web.Request) -> web.StreamResponse:
        nonlocal sent
        answer = web.StreamResponse()
        await answer.prepare(request)
        try:
            while sent < 500_000_000:
                await answer.write(b"<item>" * 1_000)
                sent += 6_000
        except ConnectionError:
            pass
        return answer

    async with feed_server() as server:
        server.pages["/"] = endless
        assert failure(await ask(f"{server.url}/")) is Reason.TOO_LARGE
    assert sent < 20_000_000


async def test_a_server_that_says_one_byte_at_a_time_is_not_waited_for() -> None:
    async def drip(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n")
        for byte in FEED * 2:
            writer.write(bytes([byte]))
            await asyncio.sleep(0.02)

    async with raw_server(drip) as port:
        began = time.monotonic()
        assert failure(await ask(f"http://127.0.0.1:{port}/", seconds=0.3)) is Reason.TIMEOUT
        assert time.monotonic() - began < 3


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (b"", Reason.UNREACHABLE),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n<rss>", Reason.UNREACHABLE),
        (b"HTTP/1.1 200 OK\r\nX: " + b"x" * 100_000 + b"\r\n\r\n", Reason.UNREACHABLE),
        (b"SSH-2.0-OpenSSH_9.2\r\n", Reason.UNREACHABLE),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", Reason.UNREACHABLE),
    ],
)
async def test_a_server_that_breaks_off_or_speaks_otherwise(said: bytes, reason: Reason) -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(said)
        await writer.drain()
        writer.close()

    async with raw_server(talk) as port:
        assert failure(await ask(f"http://127.0.0.1:{port}/", seconds=5)) is reason


async def test_a_port_that_nobody_listens_at_and_a_name_that_nobody_has() -> None:
    async with raw_server(lambda _reader, _writer: asyncio.sleep(0)) as port:
        pass
    assert failure(await ask(f"http://127.0.0.1:{port}/")) is Reason.UNREACHABLE
    assert failure(await ask("http://no-such-host.invalid/")) is Reason.UNREACHABLE


async def test_private_addresses_are_not_asked_unless_allowed() -> None:
    async with feed_server() as server:
        server.pages["/"] = lambda _: web.Response(body=FEED)
        assert failure(await ask(f"{server.url}/", allow_private=False)) is Reason.ADDRESS
        assert failure(await ask("http://[::ffff:169.254.169.254]/", allow_private=False)) is Reason.ADDRESS
        assert server.requests == []


async def test_cookies_are_not_kept() -> None:
    async with feed_server() as server, fetcher() as made:
        server.pages["/"] = lambda _: web.Response(body=FEED, headers={"Set-Cookie": "who=you"})
        for _ in range(2):
            assert isinstance(await made.get(f"{server.url}/", None, None, START), Page)
        assert "Cookie" not in server.requests[1].headers

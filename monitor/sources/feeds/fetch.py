"""One request for a feed, whatever the other side does: bounded in time and in size, and never more than an answer.

Redirects are not followed here: who asks next, and when, is the agenda's to say. Only the web, and of it only public
addresses unless allowed.
"""

from __future__ import annotations

import asyncio
import ssl
import zlib
from datetime import datetime

import aiohttp
from yarl import URL

from monitor.outgoing.guard import any_socket, found_refused, public_socket
from monitor.release import release
from monitor.sources.feeds.answers import Answer, Failed, Page, Reason
from monitor.sources.feeds.headers import in_declared_letters, max_age, without_body

_CONNECT_SECONDS = 15.0
_CHUNK = 65_536
_ACCEPT = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.9, "
    "application/json;q=0.8, */*;q=0.5"
)
AGENT = f"NewsMonitor/{release().replace(' ', '-')} (feed reader)"


class TooLarge(Exception):
    """More came than is read."""


class Fetcher:
    """Asks over connections of its own. To be closed."""

    def __init__(self, *, max_bytes: int, seconds: float, allow_private: bool) -> None:
        self._max_bytes = max_bytes
        self._seconds = seconds
        self._allow_private = allow_private
        self._session: aiohttp.ClientSession | None = None

    async def get(self, url: str, etag: str | None, modified: str | None, now: datetime) -> Answer:
        """What came of the request. Raises nothing but CancelledError."""
        headers = {"If-None-Match": etag or "", "If-Modified-Since": modified or ""}
        sent = {name: value for name, value in headers.items() if value}
        try:
            async with asyncio.timeout(self._seconds):
                return await self._get(url, sent, now)
        except TimeoutError:
            return Failed(Reason.TIMEOUT, f"it took more than {self._seconds:g} s")
        except TooLarge:
            return Failed(Reason.TOO_LARGE, f"more than {self._max_bytes} bytes")
        except (aiohttp.ClientError, ssl.SSLError, OSError, ValueError, zlib.error) as error:
            return self._unanswered(error)

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def _get(self, url: str, headers: dict[str, str], now: datetime) -> Answer:
        async with self._open().get(URL(url), headers=headers, allow_redirects=False) as response:
            answer = without_body(response.status, response.headers, url, now)
            if answer is not None:
                response.close()  # whatever else it says is not waited for
                return answer
            content = await self._content(response)
        return Page(
            in_declared_letters(content, response.headers.get("Content-Type", "")),
            response.headers.get("ETag"),
            response.headers.get("Last-Modified"),
            max_age(response.headers),
        )

    async def _content(self, response: aiohttp.ClientResponse) -> bytes:
        """The body, unpacked. Raises TooLarge as soon as it is, before the rest is read or unpacked."""
        unpacker: zlib._Decompress | None = None
        parts: list[bytes] = []
        size = 0
        async for chunk in response.content.iter_chunked(_CHUNK):
            if not parts and unpacker is None:
                unpacker = _unpacker(chunk, response.headers.get("Content-Encoding", ""))
            room = self._max_bytes - size + 1
            part = unpacker.decompress(chunk, room) if unpacker else chunk
            size += len(part)
            if size > self._max_bytes:
                raise TooLarge
            parts.append(part)
        return b"".join(parts)

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            connector = aiohttp.TCPConnector(
                limit=0,
                force_close=True,  # a host is asked every few minutes: nothing is gained by staying connected
                socket_factory=any_socket if self._allow_private else public_socket,
                ttl_dns_cache=300,
            )
            self._session = aiohttp.ClientSession(
                connector=connector,
                timeout=aiohttp.ClientTimeout(total=None, sock_connect=_CONNECT_SECONDS),
                headers={"User-Agent": AGENT, "Accept": _ACCEPT, "Accept-Encoding": "gzip, deflate"},
                auto_decompress=False,  # unpacked here, never beyond the limit
                trust_env=False,
                cookie_jar=aiohttp.DummyCookieJar(),
            )
        return self._session

    @staticmethod
    def _unanswered(error: Exception) -> Failed:
        detail = " ".join(str(error).split())[:300] or type(error).__name__
        if found_refused(error):
            return Failed(Reason.ADDRESS, "the host's address is private or reserved; see allow_private")
        if isinstance(error, zlib.error):
            return Failed(Reason.NO_FEED, f"it cannot be unpacked: {detail}")
        return Failed(Reason.UNREACHABLE, detail)


def _unpacker(start: bytes, encoding: str) -> zlib._Decompress | None:
    """Told by the first bytes: what a server says of the encoding is not always so."""
    if start.startswith(b"\x1f\x8b"):
        return zlib.decompressobj(wbits=31)
    if "deflate" in encoding.lower():
        return zlib.decompressobj(wbits=15 if start[:1] == b"\x78" else -15)
    return None

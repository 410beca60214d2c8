"""The pages behind a feed's entries, where these are teasers: a few, as politely as feeds, never insisted on."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import timedelta

from monitor.clock import Clock
from monitor.reading import Entry
from monitor.sources.feeds.agenda import Hosts
from monitor.sources.feeds.answers import Answer, Elsewhere, Failed, Page, Reason
from monitor.sources.feeds.headers import address, host
from monitor.sources.feeds.needs import Requests
from monitor.sources.feeds.polling import MOST_HOPS

MOST = 10
"""Pages for one document; the entries after them are taken as they are."""
_TEASER = 1_000
"""Letters: an entry with more than these is no teaser."""


class Pages:
    """Asks for them; a host has its pause from `hosts`, whoever asks it. `max_bytes`: of all pages for one document."""

    def __init__(self, requests: Requests, hosts: Hosts, clock: Clock, *, pause: timedelta, max_bytes: int) -> None:
        self._requests = requests
        self._hosts = hosts
        self._clock = clock
        self._pause = pause
        self._max_bytes = max_bytes

    async def behind(self, entries: Sequence[Entry]) -> dict[str, bytes]:
        """By the entry's name. What gives no page is left out; a server that has too much to do is asked no more."""
        found: dict[str, bytes] = {}
        teasers = [one for one in entries if one.url and one.letters < _TEASER]
        for entry in teasers[:MOST]:
            answer = await self._follow(entry.url or "")
            if isinstance(answer, Page):
                if len(answer.content) + sum(map(len, found.values())) > self._max_bytes:
                    break
                found[entry.name] = answer.content
            elif isinstance(answer, Failed) and answer.reason is Reason.BUSY:
                break
        return found

    async def _follow(self, written: str) -> Answer | None:
        url = address(written)
        for _ in range(MOST_HOPS + 1):
            if url is None:
                return None
            answer = await self._get(url)
            if not isinstance(answer, Elsewhere):
                return answer
            url = answer.url
        return None

    async def _get(self, url: str) -> Answer:
        name, now = host(url), self._clock.now()
        while (ready := self._hosts.ready(name, now, self._pause)) > now:
            await self._clock.wait(asyncio.Event(), (ready - now).total_seconds())
            now = self._clock.now()
        self._hosts.begin(name)
        try:
            return await self._requests.get(url, None, None, now)
        finally:
            self._hosts.end(name, self._clock.now() + self._pause)

"""Whom to ask next, and when: by due time, one request at a time to each host, a pause after each. No I/O, no clock.

Ten thousand feeds cost no more a step than ten: hosts stand in a heap by the moment at which one of their feeds may be
asked, feeds in a heap of their host.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count

from monitor.sources.feeds.headers import host


@dataclass(frozen=True, slots=True)
class Ask:
    """A request to make for a feed: of its own address, or of one that `hops` redirects led to, all of them
    `permanent`."""

    feed: str
    url: str
    hops: int = 0
    permanent: bool = True


class Hosts:
    """When each host may be asked again. Shared by all agendas of a process: a host is one, whoever lists its feeds."""

    def __init__(self) -> None:
        self._busy: set[str] = set()
        self._free: dict[str, datetime] = {}

    def ready(self, host: str, now: datetime, pause: timedelta) -> datetime:
        """The earliest moment, as far as it is known now."""
        if host in self._busy:
            return now + pause
        free = self._free.get(host, now)
        if free > now + pause:  # further away than a pause: the clock was set back
            free = self._free[host] = now + pause
        return max(now, free)

    def begin(self, host: str) -> None:
        self._busy.add(host)

    def end(self, host: str, free: datetime) -> None:
        """The request is over; the host may be asked again at `free`."""
        self._busy.discard(host)
        self._free[host] = free
        if len(self._free) > 50_000:
            self._free = {name: moment for name, moment in self._free.items() if moment > free}


class Agenda:
    """Appointments, one for each feed, kept so that no host is asked twice within `pause`."""

    def __init__(self, pause: timedelta, hosts: Hosts) -> None:
        self._pause = pause
        self._hosts = hosts
        self._number = count()
        self._asks: dict[str, tuple[datetime, int, Ask]] = {}
        self._queues: dict[str, list[tuple[datetime, int, str]]] = {}
        self._next: list[tuple[datetime, str]] = []
        self._when: dict[str, datetime] = {}

    def plan(self, ask: Ask, due: datetime) -> None:
        """Ask at `due`, or as soon after it as the host may be asked; replaces the feed's earlier appointment."""
        number, name = next(self._number), host(ask.url)
        self._asks[ask.feed] = (due, number, ask)
        heapq.heappush(self._queues.setdefault(name, []), (due, number, ask.feed))
        if name not in self._when or due < self._when[name]:
            self._look(name, due)

    def drop(self, feed: str) -> None:
        self._asks.pop(feed, None)

    def take(self, now: datetime) -> Ask | None:
        """What to ask now; its host is busy until `release`. None where nobody may be asked yet."""
        while (moment := self._first()) is not None and moment <= now:
            name = heapq.heappop(self._next)[1]
            del self._when[name]
            ask = self._take_of(name, now)
            if ask is not None:
                return ask
        return None

    def release(self, ask: Ask, now: datetime) -> None:
        """The request is over."""
        self._hosts.end(host(ask.url), now + self._pause)

    def due(self) -> datetime | None:
        """When to look again; None with nothing to do."""
        return self._first()

    def _take_of(self, name: str, now: datetime) -> Ask | None:
        queue = self._queued(name)
        if not queue:
            self._queues.pop(name, None)
            return None
        ready = max(queue[0][0], self._hosts.ready(name, now, self._pause))
        if ready > now:
            self._look(name, ready)
            return None
        feed = heapq.heappop(queue)[2]
        ask = self._asks.pop(feed)[2]
        self._hosts.begin(name)
        if self._queued(name):
            self._look(name, max(queue[0][0], now + self._pause))
        return ask

    def _queued(self, name: str) -> list[tuple[datetime, int, str]]:
        """A host's feeds, without appointments that were replaced or dropped."""
        queue = self._queues.get(name, [])
        while queue and self._asks.get(queue[0][2], (None, -1))[1] != queue[0][1]:
            heapq.heappop(queue)
        return queue

    def _look(self, name: str, when: datetime) -> None:
        self._when[name] = when
        heapq.heappush(self._next, (when, name))

    def _first(self) -> datetime | None:
        while self._next and self._when.get(self._next[0][1]) != self._next[0][0]:
            heapq.heappop(self._next)
        return self._next[0][0] if self._next else None

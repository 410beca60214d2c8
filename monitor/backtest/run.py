"""A backtest: articles are read once, and rules are run over them as often as they change."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol, Self, TypeVar

from monitor.alerting.facts import Headline
from monitor.backtest.placing import Placed, Places
from monitor.backtest.pool import Pool
from monitor.backtest.raised import Outcome
from monitor.backtest.raising import Raising, Turn
from monitor.backtest.spool import Ref, Spool
from monitor.backtest.work import Entry, Given, Seen, Worker, warm_up
from monitor.config import MonitorSettings
from monitor.errors import Unreadable
from monitor.matching import Engine
from monitor.model.article import Article
from monitor.model.match import Match

T = TypeVar("T")

_BATCH = 50  # articles given to a process at once
_BATCH_BYTES = 1_000_000

Matches = tuple[Ref | None, ...]


class Progress(Protocol):
    """Is told how far a run has got."""

    def begin(self, what: str, total: int | None) -> None: ...
    def done(self, more: int) -> None: ...


class Backtest:
    """Keeps what it read in a temporary folder until it is closed. What it says does not depend on `jobs`, the number
    of processes."""

    def __init__(
        self, settings: MonitorSettings, headline: Headline, *, jobs: int, now: datetime, progress: Progress
    ) -> None:
        self._settings = settings
        self._headline = headline
        self._jobs = jobs
        self._now = now
        self._progress = progress
        self._temporary = TemporaryDirectory(prefix="monitor-backtest-")
        self._folder = Path(self._temporary.name)
        self._spool = Spool(self._folder)
        self._entries: list[Entry] = []
        self._placed: list[Placed | None] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._spool.close()
        self._temporary.cleanup()

    @property
    def articles(self) -> int:
        """How many were read."""
        return len(self._entries)

    @property
    def period(self) -> tuple[datetime, datetime] | None:
        """From the first article to the last; None where there is none."""
        return (self._entries[0].moment, self._entries[-1].moment) if self._entries else None

    def read(
        self, given: Iterable[Given | Unreadable], since: datetime | None = None, until: datetime | None = None
    ) -> list[Unreadable]:
        """Read and keep every article that came in `[since, until)`, in the order of their moments; answers what is no
        article. To be called once."""
        self._progress.begin("read", None)
        unreadable: list[Unreadable] = []
        warm_up(self._settings.default_language, self._now)
        with self._pool(()) as pool:
            for batch in pool.each(Worker.read, _batches(_sound(given, unreadable))):
                for found in batch:
                    if isinstance(found, Unreadable):
                        unreadable.append(found)
                    elif (since is None or since <= found.moment) and (until is None or found.moment < until):
                        self._entries.append(found)
                self._progress.done(len(batch))
        self._entries.sort(key=lambda entry: entry.moment)  # stable: what came at once stays in the order given
        return unreadable

    def kept(self) -> Iterator[Article]:
        """What was read, in the order of time."""
        return (self._article(entry.ref) for entry in self._entries)

    def run(self, engines: Sequence[Engine]) -> list[Outcome]:
        """What each set of rules would have done."""
        if not engines:
            return []
        matches = self._match(engines)
        return [self._raise(engine, [each[number] for each in matches]) for number, engine in enumerate(engines)]

    def _match(self, engines: Sequence[Engine]) -> list[Matches]:
        """Every article by every engine; the first time, stories are told as well."""
        self._progress.begin("match", len(self._entries))
        places = None if self._placed else Places(lambda entry: self._article(entry.ref))
        found: list[Matches] = []
        with self._pool(engines) as pool:
            task = Worker.match_and_compare if places else Worker.match
            for batch in pool.each(task, _cut(self._entries, _BATCH)):
                self._place(places, batch, len(found))
                found += [seen.matches for seen in batch]
                self._progress.done(len(batch))
        return found

    def _place(self, places: Places | None, batch: Sequence[Seen], at: int) -> None:
        if places is not None:
            came = zip(self._entries[at:], batch, strict=False)
            self._placed += [places.place(entry, seen.arrival) for entry, seen in came if seen.arrival]

    def _raise(self, engine: Engine, matches: Sequence[Ref | None]) -> Outcome:
        rules = engine.ruleset.rules
        self._progress.begin("raise", None)
        raising = Raising(rules, self._settings, self._headline, self._progress.done)
        return asyncio.run(raising.run(self._turns(matches, all_of_them=raising.listens), self._folder))

    def _turns(self, matches: Sequence[Ref | None], *, all_of_them: bool) -> Iterator[Turn]:
        """The articles that may change something."""
        for placed, ref in zip(self._placed, matches, strict=True):
            if placed and (ref or placed.number > 1 or placed.entry.correction or all_of_them):
                found: list[Match] = self._spool.load(ref) if ref else []
                yield Turn(placed, found[0].article if found else self._article(placed.entry.ref), found)

    def _article(self, ref: Ref) -> Article:
        found: Article = self._spool.load(ref)
        return found

    def _pool(self, engines: Sequence[Engine]) -> Pool:
        return Pool(Worker(self._spool, engines, self._settings.default_language, self._now), self._jobs)


def _sound(given: Iterable[Given | Unreadable], unreadable: list[Unreadable]) -> Iterator[Given]:
    for one in given:
        if isinstance(one, Unreadable):
            unreadable.append(one)
        else:
            yield one


def _batches(given: Iterable[Given]) -> Iterator[list[Given]]:
    """As many as a process gets at once, fewer where they are large."""
    batch: list[Given] = []
    size = 0
    for one in given:
        batch.append(one)
        size += len(one.text) if isinstance(one, Article) else len(one.content)
        if len(batch) == _BATCH or size >= _BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _cut(items: Sequence[T], most: int) -> Iterator[Sequence[T]]:
    return (items[start : start + most] for start in range(0, len(items), most))

"""The flow on one screen: bytes → article → story → matches → alerts → notifications, in one transaction.

What this guarantees: an article is either not yet taken, or wholly taken. Reading and matching touch nothing; then one
transaction writes everything that they and the decisions say; only after it sources are told, and the outbox is woken.
What fails before the commit comes again.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

import structlog

from monitor.alerting.facts import Headline
from monitor.alerting.situation import Office
from monitor.clock import Clock
from monitor.config import MonitorSettings
from monitor.errors import StoreConflict, StoreUnavailable, Unreadable, UnreadableReason
from monitor.matching import Engine, Spent
from monitor.model.article import Article, ArticleId, Dealt, Hints, RawArticle, Released, Touched
from monitor.model.match import Match
from monitor.raising import Arrived, raise_alerts
from monitor.reading import Read, read_all
from monitor.rules.compiled import Rule
from monitor.storage import Store, Transaction
from monitor.storage.rows import LedgerState, NewArticle, Taken
from monitor.stories import Arrival
from monitor.storyline import Storyline, Told

_BATCH = 64  # articles a commit, when they come faster than commits
_BATCH_BYTES = 1_000_000  # a huge article is taken alone: what was read before it is safe, and is told of
_CONFLICTS = 5
_FAULTS = frozenset(UnreadableReason) - {UnreadableReason.NO_ARTICLE, UnreadableReason.EMBARGOED}
_PAUSE_SECONDS = 1.0

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class InForce:
    """What judges an article: replaced as a whole by a reload, never changed."""

    settings: MonitorSettings
    engine: Engine
    headline: Headline

    def hints(self, source: str) -> Hints:
        """What the settings say of this source's articles."""
        chosen = self.settings.named_sources().get(source)
        return chosen.hints if chosen else Hints()

    @property
    def rules(self) -> Mapping[str, Rule]:
        return self.engine.ruleset.rules


class Source(Protocol):
    """Who gave an article, and hears what became of it."""

    def stored(self, articles: Sequence[RawArticle | Touched]) -> None: ...

    def failed(self, articles: Sequence[RawArticle | Touched]) -> None: ...


Intake = RawArticle | Touched | Released

Hears = Callable[[RawArticle, Sequence[Dealt]], None]
"""Who hears, after the commit, what became of each article of a raw one."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A raw article, and either what was read and matched, or why it cannot be taken: an article that was read has a
    refusal where it is under an embargo."""

    raw: RawArticle
    article: Article | None = None
    refusal: Unreadable | None = None
    matches: Sequence[Match] = ()
    arrival: Arrival | None = None

    @property
    def is_one(self) -> bool:
        """Whether it is an article, or might have been one; else a file that holds several."""
        return self.article is not None or self.refusal is not None


def judge(raw: RawArticle, force: InForce, now: datetime, spent: Spent | None = None) -> list[Judged]:
    """Read and match the articles of a raw one; `spent` counts what each rule takes. Touches nothing else; what breaks
    the code goes to quarantine alone.

    A file that holds several (a feed, an archive) comes first, with neither an article nor a refusal of its own.
    """
    try:
        raw = replace(raw, hints=force.hints(raw.id.source))
        found = read_all(raw, default_language=force.settings.default_language)
    except Exception as error:
        return [Judged(raw, refusal=_broke(raw.id, error))]
    if [one.id for one in found] == [raw.id]:
        return [_judge(raw, found[0].outcome, force, now, spent)]
    return [Judged(raw), *(_judge(_part(raw, one), one.outcome, force, now, spent) for one in found)]


def judge_article(article: Article, force: InForce, now: datetime) -> Judged:
    """The same for an article that was read before."""
    raw = RawArticle(article.id, b"", article.version, article.received, article.received)
    return _judge(raw, article, force, now, None)


def _judge(
    raw: RawArticle, outcome: Article | Unreadable, force: InForce, now: datetime, spent: Spent | None
) -> Judged:
    if isinstance(outcome, Unreadable):
        return Judged(raw, refusal=outcome)
    if outcome.embargo is not None and outcome.embargo > now:
        return Judged(
            raw,
            outcome,
            Unreadable(UnreadableReason.EMBARGOED, f"until {outcome.embargo.isoformat()}", until=outcome.embargo),
        )
    try:
        matches = force.engine.match(outcome, now=now, weaker=True, spent=spent)
        return Judged(raw, outcome, None, matches, Arrival.of(outcome))
    except Exception as error:
        return Judged(raw, refusal=_broke(raw.id, error))


def _broke(id: ArticleId, error: Exception) -> Unreadable:
    """The boundary: one hostile article must not stop the flow of the others."""
    log.error("article broke the reader", article=str(id), exc_info=error)
    return Unreadable(UnreadableReason.INTERNAL_ERROR, f"{type(error).__name__}: {error}")


def _part(raw: RawArticle, read: Read) -> RawArticle:
    """An article of a file as one of its own: its version is what it says, and no file in the folder is its."""
    return replace(raw, id=read.id, content=b"", content_hash=read.version, fingerprint=None)


class Pipeline:
    """Takes what sources put into `intake`, in order, as many in one commit as are waiting."""

    def __init__(
        self,
        store: Store,
        sources: Mapping[str, Source],
        in_force: Callable[[], InForce],
        clock: Clock,
        written: Callable[[], None],
        *,
        hears: Hears = lambda raw, dealt: None,
    ) -> None:
        self._store = store
        self._sources = sources
        self._in_force = in_force
        self._clock = clock
        self._written = written
        self._hears = hears
        self._storyline = Storyline()
        self.intake: asyncio.Queue[Intake] = asyncio.Queue(maxsize=2 * _BATCH)
        self._releasing: set[ArticleId] = set()
        self.taken = 0
        self.judged = 0
        self.judged_seconds = 0.0
        self.spent = Spent(time.thread_time)

    async def run(self, stop: asyncio.Event) -> None:
        """Until `stop` is set and the intake is drained."""
        while not (stop.is_set() and self.intake.empty()):
            batch = await self._next(stop)
            if batch:
                await self._take_or_give_back(batch)

    def release(self, held: Article) -> bool:
        """Take an article that was held, where there is room; whoever is told no, or sees it held still, asks again."""
        if held.id not in self._releasing:
            try:
                self.intake.put_nowait(Released(held))
            except asyncio.QueueFull:
                return False
            self._releasing.add(held.id)
        return True

    async def _next(self, stop: asyncio.Event) -> list[Intake]:
        get = asyncio.ensure_future(self.intake.get())
        stopped = asyncio.ensure_future(stop.wait())
        await asyncio.wait({get, stopped}, return_when=asyncio.FIRST_COMPLETED)
        stopped.cancel()
        if not get.done():
            get.cancel()
            return []
        batch = [get.result()]
        size = _size(batch[0])
        while len(batch) < _BATCH and size < _BATCH_BYTES and not self.intake.empty():
            batch.append(self.intake.get_nowait())
            size += _size(batch[-1])
        return batch

    async def _take_or_give_back(self, batch: Sequence[Intake], *, again: bool = False) -> None:
        """Take the batch; where that fails, one by one, so that an article that no database takes harms no other. What
        fails twice, though the store works, is such a one: once may be a disk that was full for a moment."""
        try:
            await self.take(batch)
        except (StoreUnavailable, StoreConflict) as error:
            log.warning("articles not stored", articles=len(batch), reason=str(error))
            if len(batch) > 1:
                for one in batch:
                    await self._take_or_give_back([one])
            elif isinstance(batch[0], RawArticle) and batch[0].refused is None and await self._store_works():
                if not again:
                    return await self._take_or_give_back(batch, again=True)
                detail = f"the database refused it: {error}"
                await self._take_or_give_back([replace(batch[0], refused=(UnreadableReason.INTERNAL_ERROR, detail))])
            else:
                self._tell(batch, stored=False)
                await self._clock.wait(asyncio.Event(), _PAUSE_SECONDS)
        else:
            self._tell(batch, stored=True)
            self._written()

    async def _store_works(self) -> bool:
        try:
            async with self._store.begin() as tx:
                await tx.alerts.close_expired(self._clock.now())
        except (StoreUnavailable, StoreConflict):
            return False
        return True

    def _tell(self, batch: Sequence[Intake], *, stored: bool) -> None:
        self._releasing.difference_update(one.id for one in batch if isinstance(one, Released))
        given = [one for one in batch if not isinstance(one, Released)]
        for name in {one.id.source for one in given}:
            own = [one for one in given if one.id.source == name]
            source = self._sources[name]
            source.stored(own) if stored else source.failed(own)

    async def take(self, batch: Sequence[Intake]) -> None:
        """Take the batch wholly. Raises StoreUnavailable or StoreConflict with nothing written."""
        force, now = self._in_force(), self._clock.now()
        given = [one for one in batch if not isinstance(one, Touched)]
        # In a thread: an article that takes seconds must not keep mails, signals and the watchdog waiting.
        judgements = await asyncio.to_thread(self._judge, given, force, now)
        judged = [one for judgement in judgements for one in judgement]
        new = await self.keep(judged, force, now, [one for one in batch if isinstance(one, Touched)])
        for judgement in judgements:
            dealt = [Dealt(one.raw.id, one.refusal, one.raw.id in new) for one in judgement if one.is_one]
            self._hears(judgement[0].raw, dealt)

    async def keep(
        self, judged: Sequence[Judged], force: InForce, now: datetime, touched: Sequence[Touched] = ()
    ) -> set[ArticleId]:
        """Write everything that judged articles mean; answers those that are new. Raises like `take`."""
        for attempt in range(_CONFLICTS):
            try:
                async with self._store.begin() as tx:
                    await tx.ledger.touch(touched)
                    told = await _write(tx, judged, force, self._storyline, now)
                break
            except StoreConflict:
                self._storyline.take_back()
                if attempt == _CONFLICTS - 1:
                    raise
            except BaseException:
                self._storyline.take_back()
                raise
        self._storyline.settle(told)
        self.taken += len(told)
        return {one.article.id for one in told}

    def _judge(self, given: Sequence[RawArticle | Released], force: InForce, now: datetime) -> list[list[Judged]]:
        started = time.thread_time()
        judgements = [
            judge(one, force, now, self.spent)
            if isinstance(one, RawArticle)
            else [judge_article(_public(one.article, now), force, now)]
            for one in given
        ]
        self.judged += len(given)
        self.judged_seconds += time.thread_time() - started
        return judgements


async def _write(
    tx: Transaction, judged: Sequence[Judged], force: InForce, storyline: Storyline, now: datetime
) -> list[Told]:
    """Everything that these articles mean, into one transaction. What was dealt with before is passed over."""
    numbers = await tx.ledger.record([Taken(one.raw, _state(one)) for one in judged])
    for one in judged:
        if one.refusal is not None:
            until = one.refusal.until
            await tx.quarantine.add(one.raw, one.refusal.reason, one.refusal.detail, until=until, held=one.article)
            tell = log.warning if one.refusal.reason in _FAULTS else log.info
            tell("article quarantined", article=str(one.raw.id), reason=one.refusal.reason.value)
    # What is no article is noted and done with: it is no fault that anybody has to mend.
    await tx.quarantine.resolve([one.raw.id for one in judged if not _is_open(one)], now)
    if force.settings.retention.originals:
        taken = (one for one, number in zip(judged, numbers, strict=True) if number and one.refusal is None)
        await tx.originals.keep([one.raw for one in taken if one.raw.content])
    fresh = [(one, number) for one, number in zip(judged, numbers, strict=True) if number and one.arrival]
    told = await storyline.place(tx, [(one.arrival, number) for one, number in fresh if one.arrival], now)
    await tx.articles.add([_row(one) for one in told])
    await storyline.keep(tx, told, now)
    office = Office(now, force.settings, force.headline, await tx.silences.active(now))
    arrived = [_arrived(one, judged.matches) for one, (judged, _) in zip(told, fresh, strict=True)]
    await raise_alerts(tx, arrived, force.rules, office)
    return told


def _row(told: Told) -> NewArticle:
    placement = told.placement
    return NewArticle(
        told.article,
        told.number,
        placement.story,
        placement.copy_of,
        told.arrival.credits,
        placement.version_of,
        told.news,
    )


def _arrived(told: Told, matches: Sequence[Match]) -> Arrived:
    placement = told.placement
    return Arrived(told.article, told.number, placement.story, placement.copy_of, matches, told.arrival.credits)


def _public(held: Article, now: datetime) -> Article:
    """The end of its embargo is when it became public: it is no old news then."""
    return replace(held, published=max(held.published, held.embargo or held.published), received=now)


def _size(one: Intake) -> int:
    return len(one.content) if isinstance(one, RawArticle) else 0


def _is_open(judged: Judged) -> bool:
    """Whether somebody, or time, has to do something before it can be taken."""
    return judged.refusal is not None and judged.refusal.reason is not UnreadableReason.NO_ARTICLE


def _state(judged: Judged) -> LedgerState:
    return LedgerState.QUARANTINED if judged.refusal else LedgerState.TAKEN

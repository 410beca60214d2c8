"""Raises the alerts of a run: article by article in virtual time, in a store that is thrown away."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from monitor.alerting.facts import Headline
from monitor.alerting.situation import Office
from monitor.backtest.looking import Looking
from monitor.backtest.placing import Placed
from monitor.backtest.raised import Outcome, Raised
from monitor.config import MonitorSettings
from monitor.model.article import Article
from monitor.model.match import Match
from monitor.raising import Arrived, raise_alerts, tick
from monitor.rules.compiled import Rule
from monitor.storage import Store, Transaction
from monitor.storage.rows import NewArticle

_TOGETHER = 200  # articles in one transaction; each is decided on alone, in its moment


@dataclass(frozen=True, slots=True)
class Turn:
    """An article whose turn it is, and what the rules found in it."""

    placed: Placed
    article: Article
    matches: Sequence[Match]


class Raising:
    """One run of one set of rules."""

    def __init__(
        self, rules: Mapping[str, Rule], settings: MonitorSettings, headline: Headline, done: Callable[[int], None]
    ) -> None:
        self._rules = rules
        self._settings = settings
        self._headline = headline
        self._done = done
        self._looking = Looking(rules, closing=False)
        self._looked: datetime | None = None
        self._raised: dict[str, Raised] = {}
        self._matched: Counter[str] = Counter()

    @property
    def listens(self) -> bool:
        """Whether articles without a match count too."""
        return self._looking.listens

    async def run(self, turns: Iterator[Turn], folder: Path) -> Outcome:
        """Every turn, in order."""
        with TemporaryDirectory(dir=folder) as own:
            store = await Store.open(f"sqlite:///{own}/state.db")
            try:
                while await self._together(store, turns):
                    self._done(_TOGETHER)
                return await self._outcome(store)
            finally:
                await store.close()

    async def _together(self, store: Store, turns: Iterator[Turn]) -> bool:
        taken = 0
        async with store.begin() as tx:
            for taken, turn in zip(range(1, _TOGETHER + 1), turns, strict=False):  # noqa: B007 - counted
                await self._take(tx, turn)
        return taken == _TOGETHER

    async def _take(self, tx: Transaction, turn: Turn) -> None:
        placed, now = turn.placed, turn.placed.entry.moment
        await self._look(tx, now)
        if turn.matches:
            self._matched.update({match.rule_id for match in turn.matches if match.opens})
            row = NewArticle(turn.article, placed.number, placed.story, placed.copy_of, placed.credits)
            await tx.articles.add([row])
        arrived = Arrived(turn.article, placed.number, placed.story, placed.copy_of, turn.matches, placed.credits)
        await raise_alerts(tx, [arrived], self._rules, self._office(now))
        if turn.matches:
            await self._note(tx, now)

    async def _look(self, tx: Transaction, now: datetime) -> None:
        """Let the time pass until now, for rules that wait for silence."""
        if not self._looking.listens:
            return
        moment = now if self._looked is None else await self._looking.next(tx, self._looked, now)
        while moment is not None:
            self._looked = moment
            if await tick(tx, self._rules, self._office(moment)):
                await self._note(tx, moment)
            moment = await self._looking.next(tx, moment, now)

    async def _note(self, tx: Transaction, now: datetime) -> None:
        for alert in await tx.alerts.list(since=now, limit=len(self._rules) * 1_000):
            self._raised.setdefault(alert.id, Raised.of(alert))

    async def _outcome(self, store: Store) -> Outcome:
        async with store.read() as tx:
            ended = await tx.alerts.with_ids(list(self._raised))
        alerts = [one.later(ended[id]) for id, one in self._raised.items()]
        return Outcome(tuple(alerts), dict(self._matched))

    def _office(self, now: datetime) -> Office:
        return Office(now, self._settings, self._headline)

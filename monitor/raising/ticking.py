"""What only the clock brings: holds that end, and silences that have lasted long enough."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Protocol

import structlog

from monitor.alerting.facts import Headline
from monitor.alerting.quiet import fell_silent
from monitor.alerting.situation import Office
from monitor.alerting.windows import silence
from monitor.clock import Clock
from monitor.config import MonitorSettings
from monitor.errors import StoreUnavailable
from monitor.model.report import Watch
from monitor.raising.book import Book
from monitor.raising.listening import QUIET
from monitor.rules.compiled import Rule
from monitor.rules.windows import Quiet
from monitor.storage import Store, Transaction

log = structlog.get_logger()

_LOOK_SECONDS = 15.0
_NOBODY = "-"
"""Stands for the alert of a silence that was told nobody, since its rule is a shadow."""


class InForce(Protocol):
    """By what is decided."""

    @property
    def settings(self) -> MonitorSettings: ...
    @property
    def rules(self) -> Mapping[str, Rule]: ...
    @property
    def headline(self) -> Headline: ...


class Ticker:
    """Looks at the clock again and again, until it is stopped. `wake` is for a look before that; `written` is called
    when there may be something new to send."""

    def __init__(
        self,
        store: Store,
        in_force: Callable[[], InForce],
        clock: Clock,
        wake: asyncio.Event,
        written: Callable[[], None],
    ) -> None:
        self._store = store
        self._in_force = in_force
        self._clock = clock
        self._wake = wake
        self._written = written

    async def run(self, stop: asyncio.Event) -> None:
        """Look until `stop` and then `wake` are set."""
        while not stop.is_set():
            self._wake.clear()
            force = self._in_force()
            try:
                async with self._store.begin() as tx:
                    office = Office(self._clock.now(), force.settings, force.headline)
                    told = await tick(tx, force.rules, office)
            except StoreUnavailable as error:  # looked at again soon
                log.warning("store unavailable", detail=str(error))
            else:
                if told:
                    self._written()
            await self._clock.wait(self._wake, _LOOK_SECONDS)


async def tick(tx: Transaction, rules: Mapping[str, Rule], office: Office) -> bool:
    """Close what has ended, and raise what a silence raises; whether anybody is told of anything."""
    await tx.alerts.close_expired(office.now)
    watching = {rule.id: rule for rule in rules.values() if rule.when is not None and rule.enabled}
    await tx.windows.end_watches(list(watching))
    if not watching:
        return False
    office = replace(office, silences=await tx.silences.active(office.now))
    watches = await tx.windows.watches(list(watching), office.now)
    book = Book(tx, office)
    for id, watch in watches.items():
        when = watching[id].when
        if isinstance(when, Quiet):
            await _look(watching[id], when, watch, book)
    await book.write()
    return book.tells


async def _look(rule: Rule, when: Quiet, watch: Watch, book: Book) -> None:
    office = book.office
    watch = silence.look(watch, office.now)
    known = await book.of(rule.id, QUIET) if watch.alert_id else None
    if known:  # it lasts
        await book.tx.alerts.extend(known.alert.id, known.alert.last_match, office.now + rule.hold)
    elif silence.due(watch, when, office.now):
        decision = fell_silent(rule, when, watch, office)
        book.take(decision, None)
        watch = replace(watch, alert_id=decision.alert.id if decision.alert else _NOBODY)
    await book.tx.windows.save_watch(watch)

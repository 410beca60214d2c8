"""When a look at the clock can find something: a daemon looks all the time, a run only then."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from monitor.model.alert import AlertState
from monitor.model.report import Watch
from monitor.rules.compiled import Rule
from monitor.rules.windows import Quiet
from monitor.storage import Transaction

_LOOK = timedelta(minutes=1)
"""What was not watched longer than this is no silence."""
_MOST = 100_000  # alerts open at once


class Looking:
    """`closing`: whether it matters when an alert's hold ends, and not only that it has ended."""

    def __init__(self, rules: Mapping[str, Rule], *, closing: bool) -> None:
        self._quiet = {
            id: when for id, rule in rules.items() if isinstance(when := rule.when, Quiet) and rule.enabled
        }  # fmt: skip
        self._hold = min((rules[id].hold for id in self._quiet), default=timedelta.max)
        self._closing = closing

    @property
    def listens(self) -> bool:
        """Whether a rule waits for silence: then every article counts, and so does the time without one."""
        return bool(self._quiet)

    async def next(self, tx: Transaction, looked: datetime, now: datetime) -> datetime | None:
        """The next moment to look at, in whole minutes after the last one; None before the next minute is over. That
        somebody watched in between is noted."""
        if looked + _LOOK > now or not (self._quiet or self._closing):
            return None
        watches = await tx.windows.watches(list(self._quiet), looked) if self._quiet else {}
        whens = [_minutes(moment - looked) async for moment in self._when(tx, looked, watches)]
        minutes = max(1, min([(now - looked) // _LOOK, *whens]))
        for watch in watches.values():
            seen = looked + (minutes - 1) * _LOOK
            await tx.windows.save_watch(replace(watch, watched=max(watch.watched, seen)))
        return looked + minutes * _LOOK

    async def _when(self, tx: Transaction, looked: datetime, watches: Mapping[str, Watch]) -> AsyncIterator[datetime]:
        """The moments at which something may be found."""
        for id, watch in watches.items():
            if watch.alert_id is None:
                yield watch.quiet_since + self._quiet[id].silence
        if self._quiet:  # an alert that lasts is kept open by looking
            yield looked + self._hold / 2
        for alert in await tx.alerts.list(state=AlertState.OPEN, limit=_MOST) if self._closing else ():
            yield alert.hold_until + timedelta(microseconds=1)


def _minutes(length: timedelta) -> int:
    """Whole minutes, at least as long."""
    return -(-length // _LOOK)

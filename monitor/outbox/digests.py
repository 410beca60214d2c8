"""Closing the windows of digests: `[start, end)`, joined end to start, each sent once.

A window is a row, due when its end has passed. It is closed, its notifications are written and the next one is opened
in one transaction. Whatever was missed while the monitor was down goes into one digest on its return.
"""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import structlog

from monitor.alerting import cron
from monitor.clock import Clock
from monitor.config import MonitorSettings
from monitor.errors import StoreConflict, StoreUnavailable
from monitor.model.alert import DigestWindow, Notification
from monitor.outbox.digest_content import content, digest_frames, listed, window_notification, worth_saying
from monitor.storage import Store, Transaction

log: structlog.stdlib.BoundLogger = structlog.get_logger()

SETTLE = timedelta(seconds=10)  # after a window's end: articles begun before it may be committed after it
_LONG = 3600.0  # seconds; with no digest there is nothing to wait for but a change of settings
_RETRY = 1.0


class Digests:
    """Closes the windows of all digests as they fall due, until it is stopped. `wake` is for a look before that;
    `filled` is set when there is something new to send."""

    def __init__(
        self, store: Store, settings: MonitorSettings, clock: Clock, wake: asyncio.Event, filled: asyncio.Event
    ) -> None:
        self._store = store
        self._settings = settings
        self._clock = clock
        self._wake = wake
        self._filled = filled

    def use(self, settings: MonitorSettings) -> None:
        """Go by these settings from now on."""
        self._settings = settings
        self._wake.set()

    async def run(self, stop: asyncio.Event) -> None:
        """Close windows until `stop` and then `wake` are set."""
        while not stop.is_set():
            self._wake.clear()
            pause = await self._turn()
            await self._clock.wait(self._wake, pause)

    async def _turn(self) -> float:
        """Close what is due; answers the seconds until the next window is."""
        now, settings = self._clock.now(), self._settings
        pauses = [_LONG]
        for name in settings.digests:
            try:
                async with self._store.begin() as tx:
                    window, sent = await tend(tx, name, settings, now)
            except StoreConflict:  # another daemon was first
                return 0.0
            except StoreUnavailable as error:
                log.warning("store unavailable", detail=str(error))
                return _RETRY
            pauses.append((window.end + SETTLE - now).total_seconds())
            if sent:
                log.info("digest closed", digest=name, recipients=len(sent))
                self._filled.set()
        return max(0.0, min(pauses))


async def tend(
    tx: Transaction, name: str, settings: MonitorSettings, now: datetime
) -> tuple[DigestWindow, tuple[Notification, ...]]:
    """Close the digest's window if its time has come; answers the window that is open then, and what was added."""
    digest = settings.digests[name]
    window = await current(tx, name, settings, now)
    due = cron.last_fire(digest.cron, settings.digest_timezone(name), window.start, now - SETTLE)
    if due is None:
        return window, ()
    sent = await close(tx, DigestWindow(name, window.start, due), settings, now)
    return await current(tx, name, settings, now), sent


async def current(tx: Transaction, name: str, settings: MonitorSettings, now: datetime) -> DigestWindow:
    """The digest's open window, ending when its line of cron says; a first one begins now."""
    digest = settings.digests[name]
    last = await tx.digests.last_window(name)
    if last is not None and last.closed is None:
        end = cron.next_fire(digest.cron, settings.digest_timezone(name), last.start)
        if end != last.end:  # the line was edited
            await tx.digests.move_end(name, last.start, end)
        return DigestWindow(name, last.start, end)
    # What came before a digest's first window, as it may when the settings that add it are edited, is in it.
    start = last.end if last else min(now, await tx.digests.first_added(name) or now)
    window = DigestWindow(name, start, cron.next_fire(digest.cron, settings.digest_timezone(name), start))
    if not await tx.digests.open_window(window):
        raise StoreConflict(f"another process opened the window of {name} at {start}")
    return window


async def close(
    tx: Transaction, window: DigestWindow, settings: MonitorSettings, now: datetime
) -> tuple[Notification, ...]:
    """Close a window at its `end` and write its notifications; answers those. For `digest send` the end is now."""
    await tx.digests.move_end(window.digest, window.start, window.end)
    if not await tx.digests.close_window(window.digest, window.start, now):
        return ()
    sent = await preview(tx, window, settings, now)
    await tx.outbox.add(sent)
    return sent


async def preview(
    tx: Transaction, window: DigestWindow, settings: MonitorSettings, now: datetime
) -> tuple[Notification, ...]:
    """What would be sent if the window ended at its `end`. Changes nothing."""
    items = worth_saying(await tx.digests.items(window.digest, window.start, window.end), window.start)
    frames = digest_frames(window, settings, empty=not items)
    facts = await tx.digests.facts(list({item.alert.id for frame in frames for item in listed(items, frame)}))
    return tuple(window_notification(content(items, frame, facts), settings, now) for frame in frames)

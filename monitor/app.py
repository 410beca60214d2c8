"""The composition root: settings → parts → one task group, signals, and an orderly stop.

Stopping, in this order: sources put nothing more; the pipeline takes what they have put; who posted an article gets
the answer; digests, ticks and reloads end; sends under way get their grace time; the daemon is signed off. A second
signal ends the process at once, which loses nothing either.
"""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import socket
import sys
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

import structlog

from monitor import log as logs
from monitor import notify_systemd, settings, starting
from monitor.clock import Clock, SystemClock
from monitor.config import MonitorSettings, PushSettings, SmtpSettings, StdinSettings
from monitor.delivery.build import build
from monitor.delivery.catcher import Catcher, start_catcher
from monitor.delivery.letters import Letters
from monitor.delivery.render import Frame, render_headline
from monitor.errors import InvalidFiles
from monitor.feedmemory import FeedMemory
from monitor.model.alert import Notification
from monitor.model.article import Dealt, RawArticle
from monitor.model.facts import KeptBackFacts
from monitor.outbox import Deliverer, Digests, Outlets, Worker
from monitor.pipeline import InForce, Pipeline, judge
from monitor.raising import Ticker
from monitor.reloading import Live, Reloader
from monitor.schedule import HEARTBEAT_SECONDS, Schedule
from monitor.selfreport import SelfReport
from monitor.settings import LoadedSettings
from monitor.sources import Source
from monitor.sources.build import open_source
from monitor.sources.feeds import FeedSource, Hosts
from monitor.sources.stdin import StdinSource
from monitor.storage import Store
from monitor.storage.rows import KeptBackCount, worker_name
from monitor.upkeep import Upkeep
from monitor.watch import Watch
from monitor.web import Door, Process

log: structlog.stdlib.BoundLogger = structlog.get_logger()

_SWITCH_SECONDS = 0.001  # between threads: while articles are read in one, sending in another waits less


async def run(config: Path, *, once: bool = False) -> int:
    """Run the daemon until it is told to stop, or with `once` until standard input has ended; the exit status.

    Raises InvalidFiles for settings that cannot be used, StateLocked where another daemon runs, StoreUnavailable.
    """
    loaded = settings.load(config, os.environ)
    logs.configure(loaded.settings.log)
    sys.setswitchinterval(_SWITCH_SECONDS)
    if once and not any(isinstance(one, StdinSettings) for one in loaded.settings.sources):
        raise InvalidFiles([starting.endless(config)])
    for problem in loaded.warnings:
        log.warning("settings", problem=str(problem))
    async with AsyncExitStack() as stack:
        store = await Store.open(loaded.store_url, daemon=True)
        stack.push_async_callback(store.close)
        catcher = await _catcher(loaded, stack)
        daemon = await Daemon.compose(loaded, store, catcher, stack)
        daemon.introduce()
        await daemon.run(once=once)
    log.info("stopped")
    return 0


async def _catcher(loaded: LoadedSettings, stack: AsyncExitStack) -> Catcher | None:
    """Where mail goes without a mail server."""
    smtp = loaded.settings.smtp
    if smtp.host:
        return None
    catcher = await start_catcher(loaded.root / smtp.catch)
    stack.push_async_callback(catcher.close)
    return catcher


@dataclass(frozen=True, slots=True)
class _Renderer:
    """Letters for the receivers of one state of the settings."""

    letters: Letters
    settings: MonitorSettings

    def render(
        self, notification: Notification, first_in_thread: str | None, kept_back: Sequence[KeptBackCount]
    ) -> bytes:
        counts = [KeptBackFacts(reason=one.reason, detail=one.detail, count=one.count) for one in kept_back]
        receiver = self.settings.receivers[notification.receiver]
        return self.letters.render(notification, receiver, first_in_thread, counts)


class Daemon:
    """All parts, put together; `run` lives their life."""

    def __init__(self, store: Store, catcher: Catcher | None, stack: AsyncExitStack, clock: Clock) -> None:
        self._store = store
        self._catcher = catcher
        self._smtp = SmtpSettings()
        self._stack = stack
        self._clock = clock
        self._live: Live | None = None
        self._deliverers: Mapping[str, Deliverer] = {}
        self._stop = asyncio.Event()
        self._runs = False
        self._send_wake = asyncio.Event()
        self._digest_wake = asyncio.Event()
        self._tick_wake = asyncio.Event()

    @classmethod
    async def compose(
        cls, loaded: LoadedSettings, store: Store, catcher: Catcher | None, stack: AsyncExitStack
    ) -> Daemon:
        """Load what people wrote, and make every part. Nothing runs yet."""
        clock = SystemClock()
        daemon = cls(store, catcher, stack, clock)
        daemon.reloader = Reloader(loaded, store, clock, daemon.apply)
        await daemon.reloader.start()
        live, outlets = daemon.live, daemon._outlets()
        daemon.worker = Worker(
            store, outlets, clock, daemon._send_wake, name=worker_name(socket.gethostname(), os.getpid())
        )
        daemon.digests = Digests(store, live.settings, clock, daemon._digest_wake, daemon._send_wake)
        daemon.ticker = Ticker(store, daemon.in_force, clock, daemon._tick_wake, daemon._send_wake.set)
        daemon.sources = await _sources(loaded, store, clock)
        async with store.read() as tx:
            last = await tx.articles.last_received(list(daemon.sources))
        daemon.report = SelfReport(
            store,
            clock,
            sources=daemon.sources,
            last=last,
            live=lambda: daemon.live,
            runs=lambda: daemon._runs and not daemon._stop.is_set(),
        )
        daemon.pipeline = Pipeline(
            store, daemon.sources, daemon.in_force, clock, daemon._send_wake.set, hears=daemon.hear
        )
        daemon.report.watch(daemon.pipeline)
        daemon.door = daemon._door()
        daemon.upkeep = Upkeep(
            store,
            clock,
            sources=daemon.sources,
            requests={"reload": daemon.reloader.request, "rescan": daemon.rescan, "send": daemon._send_wake.set},
            release=daemon.pipeline.release,
            retention=lambda: daemon.live.settings.retention,
            summary=daemon.report.summary,
        )
        daemon.watch = Watch(
            store,
            clock,
            settings=lambda: daemon.live.settings,
            sources=daemon.sources,
            disks=(loaded.root, *([store.folder] if store.folder else [])),
            filled=daemon._send_wake.set,
        )
        await asyncio.to_thread(judge, starting.practice(clock.now()), daemon.in_force(), clock.now())
        gc.collect()
        gc.freeze()  # rules and lists are half a million objects: going through them anew would hold news up for 0.2 s
        await daemon.upkeep.start()
        return daemon

    reloader: Reloader
    worker: Worker
    digests: Digests
    ticker: Ticker
    sources: Mapping[str, Source]
    pipeline: Pipeline
    upkeep: Upkeep
    watch: Watch
    report: SelfReport
    door: Door | None

    @property
    def live(self) -> Live:
        """What is in force now."""
        assert self._live is not None, "composed before it is asked"
        return self._live

    def in_force(self) -> InForce:
        """What the pipeline judges by."""
        return InForce(self.live.settings, self.live.admitted.engine, render_headline)

    def apply(self, live: Live) -> None:
        """Everything judges and sends by this from now on; what is under way ends by what it began with."""
        before, self._live = self._live, live
        if before is None or before.settings != live.settings:
            self._smtp = self._server(live.settings.smtp)
            self._deliverers = build(
                live.settings.receivers, self._smtp, root=live.loaded.root, console=sys.stdout.buffer, clock=self._clock
            )
            for deliverer in self._deliverers.values():
                self._stack.push_async_callback(deliverer.close)
        if before is not None:
            self.worker.use(self._outlets())
            self.digests.use(live.settings)
            self._say_ready()
            starting.warn_of_restart(before.settings, live.settings)

    def _server(self, smtp: SmtpSettings) -> SmtpSettings:
        """The mail server of the settings, or the catcher; that one starts only with the daemon, so where the server
        is taken out of the settings it goes on being used until a restart."""
        if smtp.host:
            return smtp
        return self._catcher.settings(smtp) if self._catcher else self._smtp

    def _outlets(self) -> Outlets:
        chosen = self.live.settings
        frame = Frame(chosen.language, chosen.timezone)
        letters = Letters(self.live.admitted.workspace.templates, self._smtp.sender, frame)
        return Outlets(self.live.settings, self._deliverers, _Renderer(letters, self.live.settings))

    def _door(self) -> Door | None:
        """Where other programs knock; taken now, so that an address that cannot be had is told of at once."""
        chosen = self.live.settings
        if chosen.http is None:
            return None
        senders = {name: one for name, one in chosen.named_sources().items() if isinstance(one, PushSettings)}
        process = Process(self.report.lacks, self.report.figures)
        door = Door(chosen.http, senders, self.sources, store=self._store, clock=self._clock, process=process)
        self._stack.callback(door.close)
        return door

    def hear(self, raw: RawArticle, dealt: Sequence[Dealt]) -> None:
        """What became of an article, once it is stored."""
        self.report.hear(raw, dealt)
        if self.door is not None:
            self.door.hear(raw, dealt)

    def rescan(self) -> None:
        """Compare every folder with the ledger now."""
        for source in self.sources.values():
            source.wake()

    def introduce(self) -> None:
        """Say in plain words what is about to happen."""
        sys.stdout.write(starting.introduction(self.live, self.sources, self.door.url if self.door else None))
        sys.stdout.flush()

    async def run(self, *, once: bool) -> None:
        """Run every part until a signal, or with `once` until standard input has ended and what came of it has left;
        then stop them in order."""
        drained, answered, quiet, unsent, silent = (asyncio.Event() for _ in range(5))
        schedule = Schedule()
        beats = [source.heartbeat for source in self.sources.values() if isinstance(source, FeedSource)]
        schedule.every(HEARTBEAT_SECONDS, self._digest_wake, self._tick_wake, self._send_wake, *beats)
        schedule.start()
        self._listen_to_signals()
        async with asyncio.TaskGroup() as group:
            intake = [group.create_task(one.run(self.pipeline.intake.put, self._stop)) for one in self.sources.values()]
            flow = group.create_task(self.pipeline.run(drained))
            around = [
                group.create_task(part.run(quiet)) for part in (self.digests, self.ticker, self.reloader, self.watch)
            ]
            serving = group.create_task(self._answer(answered))
            sending = group.create_task(self.worker.run(unsent))
            alive = group.create_task(self.upkeep.run(silent))
            self._runs = True
            self._say_ready()
            log.info("ready", rules=len(self.live.admitted.engine.ruleset.rules), sources=list(self.sources))
            ending = [group.create_task(self._end_with_input())] if once else []
            await self._stop.wait()
            for one in ending:
                one.cancel()
            notify_systemd.stopping()
            log.info("stopping")
            await asyncio.gather(*intake)
            drained.set()
            await self._drained(flow)
            answered.set()
            quiet.set()
            self._digest_wake.set()
            self._tick_wake.set()
            await asyncio.gather(serving, *around)
            unsent.set()
            await sending
            silent.set()
            await alive
        schedule.stop()

    async def _end_with_input(self) -> None:
        """Stop when standard input has ended, and what came of it is stored, and sent as far as it is due."""
        for source in self.sources.values():
            if isinstance(source, StdinSource):
                await source.ended.wait()
        await self.worker.rest()
        self._stop.set()

    async def _drained(self, flow: asyncio.Task[None]) -> None:
        """Let the pipeline take what sources have put, for as long as sends may take; what it has not taken by then is
        not told to its source, and comes again at the next start."""
        _, late = await asyncio.wait([flow], timeout=self.live.settings.grace_seconds)
        if late:
            log.warning("intake not drained", articles=self.pipeline.intake.qsize())
            flow.cancel()
            await asyncio.gather(flow, return_exceptions=True)
        if self.door is not None:
            self.door.give_up()

    async def _answer(self, stop: asyncio.Event) -> None:
        """Answer other programs until `stop`, where there is a door for them."""
        if self.door is not None:
            await self.door.run(stop, self.live.settings.grace_seconds)

    def _say_ready(self) -> None:
        notify_systemd.ready(
            f"{len(self.live.admitted.engine.ruleset.rules)} rules, watching {', '.join(self.sources)}"
        )

    def _listen_to_signals(self) -> None:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._stop_or_die, number)
        loop.add_signal_handler(signal.SIGHUP, self._reload)

    def _stop_or_die(self, number: int) -> None:
        if self._stop.is_set():
            os._exit(128 + number)  # at once: whatever is not on disk comes again at the next start
        self._stop.set()

    def _reload(self) -> None:
        notify_systemd.reloading()
        self.reloader.request()


async def _sources(loaded: LoadedSettings, store: Store, clock: Clock) -> dict[str, Source]:
    """Every source by its name, knowing what was taken of it before."""
    sources: dict[str, Source] = {}
    memory, hosts = FeedMemory(store), Hosts()
    for name, chosen in loaded.settings.named_sources().items():
        async with store.read() as tx:
            ledger = await tx.ledger.entries(name)
        sources[name] = open_source(chosen, loaded.root, ledger, clock, memory=memory, hosts=hosts)
    return sources

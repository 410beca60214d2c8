"""Keeps what is in force in step with the files that people edit: settings, rules, lists and templates.

Edits take effect within a second, while articles flow. A file in error changes nothing but what is said of it: its last
good version stays in service, over restarts too, and its owner is told once of each broken version: of all that broke
with one edit in one message.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import structlog

from monitor import settings, workspace
from monitor.alerting.breakages import Breakage, notices_of_breakages
from monitor.alerting.notices import notices
from monitor.clock import Clock
from monitor.config import MonitorSettings
from monitor.errors import InvalidFiles, Problem, Severity, StoreConflict, StoreUnavailable
from monitor.gate import Admitted, admit, texts_of
from monitor.model.alert import Notification
from monitor.rules.files import is_shared
from monitor.settings import LoadedSettings
from monitor.sources.edits import Snapshot, edits, snapshot
from monitor.sources.names import to_text
from monitor.storage import Store, Transaction
from monitor.storage.rows import BrokenFile, FileKind, GoodFile

log: structlog.stdlib.BoundLogger = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Live:
    """What is in force: settings, and the rules, lists and templates that were admitted under them."""

    loaded: LoadedSettings
    admitted: Admitted

    @property
    def settings(self) -> MonitorSettings:
        return self.loaded.settings


class Reloader:
    """Loads everything once (`start`), then again whenever a file is edited or `request` is called.

    `apply` is called with each new state, after it was stored; it must not fail.
    """

    def __init__(self, loaded: LoadedSettings, store: Store, clock: Clock, apply: Callable[[Live], None]) -> None:
        self._loaded = loaded
        self._store = store
        self._clock = clock
        self._apply = apply
        self._requested = asyncio.Event()
        self._known: Snapshot = {}
        self._admitted: Admitted | None = None
        self._settings_fault: tuple[Problem, ...] = ()

    async def start(self) -> None:
        """The first load. Raises StoreUnavailable; never for what is in a rule file."""
        self._known = await asyncio.to_thread(snapshot, tuple(self._watched()))
        await self._load()

    def request(self) -> None:
        """Load everything anew, whether edited or not."""
        self._requested.set()

    async def run(self, stop: asyncio.Event) -> None:
        """Follow edits and requests until `stop`."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._follow_edits(stop))
            group.create_task(self._follow_requests(stop))

    async def reload(self) -> None:
        """One load. A store that does not answer leaves everything as it was, and it is tried again."""
        try:
            self._read_settings()
            await self._load()
        except (StoreUnavailable, StoreConflict) as error:
            log.warning("reload postponed", reason=str(error))
            await self._clock.wait(asyncio.Event(), 1.0)
            self._requested.set()
        except Exception as error:  # the boundary to what people write: a fault of ours in reading it ends no service
            log.exception("reload failed; what was in force stays")
            await self._tell_of_failure(error)

    async def _follow_edits(self, stop: asyncio.Event) -> None:
        async for paths in edits(self._watched, self._known, self._clock, stop):
            log.info("files edited", files=sorted(self._shown(path) for path in paths))
            self._requested.set()

    async def _follow_requests(self, stop: asyncio.Event) -> None:
        ended = asyncio.ensure_future(stop.wait())
        while not stop.is_set():
            asked = asyncio.ensure_future(self._requested.wait())
            await asyncio.wait({asked, ended}, return_when=asyncio.FIRST_COMPLETED)
            asked.cancel()
            if self._requested.is_set() and not stop.is_set():
                self._requested.clear()
                await self.reload()
        ended.cancel()

    def _watched(self) -> Iterable[Path]:
        root, chosen = self._loaded.root, self._loaded.settings
        return self._loaded.file, root / chosen.rules, root / chosen.templates

    def _shown(self, path: Path) -> str:
        root = self._loaded.root
        return to_text(path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path))

    def _read_settings(self) -> None:
        try:
            self._loaded = settings.load(self._loaded.file, os.environ)
            self._settings_fault = ()
        except InvalidFiles as error:
            self._settings_fault = error.problems
            _log_problems(error.problems)

    async def _load(self) -> None:
        chosen, now = self._loaded.settings, self._clock.now()
        files = await asyncio.to_thread(workspace.read, self._loaded.root, chosen)
        async with self._store.read() as tx:
            good = await _good(tx)
        texts = {path: one.text for path, one in good.items()}
        admitted = await asyncio.to_thread(admit, files, texts, chosen, now, self._admitted)
        async with self._store.begin() as tx:
            await self._remember(tx, files, good, admitted, now)
        news = _news(self._admitted, admitted)
        self._admitted = admitted
        self._apply(Live(self._loaded, admitted))
        log.info("rules in force", rules=len(admitted.engine.ruleset.rules), **news)

    async def _remember(
        self, tx: Transaction, files: workspace.Files, good: Mapping[str, GoodFile], admitted: Admitted, now: datetime
    ) -> None:
        """Store what is good, what is broken and since when, and the notices about what has just broken."""
        chosen = self._loaded.settings
        broken = await tx.rulefiles.broken()
        sound = {path: text for path, text in admitted.texts.items() if path not in admitted.refused}
        await tx.rulefiles.save_good([
            GoodFile(path, _kind(path, chosen), text, _digest(text))
            for path, text in sound.items()
            if path in broken or path not in good or good[path].text != text
        ])  # fmt: skip
        present = texts_of(files, chosen)
        known = present.keys() | admitted.refused.keys() | files.kept(good).keys()
        await tx.rulefiles.forget((good.keys() | broken.keys()) - known)
        refused = {
            **admitted.refused,
            **({to_text(str(self._loaded.file)): self._settings_fault} if self._settings_fault else {}),
        }
        broke: list[Breakage] = []
        for path, problems in refused.items():
            runs = all(problem.severity is Severity.WARNING for problem in problems)  # and lost something elsewhere
            text = None if runs else present.get(path)
            digest = _digest(text or "".join(map(str, problems)))
            if await tx.rulefiles.save_broken(BrokenFile(path, _kind(path, chosen), digest, problems, now)):
                _log_problems(problems)
                owners, instead = _owners(path, admitted, chosen), _in_its_place(path, admitted)
                broke.append(Breakage(path, digest, problems, owners, instead))
        await tx.outbox.add(notices_of_breakages(broke, chosen, now))
        await tx.outbox.add(self._notices_of_none(admitted, now))

    async def _tell_of_failure(self, error: Exception) -> None:
        """The owner is told of each cause once."""
        cause = to_text(f"{type(error).__name__}: {error}")
        chosen, now = self._loaded.settings, self._clock.now()
        subject, lines = "edited files could not be loaded", [cause, "What was in force stays in force."]
        about = f"reload-failed:{_digest(cause)}"
        told = notices(chosen.owner, about=about, subject=subject, lines=lines, settings=chosen, now=now)
        try:
            async with self._store.begin() as tx:
                await tx.outbox.add(told)
        except StoreUnavailable as unavailable:
            log.warning("store unavailable", detail=str(unavailable))

    def _notices_of_none(self, admitted: Admitted, now: datetime) -> tuple[Notification, ...]:
        """That no rule runs: at most one a day, since each start finds it anew."""
        if any(rule.enabled for rule in admitted.engine.ruleset.rules.values()):
            return ()
        chosen, about = self._loaded.settings, f"no-rules:{now:%Y-%m-%d}"
        lines = [f"No rule of the folder `{chosen.rules}` runs: nobody is told of anything."]
        return notices(chosen.owner, about=about, subject="no rule runs", lines=lines, settings=chosen, now=now)


def _owners(path: str, admitted: Admitted, chosen: MonitorSettings) -> list[str]:
    rules = admitted.workspace.rules.rules.get(path.removeprefix(f"{chosen.rules}/"), ())
    return sorted({rule.owner for rule in rules if rule.owner})


def _in_its_place(path: str, admitted: Admitted) -> str:
    if path in admitted.texts:
        return "Its last good version stays in service."
    if any(other.startswith(f"{path}/") for other in admitted.texts):
        return "The last good versions of its files stay in service."
    return "It is not in service."


async def _good(tx: Transaction) -> dict[str, GoodFile]:
    kinds = (FileKind.RULE, FileKind.LIST, FileKind.TEMPLATE)
    return {path: one for kind in kinds for path, one in (await tx.rulefiles.good(kind)).items()}


def _kind(path: str, chosen: MonitorSettings) -> FileKind:
    own = path.removeprefix(f"{chosen.rules}/")
    if own != path:
        return FileKind.LIST if is_shared(own) else FileKind.RULE
    if path in (chosen.rules, chosen.templates):  # a folder that cannot be listed
        return FileKind.RULE if path == chosen.rules else FileKind.TEMPLATE
    return FileKind.TEMPLATE if path.endswith(".j2") else FileKind.SETTINGS


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _news(before: Admitted | None, after: Admitted) -> dict[str, list[str]]:
    """Which rules are new, changed and gone."""
    old = before.engine.ruleset.rules if before else {}
    new = after.engine.ruleset.rules
    changed = {
        "added": sorted(new.keys() - old.keys()),
        "edited": sorted(rule_id for rule_id in new.keys() & old.keys() if new[rule_id].digest != old[rule_id].digest),
        "removed": sorted(old.keys() - new.keys()),
    }
    return {word: ids for word, ids in changed.items() if ids}


def _log_problems(problems: Iterable[Problem]) -> None:
    for problem in problems:
        log.error("file refused", problem=str(problem))

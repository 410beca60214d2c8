"""A watched folder as a source: every file in it, at any depth, as an article; every change of it as a new version.

The truth is a scan of the folder against the ledger, at start and every `rescan_seconds`; events only say where to look
first. Files are opened for reading and nothing else, and only when they are complete. `docs/intake.md` tells users.
"""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from monitor.clock import Clock
from monitor.config import FolderSettings
from monitor.model.article import LedgerEntry, RawArticle, Touched
from monitor.sources import complete, filewatch, names
from monitor.sources.agenda import Files, Folders
from monitor.sources.complete import Sighting
from monitor.sources.contract import Put
from monitor.sources.filewatch import Anew, Blind, Changed, Hint
from monitor.sources.globs import fitting
from monitor.sources.ledger import Ledger
from monitor.sources.look import Looker
from monitor.sources.looked import Folder, Incomplete, InFlight, Looked, Nothing, Taken, as_article
from monitor.sources.scan import Scan, scan
from monitor.sources.troubles import Seen, Troubles

_BATCH = 64
_FAILED_SECONDS = 1.0
_HELD_OPEN_SECONDS = 600.0


class FolderSource:
    """Yields each version of each file once, and again if it was not stored.

    What `run` puts is in flight until `stored` or `failed` names it; `Touched` is put for a file that was saved again
    with the content it had, and wants to be recorded as well. Methods are for the event loop's thread; all but `run`
    return at once.
    """

    def __init__(
        self, name: str, root: Path, settings: FolderSettings, ledger: Mapping[str, LedgerEntry], clock: Clock
    ) -> None:
        self.name = name
        self.root = os.path.abspath(root)  # noqa: PTH100 - a link to the folder stays a link: it may be set anew
        self._settings = settings
        self._clock = clock
        self._ledger = Ledger({names.from_text(path): entry for path, entry in ledger.items()})
        self._sightings: dict[str, Sighting] = {}
        self._files = Files()
        self._folders = Folders()
        self._files_wake = asyncio.Event()
        self._folders_wake = asyncio.Event()
        self._troubles = Troubles(name, self.root)
        self._fits = fitting(settings.glob)
        self._looker = self._new_looker()

    @property
    def place(self) -> str:
        """The folder's absolute path, in words."""
        what = ", ".join(self._settings.glob)
        return f"{self.root}, {f'files {what}' if what else 'and everything'} below it"

    @property
    def troubles(self) -> Mapping[str, str]:
        """What cannot be read now, and why, by path; the empty path is the folder itself. Empty when all is well."""
        return self._troubles.by_path()

    @property
    def waiting(self) -> int:
        """How many files are known to wait, to be read or to be stored."""
        return len(self._files) + self._ledger.in_flight

    async def run(self, put: Put, stop: asyncio.Event) -> None:
        """Put articles until `stop` is set; waits as long as `put` does. In the main thread (it ignores SIGIO).

        After `stop` nothing more is put, and files that were read and not put come again at the next start.
        """
        complete.ignore_lease_signals()
        self._folders.at("", 0.0)
        stopped = threading.Event()
        threads = ThreadPoolExecutor(3, thread_name_prefix=f"source-{self.name}")
        try:
            async with asyncio.TaskGroup() as group:
                parts = (self._watch(threads, stopped), self._scan(threads), self._look(threads, put))
                tasks = [group.create_task(part) for part in parts]
                await stop.wait()
                for task in tasks:
                    task.cancel()
        finally:
            stopped.set()
            threads.shutdown(wait=False, cancel_futures=True)

    def stored(self, articles: Iterable[RawArticle | Touched]) -> None:
        """These are committed: they don't come again until they change."""
        paths = [(names.from_text(article.id.path), article) for article in articles]
        self._report(path for path, article in paths if self._ledger.store(path, article))

    def failed(self, articles: Iterable[RawArticle | Touched]) -> None:
        """These were not committed: they come again in a second."""
        for article in articles:
            path = names.from_text(article.id.path)
            self._ledger.give_back(path)
            self._files.later(path, _now() + _FAILED_SECONDS)
        self._files_wake.set()

    def retry(self, paths: Iterable[str]) -> None:
        """Take these files (paths as in their articles' ids) once more, though they have not changed."""
        wanted = [names.from_text(path) for path in paths]
        for path in wanted:
            self._ledger.force(path)
        self._report(wanted)

    def exists(self, path: str) -> bool:
        """Whether there is such a file (path as in its article's id) at this moment."""
        return os.path.lexists(os.path.join(self.root, names.from_text(path)))  # noqa: PTH118 - names may be no UTF-8

    def wake(self) -> None:
        """Scan the whole folder now."""
        self._folders.at("", _now())
        self._folders_wake.set()

    def _report(self, paths: Iterable[str]) -> None:
        self._files.report(paths)
        self._files_wake.set()

    # ---- events: where to look first -------------------------------------------------------------------------------

    async def _watch(self, threads: ThreadPoolExecutor, stopped: threading.Event) -> None:
        loop = asyncio.get_running_loop()

        def listen() -> None:
            for hint in filewatch.hints(self.root, stopped):
                if stopped.is_set():
                    return
                loop.call_soon_threadsafe(self._take_hint, hint)

        await loop.run_in_executor(threads, listen)

    def _take_hint(self, hint: Hint) -> None:
        match hint:
            case Changed(paths):
                inside = len(self.root) + 1
                self._report(path[inside:] for path in paths if len(path) > inside)
            case Anew(replaced):
                if replaced:
                    self._looker = self._new_looker()
                    self._troubles.over(Seen.WATCHING, "")
                self.wake()
            case Blind(reason):
                self._troubles.add(Seen.WATCHING, "", reason)

    def _new_looker(self) -> Looker:
        settings = self._settings
        return Looker(self.root, self._ledger, self._sightings, settings.max_bytes, settings.settle_seconds, self._fits)

    # ---- scans: the truth --------------------------------------------------------------------------------------------

    async def _scan(self, threads: ThreadPoolExecutor) -> None:
        loop = asyncio.get_running_loop()
        while True:
            self._folders_wake.clear()
            for folder in self._folders.take(_now()):
                found = await loop.run_in_executor(threads, scan, self.root, folder, self._ledger, self._fits)
                self._note_scan(folder, found)
            due = self._folders.due()
            await self._clock.wait(self._folders_wake, self._settings.rescan_seconds if due is None else due - _now())

    def _note_scan(self, folder: str, found: Scan) -> None:
        self._files.find(found.news)
        self._files_wake.set()
        if folder:
            return  # the next full scan tells of what it could not read
        self._troubles.replace(Seen.SCANNING, dict(found.troubles))
        self._folders.at("", _now() + self._settings.rescan_seconds)

    # ---- looks: complete files become articles -----------------------------------------------------------------------

    async def _look(self, threads: ThreadPoolExecutor, put: Put) -> None:
        loop = asyncio.get_running_loop()
        while True:
            self._files_wake.clear()
            paths = self._files.take(_now(), _BATCH)
            if paths:
                looked, rest = await loop.run_in_executor(threads, self._looker.look_all, paths, _now())
                self._files.report(rest)
                for one in looked:
                    await self._take_look(one, put)
                continue
            due = self._files.due(_now())
            await self._clock.wait(self._files_wake, self._settings.rescan_seconds if due is None else due - _now())

    async def _take_look(self, looked: Looked, put: Put) -> None:
        match looked:
            case Taken():
                self._well(looked.path)
                await self._take(looked, put)
            case Incomplete(path, sighting, when):
                self._sightings[path] = sighting
                self._files.later(path, when)
                if when - sighting.first > _HELD_OPEN_SECONDS:
                    self._troubles.add(Seen.LOOKING, path, "is held open for writing by some program")
            case Folder(path):
                self._folders.appeared(path, _now())
                self._folders_wake.set()
            case InFlight(path):
                self._look_after(path)
            case Nothing(path, gone, trouble):
                if gone:
                    self._ledger.forget(path)
                if trouble:
                    self._troubles.add(Seen.LOOKING, path, trouble)
                else:
                    self._well(path)

    async def _take(self, taken: Taken, put: Put) -> None:
        article = as_article(taken, self.name, self._clock.now())
        new = self._ledger.is_new_version(taken.path, taken.content_hash)
        if new or taken.refused is None:
            self._ledger.hand_over(taken.path, taken.seen)
            await put(article if new else Touched(article.id, taken.content_hash, taken.recorded))

    def _look_after(self, path: str) -> None:
        """Look at the file when its version in flight is settled, which may have happened meanwhile."""
        if self._ledger.may_be_taken(path):
            self._report([path])
        else:
            self._ledger.remember(path)

    def _well(self, path: str) -> None:
        self._sightings.pop(path, None)
        self._troubles.over(Seen.LOOKING, path)


def _now() -> float:
    return asyncio.get_running_loop().time()

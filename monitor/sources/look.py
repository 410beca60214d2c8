"""One look at one file: the only code that opens what others dropped. Blocking; runs in a thread; changes nothing."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from monitor.errors import UnreadableReason
from monitor.model.article import Fingerprint
from monitor.sources import complete, names
from monitor.sources.complete import Sighting, Writers
from monitor.sources.globs import Fits
from monitor.sources.ledger import Ledger
from monitor.sources.looked import ASK_AGAIN, Folder, Incomplete, InFlight, Looked, Nothing, Taken

_FLAGS = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_GONE = (errno.ENOENT, errno.ENOTDIR, errno.ELOOP, errno.ENXIO, errno.ENAMETOOLONG)

_BATCH_BYTES = 8_000_000


@dataclass(frozen=True)
class Looker:
    """Looks at files under `root` with what is known of them. `sightings` are the incomplete ones of earlier looks."""

    root: str
    ledger: Ledger
    sightings: Mapping[str, Sighting]
    max_bytes: int
    settle_seconds: float
    fits: Fits = lambda path: True

    @cached_property
    def _real_root(self) -> str:
        return os.path.realpath(self.root)

    @cached_property
    def _sees_writers(self) -> bool:
        return complete.sees_writers(self.root)

    def look_all(self, paths: Sequence[str], now: float) -> tuple[list[Looked], Sequence[str]]:
        """What there is to say of these files (paths relative to the root) at monotonic time `now`, and those that were
        left for another time, since enough is in memory."""
        looked: list[Looked] = []
        links: dict[str, bool] = {}
        size = 0
        for number, path in enumerate(paths):
            if size > _BATCH_BYTES:
                return looked, paths[number:]
            one = self._look_safely(path, now, links)
            size += len(one.content) if isinstance(one, Taken) else 0
            looked.append(one)
        return looked, ()

    def _look_safely(self, path: str, now: float, links: dict[str, bool]) -> Looked:
        try:
            return self._look(path, now, links)
        except OSError as error:
            if error.errno in _GONE:
                return Nothing(path, gone=True)
            return Nothing(path, trouble=error.strerror or str(error))

    def _look(self, path: str, now: float, links: dict[str, bool]) -> Looked:
        full = os.path.join(self.root, path)  # noqa: PTH118 - names that are no UTF-8 stay as they are
        status = os.lstat(full)
        if names.ignored(path) or self._behind_link(path, links):
            return Nothing(path)
        if stat.S_ISDIR(status.st_mode):
            return Folder(path)
        if (
            not complete.is_article(status)
            or not self.fits(names.to_text(path))
            or not self.ledger.is_news(path, complete.fingerprint(status))
        ):
            return Nothing(path)
        if not self.ledger.may_be_taken(path):
            return InFlight(path)
        try:
            descriptor = os.open(full, _FLAGS)
        except PermissionError:
            return self._not_permitted(path, status, now)
        try:
            return self._read(path, descriptor, now)
        finally:
            os.close(descriptor)

    def _behind_link(self, path: str, links: dict[str, bool]) -> bool:
        """Whether a folder on the way is a link: the watcher follows links and tells of what is behind them."""
        parent = path.rpartition("/")[0]
        if parent and parent not in links:
            real = os.path.join(self._real_root, parent)  # noqa: PTH118
            links[parent] = os.path.realpath(os.path.join(self.root, parent)) != real  # noqa: PTH118
        return bool(parent) and links[parent]

    def _read(self, path: str, descriptor: int, now: float) -> Looked:
        before = os.fstat(descriptor)
        if not complete.is_article(before):
            return Nothing(path)
        writers = complete.writers(descriptor) if self._sees_writers else Writers.UNSEEN
        waiting = self._waiting(path, before, writers, now)
        if waiting is not None:
            return waiting
        if before.st_size > self.max_bytes:
            detail = f"{before.st_size:,} bytes; `max_bytes` allows {self.max_bytes:,}"
            return self._refused(path, before, UnreadableReason.TOO_LARGE, detail)
        content = _content(descriptor, before.st_size)
        after = complete.fingerprint(os.fstat(descriptor))
        if after != complete.fingerprint(before) or len(content) != before.st_size:
            return self._incomplete(path, after, Writers.SOME, now)
        return Taken(path, content, hashlib.sha256(content).hexdigest(), after, after, before.st_mtime_ns)

    def _not_permitted(self, path: str, status: os.stat_result, now: float) -> Looked:
        waiting = self._waiting(path, status, Writers.UNSEEN, now)
        return waiting or self._refused(path, status, UnreadableReason.NO_PERMISSION, "the monitor may not read it")

    def _waiting(self, path: str, status: os.stat_result, writers: Writers, now: float) -> Incomplete | None:
        if writers is Writers.NONE:
            return None
        seen = complete.fingerprint(status)
        known = self.sightings.get(path)
        settled = known is not None and known.seen(seen, now).settled(now, self.settle_seconds)
        return None if settled and writers is Writers.UNSEEN else self._incomplete(path, seen, writers, now)

    def _incomplete(self, path: str, seen: Fingerprint, writers: Writers, now: float) -> Incomplete:
        known = self.sightings.get(path)
        sighting = known.seen(seen, now) if known else Sighting(seen, now, now)
        return Incomplete(path, sighting, sighting.next_look(writers, now, self.settle_seconds))

    def _refused(self, path: str, status: os.stat_result, reason: UnreadableReason, detail: str) -> Taken:
        seen = complete.fingerprint(status)
        version = hashlib.sha256(f"{reason}:{seen}".encode()).hexdigest()
        recorded = ASK_AGAIN if reason is UnreadableReason.NO_PERMISSION else seen
        return Taken(path, b"", version, seen, recorded, status.st_mtime_ns, (reason, detail))


def _content(descriptor: int, size: int) -> bytes:
    """At most one byte more than `size`, however much the file grows meanwhile."""
    parts = []
    missing = size + 1
    while missing > 0 and (part := os.read(descriptor, missing)):
        parts.append(part)
        missing -= len(part)
    return b"".join(parts)

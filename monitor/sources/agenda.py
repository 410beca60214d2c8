"""What to look at next, and when. No I/O, no clock: times are seconds of one monotonic clock, given by the caller."""

from __future__ import annotations

import heapq
from collections import OrderedDict
from collections.abc import Iterable

_FOLLOW_UPS = (0.3, 2.0)


class Files:
    """Files to be looked at: those just reported before those that a scan found, but never these alone, and incomplete
    ones when their time has come. A file stands in each row once."""

    def __init__(self) -> None:
        self._reported: OrderedDict[str, None] = OrderedDict()
        self._found: OrderedDict[str, None] = OrderedDict()
        self._later: list[tuple[float, str]] = []
        self._when: dict[str, float] = {}

    def __len__(self) -> int:
        return len(self._reported) + len(self._found) + len(self._when)

    def report(self, paths: Iterable[str]) -> None:
        self._reported.update(dict.fromkeys(paths))

    def find(self, paths: Iterable[str]) -> None:
        self._found.update(dict.fromkeys(paths))

    def later(self, path: str, when: float) -> None:
        """Look again at `when`; a second appointment replaces the first."""
        self._when[path] = when
        heapq.heappush(self._later, (when, path))

    def due(self, now: float) -> float | None:
        """When the next look is due (`now` where something waits), None with nothing to do."""
        if self._reported or self._found:
            return now
        self._drop_replaced()
        return self._later[0][0] if self._later else None

    def take(self, now: float, limit: int) -> list[str]:
        """At most `limit` files to look at now. At least a quarter of them are of a waiting scan: a stream of news
        doesn't starve what came while the monitor was down."""
        self._drop_replaced()
        while self._later and self._later[0][0] <= now:
            path = heapq.heappop(self._later)[1]
            del self._when[path]
            self._reported[path] = None
            self._drop_replaced()
        reserved = min(len(self._found), limit // 4)
        taken = [self._reported.popitem(last=False)[0] for _ in range(min(len(self._reported), limit - reserved))]
        rest = min(len(self._found), limit - len(taken))
        taken += [self._found.popitem(last=False)[0] for _ in range(rest)]
        return list(dict.fromkeys(taken))

    def _drop_replaced(self) -> None:
        while self._later and self._when.get(self._later[0][1]) != self._later[0][0]:
            heapq.heappop(self._later)


class Folders:
    """Folders to be scanned. A folder that just appeared is scanned at once and twice again: watches on new folders
    are set a moment late, and what was dropped into them before is reported by nobody."""

    def __init__(self) -> None:
        self._due: dict[str, list[float]] = {}

    def appeared(self, folder: str, now: float) -> None:
        self._due[folder] = [now, *(now + delay for delay in _FOLLOW_UPS)]

    def at(self, folder: str, when: float) -> None:
        """Scan at `when`, or earlier where that is planned already."""
        times = self._due.setdefault(folder, [])
        if not times or when < times[0]:
            self._due[folder] = [when, *times]

    def due(self) -> float | None:
        return min((times[0] for times in self._due.values()), default=None)

    def take(self, now: float) -> list[str]:
        """The folders to scan now, without those that stand below another of them."""
        taken = {folder for folder, times in self._due.items() if times[0] <= now}
        for folder in taken:
            later = [when for when in self._due.pop(folder) if when > now]
            if later:
                self._due[folder] = later
        return sorted(folder for folder in taken if not any(above in taken for above in _above(folder)))


def _above(folder: str) -> Iterable[str]:
    while folder:
        folder = folder.rpartition("/")[0]
        yield folder

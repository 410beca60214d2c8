"""What stands in a source's way, each said once: a folder that is missing, a file that cannot be read."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

import structlog

from monitor.sources import names

log = structlog.get_logger()


class Seen(Enum):
    """Who saw the trouble, and so who sees that it is over."""

    WATCHING = "watching"
    SCANNING = "scanning"
    LOOKING = "looking"


class Troubles:
    """The present troubles of one source. A new one is logged as a warning, its end as information."""

    def __init__(self, source: str, root: str) -> None:
        self._source = source
        self._root = root
        self._open: dict[tuple[Seen, str], str] = {}

    def by_path(self) -> Mapping[str, str]:
        """Reason by path, as text; the root itself is the empty path."""
        return {names.to_text(path): reason for (_, path), reason in self._open.items()}

    def add(self, seen: Seen, path: str, reason: str) -> None:
        if self._open.get((seen, path)) != reason:
            self._open[seen, path] = reason
            log.warning("source troubled", source=self._source, path=self._shown(path), reason=reason)

    def over(self, seen: Seen, path: str) -> None:
        if (seen, path) in self._open:
            del self._open[seen, path]
            log.info("source recovered", source=self._source, path=self._shown(path))

    def replace(self, seen: Seen, found: Mapping[str, str]) -> None:
        """These are all the troubles of this kind."""
        for kind, path in list(self._open):
            if kind is seen and path not in found:
                self.over(seen, path)
        for path, reason in found.items():
            self.add(seen, path, reason)

    def _shown(self, path: str) -> str:
        return names.to_text(path) or self._root

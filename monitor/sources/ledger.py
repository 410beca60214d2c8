"""What was taken of a folder, and what is on its way: the decisions whether a file is news. No I/O."""

from __future__ import annotations

import struct
from collections.abc import Mapping

from monitor.model.article import Fingerprint, LedgerEntry, RawArticle, Touched

_ROW = struct.Struct("<qqq32s")


class Ledger:
    """The committed versions by path, in 170 bytes a file (plain objects take 500), and those in flight: handed over
    and not yet stored. At most one version of a path is in flight, so versions are stored in their order. Only the
    event loop writes; threads may ask.
    """

    def __init__(self, entries: Mapping[str, LedgerEntry]) -> None:
        self._rows = {path: _pack(entry.fingerprint, entry.content_hash) for path, entry in entries.items()}
        self._in_flight: dict[str, Fingerprint] = {}
        self._seen_meanwhile: set[str] = set()
        self._forced: set[str] = set()
        self._forced_in_flight: set[str] = set()

    def __len__(self) -> int:
        return len(self._rows)

    @property
    def in_flight(self) -> int:
        return len(self._in_flight)

    def is_news(self, path: str, fingerprint: Fingerprint) -> bool:
        """Whether the file has to be read: never taken, changed since, or asked for again."""
        if path in self._in_flight:
            return path in self._forced or self._in_flight[path] != fingerprint
        row = self._rows.get(path)
        return path in self._forced or row is None or row[:24] != _pack(fingerprint, "")[:24]

    def may_be_taken(self, path: str) -> bool:
        """Whether no other version of it is in flight."""
        return path not in self._in_flight

    def is_new_version(self, path: str, content_hash: str) -> bool:
        """Whether this content makes a new version; saved again with the content it had, it does not."""
        row = self._rows.get(path)
        return path in self._forced or row is None or row[24:] != bytes.fromhex(content_hash)

    def force(self, path: str) -> None:
        """Take the file once more, whatever is known of it."""
        self._forced.add(path)

    def forget(self, path: str) -> None:
        """The file is gone: nothing is asked of it any more. What was taken of it stays known."""
        self._forced.discard(path)

    def remember(self, path: str) -> None:
        """The file differs from its version in flight: `look_again` once that is settled."""
        self._seen_meanwhile.add(path)

    def hand_over(self, path: str, fingerprint: Fingerprint) -> None:
        """A version of this file goes on its way."""
        self._in_flight[path] = fingerprint
        if path in self._forced:
            self._forced.discard(path)
            self._forced_in_flight.add(path)

    def store(self, path: str, article: RawArticle | Touched) -> bool:
        """The version is committed; whether to look again at once."""
        if article.fingerprint is not None:
            self._rows[path] = _pack(article.fingerprint, article.content_hash)
        again = path in self._seen_meanwhile
        self._settle(path)
        return again

    def give_back(self, path: str) -> None:
        """The version was not committed: the file is news again."""
        if path in self._forced_in_flight:
            self._forced.add(path)
        self._settle(path)

    def _settle(self, path: str) -> None:
        self._in_flight.pop(path, None)
        self._seen_meanwhile.discard(path)
        self._forced_in_flight.discard(path)


def _pack(fingerprint: Fingerprint, content_hash: str) -> bytes:
    return _ROW.pack(*fingerprint, bytes.fromhex(content_hash))

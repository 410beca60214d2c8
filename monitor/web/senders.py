"""Who posts: each sender is known by a token of its own."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass

from monitor.config import PushSettings
from monitor.sources.push import PushSource

_SCHEME = "bearer "


@dataclass(frozen=True, slots=True)
class Sender:
    """Whose articles go into `source`, each of at most `max_bytes`."""

    source: PushSource
    max_bytes: int


class Senders:
    """All that may post. Tokens are compared in constant time, by their hashes, and every one of them each time."""

    def __init__(self, known: Iterable[tuple[PushSettings, PushSource]]) -> None:
        self._known = [
            (_hash(settings.token.get_secret_value()), Sender(source, settings.max_bytes)) for settings, source in known
        ]

    def of(self, authorization: str | None) -> Sender | None:
        """Whose token the header `Authorization` has; None for nobody's."""
        if authorization is None or authorization[: len(_SCHEME)].lower() != _SCHEME:
            return None
        given = _hash(authorization[len(_SCHEME) :].strip())
        found = [sender for token, sender in self._known if hmac.compare_digest(token, given)]
        return found[0] if found else None


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "surrogateescape")).digest()

"""Identities that come out the same each time the same thing is decided."""

from __future__ import annotations

import base64
import hashlib
import json
from datetime import UTC, datetime

from monitor.model.alert import NotificationKind

_LONGEST_THREAD = 200


def alert_id(now: datetime, rule_id: str, happening: str, article: str) -> str:
    """Readable, in the order of time, and unique: `20261205-093000-k7x2m9qa`."""
    code = base64.b32encode(_hash(now.isoformat(), rule_id, happening, article)[:5]).decode().lower()
    return f"{now.astimezone(UTC):%Y%m%d-%H%M%S}-{code}"


def thread(rule_id: str, happening: str) -> str:
    """What all messages about a happening share, also those of a later alert. Readable, unless that would be long: the
    store keeps an index of threads."""
    readable = f"{rule_id}:{happening}"
    return readable if len(readable) <= _LONGEST_THREAD else _hash(rule_id, happening)[:16].hex()


def notification_id(kind: NotificationKind, about: str, receiver: str, recipient: str) -> str:
    """The same for the same message to the same recipient, whoever computes it and however often: what makes a second
    copy recognisable. `about` is the alert, the digest's window, or the notice's cause."""
    return _hash(kind.value, about, receiver, recipient)[:16].hex()


def _hash(*parts: str) -> bytes:
    return hashlib.sha256(json.dumps(parts).encode()).digest()

"""`Idempotency-Key`: the sender's name for a request, so that a repeated one is not a second one."""

from __future__ import annotations

import re

_QUOTED = re.compile(r'"((?:[^"\\]|\\["\\])*)"')
_KEY = re.compile(r"[\x21-\x7e](?:[\x20-\x7e]{0,198}[\x21-\x7e])?")


class BadKey(ValueError):
    """The header is no key."""


def parse(header: str | None) -> str | None:
    """The key, in quotes as the draft of the IETF has it, or bare as most send it; None without one. Raises BadKey.

    >>> parse('"8e03978e-40d5"'), parse("8e03978e-40d5")
    ('8e03978e-40d5', '8e03978e-40d5')
    """
    if header is None:
        return None
    quoted = _QUOTED.fullmatch(header.strip())
    key = re.sub(r"\\(.)", r"\1", quoted[1]) if quoted else header.strip()
    if not _KEY.fullmatch(key):
        raise BadKey("an Idempotency-Key has 1 to 200 letters, digits and signs of ASCII")
    return key

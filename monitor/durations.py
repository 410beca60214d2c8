"""Lengths of time as people write them: `45m`, `6h`, `3d`, `2w`."""

from __future__ import annotations

import re
from datetime import timedelta

_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_WRITTEN = re.compile(r"([0-9]{1,6})([smhdw])")
LONGEST = timedelta(days=3660)


def duration(written: str) -> timedelta | None:
    """The length, which may be none at all (`0s`); None for what is no duration, or longer than ten years."""
    parts = _WRITTEN.fullmatch(written)
    length = timedelta(**{_UNITS[parts[2]]: int(parts[1])}) if parts else None
    return length if length is not None and length <= LONGEST else None


def in_words(length: timedelta) -> str:
    """The same, written: in the largest unit that fits without a rest."""
    seconds = max(0, round(length.total_seconds()))
    for unit, size in (("d", 86_400), ("h", 3_600), ("m", 60)):
        if seconds and seconds % size == 0:
            return f"{seconds // size}{unit}"
    return f"{seconds}s"

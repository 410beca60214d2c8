"""Single values as files state them: texts, lists of names, addresses, languages, numbers, times."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime

from monitor.reading import dates
from monitor.reading.normal import normalise

_LANGUAGE = re.compile(r"([a-z]{2})(?:[-_].*)?\Z")
_LONGEST = 500
_MOST = 100
_COMPACT = re.compile(r"(\d{8})(?:T?(\d{4}|\d{6}))?(Z|[+-]\d{2}:?\d{2})?\Z")


def text(value: object) -> str | None:
    """The words of a string or number on one line; None where there are none."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return " ".join(normalise(str(value)).split()) or None


def names(values: Iterable[object]) -> tuple[str, ...]:
    """The texts among the values, each once, at most a hundred, none longer than 500 letters."""
    found = (text(value) for value in values)
    return tuple(dict.fromkeys(name for name in found if name and len(name) <= _LONGEST))[:_MOST]


def language(value: object) -> str | None:
    """The two letters of a language tag (`en-GB` → `en`)."""
    code = _LANGUAGE.match((text(value) or "").lower())
    return code[1] if code else None


def url(*candidates: object) -> str | None:
    """The first that is an http or https address."""
    for candidate in candidates:
        if isinstance(candidate, str) and candidate.strip().lower().startswith(("http://", "https://")):
            return candidate.strip()
    return None


def number(value: object) -> int | None:
    """A small whole number, as urgencies are."""
    said = text(value) or ""
    return int(said) if said.isascii() and said.isdigit() and len(said) < 4 else None


def moment(*candidates: object) -> datetime | None:
    """The first that is a time or a day; without a zone in UTC."""
    for candidate in candidates:
        said = text(candidate)
        if said and (when := dates.parse(_spelt(said))):
            return when
    return None


def _spelt(said: str) -> str:
    """`20240710T130037Z` with its marks: dateutil takes eight digits and a zone for something else."""
    compact = _COMPACT.match(said)
    if not compact:
        return said
    day, clock, zone = compact.groups()
    parts = f"{day[:4]}-{day[4:6]}-{day[6:]}"
    if clock:
        parts += f"T{clock[:2]}:{clock[2:4]}:{clock[4:] or '00'}"
    return parts + (zone or "" if clock else "")

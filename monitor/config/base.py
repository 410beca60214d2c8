"""What all sections of `monitor.yml` are made of."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from monitor.durations import duration

_SIZE = re.compile(r"([0-9]{1,6})(kB|MB|GB|TB)")
_UNITS = {"kB": 10**3, "MB": 10**6, "GB": 10**9, "TB": 10**12}
_TIME_OF_DAY = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])|24:00")


class Settings(BaseModel):
    """Base of every section: unknown keys are errors, values never change."""

    model_config = ConfigDict(extra="forbid", frozen=True)


Name = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]*$", max_length=64)]


def _length(written: object) -> timedelta:
    if isinstance(written, timedelta):
        return written
    length = duration(str(written))
    if length is None:
        raise ValueError(f"must be a duration such as `30s`, `45m`, `6h` or `3d`, not `{written}`")
    return length


def _some_length(written: object) -> timedelta:
    length = _length(written)
    if not length:
        raise ValueError(f"must be longer than no time at all, not `{written}`")
    return length


def _size(written: object) -> int:
    """In bytes."""
    if isinstance(written, int):
        return written
    parts = _SIZE.fullmatch(str(written))
    if not parts:
        raise ValueError(f"must be a size such as `500MB` or `20GB`, not `{written}`")
    return int(parts[1]) * _UNITS[parts[2]]


def _minutes(written: object) -> int:
    """Minutes since midnight."""
    if isinstance(written, int):
        return written
    if not _TIME_OF_DAY.fullmatch(str(written)):
        raise ValueError(f"must be a time of day such as `22:00`, not `{written}`")
    hours, minutes = str(written).split(":")
    return int(hours) * 60 + int(minutes)


_DURATION_SCHEMA = WithJsonSchema({"type": "string", "pattern": "^[0-9]{1,6}[smhdw]$"})
MaybeDuration = Annotated[timedelta, BeforeValidator(_length), _DURATION_SCHEMA]
"""A length of time, `0s` included."""
Duration = Annotated[timedelta, BeforeValidator(_some_length), _DURATION_SCHEMA]
"""A length of time that is more than none."""
Size = Annotated[int, BeforeValidator(_size), WithJsonSchema({"type": "string", "pattern": f"^{_SIZE.pattern}$"})]
"""A number of bytes: `20GB` are 20,000,000,000."""
TimeOfDay = Annotated[
    int, BeforeValidator(_minutes), WithJsonSchema({"type": "string", "pattern": f"^({_TIME_OF_DAY.pattern})$"})
]
"""A time of day, as minutes since midnight; `24:00` is the midnight at a day's end."""

"""A rule file's text: plain where YAML allows it, quoted where it must be, long lists a term a line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TypeAlias

Value: TypeAlias = "str | int | bool | list[Value] | dict[str, Value]"
Keys: TypeAlias = dict[str, Value]

_WIDTH = 110
_SAFE = re.compile(r"[\w$=][\w $*.…’'/()+-]*", re.ASCII)
_RESERVED = re.compile(r"(?:true|false|null|yes|no|on|off|[\d.+-].*)", re.IGNORECASE)


def rule_file(keys: Mapping[str, Value]) -> str:
    """The rule as YAML."""
    return "".join(f"{line}\n" for key, value in keys.items() for line in _lines(key, value))


def block(key: str, value: Mapping[str, Value]) -> str:
    """A key whose every item has a line of its own, however short."""
    inner = (f"  {name}:\n" + "".join(f"    - {_flow(each)}\n" for each in _items(value[name])) for name in value)
    return f"{key}:\n{''.join(inner)}"


def _items(value: Value) -> list[Value]:
    return value if isinstance(value, list) else [value]


def _lines(key: str, value: Value) -> Iterator[str]:
    flow = f"{key}: {_flow(value)}"
    if len(flow) <= _WIDTH or isinstance(value, int):
        yield flow
    elif isinstance(value, str):
        yield f"{key}: >-"
        yield from (f"  {line}" for line in _folded(value))
    elif isinstance(value, dict):
        yield f"{key}:"
        yield from (f"  {line}" for inner, each in value.items() for line in _lines(inner, each))
    else:
        yield f"{key}:"
        yield from (f"  - {_flow(each)}" for each in value)


def _flow(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, list):
        return f"[{', '.join(map(_flow, value))}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key}: {_flow(each)}' for key, each in value.items())}}}"
    return scalar(value)


def scalar(value: str) -> str:
    """Text as a value, in quotes where it needs them."""
    plain = _SAFE.fullmatch(value) and not _RESERVED.fullmatch(value) and value == value.strip()
    return value if plain else "'" + value.replace("'", "''") + "'"


def _folded(text: str) -> Iterator[str]:
    """Lines that YAML joins again with single spaces; a run of spaces is never cut, nor begins a line."""
    line = ""
    for word in re.split(r"(?<=\S) (?=\S)", text):
        if line and len(line) + len(word) > _WIDTH:
            yield line
            line = word
        else:
            line = f"{line} {word}" if line else word
    yield line

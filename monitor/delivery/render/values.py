"""The values that templates see: plain, clean and bounded copies of what the store holds.

Articles are untrusted: control characters (they could drive a terminal or forge a header) and marks that turn the
direction of everything after them are taken out here, once, for every template.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from typing import Any

from jinja2 import ChainableUndefined, StrictUndefined

_MAX_STRING = 20_000
_MAX_LIST = 2_000
_UNWANTED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufff9-\ufffb\ud800-\udfff]")


class Slots(dict[str, Any]):
    """The slots of an alert: one that nothing filled is empty, not an error, as rules fill different ones."""


class Slot(Slots):
    """One slot's facts. Printed as a whole it is the entry's name, else the text as written."""

    def __str__(self) -> str:
        return str(self.get("name") or self.get("text") or "")


class Unfilled(ChainableUndefined):
    """A slot that nothing filled: false, empty, and so is everything below it."""

    __slots__ = ()


class Unknown(StrictUndefined):
    """A name that does not exist; using it is an error that names the nearest one that does."""

    __slots__ = ()

    @property
    def _undefined_message(self) -> str:
        known = self._undefined_obj if isinstance(self._undefined_obj, Mapping) else ()
        return self._undefined_hint or unknown(self._undefined_name, known)


def unknown(name: object, known: Iterable[str]) -> str:
    """What to say of an unknown name."""
    return f"unknown variable `{name}`{did_you_mean(name, known)}"


def did_you_mean(name: object, known: Iterable[str]) -> str:
    """The words that propose the nearest known name, or nothing."""
    near = nearest(name, known)
    return f", did you mean `{near}`?" if near else ""


def nearest(name: object, known: Iterable[str]) -> str:
    """The known name that is spelt most alike, or nothing."""
    near = difflib.get_close_matches(str(name), list(known), n=1)
    return near[0] if near else ""


def clean(text: str) -> str:
    """The text without characters that a reader cannot see but a terminal or a mail client obeys, and not too long."""
    text = _UNWANTED.sub("", text)
    return text if len(text) <= _MAX_STRING else text[:_MAX_STRING] + " …"


class Variables(dict[str, Any]):
    """All that a template sees, already plain: several parts of one message share it."""


def plain_variables(given: Mapping[str, Any]) -> Variables:
    """The variables of a template, made plain once."""
    return given if isinstance(given, Variables) else Variables(plain(given))


def plain(value: object) -> Any:
    """A copy of JSON values that is safe to hand to a template."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, Mapping):
        return {clean(str(key)): _slots(item) if key == "slots" else plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value[:_MAX_LIST]]
    return value if value is None or isinstance(value, bool | int | float) else clean(str(value))


def _slots(value: object) -> Any:
    copied = plain(value)
    if not isinstance(copied, dict):
        return copied
    return Slots({name: Slot(facts) if isinstance(facts, dict) else facts for name, facts in copied.items()})

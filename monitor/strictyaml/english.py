"""Pydantic's errors in the words of a newsroom: no types, no programmer's terms."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from difflib import get_close_matches
from typing import Any

from pydantic_core import ErrorDetails

from monitor.strictyaml.documents import Path

_CODES: Mapping[str, str] = {
    "missing": "missing-key",
    "union_tag_not_found": "missing-key",
    "enum": "not-one-of",
    "literal_error": "not-one-of",
    "union_tag_invalid": "not-one-of",
}

_LIST = "a list, such as `[one, two]`"
_KEYS = "a block of keys and values"
_KINDS: Mapping[str, str] = {
    "string_type": "text",
    "list_type": _LIST,
    "tuple_type": _LIST,
    "set_type": _LIST,
    "frozen_set_type": _LIST,
    "dict_type": _KEYS,
    "mapping_type": _KEYS,
    "model_type": _KEYS,
    "model_attributes_type": _KEYS,
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "float_parsing": "a number",
    "finite_number": "a number",
    "bool_type": "`true` or `false`",
    "bool_parsing": "`true` or `false`",
}
_LIMITS: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "greater_than_equal": lambda ctx: f"at least {_number(ctx['ge'])}",
    "greater_than": lambda ctx: f"more than {_number(ctx['gt'])}",
    "less_than_equal": lambda ctx: f"at most {_number(ctx['le'])}",
    "less_than": lambda ctx: f"less than {_number(ctx['lt'])}",
}


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A suggestion, where one of the known words looks like it; else nothing."""
    close = get_close_matches(word.lower(), list(known), n=1, cutoff=0.6)
    return f"did you mean `{close[0]}`?" if close else ""


def code(error: ErrorDetails) -> str:
    """The stable name of an error's kind. A validator that raises PydanticCustomError("problem", …) names its own, with
    `code`, `message` and `suggestion` as context."""
    return str(
        error.get("ctx", {}).get("code", "value") if error["type"] == "problem" else _CODES.get(error["type"], "value")
    )


def describe(error: ErrorDetails, path: Path) -> tuple[str, str]:
    """The message, and what to do about it (may be empty)."""
    kind, ctx = error["type"], error.get("ctx", {})
    subject = _subject(path)
    if kind in _KINDS:
        return _wrong_kind(subject, _KINDS[kind], error["input"])
    if kind in _LIMITS:
        return f"{subject} must be {_LIMITS[kind](ctx)}, not {_show(error['input'])}", ""
    if kind in ("enum", "literal_error", "union_tag_invalid"):
        return _not_one_of(subject, str(ctx.get("expected") or ctx.get("expected_tags")), error["input"], ctx)
    return _other(subject, kind, ctx, error)


def _other(subject: str, kind: str, ctx: Mapping[str, Any], error: ErrorDetails) -> tuple[str, str]:
    advice = ""
    match kind:
        case "problem":
            message, advice = str(ctx["message"]), str(ctx["suggestion"])
        case "missing":
            message = f"missing key `{error['loc'][-1]}`"
        case "union_tag_not_found":
            message = f"missing key {str(ctx['discriminator']).replace(chr(39), '`')} in {subject}"
        case "string_too_short":
            message = f"{subject} is empty"
        case "too_short":
            message = f"{subject} needs at least {_count(ctx['min_length'])}"
        case "too_long":
            message = f"{subject} may have at most {_count(ctx['max_length'])}"
        case "string_too_long":
            message = f"{subject} may have at most {ctx['max_length']} letters"
        case "string_pattern_mismatch":
            message = f"{_show(error['input'])} does not have the form needed here"
            advice = f"it must match {ctx['pattern']}"
        case "value_error":
            message = f"{subject} {ctx['error']}"
        case _:
            message = f"{subject}: {error['msg'][0].lower()}{error['msg'][1:]}"
    return message, advice


def _wrong_kind(subject: str, wanted: str, given: object) -> tuple[str, str]:
    if given == "":
        return f"{subject} has no value; it must be {wanted}", ""
    advice = f"write `[{given}]`" if wanted == _LIST and isinstance(given, str) and len(given) < 40 else ""
    return f"{subject} must be {wanted}, not {_show(given)}", advice


def _not_one_of(subject: str, expected: str, given: object, ctx: Mapping[str, Any]) -> tuple[str, str]:
    known = [word.strip(" '") for word in expected.replace(" or ", ", ").split(",")]
    word = str(ctx.get("tag", given))
    if given == "":
        return f"{subject} has no value; it must be one of {', '.join(known)}", ""
    name = f"`{str(ctx['discriminator']).strip(chr(39))}` of {subject}" if "discriminator" in ctx else subject
    shown = _show(word if isinstance(given, str) or "tag" in ctx else given)
    return f"{name} must be one of {', '.join(known)}, not {shown}", did_you_mean(word, known)


def _subject(path: Path) -> str:
    """How to name a value: by its key, or by its number in the list."""
    if not path:
        return "the file"
    names = [str(part) for part in path if isinstance(part, str)]
    if isinstance(path[-1], int):
        return f"item {path[-1] + 1} of `{names[-1]}`" if names else f"item {path[-1] + 1}"
    return f"`{names[-1]}`"


def _show(value: object) -> str:
    if isinstance(value, dict):
        return "a block of keys"
    if isinstance(value, list | tuple):
        return "a list"
    text = str(value)
    return f"`{text}`" if len(text) <= 60 else f"`{text[:57]}…`"


def _count(number: int) -> str:
    return "one item" if number == 1 else f"{number} items"


def _number(value: float) -> str:
    return f"{value:g}"

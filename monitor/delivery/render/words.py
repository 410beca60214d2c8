"""How facts are said in words. Filters, not macros: what they return is escaped wherever it is shown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_STATUS = {
    "asserted": "reported as having happened",
    "claimed": "claimed, not confirmed",
    "denied": "denied",
    "negated": "said not to have happened",
    "possible": "possible",
    "planned": "planned or announced",
    "hypothetical": "only supposed",
    "past": "a past event",
    "fiction": "a drill or fiction",
    "question": "asked, not said",
    "unknown": "not judged: the rule looks for words only",
}
_DATED = {"dateline": " (from its dateline)", "file_time": " (the time of its file)"}

Facts = Mapping[str, Any]


def status(value: str) -> str:
    """A status in words."""
    return _STATUS.get(value, "")


def said(proof: Facts) -> str:
    """What the proof says of itself: its status, and who said it or which words gave it."""
    words = status(proof["status"])
    words = words[:1].upper() + words[1:]
    if proof["said_by"]:
        return f"{words}, by {proof['said_by']}" if words else f"By {proof['said_by']}"
    return f"{words} (“{proof['cue']}”)" if words and proof["cue"] else words


def dated(article: Facts) -> str:
    """How the time of publication is known, where that is worth saying."""
    return _DATED.get(article["published_from"], "")


def file(article: Facts) -> str:
    """The article's file, with its folder."""
    return f"{article['folder']}/{article['path']}" if article["folder"] else str(article["path"])


def slot(value: Facts) -> str:
    """A slot in full: its entry, its country, and the words of the text where they are others."""
    name = value.get("name") or value.get("text") or ""
    country = f", {value['country']}" if value.get("country") else ""
    written = value.get("text") or name
    return f"{name}{country}" + (f" (“{written}”)" if written != name else "")

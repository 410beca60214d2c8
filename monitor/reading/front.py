"""Front matter: what stands between `---` lines before an article, as YAML: title, source, published, url, language.

Broken front matter never costs the article: the warning says what is wrong, and its lines are then taken one by one,
so that `title: Hama: rebels advance`, which is no YAML, still gives the title.
Text between `---` lines in which no line looks like `key: value` is text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from monitor.errors import InvalidFiles
from monitor.reading import dates
from monitor.strictyaml import did_you_mean, parse

_FENCED = re.compile(r"\s*---[ ]*\n(?P<yaml>(?:(?!(?:---|\.\.\.)[ ]*(?:\n|\Z)).*\n)*?)(?:---|\.\.\.)[ ]*(?:\n|\Z)")
_KEY_LINE = re.compile(r"^(?P<key>[^\W\d][\w -]{0,40}):(?:[ ]+(?P<value>.*)|$)", re.MULTILINE)
_LONGEST = 16_000
_ALIASES = {"date": "published", "lang": "language", "headline": "title", "link": "url"}
_KEYS = ("title", "source", "published", "url", "language")
_LANGUAGE = re.compile(r"([a-z]{2})(?:[-_].*)?\Z")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What a text's front matter says of it."""

    title: str | None = None
    source: str | None = None
    published: datetime | None = None
    url: str | None = None
    language: str | None = None
    warnings: tuple[str, ...] = ()


def take(text: str) -> tuple[FrontMatter, str]:
    """The front matter, and the text without it. The text is normalised already."""
    fenced = _FENCED.match(text, 0, _LONGEST) if text.lstrip().startswith("---") else None
    if not fenced or not _KEY_LINE.search(fenced["yaml"]):
        return FrontMatter(), text
    return _read(fenced["yaml"]), text[fenced.end() :]


def _read(yaml: str) -> FrontMatter:
    found = FrontMatter()
    root: Mapping[str, object]
    try:
        document = parse(yaml, "front matter")[0].root
        root = document if isinstance(document, Mapping) else {}
    except InvalidFiles as invalid:
        found = FrontMatter(warnings=tuple(map(str, invalid.problems)))
        root = {line["key"]: (line["value"] or "").strip("\"' ") for line in _KEY_LINE.finditer(yaml)}
    for key, value in root.items():
        found = _with(found, key, value)
    return found


def _with(found: FrontMatter, key: str, value: object) -> FrontMatter:
    name = _ALIASES.get(key.casefold(), key.casefold())
    if name not in _KEYS:
        advice = did_you_mean(key, (*_KEYS, *_ALIASES))
        return _warn(found, f"unknown key `{key}`, ignored{f' ({advice})' if advice else ''}")
    if not isinstance(value, str) or not value.strip():
        return _warn(found, f"`{key}` is no text, ignored")
    return _set(found, name, " ".join(value.split()))


def _set(found: FrontMatter, name: str, value: str) -> FrontMatter:
    if name == "title":
        return replace(found, title=value)
    if name == "source":
        return replace(found, source=value)
    if name == "url":
        is_web = value.lower().startswith(("http://", "https://"))
        return replace(found, url=value) if is_web else _warn(found, "`url` is no http or https address, ignored")
    if name == "language":
        code = _LANGUAGE.match(value.lower())
        return replace(found, language=code[1]) if code else _warn(found, "`language` is no two-letter code, ignored")
    when = dates.parse(value)
    return replace(found, published=when) if when else _warn(found, f"`published` is no date: {value[:40]}")


def _warn(found: FrontMatter, message: str) -> FrontMatter:
    return replace(found, warnings=(*found.warnings, f"front matter: {message}"))

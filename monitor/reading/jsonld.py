"""JSON-LD, in which a page says what it is about: all its objects, and the one that tells of the article on it."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from monitor.reading import values
from monitor.reading.xml import Element

_ARTICLES = re.compile(r"(?:.*Article|BlogPosting|LiveBlogPosting|Report)\Z")
_INSTEAD = frozenset({"VideoObject", "WebPage"})
"""What tells of a page without an article of its own kind: a video's, or any."""
_BELOW = ("@graph", "mainEntity", "mainEntityOfPage")
_DEEPEST = 4
_LONGEST = 200_000
_COMMA = re.compile(r",\s*([}\]])")
_OPENED = re.compile(r"(?:/\*|//)?\s{0,9}(?:<!--|<!\[CDATA\[)(?:\s{0,9}\*/)?")
_CLOSED = re.compile(r"(?:/\*|//)?\s{0,9}(?:-->|\]\]>)(?:\s{0,9}\*/)?\Z")
_LONGEST_WRAPPER = 40

Said = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Linked:
    """The objects of a page, in its order, and the names of those that have an `@id`."""

    objects: tuple[Said, ...]
    names: Mapping[str, str]

    def article(self, urls: frozenset[str], titles: frozenset[str]) -> Said:
        """What tells of the article: of several the one with the page's address or headline; none that has neither
        while its own address is another page's. Empty where nothing does."""
        articles = [one for one in self.objects if _is(one, _ARTICLES.match)]
        rated = [(_fits(one, urls, titles), one) for one in articles]
        best = max((fits for fits, _ in rated), default=-1)
        if best >= 0:
            return next(one for fits, one in rated if fits == best)
        return next((one for one in self.objects if _is(one, _INSTEAD.__contains__)), {})

    def name(self, value: object) -> str | None:
        """The name of a person or publisher, given as a text, an object, a reference to one, or the first of a list."""
        if isinstance(value, list):
            value = next(iter(value), None)
        if not isinstance(value, Mapping):
            return text(value)
        return text(value.get("name")) or self.names.get(str(value.get("@id")))


def read(page: Element) -> Linked:
    """All that its scripts hold; what cannot be read is passed over."""
    objects = [one for script in page.iter("script") for one in _objects(_loaded(script), 0)]
    named = ((str(one.get("@id")), text(one.get("name"))) for one in objects if one.get("@id"))
    return Linked(tuple(objects), {id: name for id, name in named if name})


def text(value: object) -> str | None:
    """A value's words; some sites escape them as if they were HTML."""
    return values.text(html.unescape(value) if isinstance(value, str) else value)


def path(url: object) -> str:
    """An address without what varies between the forms of one page: host, query, the slash at its end."""
    try:
        return urlsplit(url).path.rstrip("/") if isinstance(url, str) else ""
    except ValueError:
        return ""


def _loaded(script: Element) -> object:
    said = script.text or ""
    if (script.get("type") or "").partition(";")[0].strip().lower() != "application/ld+json" or len(said) > _LONGEST:
        return None
    bare = _bare(said.strip())
    for candidate in (bare, _COMMA.sub(r"\1", bare)):
        try:
            return json.loads(candidate, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _bare(said: str) -> str:
    """Without the comment or CDATA section that hides it from old browsers."""
    opened = _OPENED.match(said)
    said = said[opened.end() :] if opened else said
    closed = _CLOSED.search(said, max(0, len(said) - _LONGEST_WRAPPER))
    return said[: closed.start()] if closed else said


def _objects(found: object, depth: int) -> Iterator[Said]:
    if depth > _DEEPEST:
        return
    if isinstance(found, list):
        for one in found:
            yield from _objects(one, depth + 1)
    elif isinstance(found, Mapping):
        if "@type" in found:
            yield found
        for key in _BELOW:
            yield from _objects(found.get(key), depth + 1)


def _is(one: Said, wanted: Callable[[str], object]) -> bool:
    kinds = one.get("@type")
    return any(isinstance(kind, str) and wanted(kind) for kind in (kinds if isinstance(kinds, list) else [kinds]))


def _fits(one: Said, urls: frozenset[str], titles: frozenset[str]) -> int:
    """3: the page's address and headline; 2: its address; 1: its headline; 0: who knows; -1: another page's."""
    about = one.get("mainEntityOfPage")
    addresses = {
        path(value) for value in (one.get("url"), about, about.get("@id") if isinstance(about, Mapping) else None)
    }
    own = bool(addresses & urls)
    headline = (text(one.get("headline")) or text(one.get("name")) or "").casefold()
    named = bool(headline) and any(headline in title or title in headline for title in titles)
    return 2 * own + named if own or named or not (addresses - {""}) or not urls else -1

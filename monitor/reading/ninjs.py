"""ninjs 1 to 3, the IPTC's JSON for news: https://iptc.org/std/ninjs/. One item, a list of them, or an API's answer.

Versions 1 and 2/3 differ in names (`body_html`, `versioncreated` · `bodies`, `versionCreated`); each is
taken where it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from monitor.errors import Unreadable
from monitor.reading import markup, values
from monitor.reading import ninjs_doubts as doubts
from monitor.reading.blocks import Block
from monitor.reading.report import Report, broken, no_article

_MARKS = frozenset(
    "versioncreated versionCreated firstcreated firstCreated pubstatus pubStatus body_html body_text body_xhtml bodies "
    "headlines headline_main body_main descriptions eventDetails "
    " rightsinfo rightsInfo description_text description_html copyrightholder associations renditions".split()
)
_TEXTS = frozenset({"text", "composite", "advisory", "article", "story"})
_OTHERS = {"picture": "a picture", "photo": "a picture", "image": "a picture", "graphic": "a graphic",
           "video": "a video", "audio": "sound", "event": "an event", "planning": "a planning item",
           "package": "a package", "component": "a component"}  # fmt: skip
_CORRECTION = re.compile(r"\b(?:correct(?:s|ed|ion)|clarif(?:ies|ication)|refile)\b", re.IGNORECASE)
_DEEPEST = 6

Item = Mapping[str, object]


def is_ninjs(found: object) -> bool:
    """Whether a JSON value is an item, or holds items."""
    return next(_items(found, 0), None) is not None


def read(found: object) -> Iterator[Report | Unreadable]:
    """Every item, or what it is in place of an article."""
    for item in _items(found, 0):
        try:
            yield _report(item)
        except Unreadable as refusal:
            yield refusal


def _items(found: object, depth: int) -> Iterator[Item]:
    if depth > _DEEPEST:
        return
    if isinstance(found, list):
        for one in found:
            yield from _items(one, depth + 1)
    elif isinstance(found, Mapping):
        if _is_item(found):
            yield found
            return
        for key in ("item", "items", "data"):
            if key in found:
                yield from _items(found[key], depth + 1)


def _is_item(found: Item) -> bool:
    standard = found.get("standard") or found.get("$standard")
    if isinstance(standard, Mapping) and standard.get("name") == "ninjs":
        return True
    return ("uri" in found or "guid" in found) and bool(_MARKS & found.keys() or found.get("type") in _OTHERS)


def _report(item: Item) -> Report:
    kind = item.get("type")
    if kind in _OTHERS:
        raise no_article(f"{_OTHERS[str(kind)]} (ninjs)")
    if kind is not None and kind not in _TEXTS:
        raise broken(f"`type` of a ninjs item is {str(kind)[:40]!r}")
    if "eventDetails" in item:
        raise no_article("an event (ninjs)")
    state = values.text(item.get("pubstatus") or item.get("pubStatus"))
    signals, ednote = _signals(item), values.text(item.get("ednote") or item.get("edNote")) or ""
    return Report(
        blocks=tuple(_body(item)),
        title=_headline(item),
        summary=_summary(item),
        byline=values.text(item.get("byline") or item.get("by")),
        name=values.text(item.get("guid") or item.get("uri")),
        published=values.moment(_either(item, "versioncreated", "versionCreated"),
                                _either(item, "contentcreated", "contentCreated"),
                                _either(item, "firstcreated", "firstCreated")),
        source=_source(item),
        url=values.url(item.get("url"), item.get("canonicalurl"), item.get("uri")),
        language=values.language(item.get("language")),
        place=values.text(item.get("located")),
        authors=_authors(item),
        keywords=_keywords(item),
        urgency=values.number(item.get("urgency")),
        edition=values.text(item.get("version")),
        embargo=values.moment(_either(item, "embargoed", "embargo"), item.get("embargodate")),
        corrected="correction" in signals or bool(_CORRECTION.match(ednote)),
        killed=state in ("canceled", "cancelled") or "kill" in signals,
        warnings=tuple(doubts.of(item)),
    )  # fmt: skip


def _either(item: Item, *keys: str) -> object:
    return next((item[key] for key in keys if item.get(key)), None)


def _by_role(item: Item, key: str) -> dict[str, Item]:
    found = item.get(key)
    entries = [one for one in found if isinstance(one, Mapping)] if isinstance(found, list) else []
    return {str(one.get("role", "")): one for one in reversed(entries)}


def _headline(item: Item) -> str | None:
    roles = _by_role(item, "headlines")
    chosen = roles.get("main") or next(iter(reversed(roles.values())), {})
    return values.text(_either(item, "headline", "headline_main") or chosen.get("value") or item.get("title"))


def _summary(item: Item) -> tuple[str, ...]:
    plain = values.text(item.get("description_text"))
    if plain:
        return (plain,)
    if isinstance(html := item.get("description_html"), str):
        return tuple(block.text for block in markup.of_html(html))
    roles = _by_role(item, "descriptions")
    chosen = roles.get("summary") or next(iter(reversed(roles.values())), {})
    return tuple(block.text for block in markup.of_html(chosen.get("value")))


def _body(item: Item) -> list[Block]:
    for key in ("body_html", "body_xhtml", "body_main"):
        if found := markup.of_html(item.get(key)):
            return found
    if found := markup.of_text(item.get("body_text")):
        return found
    bodies = item.get("bodies")
    entries = [one for one in bodies if isinstance(one, Mapping)] if isinstance(bodies, list) else []
    html = [one for one in entries if "html" in str(one.get("contentType", one.get("contenttype", ""))).lower()]
    for one in html + entries:
        if found := markup.of_html(one.get("value")) if one in html else markup.of_html_or_text(one.get("value")):
            return found
    return []


def _source(item: Item) -> str | None:
    for key in ("source", "infosources", "infoSources", "provider", "copyrightholder", "copyrightHolder"):
        value = item.get(key)
        if isinstance(value, list):
            value = next(iter(value), None)
        if isinstance(value, Mapping):
            value = value.get("name")
        if said := values.text(value):
            return said
    return None


def _names(item: Item, *keys: str) -> Iterator[object]:
    for key in keys:
        found = item.get(key)
        for one in found if isinstance(found, list) else []:
            yield one.get("name") if isinstance(one, Mapping) else one


def _authors(item: Item) -> tuple[str, ...]:
    return values.names(_names(item, "authors", "people_authors")) or values.names([item.get("byline"), item.get("by")])


def _keywords(item: Item) -> tuple[str, ...]:
    return values.names(_names(item, "keywords", "keyword", "subject", "subjects"))


def _signals(item: Item) -> frozenset[str]:
    found = {str(one).lower().rpartition(":")[2] for one in _names(item, "signals", "signal") if one}
    return frozenset(found | {str(item.get("signal", "")).lower()})

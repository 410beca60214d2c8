"""The list of feeds: OPML, as every feed reader writes it. Pure: text in, text out.

How often a feed is asked, and whether the pages behind its entries are, stands in attributes of our own namespace.
What else is in the file (folders, comments, attributes of other programs) stays as it is when a feed is added or
removed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from lxml import etree

from monitor.durations import duration, in_words
from monitor.sources.feeds.headers import address

NAMESPACE = "urn:news-monitor:feeds"
_EVERY = f"{{{NAMESPACE}}}every"
_PAGES = f"{{{NAMESPACE}}}pages"
_SAID = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
_EMPTY = f"""\
<?xml version="1.0" encoding="UTF-8"?>
<opml version="2.0" xmlns:monitor="{NAMESPACE}">
  <head>
    <title>Feeds</title>
  </head>
  <body>
  </body>
</opml>
"""


class NoList(ValueError):
    """The text is no OPML; says why."""


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed as it is listed. `folder`: the outlines that it stands in. `every`: how often it is asked, where that is
    said for it alone. `pages`: its entries are teasers, and the pages behind them are to be read."""

    url: str
    title: str = ""
    folder: tuple[str, ...] = ()
    every: timedelta | None = None
    pages: bool = False


@dataclass(frozen=True, slots=True)
class Listed:
    """The feeds of a list, each address once, and what is wrong with the rest."""

    feeds: tuple[Feed, ...]
    faults: tuple[str, ...] = ()


def read(text: bytes) -> Listed:
    """The feeds of an OPML file. Raises NoList."""
    feeds: dict[str, Feed] = {}
    faults = []
    for outline in _outlines(_parse(text)):
        feed = _feed(outline)
        if isinstance(feed, str):
            faults.append(feed)
        else:
            feeds.setdefault(feed.url, feed)
    return Listed(tuple(feeds.values()), tuple(faults))


def add(text: bytes | None, feeds: Iterable[Feed]) -> bytes:
    """The list with these feeds at its end, but for those that it has; None is a list that is not there yet.

    Raises NoList.
    """
    tree = _parse(text or _EMPTY.encode())
    known = {address(_attribute(outline, "xmlUrl") or "") for outline in _outlines(tree)}
    body = tree.find("body")
    if body is None:
        body = etree.SubElement(tree, "body")
    for feed in feeds:
        if feed.url not in known:
            known.add(feed.url)
            _append(_folder(body, feed.folder), _outline(feed))
    return _text(tree)


def remove(text: bytes, url: str) -> bytes | None:
    """The list without the feed; None where it has none of this address. Raises NoList."""
    tree = _parse(text)
    found = [one for one in _outlines(tree) if address(_attribute(one, "xmlUrl") or "") == url]
    for outline in found:
        above = outline.getparent()
        before = outline.getprevious()
        if before is not None:
            before.tail = outline.tail
        elif above is not None:
            above.text = outline.tail
        above.remove(outline)
    return _text(tree) if found else None


def _parse(text: bytes) -> Any:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(text.strip(), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise NoList(f"it is no XML: {error}") from None
    if root is None or not isinstance(root.tag, str) or root.tag.lower() != "opml":
        raise NoList("it is no OPML: the first element must be <opml>")
    return root


def _outlines(root: Any) -> Iterator[Any]:
    """Those that name a feed."""
    return (one for one in root.iter("outline") if _attribute(one, "xmlUrl") is not None)


def _feed(outline: Any) -> Feed | str:
    """The feed, or what is wrong with it."""
    written = _attribute(outline, "xmlUrl") or ""
    url = address(written)
    if url is None:
        return f"line {outline.sourceline}: `{written[:200]}` is no address of the web"
    said = outline.get(_EVERY)
    every = duration(said.strip()) if said is not None else None
    if said is not None and not every:
        return f"line {outline.sourceline}: `{said[:40]}` is no duration such as `5m` or `2h`"
    pages = _SAID.get((outline.get(_PAGES) or "false").strip().lower())
    if pages is None:
        return f"line {outline.sourceline}: `{outline.get(_PAGES)[:40]}` is neither `true` nor `false`"
    title = _attribute(outline, "title") or _attribute(outline, "text") or ""
    called = "" if title.strip() in (written.strip(), url) else title.strip()
    return Feed(url, called, tuple(_folders(outline)), every, pages)


def _folders(outline: Any) -> Iterator[str]:
    above = reversed(list(outline.iterancestors("outline")))
    return (_attribute(one, "text") or _attribute(one, "title") or "" for one in above)


def _attribute(outline: Any, name: str) -> str | None:
    """By its name in any case: not every program writes `xmlUrl`."""
    return next((value for key, value in outline.attrib.items() if str(key).lower() == name.lower()), None)


def _outline(feed: Feed) -> Any:
    words = feed.title or feed.url
    made = etree.Element("outline", {"type": "rss", "text": words, "title": words, "xmlUrl": feed.url})
    if feed.every is not None:
        made.set(_EVERY, in_words(feed.every))
    if feed.pages:
        made.set(_PAGES, "true")
    return made


def _folder(above: Any, names: tuple[str, ...]) -> Any:
    for name in names:
        found = next((one for one in above if one.tag == "outline" and _attribute(one, "text") == name
                      and _attribute(one, "xmlUrl") is None), None)  # fmt: skip
        if found is None:
            found = etree.Element("outline", {"text": name})
            _append(above, found)
        above = found
    return above


def _append(above: Any, outline: Any) -> None:
    """On a line of its own, as far in as its siblings."""
    depth = len(list(above.iterancestors())) + 1
    inner, outer = "\n" + "  " * depth, "\n" + "  " * (depth - 1)
    if len(above):
        above[-1].tail = inner
    else:
        above.text = inner
    above.append(outline)
    outline.tail = outer


def _text(root: Any) -> bytes:
    return bytes(etree.tostring(root.getroottree(), encoding="UTF-8", xml_declaration=True)) + b"\n"

"""Which format is it? Told by the content, never by the name; and the reports that the format's reader finds in it.

None of the known ones: plain text or Markdown, which `article` reads.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping

from monitor.errors import Unreadable
from monitor.reading import (
    feeds,
    html,
    iptc7901,
    jsonfeed,
    mail,
    mapped,
    newsml,
    newsml_g2,
    ninjs,
    nitf,
    ritzau,
    xml,
)
from monitor.reading.encoding import decode
from monitor.reading.report import Report, broken, no_article

_XML = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:\?xml|!--|!DOCTYPE|[A-Za-z_])")
_MARKED_UTF16 = re.compile(rb"(?:\xff\xfe<\x00|\xfe\xff\x00<)")
_JSON = re.compile(rb"(?:\xef\xbb\xbf)?\s*[{\[]\s*(?:[{\[\"}\]]|\Z)")
_TAG = re.compile(rb"<([A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)")
_PROLOGUE = re.compile(rb"<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[[^\]]*\])?[^>]*>", re.DOTALL | re.IGNORECASE)
_DEEPEST_JSON = 100

TEXT, MARKDOWN = "text", "markdown"

Found = Iterator[Report | Unreadable]


def reports(content: bytes, fields: Mapping[str, str], said: str | None = None) -> Found | None:
    """What is in a file of a known format; None for one of no format: text. Raises Unreadable.

    `fields`: where JSON of one's own has its values. `said`: the format that it is of, whatever it looks like.
    """
    return _told(content, fields) if said is None else _as(said, content, fields)


def _told(content: bytes, fields: Mapping[str, str]) -> Found | None:
    if iptc7901.is_wire(content):
        return iter([iptc7901.read(content)])
    if mail.is_mail(content):
        return mail.read(content)
    if html.is_page(content):
        return iter([html.read(content)])
    if _XML.match(content) or _MARKED_UTF16.match(content):
        return _xml(content)
    if _JSON.match(content):
        return _json(content, fields)
    return None


def _as(said: str, content: bytes, fields: Mapping[str, str]) -> Found | None:
    match said:
        case "iptc7901":
            return iter([iptc7901.read(content)])
        case "mail":
            return mail.read(content)
        case "html":
            return iter([html.read(content)])
        case "json":
            return _json(content, fields) or iter([broken("no JSON")])
    return None


def is_page(content: bytes) -> bool:
    """Whether it is a web page, as HTML or XHTML."""
    return html.is_page(content) or (_XML.match(content) is not None and _root(content) == "html")


def _root(content: bytes) -> str:
    """The first element's name, without its namespace; empty where there is none."""
    start = _TAG.match(_PROLOGUE.sub(b"", content[:65_536]).lstrip(b"\xef\xbb\xbf \t\r\n"))
    return start[2].decode() if start else ""


def _xml(content: bytes) -> Found | None:
    local = _root(content)
    if local in feeds.ROOTS:
        if re.search(rb"<!ENTITY\s+\S+\s+[\"'][^\"'>]*&", content[:65_536]):
            raise broken("XML whose entities hold others is not read")
        return feeds.read(content)
    if local == "html":
        return iter([html.read(content)])
    if not content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<?xml") and not _known(local):
        return None if not local or not _is_xml(content) else _named(xml.parse(content))
    return _named(xml.parse(content))


def _known(local: str) -> bool:
    return local in newsml_g2.ROOTS or local in ("nitf", "NewsML") or local in ritzau.ROOTS or not local


def _is_xml(content: bytes) -> bool:
    """Whether text that begins with a tag ends with one too: else it is a text with a tag in front."""
    return content.rstrip().endswith(b">")


def _named(root: xml.Element) -> Found:
    local = xml.name(root)
    if local in newsml_g2.ROOTS:
        return newsml_g2.read(root)
    if local == "nitf":
        return iter([nitf.read(root)])
    if local == "NewsML":
        return newsml.read(root)
    if local in ritzau.ROOTS:
        return ritzau.read(root)
    raise no_article(f"XML of another kind (`{local[:60]}`)")


def _json(content: bytes, fields: Mapping[str, str]) -> Found | None:
    text, _ = decode(content)
    try:
        found = json.loads(text)
    except RecursionError:
        raise broken("JSON that is nested too deeply") from None
    except ValueError as error:
        lines = _lines(text, fields)
        if lines is None:
            if text.lstrip()[:1] == "[":  # `[Update 2] Rebels take Hama` is a headline
                return None
            raise broken(f"broken JSON: {error}") from None
        return lines
    return _value(found, fields)


def _value(found: object, fields: Mapping[str, str]) -> Found:
    if not fields and jsonfeed.is_feed(found) and isinstance(found, Mapping):
        return jsonfeed.read(found)
    if not fields and ninjs.is_ninjs(found):
        return ninjs.read(found)
    return mapped.read(found, fields)


def _lines(text: str, fields: Mapping[str, str]) -> Found | None:
    """JSON Lines, where the first line is a value of its own; a broken line is refused alone."""
    lines = [line for line in text.split("\n") if line.strip()]
    try:
        first = json.loads(lines[0]) if len(lines) > 1 else None
    except (ValueError, RecursionError):
        return None
    return _each(lines, fields) if isinstance(first, Mapping) else None


def _each(lines: list[str], fields: Mapping[str, str]) -> Found:
    for line in lines:
        try:
            yield from _value(json.loads(line), fields)
        except (ValueError, RecursionError) as error:
            yield broken(f"broken JSON: {error}")

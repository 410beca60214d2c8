"""A document that is asked for again and again, as a feed is: what is in it now, and how often it likes to be asked.

Feeds as a rule; any document of several articles will do (JSON of one's own, NewsML-G2, ninjs).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from monitor.errors import Unreadable, UnreadableReason
from monitor.reading import archives, behind, formats, members
from monitor.reading.report import Report, no_article

_HEAD = 65_536
_TTL = re.compile(rb"<ttl>\s*(\d{1,6})\s*</ttl>", re.IGNORECASE)
_PERIOD = re.compile(rb"<sy:updatePeriod>\s*(hourly|daily|weekly|monthly|yearly)\s*<", re.IGNORECASE)
_FREQUENCY = re.compile(rb"<sy:updateFrequency>\s*(\d{1,4})\s*<", re.IGNORECASE)
_PERIODS = {"hourly": 1, "daily": 24, "weekly": 168, "monthly": 720, "yearly": 8760}


@dataclass(frozen=True, slots=True)
class Entry:
    """One article of the document: its name in it, and which state of it this is; where there may be more of it
    (`url`), and how many letters its text has here."""

    name: str
    version: str
    url: str | None = None
    letters: int = 0


@dataclass(frozen=True, slots=True)
class Document:
    """`pace`: how often it is worth asking, where it says so (RSS `ttl`, `sy:updatePeriod`)."""

    title: str | None
    entries: tuple[Entry, ...]
    pace: timedelta | None


def document(content: bytes, fields: Mapping[str, str]) -> Document:
    """What is in it. An empty feed is a document without entries.

    `fields` says where JSON of one's own has its values. Raises Unreadable for what holds no articles: a
    web page, a text.
    """
    if archives.is_archive(content):
        raise no_article("an archive, not a feed")
    if formats.is_page(content):
        raise no_article("a web page, not a feed")
    found = formats.reports(content, fields)
    if found is None:
        raise no_article("text, not a feed" if content.strip() else "empty")
    every = list(found)
    broken = [one for one in every if isinstance(one, Unreadable)]
    if len(broken) == len(every) == 1 and broken[0].reason is not UnreadableReason.NO_ARTICLE:
        raise broken[0]
    named = [(name, one) for name, one in members.named(every, live=True) if not _is_nothing(one)]
    titles = (one.source for one in every if isinstance(one, Report) and one.source)
    return Document(next(titles, None), tuple(_entry(name, one) for name, one in named), _pace(content[:_HEAD]))


def _entry(name: str, one: Report | Unreadable) -> Entry:
    version = members.version(one)
    return Entry(name, version, one.url, behind.letters(one)) if isinstance(one, Report) else Entry(name, version)


def _is_nothing(one: Report | Unreadable) -> bool:
    return isinstance(one, Unreadable) and one.reason is UnreadableReason.NO_ARTICLE


def _pace(head: bytes) -> timedelta | None:
    if ttl := _TTL.search(head):
        return timedelta(minutes=int(ttl[1])) or None
    if period := _PERIOD.search(head):
        times = _FREQUENCY.search(head)
        return timedelta(hours=_PERIODS[period[1].decode().lower()]) / max(1, int(times[1]) if times else 1)
    return None

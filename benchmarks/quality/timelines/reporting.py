"""The reporting and the timelines, as they are at hand; and the reporting as its papers printed it."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from benchmarks.quality.corpus import DATA, lines
from monitor.model.article import ArticleId, RawArticle

TOPICS = ("libya", "syria", "egypt", "iraq")
_OUTLET = re.compile(r"\b(Reuters|CNN|BBC|AFP|Guardian|Associated Press)\b")
_BEGINNING = 600  # letters that may name the outlet
_FURNITURE = re.compile(
    r"^(?:Full Article )?(?:[A-Z][A-Z, ]+ \| )?\w{3} \w{3} \d{1,2}, \d{4} \d{1,2}:\d\d[ap]m E[DS]T\s+"
)
_SPACED = (
    (re.compile(r"``\s*|\s*''"), '"'),
    (re.compile(r"\s+([,.;:?!%)\]])"), r"\1"),
    (re.compile(r"([(\[$#])\s+"), r"\1"),
    (re.compile(r"\s+('s|'re|'ve|'ll|'d|'m|n't|')(?=\s|$|[,.;:?!])"), r"\1"),
)


@dataclass(frozen=True, slots=True)
class Timeline:
    """One journalist's: its topic, and the dates of its key events."""

    topic: str
    number: int
    dates: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """One article, on its day."""

    id: str
    topic: str
    day: date
    raw: RawArticle


def pieces(topic: str) -> list[Piece]:
    """A topic's articles by day."""
    found = (row for row in lines(DATA / "articles" / "t17.jsonl.gz") if row["topic"] == topic)
    made = [_piece(row["id"], topic, date.fromisoformat(row["date"][:10]), row["text"]) for row in found]
    return sorted(made, key=lambda one: (one.day, one.id))


def timelines(topic: str) -> list[Timeline]:
    """A topic's timelines, of both collections."""
    rows = lines(DATA / "stories" / "t17-gold-timelines.jsonl.gz")
    return [
        Timeline(row["topic"], row["timeline"], tuple(map(date.fromisoformat, row["dates"])))
        for row in rows
        if row["topic"].removeprefix("crisis-") == topic
    ]


def days_of(articles: list[Piece]) -> dict[date, int]:
    """How many articles each day has."""
    days: dict[date, int] = defaultdict(int)
    for one in articles:
        days[one.day] += 1
    return dict(days)


def next_days(day: date) -> Iterator[date]:
    """The day and the one after it."""
    yield day
    yield day + timedelta(days=1)


def printed(text: str) -> str:
    """The text without the spaces between its tokens, as one paragraph: its lines are sentences."""
    for form, into in _SPACED:
        text = form.sub(into, text)
    return _FURNITURE.sub("", " ".join(text.split()))


def _piece(id: str, topic: str, day: date, text: str) -> Piece:
    outlet = _OUTLET.search(text[:_BEGINNING])
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    source = outlet[1] if outlet else f"another of {topic}"
    content = f"---\nsource: {source}\npublished: {noon.isoformat()}\n---\n{printed(text)}\n".encode()
    digest = hashlib.sha256(content).hexdigest()
    return Piece(id, topic, day, RawArticle(ArticleId("t17", f"{id}.txt"), content, digest, noon, noon))

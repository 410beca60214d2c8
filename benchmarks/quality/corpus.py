"""Third-party news and labels, where they are at hand (beside the checkout, or in MONITOR_DATA): read, never kept."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from monitor.model.article import Article, ArticleId
from monitor.reading import read_text

ROOT = Path(__file__).parents[2]
DATA = Path(os.environ.get("MONITOR_DATA", ROOT.parent / "shared" / "data"))
WIKIPEDIA = DATA / "events" / "wikipedia-events-2002-2018.jsonl.gz"


def lines(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a `.jsonl.gz` file."""
    with gzip.open(path, "rt", encoding="utf-8") as text:
        yield from map(json.loads, text)


def is_held_out(number: int, id: str) -> bool:
    """Whether nobody who wrote families or status cues read a report: it is in the second half of the file, and the
    characters of its id add up to 2 modulo 3."""
    return number >= 36_310 and sum(map(ord, id)) % 3 == 2


def half_of(id: str) -> str:
    """In which half an article is: the rules of the packs were tuned on one of them."""
    return ("tuned", "judged")[hashlib.sha256(id.encode()).digest()[0] % 2]


def draw_order(id: str) -> tuple[bool, bytes]:
    """To draw at random, so that a change of what is drawn from changes little of what is drawn. Reports that those who
    tuned the packs may have read come last."""
    return half_of(id) == "tuned", hashlib.sha256(f"drawn {id}".encode()).digest()


def reports(*, held_out: bool) -> Iterator[Article]:
    """The dated event reports of Wikipedia's current events, 2002 to 2018: those that are held out, or the others."""
    for number, row in enumerate(lines(WIKIPEDIA)):
        if is_held_out(number, row["id"]) is held_out:
            published = datetime.fromisoformat(row["date"]).replace(hour=12, tzinfo=UTC)
            yield read_text(row["text"], id=ArticleId("wikipedia", row["id"]), published=published)

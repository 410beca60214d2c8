"""What feedparser gives of its own test feeds, and whether it arrives whole in the article: title, link, date, words.

    python -m benchmarks.quality.feeds FOLDER

FOLDER holds feeds whose comments say what is expected of an entry. Prints what does not arrive, then the totals.
"""

from __future__ import annotations

import calendar
import re
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import feedparser

from monitor.model.article import Article, ArticleId, RawArticle
from monitor.reading import read_all
from monitor.reading.markup import of_html

_EXPECTS = re.compile(
    rb"Expect:[^\n]*entries\[0\]\[?\.?['\"]?(title|link|published|updated|content|summary|description)"
)
_NOW = datetime(2026, 11, 28, tzinfo=UTC)


def main() -> None:
    counts = Counter[str]()
    for file in sorted(Path(sys.argv[1]).rglob("*.xml")):
        content = file.read_bytes()
        if not _EXPECTS.search(content):
            continue
        counts["feeds"] += 1
        given = feedparser.parse(content, sanitize_html=False, resolve_relative_uris=False).entries
        found = [one.outcome for one in read_all(_raw(content), default_language="en")]
        lost = list(_lost(given[0], found[0])) if given else ["an entry"]
        counts["whole"] += not lost
        if lost:
            print(f"{file.name}: {', '.join(lost)}; {found[0] if not isinstance(found[0], Article) else ''}")
    print(dict(counts))


def _raw(content: bytes) -> RawArticle:
    return RawArticle(ArticleId("feeds", "a"), content, "h", _NOW, _NOW)


def _lost(entry: Any, article: object) -> Iterator[str]:
    if not isinstance(article, Article):
        if _words(entry.get("title")) or any(_words(one) for one in _texts(entry)):
            yield "all"
        return
    has = set(re.findall(r"\w+", article.text))
    for name, text in (("title", entry.get("title")), *(("content", one) for one in _texts(entry))):
        if _words(text) - has:
            yield name
    link = entry.get("link") or ""
    if link.startswith(("http://", "https://")) and article.url != link.strip():
        yield "link"
    parsed = entry.get("published_parsed") or entry.get("updated_parsed")
    if parsed and datetime.fromtimestamp(calendar.timegm(parsed), UTC) != article.published:
        yield "date"


def _texts(entry: Any) -> list[str]:
    return [one.get("value") or "" for one in entry.get("content") or []][:1] or [entry.get("summary") or ""]


def _words(text: object) -> set[str]:
    return set(re.findall(r"\w+", " ".join(block.text for block in of_html(text))))


if __name__ == "__main__":
    main()

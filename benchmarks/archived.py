"""Articles for an archive of any size: each is half of one real article and half of another, so that words stand
together as they do in news, with two words of it made up, so that every text has words that hardly another has."""

from __future__ import annotations

import gzip
import json
import random
import re
import string
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeAlias

from monitor.errors import Unreadable
from monitor.model.article import Article, ArticleId, Paragraph, Span, Zone
from monitor.reading import read_text

_FILES = (
    "t17",
    "reuters_c50",
    "masakhanews_eng",
    "insightcrime",
    "bbc2225",
    "masakhanews_fra",
    "10kgnad_de",
    "saudinewsnet_ar",
)
Pool: TypeAlias = dict[str, list[Article]]
_START = datetime(2026, 1, 1, tzinfo=UTC)
_BETWEEN = timedelta(seconds=8)
_LONGEST = 6_000
_MADE_UP = 2
_WORD = re.compile(r"(?<=\s)[a-z]{5,9}(?=\s)")


def pool(folder: Path) -> Pool:
    """The real articles of a folder by their language."""
    found: Pool = {}
    for name in _FILES:
        with gzip.open(folder / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
            for line in lines:
                if article := _article(json.loads(line), name):
                    found.setdefault(article.language, []).append(article)
    return found


def articles(pool: Pool, count: int) -> Iterator[Article]:
    """So many articles, one every eight seconds, always the same ones."""
    chance = random.Random(1)
    languages = list(pool)
    weights = [len(pool[language]) for language in languages]
    for number in range(count):
        one, other = chance.choices(pool[chance.choices(languages, weights)[0]], k=2)
        received = _START + number * _BETWEEN
        yield replace(
            _joined(one, other, chance),
            id=ArticleId("wire", f"{number}.txt"),
            version=f"{number:064x}",
            published=received,
            received=received,
        )


def _article(given: dict[str, str], name: str) -> Article | None:
    parts = [part.strip() for part in given["text"].split("\n\n") if part.strip()]
    if len(parts) < 3:
        parts = [part.strip() for part in given["text"].split("\n") if part.strip()]
    language = name[-2:] if name[-3] == "_" else "fr" if name.endswith("fra") else "en"
    title = (given.get("title") or "".join(parts[:1]))[:150]
    try:
        return read_text(
            "\n\n".join(parts), id=ArticleId("", ""), published=_START, title=title or None, language=language
        )
    except Unreadable:
        return None


def _joined(one: Article, other: Article, chance: random.Random) -> Article:
    """The first half of one and the second of the other, as if they had been read as one text."""
    first = one.paragraphs[: (len(one.paragraphs) + 1) // 2]
    second = [each for each in other.paragraphs[len(other.paragraphs) // 2 :] if each.zone is not Zone.HEADLINE]
    room = _LONGEST - first[-1].end
    begin = second[0].start if second else 0
    second = [each for each in second if each.end - begin <= room]
    text, quotes = one.text[: first[-1].end], [each for each in one.quotes if each.end <= first[-1].end]
    if second:
        by = len(text) + 2 - begin
        quotes += _moved((each for each in other.quotes if begin <= each.start and each.end <= second[-1].end), by)
        text += "\n\n" + other.text[begin : second[-1].end]
        second = [Paragraph(p.zone, p.start + by, p.end + by, tuple(_moved(p.sentences, by))) for p in second]
    return replace(one, text=_changed(text, chance), paragraphs=(*first, *second), quotes=tuple(quotes))


def _moved(spans: Iterable[Span], by: int) -> Iterator[Span]:
    return (Span(start + by, end + by) for start, end in spans)


def _changed(text: str, chance: random.Random) -> str:
    """With words made up in place of others as long."""
    for _ in range(_MADE_UP):
        if word := _WORD.search(text, chance.randrange(len(text))):
            made = "".join(chance.choices(string.ascii_lowercase, k=len(word[0])))
            text = text[: word.start()] + made + text[word.end() :]
    return text

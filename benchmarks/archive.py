"""The archive: what it takes on disk, and how soon a search shows its first page.

`python -m benchmarks.archive [COUNT] [FOLDER]`. COUNT articles (1,000,000 unless said) are put together from halves of
real ones (../shared/data/articles; four languages) and stored as the pipeline stores them, 64 a transaction, in FOLDER,
which is used again where it holds as many. Each search runs three times; the median counts, of the time from the query
to its twentieth article, compiling included.
"""

from __future__ import annotations

import asyncio
import gzip
import json
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from monitor.errors import Unreadable
from monitor.matching import Engine
from monitor.model.article import Article, ArticleId
from monitor.reading import read_text
from monitor.rules.compiled import Conditions, Rule, RuleSet
from monitor.rules.query import parse
from monitor.searching import search
from monitor.storage import Store
from monitor.storage.rows import NewArticle

DATA = Path("../shared/data/articles")
FILES = (
    "t17",
    "reuters_c50",
    "masakhanews_eng",
    "insightcrime",
    "bbc2225",
    "masakhanews_fra",
    "10kgnad_de",
    "saudinewsnet_ar",
)
START = datetime(2026, 1, 1, tzinfo=UTC)
BETWEEN = timedelta(seconds=8)
PAGE = 20
WORDS = (
    "government",
    "earthquake",
    "captured",
    "cholera outbreak",
    '"state of emergency"',
    "evacuat*",
    "Bukavu",
    "zqxjk",
)
NEARS = (
    "captured NEAR/5 city",
    "bank NEAR/3 governor",
    "rebels NEAR/8 Aleppo",
    "police NEAR/2 football",
    "minister NEAR/2 music",
)


def _paragraphs() -> dict[str, list[tuple[str, list[str]]]]:
    """By language: headlines with the paragraphs of each article."""
    found: dict[str, list[tuple[str, list[str]]]] = {}
    for name in FILES:
        with gzip.open(DATA / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
            for line in lines:
                given = json.loads(line)
                parts = [part.strip() for part in given["text"].split("\n\n") if part.strip()]
                if len(parts) < 3:
                    parts = [part.strip() for part in given["text"].split("\n") if part.strip()]
                title = (given.get("title") or parts[0])[:150] if parts else ""
                language = name[-2:] if name[-3] == "_" else "fr" if name.endswith("fra") else "en"
                if title:
                    found.setdefault(language, []).append((title, parts))
    return found


def _articles(count: int) -> Iterator[Article]:
    """Half of one real article and half of another, so that words stand together as they do in news."""
    chance, pool = random.Random(1), _paragraphs()
    languages = list(pool)
    weights = [len(pool[language]) for language in languages]
    number = 0
    while number < count:
        language = chance.choices(languages, weights)[0]
        (title, one), (_, other) = chance.choices(pool[language], k=2)
        text = "\n\n".join((*one[: (len(one) + 1) // 2], *other[len(other) // 2 :]))[:6_000]
        received = START + number * BETWEEN
        try:
            read = read_text(
                text, id=ArticleId("wire", f"{number}.txt"), published=received, title=title, language=language
            )
        except Unreadable:
            continue
        yield replace(read, version=f"{number:064x}")
        number += 1


async def _fill(store: Store, count: int) -> None:
    async with store.read() as tx:
        if (await tx.archive.status()).articles == count:
            return
    reading = storing = 0.0
    batch: list[NewArticle] = []
    read_from = time.perf_counter()
    for number, article in enumerate(_articles(count), start=1):
        batch.append(NewArticle(article, 1, f"story-{number}"))
        if len(batch) == 64 or number == count:
            stored_from = time.perf_counter()
            async with store.begin() as tx:
                await tx.articles.add(batch)
            batch = []
            reading, storing = reading + stored_from - read_from, storing + time.perf_counter() - stored_from
            read_from = time.perf_counter()
        if number % 50_000 == 0:
            print(f"{number:,} stored, {1_000 * storing / number:.2f} ms each", file=sys.stderr, flush=True)
    print(f"stored as the pipeline does: {1_000 * storing / count:.2f} ms an article ({count / storing:.0f}/s)")


async def _page(store: Store, query: str) -> tuple[float, int, int]:
    """Seconds to the first page, articles on it, and how many were looked at."""
    looked = 0

    def count() -> None:
        nonlocal looked
        looked += 1

    start, hits = time.perf_counter(), 0
    rule = Rule("query", query, "", 1, query, Conditions(query=parse(query)))
    engine = Engine(RuleSet({rule.id: rule}, {}))
    async with store.read() as tx:
        async for _ in search(tx, engine, rule, looked=count):
            hits += 1
            if hits == PAGE:
                break
    return time.perf_counter() - start, hits, looked


async def _measure(folder: Path, count: int) -> None:
    file = folder / "archive.db"
    store = await Store.open(f"sqlite:///{file}")
    await _fill(store, count)
    async with store.read() as tx:
        kept = await tx.archive.status()
    print(
        f"{kept.articles:,} articles: {file.stat().st_size / 1e9:.2f} GB on disk, {kept.bytes / 1e9:.2f} GB of it text"
    )
    await _page(store, "warm")  # dictionaries of the languages
    for kind, queries in (("words", WORDS), ("near", NEARS)):
        for query in queries:
            runs = [await _page(store, query) for _ in range(3)]
            seconds = statistics.median(run[0] for run in runs)
            print(f"{kind:<6}{query:<28}{1_000 * seconds:>7.0f} ms{runs[0][1]:>4} found{runs[0][2]:>8} looked at")
    await store.close()


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(sys.argv[2] if len(sys.argv) > 2 else name)
        folder.mkdir(parents=True, exist_ok=True)
        asyncio.run(_measure(folder, count))


if __name__ == "__main__":
    main()

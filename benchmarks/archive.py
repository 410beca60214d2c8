"""The archive: what it takes on disk, and how soon a search shows its first page.

`python -m benchmarks.archive [COUNT] [STORE]`. COUNT articles (1,000,000 unless said; `archived` says what they are)
are stored as the pipeline stores them, but more at once. STORE is a folder, or the address of a PostgreSQL; what it
holds is used where it is as many. `postgresql` starts one and throws it away; without STORE a folder is thrown away.

Each search runs six times (fewer where it is slow), from the query (or the rule) to its twentieth article, compiling
included, with the languages' dictionaries loaded. `cold`: the first, with nothing of the store in memory (SQLite only);
then the median and the worst of the others, and the median of their processor time, which others on the machine hardly
change.
"""

from __future__ import annotations

import asyncio
import gc
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from benchmarks.archived import articles, pool
from benchmarks.quality import corpus
from monitor import settings, workspace
from monitor.matching import Engine
from monitor.model.article import Article
from monitor.rules.compiled import Conditions, Rule, RuleSet
from monitor.rules.query import parse
from monitor.searching import search
from monitor.storage import Store
from monitor.storage.rows import NewArticle
from monitor.text import searchwords
from tests.support.databases import running

RUNS = 6
ENOUGH = 30
"""Seconds for a search; then its runs have been enough."""
PAGE = 20
BATCH = 256
QUERIES = (
    "government",
    "earthquake",
    "captured",
    "cholera outbreak",
    "evacuat*",
    "Bukavu",
    "zqxjk",
    '"state of emergency"',
    '"city was captured"',
    "captured NEAR/5 city",
    "bank NEAR/3 governor",
    "rebels NEAR/8 Aleppo",
    "police NEAR/2 football",
    "minister NEAR/2 music",
)
RULES = ("city-captured", "embassy-evacuation")


class Asked(NamedTuple):
    """What is searched for: a rule, and the rules and lists that it is one of."""

    name: str
    rule: Rule
    rules: RuleSet


class Page(NamedTuple):
    """A first page: how long it took, by the clock and of the processor; its articles, and how many were looked at."""

    seconds: float
    cpu: float
    found: int
    looked: int


def _asked() -> Iterator[Asked]:
    for query in QUERIES:
        rule = Rule("query", query, "", 1, query, Conditions(query=parse(query)))
        yield Asked(query, rule, RuleSet({rule.id: rule}, {}))
    loaded = settings.load(corpus.ROOT / "monitor.yml", os.environ, secrets=False)
    shipped = workspace.load(loaded.root, loaded.settings).ruleset
    for name in RULES:
        rule = shipped.rules[name]
        yield Asked(f"--rule {name}", rule, RuleSet({name: rule}, shipped.lists, shipped.cues))


async def _fill(store: Store, count: int) -> None:
    """Many in a transaction, and all words remembered: what comes out is the same, and how fast is not the question."""
    async with store.read() as tx:
        kept = (await tx.archive.status()).articles
    if kept == count:
        waits = 1
        while waits:  # for the index, where an earlier version made the store
            async with store.begin() as tx:
                waits = await tx.archive.index(BATCH)
        return
    if kept:
        raise SystemExit(f"{kept:,} articles are there already")
    searchwords._REMEMBERED = 1 << 30
    real = pool(corpus.DATA / "articles")
    gc.freeze()  # else each collection goes through the real articles again
    for number, batch in enumerate(_batches(articles(real, count))):
        async with store.begin() as tx:
            await tx.articles.add([NewArticle(article, 1, f"story-{article.id.path}") for article in batch])
        print(f"\r{number * BATCH:,}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)


def _batches(made: Iterator[Article]) -> Iterator[list[Article]]:
    while batch := list(islice(made, BATCH)):
        yield batch


async def _page(store: Store, asked: Asked) -> Page:
    looked = found = 0

    def count() -> None:
        nonlocal looked
        looked += 1

    start, cpu = time.perf_counter(), time.process_time()
    engine = Engine(asked.rules)
    async with store.read() as tx:
        async for _ in search(tx, engine, asked.rule, looked=count):
            found += 1
            if found == PAGE:
                break
    return Page(time.perf_counter() - start, time.process_time() - cpu, found, looked)


async def _pages(store: Store, asked: Asked) -> list[Page]:
    """Some runs; two of what is slow."""
    pages = [await _page(store, asked) for _ in range(2)]
    while len(pages) < RUNS and sum(page.seconds for page in pages) < ENOUGH:
        pages.append(await _page(store, asked))
    return pages


async def _measure(address: str, count: int) -> None:
    store = await Store.open(address)
    await _fill(store, count)
    async with store.read() as tx:
        kept = await tx.archive.status()
    size = f"{_size(store):.2f} GB on disk, " if store.folder else ""
    print(f"{kept.articles:,} articles: {size}{kept.bytes / 1e9:.2f} GB of them the compressed articles")
    print(f"{'':<28}   cold  median   worst     cpu   found  looked at")
    asked = list(_asked())
    await _page(store, asked[0])  # dictionaries of the languages
    for each in asked:
        if store.folder:
            await store.close()
            _forget(store.folder)
            store = await Store.open(address)
        cold, *warm = await _pages(store, each)
        seconds = [page.seconds for page in warm]
        times = (cold.seconds, statistics.median(seconds), max(seconds), statistics.median(page.cpu for page in warm))
        print(f"{each.name:<28}{''.join(f'{1_000 * one:>6.0f}ms' for one in times)}{cold.found:>8}{cold.looked:>11}")
    await store.close()


def _size(store: Store) -> float:
    assert store.folder is not None
    return sum(file.stat().st_size for file in store.folder.iterdir()) / 1e9


def _forget(folder: Path) -> None:
    """Let the system keep nothing of the files in memory."""
    for file in folder.iterdir():
        descriptor = os.open(file, os.O_RDONLY)
        os.fsync(descriptor)
        os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
        os.close(descriptor)


@contextmanager
def _store(named: str | None) -> Iterator[str]:
    if named == "postgresql":
        with running() as server:
            yield asyncio.run(server.create())
    elif named and "://" in named:
        yield named
    elif named:
        Path(named).mkdir(parents=True, exist_ok=True)
        yield f"sqlite:///{named}/archive.db"
    else:
        with tempfile.TemporaryDirectory() as folder:
            yield f"sqlite:///{folder}/archive.db"


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with _store(sys.argv[2] if len(sys.argv) > 2 else None) as address:
        asyncio.run(_measure(address, count))


if __name__ == "__main__":
    main()

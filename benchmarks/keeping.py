"""What the archive costs the intake: `python -m benchmarks.keeping [COUNT] [RULES]`.

COUNT articles (`archived` says what they are: their words are as many as news has) go through the pipeline and its
store (SQLite), 64 a commit, with RULES rules of which nearly none fires. Every other commit keeps neither text nor
words: so both have the same minutes. Prints milliseconds an article, by the clock and of the processor, after the first
tenth.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from unittest.mock import patch

from benchmarks import archived
from benchmarks.quality import corpus
from benchmarks.world import workspace as folder_of
from monitor import log, settings, workspace
from monitor.clock import SystemClock
from monitor.delivery.render import render_headline
from monitor.matching import Engine
from monitor.model.article import ArticleId, RawArticle, Touched
from monitor.pipeline import InForce, Pipeline
from monitor.storage import Store

BATCH = 64


class Wire:
    """Hears what became of its articles, and does nothing about it."""

    def stored(self, articles: Sequence[RawArticle | Touched]) -> None: ...

    def failed(self, articles: Sequence[RawArticle | Touched]) -> None: ...


def _raws(count: int) -> Iterator[RawArticle]:
    now = datetime.now(UTC)
    for number, article in enumerate(archived.articles(archived.pool(corpus.DATA / "articles"), count)):
        content = article.text.encode()
        version = hashlib.sha256(content).hexdigest()
        yield RawArticle(ArticleId("wire", f"{number}.txt"), content, version, now, now)


@contextmanager
def _nothing_kept() -> Iterator[None]:
    with patch("monitor.storage.layout.pack", lambda _: b""), patch("monitor.storage.articles.words_of", lambda _: ()):
        yield


async def _take(pipeline: Pipeline, batch: list[RawArticle]) -> tuple[float, float]:
    """Seconds for a batch, by the clock and of the processor."""
    stop = asyncio.Event()
    stop.set()
    start, cpu = time.perf_counter(), time.process_time()
    for raw in batch:
        pipeline.intake.put_nowait(raw)
    await pipeline.run(stop)
    return time.perf_counter() - start, time.process_time() - cpu


async def _measure(folder: Path, count: int, rules: int) -> None:
    loaded = settings.load(folder_of(folder / "w", smtp_port=None, rules=rules) / "monitor.yml", os.environ)
    engine = Engine(workspace.load(loaded.root, loaded.settings).ruleset)
    force = InForce(loaded.settings, engine, render_headline)
    store = await Store.open(f"sqlite:///{folder}/state.db")
    pipeline = Pipeline(store, {"wire": Wire()}, lambda: force, SystemClock(), lambda: None)
    raws, taken = _raws(count), 0
    seconds = {True: [0.0, 0.0, 0], False: [0.0, 0.0, 0]}
    kept = True
    while batch := list(islice(raws, BATCH)):
        if kept:
            spent = await _take(pipeline, batch)
        else:
            with _nothing_kept():
                spent = await _take(pipeline, batch)
        taken += len(batch)
        if taken > count / 10:
            seconds[kept] = [sum(pair) for pair in zip(seconds[kept], (*spent, len(batch)), strict=True)]
        kept = not kept
    await store.close()
    for name, (wall, cpu, articles) in (("with the archive", seconds[True]), ("without", seconds[False])):
        print(f"{name:<17}{1_000 * wall / articles:>6.2f} ms an article, {1_000 * cpu / articles:.2f} of the processor")


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    rules = int(sys.argv[2]) if len(sys.argv) > 2 else 100
    with tempfile.TemporaryDirectory() as name, log.silenced():
        asyncio.run(_measure(Path(name), count, rules))


if __name__ == "__main__":
    main()

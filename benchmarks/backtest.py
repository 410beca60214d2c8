"""A backtest, everything included: `python -m benchmarks.backtest [FOLDER] [ARTICLES] [JOBS]`.

The rules that ship in `rules/`, over ARTICLES articles drawn evenly from FOLDER (`../shared/data/articles`, no part of
this project; without it, made ones) as if they had come in the course of thirty days, with JOBS processes (as many as
there are cores). Prints articles a second: of the first run, which reads and tells stories, and of one after an edit of
the first rule, which only matches that and raises.
"""

from __future__ import annotations

import os
import resource
import sys
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from benchmarks.shipped import NOW, articles
from monitor import log, settings, workspace
from monitor.backtest import Backtest
from monitor.backtest.trying import Trying
from monitor.backtest.versions import Version
from monitor.delivery.render import render_headline

_ROOT = Path(__file__).parent.parent
MONTH = timedelta(days=30)


class Stages:
    """Says when each stage began."""

    def __init__(self) -> None:
        self.begun: list[tuple[str, float]] = []

    def begin(self, what: str, _total: int | None) -> None:
        self.begun.append((what, time.perf_counter()))

    def done(self, more: int) -> None: ...

    def took(self, end: float) -> str:
        ends = [at for _, at in self.begun[1:]] + [end]
        return ", ".join(f"{what} {until - at:.1f} s" for (what, at), until in zip(self.begun, ends, strict=True))


def edited(version: Version) -> Version:
    """The version with one of its rules as if it had been edited."""
    made = version.workspace
    first, *others = made.ruleset.rules.values()
    rules = {one.id: one for one in (replace(first, digest=f"{first.digest} edited"), *others)}
    return Version("edited", replace(made, ruleset=replace(made.ruleset, rules=rules)))


def main() -> None:
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "../shared/data/articles")
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 2_000
    jobs = int(sys.argv[3]) if len(sys.argv) > 3 else os.cpu_count() or 1
    given = [
        replace(one, modified=NOW - MONTH * (1 - number / count)) for number, one in enumerate(articles(folder, count))
    ]
    loaded = settings.load(_ROOT / "monitor.yml", os.environ, secrets=False)
    present = Version("shipped", workspace.load(loaded.root, loaded.settings))
    stages = Stages()
    start = time.perf_counter()
    with (
        log.silenced(),
        Backtest(loaded.settings, render_headline, jobs=jobs, now=NOW, progress=stages) as past,
    ):
        past.read(given)
        trying = Trying(past)
        for name, version in (("first run", present), ("one rule edited", edited(present))):
            (outcome,) = trying.of([(version, version.chosen(()))])
            end = time.perf_counter()
            rate = past.articles / (end - start)
            print(
                f"{name}: {past.articles} articles, {jobs} processes, {len(outcome.alerts)} alerts, "
                f"{end - start:.1f} s, {rate:,.0f} articles/s ({stages.took(end)})"
            )
            stages.begun.clear()
            start = time.perf_counter()
    peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / 1_000
    print(f"largest process: {peak:,.0f} MB")


if __name__ == "__main__":
    main()

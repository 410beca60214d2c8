"""Sustained intake, all stages, on one core: `python -m benchmarks.intake [COUNT] [RULES]`.

The service is pinned to one core and is fed COUNT articles of 2 kB, one in a hundred of which raises an alert, from the
folder. Prints articles a second, and the resident memory at every tenth: a flat row means that nothing is kept.
"""

from __future__ import annotations

import os
import sqlite3
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.world import article, memory, sink, workspace
from tests.support.service import Service

_AHEAD = 2_000  # files written but not yet taken: the folder never runs empty, nor full


def _taken(database: Path) -> int:
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as base:
        return int(base.execute("select count(*) from ledger").fetchone()[0])


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    rules = int(sys.argv[2]) if len(sys.argv) > 2 else 100
    with tempfile.TemporaryDirectory() as name, sink(Path(name) / "notes") as port:
        folder = workspace(Path(name) / "w", smtp_port=port, rules=rules)
        with Service(folder).ready() as service:
            os.sched_setaffinity(service.process.pid, {0})
            os.sched_setaffinity(0, {1} if (os.cpu_count() or 1) > 1 else {0})
            sizes: list[float] = []
            start, written, taken = time.perf_counter(), 0, 0
            while taken < count:
                while written < min(count, taken + _AHEAD):
                    day = folder / "seeds" / f"{written // 1000:04d}"
                    day.mkdir(exist_ok=True)
                    (day / f"{written:06d}.txt").write_text(article(written, hit=written % 100 == 0))
                    written += 1
                time.sleep(0.2)
                taken = _taken(folder / "var" / "monitor.db")
                if taken >= count * (len(sizes) + 1) / 10:
                    sizes.append(memory(service.process.pid))
            rate = count / (time.perf_counter() - start)
    print(f"sustained intake, {count} articles of 2 kB, {rules} rules, one core: {rate:.0f} articles/s")
    print("resident memory at each tenth, MB: " + " ".join(f"{size:.0f}" for size in sizes))


if __name__ == "__main__":
    main()

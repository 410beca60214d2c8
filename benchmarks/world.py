"""What every benchmark of the service needs: a workspace, articles, and the processes around it."""

from __future__ import annotations

import os
import random
import statistics
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

_WORDS = (
    "the of and to in for on with at from government minister said officials people country week year market police "
    "talks report region border company water power trade court election party leader million capital army city town "
    "village road school hospital workers prices growth budget union parliament president agency statement security"
).split()


def article(number: int, *, size: int = 2_000, hit: bool = True, seed: int = 0) -> str:
    """Ordinary prose of about `size` letters; with `hit`, one sentence that the benchmark's rule fires on."""
    chance = random.Random(number * 7919 + seed)
    lines = [f"Report token-{number:06d} of the day", ""]
    if hit:
        lines += [f"A strong earthquake struck the coast, token-{number:06d}, officials said.", ""]
    length = 0
    while length < size:
        sentences = [" ".join(chance.choices(_WORDS, k=chance.randint(8, 24))).capitalize() + "." for _ in range(3)]
        paragraph = " ".join(sentences)
        lines += [paragraph, ""]
        length += len(paragraph)
    return "\n".join(lines)


def workspace(folder: Path, *, smtp_port: int | None, rules: int) -> Path:
    """A configuration with one rule that fires on `earthquake` and `rules - 1` that nearly never do."""
    for name in ("seeds", "rules", "templates"):
        (folder / name).mkdir(parents=True)
    smtp = f"smtp: {{host: 127.0.0.1, port: {smtp_port}, security: none}}\n" if smtp_port else ""
    (folder / "monitor.yml").write_text(
        "sources:\n  - folder: seeds\n" + smtp + "receivers:\n  desk: {kind: email, to: [desk@example.org]}\n"
        "routes:\n  - to: [desk]\n"
    )
    (folder / "rules" / "quake.yml").write_text(
        "title: Earthquake\nany: [earthquake]\nall: [[strike, hit]]\nwithin: sentence\n"
    )
    chance = random.Random(1)
    for number in range(rules - 1):
        words = chance.sample(_WORDS, 3)
        (folder / "rules" / f"other-{number:04d}.yml").write_text(
            f"title: Other {number}\nany: [zorn{number}, {words[0]} blizzard]\nall: [[{words[1]}, {words[2]}]]\n"
            "within: sentence\n"
        )
    return folder


@contextmanager
def sink(notes: Path) -> Iterator[int]:
    """The SMTP server of `benchmarks.sink`, as its port."""
    process = subprocess.Popen([sys.executable, "-m", "benchmarks.sink", str(notes)], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        yield int(process.stdout.readline())
    finally:
        process.kill()
        process.wait()


def accepted(notes: Path) -> dict[str, float]:
    """Token → the second (Unix time) at which its mail was accepted first."""
    result: dict[str, float] = {}
    for line in notes.read_text().splitlines():
        moment, token = line.split()
        result.setdefault(token, float(moment))
    return result


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which `share` (0-1) of `values` lie."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def spread(values: Sequence[float]) -> str:
    """Median and 99th percentile, in milliseconds."""
    return f"median {statistics.median(values) * 1000:.1f} ms, 99th percentile {percentile(values, 0.99) * 1000:.1f} ms"


def memory(pid: int) -> float:
    """Resident memory of a process in MB."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6

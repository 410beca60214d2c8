"""Marks of corrections and withdrawals in real articles: `python -m benchmarks.quality.marks [FOLDER]`.

Prints how many of the articles at hand are marked, and every line that marks one, for reading; with `--others` also the
lines that hold such a word and mark nothing.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from benchmarks.quality.corpus import DATA, lines
from monitor.reading.corrections import mark

_WORD = re.compile(
    r"correct(s|ed|ion|ive)\b|\bretract|withdrawn\b|disregard|\bKILL\b|rectificat|korrektur", re.IGNORECASE
)
_READ = 3
_NEAR = 60  # letters from the beginning


def firsts(row: dict[str, str]) -> list[str]:
    """The headline and the first lines, those that the reader of articles looks at."""
    body = [line.strip() for line in row["text"].splitlines() if line.strip()]
    return [*([row["title"]] if row.get("title") else []), *body][:_READ]


def found(folder: Path) -> Iterator[tuple[str, list[str]]]:
    for file in sorted(folder.glob("*.jsonl.gz")):
        for row in lines(file):
            yield row["id"], firsts(row)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=DATA / "articles")
    parser.add_argument("--others", action="store_true")
    asked = parser.parse_args()
    counts = Counter[str]()
    for id, said in found(asked.folder):
        counts["articles"] += 1
        marks = [(kind, line) for line in said if (kind := mark(line))]
        if marks:
            counts[marks[0][0]] += 1
            print(f"{marks[0][0]:10} {id}  {marks[0][1][:120]}")
        elif asked.others:
            print(*(f"{'-':10} {id}  {line[:120]}\n" for line in said if _begins_so(line)), sep="", end="")
    print("  ".join(f"{name} {many}" for name, many in counts.items()))


def _begins_so(line: str) -> bool:
    word = _WORD.search(line)
    return word is not None and word.start() < _NEAR


if __name__ == "__main__":
    main()

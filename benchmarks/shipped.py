"""The everyday path: `python -m benchmarks.shipped [FOLDER] [ARTICLES]`.

The rules that ship (`rules/`, and every pack), and a rule for each verb family and each list that none of these names,
over ARTICLES articles drawn evenly from FOLDER (`../shared/data/articles`, no part of this project; without it, made
ones). Each is taken as a file would be: bytes, reading, language, sentences, matching, and all mentions with slots and
status. One process, then two. Rates are of processor time; `2 kB` says how many articles of that size that would be.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import sys
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

from benchmarks.world import article as made
from monitor import lexicon
from monitor.errors import Severity, Unreadable
from monitor.matching import Engine
from monitor.model.article import ArticleId, RawArticle
from monitor.reading import read
from monitor.rules.compiled import RuleSet
from monitor.rules.families import load_families
from monitor.rules.lists import load_lists
from monitor.rules.load import load_rules

NOW = datetime(2026, 11, 23, tzinfo=UTC)
_ROOT = Path(__file__).parent.parent
_LANGUAGES = ("_ar", "_de", "_es", "_fra", "_ru", "_zh")
_WARM_UP = 400
_RUNS = 3


class Taken(NamedTuple):
    """What a run took and found; `seconds` of processor time."""

    articles: int
    bytes: int
    matches: int
    seconds: float


def rules() -> dict[str, str]:
    """The texts of the rule files that ship, by path."""
    shipped = sorted((_ROOT / "rules").glob("*.yml"))
    packs = sorted((Path(lexicon.__file__).parent / "packs").rglob("*.yml"))
    return {path.relative_to(_ROOT).as_posix(): path.read_text() for path in (*shipped, *packs)}


def ruleset() -> RuleSet:
    """All of them, and a rule for each family and list that they leave out."""
    texts, lists, families = rules(), load_lists({}).lists, load_families({}, load_lists({}).lists)
    named = "\n".join(texts.values())
    for name in families.names():
        if f"${name}" not in named:
            texts[f"rules/every-{name}.yml"] = f"title: Every {name}\nevent: {{action: [${name}]}}\n"
    for name in lists:
        if f"${name}" not in named:
            texts[f"rules/list-{name.replace('_', '-')}.yml"] = f"title: Every name\nany: [{{of: ${name}, as: name}}]\n"
    loaded = load_rules(texts, lists, lambda path: "", families=families)
    faults = [str(problem) for problem in loaded.problems if problem.severity is Severity.ERROR]
    if faults:
        raise SystemExit("\n".join(faults))
    return RuleSet({rule.id: rule for found in loaded.rules.values() for rule in found}, lists)


def raw(number: int, content: bytes) -> RawArticle:
    return RawArticle(ArticleId("bench", f"{number}.txt"), content, hashlib.sha256(content).hexdigest(), NOW, NOW)


def articles(folder: Path, count: int) -> list[RawArticle]:
    """Evenly from all English files of the folder."""
    if not folder.is_dir():
        return [raw(number, made(number, hit=number % 100 == 0).encode()) for number in range(count)]
    lines = [line for path in sorted(folder.glob("*.jsonl.gz")) if not _foreign(path) for line in _lines(path)]
    step = max(1, len(lines) // count)
    return [raw(number, _content(json.loads(line))) for number, line in enumerate(lines[::step][:count])]


def _foreign(path: Path) -> bool:
    return path.name.split(".")[0].endswith(_LANGUAGES)


def _lines(path: Path) -> Iterator[bytes]:
    with gzip.open(path) as file:
        yield from file


def _content(given: dict[str, str]) -> bytes:
    return "\n\n".join(filter(None, (given.get("title"), given["text"]))).encode()


def run(engine: Engine, taken: Iterable[RawArticle]) -> Taken:
    """All of an article's way but for the store."""
    count = size = found = 0
    start = time.process_time()
    for each in taken:
        try:
            matches = engine.match(read(each, default_language="en"), now=NOW)
        except Unreadable:
            continue
        found += sum(len(match.mentions) > 0 for match in matches)
        count, size = count + 1, size + len(each.content)
    return Taken(count, size, found, time.process_time() - start)


def measured(asked: RuleSet, taken: list[RawArticle]) -> tuple[list[Taken], float]:
    """Several runs, after one over the first articles that fills the memories of words; and their wall time."""
    engine = Engine(asked)
    run(engine, taken[:_WARM_UP])
    start = time.perf_counter()
    return [run(engine, taken) for _ in range(_RUNS)], time.perf_counter() - start


def _apart(folder: Path, count: int, worker: int, workers: int) -> tuple[list[Taken], float]:
    return measured(ruleset(), articles(folder, count)[worker::workers])


def _say(name: str, each: Taken) -> None:
    rate, size = each.articles / each.seconds, each.bytes / each.seconds
    print(
        f"{name}: {rate:,.0f} articles/s, {size / 1e6:.2f} MB/s ({size / 2_000:,.0f} of 2 kB); "
        f"{each.articles} articles of {each.bytes / each.articles:,.0f} bytes, {each.matches} matches"
    )


def main() -> None:
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "../shared/data/articles")
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 2_000
    asked = ruleset()
    print(f"{len(asked.rules)} rules, {sum(len(each.entries) for each in asked.lists.values()):,} list entries")
    runs, wall = measured(asked, articles(folder, count))
    for number, each in enumerate(runs, start=1):
        _say(f"one process, run {number}", each)
    one = sum(each.articles for each in runs) / wall
    with ProcessPoolExecutor(2, get_context("spawn")) as pool:
        shares = [pool.submit(_apart, folder, count, worker, 2) for worker in range(2)]
        results = [share.result() for share in shares]
    two = sum(sum(each.articles for each in runs) / wall for runs, wall in results)
    print(f"by the clock: {one:,.0f} articles/s in one process, {two:,.0f} in two: {two / one:.2f} times")


if __name__ == "__main__":
    main()

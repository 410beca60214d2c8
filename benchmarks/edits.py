"""One rule edited among many, while articles are matched: `python -m benchmarks.edits [FOLDER] [SIZE]`.

Takes the queries and articles of `benchmarks.matching_reference` (100,000 queries by default). One thread matches
without a rest; another brings the engine up to date for one rule after another: changed, with words never seen; taken
out; put back. Prints how long each edit took by the clock until the engine that knows it was in force, and the longest
waits from one article's end to the next one's, during edits and in stretches as long without. Then the processor time
of an edit that nothing competes with.
"""

from __future__ import annotations

import gc
import statistics
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import cycle, islice, pairwise
from pathlib import Path

from benchmarks.matching_reference import NOW, article, lines, rule
from monitor.matching import Engine
from monitor.model.article import Article
from monitor.rules.compiled import Rule, RuleSet

EDITS = 40


@dataclass
class Matching:
    """A thread that matches, by whatever engine is in force."""

    engine: Engine
    articles: list[Article]
    ends: list[float] = field(default_factory=list)
    stop: bool = False

    def run(self) -> None:
        for each in cycle(self.articles):
            if self.stop:
                return
            self.engine.matching(each, now=NOW)
            self.ends.append(time.perf_counter())

    def waits(self) -> list[float]:
        """Seconds from one article's end to the next one's, since this was asked last."""
        ends, self.ends = self.ends, self.ends[-1:]
        return [after - before for before, after in pairwise(ends)] or [0.0]


def edited(rules: dict[str, Rule]) -> Iterator[dict[str, Rule]]:
    """The rules after one edit, again and again."""
    names = list(rules)
    for number in range(sys.maxsize):
        name = names[number * 7919 % len(names)]
        words = ["or", ["phrase", [f"wort{number}", "der"]], ["and", ["term", "minister"], ["term", f"neu{number}"]]]
        changed = replace(rule({"id": name, "ast": words}), digest=f"edit {number}")
        yield {**rules, name: changed}
        yield {other: each for other, each in rules.items() if other != name}
        yield rules


def milliseconds(values: list[float]) -> str:
    """Of seconds."""
    most = sorted(values)[len(values) * 9 // 10]
    return f"median {statistics.median(values) * 1_000:.1f} ms, nine of ten within {most * 1_000:.1f} ms"


def main() -> None:
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "../shared/data/bench")
    size = sys.argv[2] if len(sys.argv) > 2 else "100k"
    rules = {each["id"]: rule(each) for each in lines(folder / f"queries-{size}.jsonl.gz")}
    articles = [article(line.get("doc", line)) for line in islice(lines(folder / "documents.jsonl.gz"), 2_000)]
    engine = Engine(RuleSet(rules, {}))
    gc.freeze()  # as the service does once its rules are there
    matching = Matching(engine, articles)
    thread = threading.Thread(target=matching.run)
    thread.start()
    time.sleep(5)
    matching.waits()
    took, during, without = [], [], []
    for after in islice(edited(rules), EDITS):
        start = time.perf_counter()
        matching.engine = matching.engine.updated(RuleSet(after, {}))
        took.append(time.perf_counter() - start)
        during.append(matching.waits())
        time.sleep(took[-1])
        without.append(matching.waits())
    matching.stop = True
    thread.join()
    print(f"{len(rules):,} rules, {EDITS} edits while matching: {milliseconds(took)}")
    print(f"the longest wait for an article during an edit: {milliseconds(list(map(max, during)))}")
    print(f"in a stretch as long without one: {milliseconds(list(map(max, without)))}")
    engine, bare = matching.engine, []
    for after in islice(edited(rules), EDITS):
        start = time.process_time()
        engine = engine.updated(RuleSet(after, {}))
        bare.append(time.process_time() - start)
    print(f"an edit alone takes {milliseconds(bare)} of processor time")


if __name__ == "__main__":
    main()

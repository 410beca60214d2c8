"""How often the rules of the packs fire, and how often they are right: `python -m benchmarks.quality.packs [RULE …]`.

    --data FOLDER     the data (`../shared/data`): English sets of `articles/`, and `events/wikipedia-events-2002-2018`
    --half tuned      the half that the rules were tuned on; `judged` is the other (default), `both`
    --sample N        instead of the figures, N hits of each rule drawn at random, to be read: id, status, slots, proof

A hit is a rule × an article. Prints for each rule its hits per 10,000 articles of either kind, and of those hits that
somebody has read (`verdicts/packs.jsonl`: rule, data set, id, right, kind of fault) how many are right. An article
falls in a half by the hash of its id. The texts are no part of this project; the verdicts hold none of them.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from itertools import islice
from pathlib import Path

from dateutil.parser import parse as parse_date
from pydantic import BaseModel

from benchmarks.quality.corpus import half_of
from monitor import settings, workspace
from monitor.lexicon import shipped_packs
from monitor.matching import Engine
from monitor.model.article import Article, ArticleId
from monitor.reading import read_text

ROOT = Path(__file__).parents[2]
VERDICTS = Path(__file__).parent / "verdicts" / "packs.jsonl"
EVENTS = "wikipedia-events-2002-2018"
ENGLISH = (
    "bbc2225",
    "insightcrime",
    "masakhanews_eng",
    "reuters21578",
    "reuters_c50",
    "t17",
    "tgcontest_en",
    "ukraine_bias",
)
NOW = datetime(2026, 11, 23, tzinfo=UTC)
"""When an article without a date was published."""


class Verdict(BaseModel):
    """Somebody has read a hit. `kind` says what is wrong with it."""

    rule: str
    set: str
    id: str
    right: bool
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule that fired on an article."""

    rule: str
    set: str
    id: str
    status: str
    slots: str
    proof: str


def records(folder: Path, half: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Every English article of a half, with its data set."""
    files = [(name, folder / "articles" / f"{name}.jsonl.gz") for name in ENGLISH]
    for name, path in (*files, (EVENTS, folder / "events" / f"{EVENTS}.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for record in map(json.loads, lines):
                if half in ("both", half_of(record["id"])):
                    yield name, record


def article(name: str, record: Mapping[str, str]) -> Article:
    """A record as the monitor reads it, published on its own date."""
    date = parse_date(record["date"]).replace(tzinfo=UTC) if record.get("date") else NOW
    return read_text(
        record["text"], id=ArticleId(name, record["id"]), published=date, language="en", title=record.get("title")
    )


@cache
def engine(names: tuple[str, ...]) -> Engine:
    """An engine of the rules of all packs, or of those named."""
    loaded = settings.load(ROOT / "monitor.yml", os.environ)
    chosen = loaded.settings.model_copy(update={"packs": list(shipped_packs())})
    files = workspace.read(loaded.root, chosen)
    packs = {path: text for path, text in files.rules.items() if path.startswith("packs/")}
    picked = {path: text for path, text in packs.items() if not names or Path(path).stem in names}
    compiled = workspace.compile_files(workspace.Files(picked, {}, {}, files.examples), chosen)
    for problem in compiled.problems:
        print(problem)
    return Engine(compiled.ruleset)


def hits(work: tuple[tuple[str, ...], Sequence[tuple[str, dict[str, str]]]]) -> list[Hit]:
    """The hits in some records."""
    names, some = work
    return [hit for name, record in some for hit in _hits(names, name, record)]


def _hits(names: tuple[str, ...], name: str, record: Mapping[str, str]) -> Iterator[Hit]:
    read = article(name, record)
    seen = set()
    for match in engine(names).match(read, now=read.published):
        if match.rule_id not in seen:
            seen.add(match.rule_id)
            slots = "; ".join(f"{slot}={value.name or value.text}" for slot, value in match.slots.items())
            proof = " ".join(read.quote(match.proof.sentence).split())
            yield Hit(match.rule_id, name, record["id"], str(match.proof.status), slots, proof)


def verdicts() -> dict[tuple[str, str, str], Verdict]:
    """What was judged, by rule, data set and id."""
    lines = VERDICTS.read_text(encoding="utf-8").splitlines() if VERDICTS.exists() else []
    return {(v.rule, v.set, v.id): v for v in map(Verdict.model_validate_json, lines)}


def report(found: Iterable[Hit], read: Counter[str]) -> Iterator[str]:
    """A line for each rule."""
    by_rule: dict[str, list[Hit]] = defaultdict(list)
    for hit in found:
        by_rule[hit.rule].append(hit)
    known = verdicts()
    yield "rule, hits per 10,000 articles, per 10,000 event reports, right of those judged"
    for rule in sorted(by_rule):
        of_events = sum(hit.set == EVENTS for hit in by_rule[rule])
        of_articles = len(by_rule[rule]) - of_events
        judged = [v for hit in by_rule[rule] if (v := known.get((rule, hit.set, hit.id)))]
        right = sum(verdict.right for verdict in judged)
        share = f"{right} of {len(judged)} ({right / len(judged):.2f})" if judged else "-"
        kinds = Counter(verdict.kind for verdict in judged if not verdict.right)
        wrong = ", ".join(f"{kind} {count}" for kind, count in kinds.most_common())
        yield (
            f"{rule:24} {of_articles / max(read['articles'], 1) * 10_000:7.1f} "
            f"{of_events / max(read['events'], 1) * 10_000:7.1f}  {share:18} {wrong}"
        )


def sample(found: Iterable[Hit], count: int) -> Iterator[str]:
    """Hits of each rule to be read, drawn by a fixed seed."""
    by_rule: dict[str, list[Hit]] = defaultdict(list)
    for hit in found:
        by_rule[hit.rule].append(hit)
    known = verdicts()
    for rule, every in sorted(by_rule.items()):
        drawn = sorted(every, key=lambda hit: (hit.set, hit.id))
        random.Random(rule).shuffle(drawn)
        yield f"# {rule}: {len(every)} hits"
        for hit in drawn[:count]:
            verdict = known.get((rule, hit.set, hit.id))
            mark = "" if verdict is None else "right " if verdict.right else f"wrong ({verdict.kind}) "
            yield f"{hit.set} {hit.id} {mark}[{hit.status}; {hit.slots}] {hit.proof}"


def batches(records: Iterable[tuple[str, dict[str, str]]]) -> Iterator[list[tuple[str, dict[str, str]]]]:
    """Some at a time, for one process."""
    rest = iter(records)
    while some := list(islice(rest, 500)):
        yield some


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rules", nargs="*")
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--half", choices=["tuned", "judged", "both"], default="judged")
    parser.add_argument("--sample", type=int)
    asked = parser.parse_args()
    read: Counter[str] = Counter()

    def counted() -> Iterator[tuple[str, dict[str, str]]]:
        for name, record in records(asked.data, asked.half):
            read["events" if name == EVENTS else "articles"] += 1
            yield name, record

    with ProcessPoolExecutor(2) as pool:
        work = ((tuple(asked.rules), some) for some in batches(counted()))
        found = [hit for some in pool.map(hits, work) for hit in some]
    for line in sample(found, asked.sample) if asked.sample else report(found, read):
        print(line)


if __name__ == "__main__":
    main()

"""Many rules at once, and what other engines find: `python -m benchmarks.matching_reference [FOLDER] [SIZE…]`.

Reads FOLDER (`../shared/data/bench`, no part of this project): articles, queries, and the matches that every engine
must find in the first articles. There a token is a run of letters and digits of the lower-cased text and nothing is
inflected, so each article is one paragraph of raw tokens, and each query a Boolean expression of exact words, in a rule
like any other; both are made before the clock runs. One core, one article at a time, each size in a process of its own.

Rates are of processor time over articles never seen before, after a stream that the engine learns from; `floor` is what
cutting the same articles into words and looking each up in a table of words costs in the same minute. Rates are of
`Engine.matching`, which says what those engines say: which queries match; `with mentions`, of `Engine.match`.
"""

from __future__ import annotations

import gc
import gzip
import json
import re
import resource
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from monitor.matching import Engine
from monitor.model.article import Article, ArticleId, Paragraph, PublishedFrom, Span, Zone
from monitor.rules.compiled import (
    Close,
    Conditions,
    Either,
    Every,
    Expression,
    Found,
    Phrase,
    Query,
    Rule,
    RuleSet,
    Term,
    Without,
    Word,
    WordForm,
)

NOW = datetime(2026, 11, 23, tzinfo=UTC)
SIZES = ("1k", "10k", "100k")
LEARNT_FROM = 2_800
"""Articles between those with reference matches and those that the rates are taken over."""
BATCH = 400
BATCHES = 5


def lines(path: Path) -> Iterator[Any]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


def article(given: dict[str, str]) -> Article:
    """Its raw tokens as one sentence."""
    text = " ".join(re.findall(r"\w+", given["text"].lower()))
    whole = Paragraph(Zone.BODY, 0, len(text), (Span(0, len(text)),))
    return Article(
        ArticleId("bench", given["id"]), "", text, (whole,), (), "en", NOW, PublishedFrom.FRONT_MATTER, NOW, "bench"
    )


def term(*words: str, form: WordForm = WordForm.EXACT) -> Found:
    return Found(Term(" ".join(words), Phrase(tuple(Word(word, form) for word in words))))


def expression(tree: list[Any]) -> Expression:
    """A query of the files as ours."""
    kind, *parts = tree
    makers: dict[str, Callable[..., Expression]] = {
        "term": term,
        "prefix": lambda word: term(word, form=WordForm.PREFIX),
        "phrase": lambda words: term(*words),
        "not": lambda part: Without(expression(part)),
        "and": lambda *each: Every(tuple(map(expression, each))),
        "or": lambda *each: Either(tuple(map(expression, each))),
        "near": lambda apart, left, right: Close(_any(left), _any(right), apart - 1),
    }
    return makers[kind](*parts)


def _any(words: list[str]) -> Expression:
    return Either(tuple(map(term, words)))


def rule(given: dict[str, Any]) -> Rule:
    conditions = Conditions(query=Query(json.dumps(given["ast"]), expression(given["ast"])), inflect=False)
    return Rule(given["id"], given["id"], "", 1, given["id"], conditions)


def compare(engine: Engine, articles: list[Article], wanted: dict[str, list[str]]) -> int:
    """Prints each difference; how many matches are the same."""
    same = 0
    for each in articles:
        matches = set(wanted[each.id.path])
        found = set(engine.matching(each, now=NOW))
        same += len(found & matches)
        for query in sorted(found ^ matches):
            print(f"  {each.id.path} {query}: {'too much' if query in found else 'missed'}")
    return same


def rate(work: Callable[[Article], object], articles: list[Article]) -> float:
    """Articles a second of processor time."""
    start = time.process_time()
    for each in articles:
        work(each)
    return len(articles) / (time.process_time() - start)


def floor(articles: list[Article]) -> Callable[[Article], object]:
    """The least that any engine must do in this language: words, and one look-up for each."""
    numbers = {word: number for number, word in enumerate(dict.fromkeys(" ".join(a.text for a in articles).split()))}
    return lambda article: list(map(numbers.get, article.text.split()))


def measure(folder: Path, size: str) -> None:
    """All figures of one size."""
    articles = [article(line.get("doc", line)) for line in lines(folder / "documents.jsonl.gz")]
    wanted = {line["doc"]: line["matches"] for line in lines(folder / f"ref-{size}.jsonl.gz")}
    start = time.process_time()
    rules = {each["id"]: rule(each) for each in lines(folder / f"queries-{size}.jsonl.gz")}
    read = time.process_time() - start
    gc.freeze()  # as the service does once its rules are there
    start = time.process_time()
    engine = Engine(RuleSet(rules, {}))
    built = time.process_time() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_000
    print(f"{size} queries: made in {read:.1f} s, built in {built:.1f} s, {memory:.0f} MB in all")
    same = compare(engine, articles[: len(wanted)], wanted)
    print(f"  {same} of {sum(map(len, wanted.values()))} reference matches in {len(wanted)} articles, none other")
    rest = articles[len(wanted) :]
    learning = rate(lambda each: engine.matching(each, now=NOW), rest[:LEARNT_FROM])
    fresh = [rest[LEARNT_FROM + n * BATCH :][:BATCH] for n in range(BATCHES)]
    bare = floor(articles)
    rates, floors, reads = [], [], []
    for batch in fresh:
        rates.append(rate(lambda each: engine.matching(each, now=NOW), batch))
        floors.append(rate(bare, batch))
        reads.append(rate(lambda each: engine.match(each, now=NOW), batch))
    print(f"  while learning {learning:,.0f} articles/s; then {_spread(rates)}; with mentions {_spread(reads)}")
    each, least = 1e6 / statistics.median(rates), 1e6 / statistics.median(floors)
    print(f"  an article takes {each:.0f} µs, of which the floor is {least:.0f} µs: {each / least:.1f} times")


def _spread(rates: list[float]) -> str:
    return f"{statistics.median(rates):,.0f} ({min(rates):,.0f} to {max(rates):,.0f})"


def main() -> None:
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "../shared/data/bench")
    for size in sys.argv[2:] or SIZES:
        process = get_context("spawn").Process(target=measure, args=(folder, size))
        process.start()
        process.join()


if __name__ == "__main__":
    main()

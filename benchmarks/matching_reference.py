"""The matches that other engines find, and how fast: `python -m benchmarks.matching_reference [FOLDER] [SIZE…]`.

Reads FOLDER (`../shared/data/bench`, no part of this project): articles, queries, and the matches that every engine
must find in the first of them. There a token is a run of letters and digits of the lower-cased text and nothing is
inflected, so each article is one paragraph of raw tokens, and each query an expression of exact words. One core, one
article at a time.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import islice
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
MEASURED = 1_000
"""Articles that the rates are taken over, after those with reference matches."""


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


def compare(engine: Engine, articles: dict[str, Article], wanted: dict[str, list[str]]) -> int:
    """Prints each difference; how many matches are the same."""
    same = 0
    for name, matches in wanted.items():
        found = {match.rule_id for match in engine.match(articles[name], now=NOW)}
        same += len(found & set(matches))
        for query in sorted(found ^ set(matches)):
            print(f"  {name} {query}: {'too much' if query in found else 'missed'}")
    return same


def main() -> None:
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "../shared/data/bench")
    documents = (line.get("doc", line) for line in lines(folder / "documents.jsonl.gz"))
    articles = {given["id"]: article(given) for given in islice(documents, MEASURED + 200)}
    measured = list(articles.values())[-MEASURED:]
    for size in sys.argv[2:] or ("1k", "10k"):
        start = time.process_time()
        engine = Engine(RuleSet({each["id"]: rule(each) for each in lines(folder / f"queries-{size}.jsonl.gz")}, {}))
        built = time.process_time() - start
        wanted = {line["doc"]: line["matches"] for line in lines(folder / f"ref-{size}.jsonl.gz")}
        same = compare(engine, articles, wanted)
        start = time.process_time()
        found = sum(len(engine.match(each, now=NOW)) for each in measured)
        taken = time.process_time() - start
        rates = f"{len(measured) / taken:,.0f} articles/s, {found / len(measured):.1f} matches each"
        agreed = f"{same} of {sum(map(len, wanted.values()))} reference matches in {len(wanted)} articles"
        print(f"{size:>5} queries: built in {built:.1f} s; {agreed}; {rates}")


if __name__ == "__main__":
    main()

"""Stories against labels that people made: `python -m benchmarks.quality.stories [FOLDER] [ORDERS]`.

ECB+ (33 topics, each of two look-alike stories, no dates): one pass, the number of stories unknown, ORDERS random
orders. Prints B³ precision, recall and F1 for the odd topics, on which the weights were tuned, for the even ones, and
for all. Reuters 1987 (with a folder `articles` beside FOLDER): of the articles with identical bodies, how many under a
compatible headline are copies of one of them, and how many under another company's; and the copies in all.
"""

from __future__ import annotations

import gzip
import json
import random
import sys
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import numpy as np

from benchmarks.quality.headlines import compatible
from monitor.model.article import Article, ArticleId
from monitor.reading import read_text
from monitor.stories import SPAN, Arrival, Placement, Window, place

_DAY = datetime(2026, 11, 23, tzinfo=UTC)
"""The files have no dates: all articles are of one day."""


@dataclass(frozen=True)
class Labelled:
    """An article with the story that people found it to tell, and the topic of the look-alikes it belongs to."""

    id: str
    topic: int
    story: str
    article: Article


class Score(NamedTuple):
    precision: float
    recall: float
    f1: float


def labelled(file: Path) -> Iterator[Labelled]:
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            article = read_text(
                row["text"], id=ArticleId("file", row["id"]), published=_DAY, received=_DAY, language="en"
            )
            yield Labelled(row["id"], row["topic"], row["story"], article)


def b_cubed(found: Sequence[Hashable], gold: Sequence[Hashable]) -> Score:
    """For each article, how much of its found story is of its true one, and the other way round; the means of both."""
    both, one, other = Counter(zip(found, gold, strict=True)), Counter(found), Counter(gold)
    precision = sum(count * count / one[story] for (story, _), count in both.items()) / len(gold)
    recall = sum(count * count / other[story] for (_, story), count in both.items()) / len(gold)
    return Score(precision, recall, 2 * precision * recall / (precision + recall))


def stories_of(arrivals: Sequence[Arrival]) -> Iterator[Placement]:
    """The placements of articles, in the order in which they come."""
    window = Window()
    for number, arrival in enumerate(arrivals):
        placement = place(arrival, window, str(number))
        window.add(arrival.member(placement, 1, arrival.article.received))
        window.settle()
        window.forget(arrival.article.received - SPAN)
        yield placement


def ecb_plus(file: Path, orders: int) -> None:
    articles = [(one, Arrival.of(one.article)) for one in labelled(file)]
    print(f"ECB+, one pass, mean of {orders} random orders: B³ precision, recall, F1, stories found (true)")
    for name, parity in (("odd topics (tuned on)", 1), ("even topics (held out)", 0), ("all topics", None)):
        chosen = [one for one in articles if parity is None or one[0].topic % 2 == parity]
        scores, counts = [], []
        for seed in range(orders):
            order = list(chosen)
            random.Random(seed).shuffle(order)
            found = [placement.story for placement in stories_of([arrival for _, arrival in order])]
            scores.append(b_cubed(found, [one.story for one, _ in order]))
            counts.append(len(set(found)))
        precision, recall, f1 = np.mean(scores, axis=0)
        true = len({one.story for one, _ in chosen})
        print(f"{name:>22}: {precision:.3f} {recall:.3f} {f1:.3f}  {np.mean(counts):.0f} ({true})")


def reuters(file: Path) -> None:
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        rows = [row for row in map(json.loads, lines) if row["text"] and row["date"]]
    rows.sort(key=lambda row: str(row["date"]))
    arrivals, bodies = [], {}
    for row in rows:
        published = datetime.fromisoformat(row["date"]).replace(tzinfo=UTC)
        text = f"{row['title']}\n\n{row['text']}" if row["title"] else row["text"]
        id = ArticleId("file", str(row["id"]))
        arrivals.append(Arrival.of(read_text(text, id=id, published=published, received=published, language="en")))
        bodies[id] = " ".join(row["text"].split())
    placements = dict(zip((each.article.id for each in arrivals), stories_of(arrivals), strict=True))
    headlines = {each.article.id: each.article.headline for each in arrivals}
    same: dict[str, list[ArticleId]] = {}
    right = missed = wrong = apart = 0
    for id, body in bodies.items():
        earlier = same.setdefault(body, [])
        copied = placements[id].copy_of
        if any(compatible(headlines[id], headlines[other]) for other in earlier):
            right, missed = right + (copied in earlier), missed + (copied not in earlier)
            if copied not in earlier:
                print(f"  missed: {id.path} of {', '.join(other.path for other in earlier)}")
        elif earlier:
            wrong, apart = wrong + (copied in earlier), apart + (copied not in earlier)
            if copied in earlier:
                print(f"  copied under another headline: {id.path} of {copied}")
        earlier.append(id)
    repeated = sum(len(ids) for ids in same.values() if len(ids) > 1)
    sizes = Counter(each.story for each in placements.values())
    print(f"Reuters 1987: {len(arrivals)} articles, {repeated} with the body of another")
    print(
        f"  under a compatible headline: {right} copies, {missed} missed; under another: {apart} apart, {wrong} copies"
    )
    print(f"  {sum(each.copy_of is not None for each in placements.values())} copies in all, {len(sizes)} stories")
    print(f"  the largest stories: {[size for _, size in sizes.most_common(8)]}")


def main(folder: Path, orders: int) -> None:
    measured = False
    for file, measure in (
        (folder / "ecbplus-topics-1-35.jsonl.gz", lambda file: ecb_plus(file, orders)),
        (folder.parent / "articles" / "reuters21578.jsonl.gz", reuters),
    ):
        if file.exists():
            measure(file)
        measured = measured or file.exists()
    if not measured:
        print(f"nothing to measure with in {folder}")


if __name__ == "__main__":
    main(
        Path(sys.argv[1] if len(sys.argv) > 1 else "../shared/data/stories"),
        int(sys.argv[2]) if len(sys.argv) > 2 else 10,
    )

"""How fast articles join stories, on one core, and in how much memory: `… benchmarks.stories [ARTICLES [SENTENCES]]`.

Articles of some 150 words (SENTENCES of 17 words, 8 of them if not said) about one of many events (a place and a few
names of its own each), a tenth of them reprints, spread evenly so that seven days hold 20,000 of them. Prints articles
a second for making sketches and for placing, and what the process has in memory at each tenth, or each 50,000: it must
not grow once the window is full and the memories of words are.
"""

from __future__ import annotations

import os
import random
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.matching import made_words
from monitor.model.article import Article, ArticleId
from monitor.reading import read_text
from monitor.stories import SPAN, Arrival, Window, place

_IN_A_WINDOW = 20_000
_OFTEN = 50_000
_BEGIN = datetime(2026, 11, 23, tzinfo=UTC)


def made(articles: int, length: int = 8) -> Iterator[Article]:
    chance = random.Random(1)
    words = made_words(chance)
    weights = [1 / (rank + 10) for rank in range(len(words))]
    last: list[tuple[str, str]] = []
    for number in range(articles):
        published = _BEGIN + number * SPAN / _IN_A_WINDOW
        event = random.Random(number // 8 + chance.randrange(50))
        names = [event.choice(words).capitalize() + event.choice(words) for _ in range(5)]
        if last and chance.random() < 0.1:
            headline, body = chance.choice(last)
        else:
            sentences = []
            for _ in range(length):
                chosen = chance.choices(words, weights, k=17)
                chosen[3], chosen[9] = chance.choice(names), chance.choice(names)
                sentences.append(" ".join(chosen).capitalize() + ".")
            headline, body = f"{names[0]} {words[40]} {names[1]} {words[50]}", " ".join(sentences)
            last = [*last[-20:], (headline, body)]
        id = ArticleId("bench", str(number))
        yield read_text(f"{headline}\n\n{body}", id=id, published=published, received=published, language="en")


def resident() -> int:
    """Bytes of the process that are in memory now."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def main(articles: int, length: int) -> None:
    window = Window()
    sketching = placing = 0.0
    copies = 0
    print("articles  in the window  sketched/s  placed/s  both/s  copies  MB")
    for number, article in enumerate(made(articles, length), start=1):
        at = time.process_time()
        arrival = Arrival.of(article)
        between = time.process_time()
        window.forget(article.received - SPAN)
        placement = place(arrival, window, str(number))
        window.add(arrival.member(placement, 1, article.received))
        window.settle()
        placing += time.process_time() - between
        sketching += between - at
        copies += placement.copy_of is not None
        if number % min(articles // 10, _OFTEN) == 0:
            rates = f"{number / sketching:10.0f}  {number / placing:8.0f}  {number / (sketching + placing):6.0f}"
            print(f"{number:8}  {len(window):13}  {rates}  {copies:6}  {resident() / 1e6:.0f}", flush=True)
            copies = 0


if __name__ == "__main__":
    given = [int(number) for number in sys.argv[1:3]]
    main(*(given + [100_000, 8][len(given) :]))

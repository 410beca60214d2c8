"""How right copies are, judged by reading: `python -m benchmarks.quality.copies [--unjudged]`.

Runs every collection at hand through a window of seven days, by date (what has none is all of one day). Of all verdicts
that an article is a copy, a hundred are drawn by the hash of its id, of any collection, and read beside the article
that it is said to repeat: right is the same report, for the greater part in the same words. The verdicts are kept in
`verdicts/copies.jsonl` (article, copy_of, right, kind). With `--unjudged`: those of the hundred that nobody has read.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path
from typing import NamedTuple

from benchmarks.quality.alarms import published
from benchmarks.quality.corpus import DATA, lines
from benchmarks.quality.stories import stories_of
from monitor.model.article import Article, ArticleId
from monitor.reading import read_text
from monitor.stories import Arrival

VERDICTS = Path(__file__).parent / "verdicts" / "copies.jsonl"
DRAWN = 100
_SHOWN = 700  # code points of what one has and the other lacks


class Copy(NamedTuple):
    """An article, and the one that it is said to repeat."""

    article: Article
    original: Article

    @property
    def pair(self) -> tuple[str, str]:
        return str(self.article.id), str(self.original.id)


def copies(path: Path) -> Iterator[Copy]:
    """What is a copy in a collection."""
    arrivals = []
    for row in lines(path):
        if row["text"].strip():
            id, when = ArticleId(path.name.removesuffix(".jsonl.gz"), str(row["id"])), published(row)
            title, language = row.get("title") or None, row.get("lang", "en")
            arrivals.append(
                Arrival.of(read_text(row["text"], id=id, published=when, received=when, title=title, language=language))
            )
    arrivals.sort(key=lambda each: (each.article.published, each.article.id))
    known = {each.article.id: each.article for each in arrivals}
    for arrival, placement in zip(arrivals, stories_of(arrivals), strict=True):
        if placement.copy_of is not None:
            yield Copy(arrival.article, known[placement.copy_of])


def drawn(found: list[Copy]) -> list[Copy]:
    """A hundred of them, the same ones as long as they are found."""
    return sorted(found, key=lambda each: hashlib.sha256(f"copy {each.pair[0]}".encode()).digest())[:DRAWN]


def verdicts() -> dict[tuple[str, str], tuple[bool, str]]:
    """All that were given: whether an article is a copy of the other, and else what it is."""
    rows = map(json.loads, VERDICTS.read_text("utf-8").splitlines()) if VERDICTS.exists() else ()
    return {(row["article"], row["copy_of"]): (row["right"], row.get("kind", "")) for row in rows}


def show(copy: Copy) -> None:
    """Both headlines, how much is the same, and what is not."""
    one, other = copy.article.text.split(), copy.original.text.split()
    blocks = SequenceMatcher(None, other, one, autojunk=False).get_opcodes()
    same = sum(end - start for what, start, end, *_ in blocks if what == "equal")
    print(f"\n## {' '.join(copy.pair)}: {len(other)} and {len(one)} words, {same} the same")
    print(f"   {copy.original.published:%Y-%m-%d} {copy.original.headline}")
    print(f"   {copy.article.published:%Y-%m-%d} {copy.article.headline}")
    parts = [f"[-{' '.join(other[a:b])}-][+{' '.join(one[c:d])}+]" for what, a, b, c, d in blocks if what != "equal"]
    print(f"   same: {' '.join(one[:40])} …\n   other: {' '.join(part[:_SHOWN] for part in parts)[: 3 * _SHOWN]}")


def main() -> None:
    found: list[Copy] = []
    for path in sorted((DATA / "articles").glob("*.jsonl.gz")):
        here = list(copies(path))
        print(f"{path.name.removesuffix('.jsonl.gz'):20} {len(here):5} copies", flush=True)
        found += here
    given, chosen = verdicts(), drawn(found)
    judged = [given[each.pair] for each in chosen if each.pair in given]
    wrong = Counter(kind for right, kind in judged if not right)
    print(
        f"{len(found)} copies; of {len(chosen)} drawn {len(judged)} were read, {len(judged) - wrong.total()} are right"
    )
    for kind, count in wrong.most_common():
        print(f"  wrong: {kind} {count}")
    if "--unjudged" in sys.argv[1:]:
        for copy in chosen:
            if copy.pair not in given:
                show(copy)


if __name__ == "__main__":
    main()

"""Did it happen, as the status finder and as people see it: `python -m benchmarks.quality.factuality [FOLDER]`.

Reads `factuality-*.conll.gz` (UW and MEANTIME; a number from -3, certainly not, to +3, certainly, on each event word).
Gold is cut at -1 and below (did not happen) and 2 and above (happened); what is between is uncertain. Prints the
macro-F1 of each file and of all `dev` files, and the confusion table. The cue table was tuned on the `train` files.
"""

from __future__ import annotations

import gzip
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from monitor.matching.atoms import Atoms
from monitor.matching.status import Finding, StatusFinder
from monitor.matching.view import ArticleView
from monitor.matching.vocabulary import Vocabulary
from monitor.model.article import Article, ArticleId, Paragraph, PublishedFrom, Span, Zone
from monitor.model.match import Status
from monitor.rules.cues import shipped_cues

WRITTEN = datetime(1989, 1, 1, tzinfo=UTC)
"""Before all that the texts tell of: their own dates are not in the files, and a year in them shall not be past."""
CLASSES = ("happened", "uncertain", "did not")
MAPPED = {
    Status.ASSERTED: "happened",
    Status.CLAIMED: "happened",
    Status.PAST: "happened",
    Status.DENIED: "did not",
    Status.NEGATED: "did not",
}
"""Chosen on the train files; every other status is uncertain."""

_GLUED_BEFORE = frozenset(
    [".", ",", "?", "!", ";", ":", "'s", "'", "n't", "%", ")", "''", "”", "’s", "'re", "'ll", "'ve", "'m", "'d"]
)
_GLUED_AFTER = frozenset(["(", "``", "$", "#", "“"])


class Judged(NamedTuple):
    """A sentence, and the class that people gave to each of its events."""

    text: str
    events: tuple[tuple[Span, str], ...]


def gold(value: float) -> str:
    if value <= -1:
        return "did not"
    return "happened" if value >= 2 else "uncertain"


def sentences(path: Path) -> Iterator[Judged]:
    """The sentences of a file, written as people write them."""
    rows: list[list[str]] = []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            parts = line.rstrip("\n").split("\t")
            if len(parts) > 2:
                rows.append(parts)
            elif rows:
                yield _judged(rows)
                rows = []
    if rows:
        yield _judged(rows)


def _judged(rows: list[list[str]]) -> Judged:
    text, glued = "", True
    events: list[tuple[Span, str]] = []
    for _, word, value, tag, *_ in rows:
        text += "" if glued or tag == "HYPH" or word in _GLUED_BEFORE else " "
        shown = {"``": '"', "''": '"'}.get(word, word)
        if value != "_":
            events.append((Span(len(text), len(text) + len(shown)), gold(float(value))))
        text += shown
        glued = tag == "HYPH" or word in _GLUED_AFTER
    return Judged(text, tuple(events))


def found(finder: StatusFinder, judged: Judged) -> list[Finding]:
    """What the finder says of each event of a sentence."""
    end = len(judged.text)
    paragraph = Paragraph(Zone.BODY, 0, end, (Span(0, end),))
    article = Article(
        ArticleId("factuality", ""),
        "",
        judged.text,
        (paragraph,),
        (),
        "en",
        WRITTEN,
        PublishedFrom.FRONT_MATTER,
        WRITTEN,
        "",
    )
    view = ArticleView(article, Vocabulary(Atoms(), {}), {})
    return [finder.find(view, span) for span, _ in judged.events]


def f1(confusion: Counter[tuple[str, str]], name: str) -> float:
    """The F1 of one class."""
    right = confusion[name, name]
    wanted = sum(count for (wants, _), count in confusion.items() if wants == name)
    given = sum(count for (_, gives), count in confusion.items() if gives == name)
    return 2 * right / (wanted + given) if wanted + given else 0.0


def macro_f1(confusion: Counter[tuple[str, str]]) -> float:
    return sum(f1(confusion, name) for name in CLASSES) / len(CLASSES)


def measure(finder: StatusFinder, path: Path) -> Counter[tuple[str, str]]:
    """How often each class of gold got each class."""
    confusion: Counter[tuple[str, str]] = Counter()
    for judged in sentences(path):
        for (_, wanted), finding in zip(judged.events, found(finder, judged), strict=True):
            confusion[wanted, MAPPED.get(finding.status, "uncertain")] += 1
    return confusion


def show(title: str, confusion: Counter[tuple[str, str]]) -> None:
    """The table of one file, gold down, found across."""
    each = "  ".join(f"{name} {f1(confusion, name):.3f}" for name in CLASSES)
    print(f"{title}: macro-F1 {macro_f1(confusion):.3f}  ({each})")
    print(f"{'gold / found':>14}" + "".join(f"{name:>11}" for name in CLASSES))
    for wanted in CLASSES:
        print(f"{wanted:>14}" + "".join(f"{confusion[wanted, given]:>11}" for given in CLASSES))


def main(folder: Path) -> None:
    paths = sorted(folder.glob("factuality-*.conll.gz"))
    if not paths:
        print(f"no factuality-*.conll.gz in {folder}: nothing measured")
        return
    finder = StatusFinder(shipped_cues())
    measured = {path: measure(finder, path) for path in paths}
    for path, confusion in measured.items():
        show(path.name.removesuffix(".conll.gz"), confusion)
    dev = sum((confusion for path, confusion in measured.items() if "_dev" in path.name), Counter[tuple[str, str]]())
    show("all dev files", dev)


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "../shared/data/events"))

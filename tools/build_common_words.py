#!/usr/bin/env python3
"""Builds monitor/lexicon/common_words/LANGUAGE.txt: `python -m tools.build_common_words LANGUAGE FILE.jsonl.gz…`.

Counts in how many of the articles each lemma stands (of Chinese: each pair of letters), and writes those that stand in
at least one of a hundred, by share. Only words and shares are written, nothing of the texts. Names of the day are left
out by asking that a word be written small somewhere, or have no capitals in its script. A development tool.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from monitor.lexicon import small_words
from monitor.stories.units import lemma
from monitor.text.folding import fold
from monitor.text.tokens import tokenise

_SHARES = (64, 32, 16, 8, 4, 2, 1)
_TO = Path(__file__).parents[1] / "monitor" / "lexicon" / "common_words"


def texts(files: list[str]) -> Iterator[str]:
    for file in files:
        with gzip.open(file, "rt", encoding="utf-8") as lines:
            for line in lines:
                article = json.loads(line)
                yield f"{article.get('title') or ''}\n{article['text']}"


def words(text: str, language: str) -> set[str]:
    """The lemmas of an article that are not written like names."""
    found = [word for word in tokenise(text).words if not any(map(str.isdigit, word))]
    if language != "de":  # its nouns are written like names
        found = [word for word in found if not word[:1].isupper()]
    if language == "zh":
        return {a + b for a, b in pairwise(found) if len(a) == len(b) == 1 and a + b in text and not (a + b).isascii()}
    return {lemma(word, language) for word in dict.fromkeys(found)}


def main(language: str, files: list[str]) -> None:
    counts: Counter[str] = Counter()
    number = 0
    for text in texts(files):
        number += 1
        counts.update(words(text, language))
    small = set(map(fold, small_words().get(language, ())))
    lines = []
    for share, above in zip(_SHARES, (200, *_SHARES), strict=False):
        listed = sorted(
            word for word, count in counts.items()
            if share <= 100 * count / number < above and word not in small and (len(word) > 1 or language == "zh")
            and not (language == "zh" and small & set(word))
        )  # fmt: skip
        if listed:
            lines.append(f"{share}: {' '.join(listed)}")
    _TO.mkdir(exist_ok=True)
    (_TO / f"{language}.txt").write_text("\n".join(lines) + "\n", "utf-8")
    print(language, number, sum(len(line.split()) - 1 for line in lines))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
